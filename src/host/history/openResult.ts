import type * as vscode from 'vscode';
import { insertIntoNew } from '../explorer/insertCell.ts';
import type { RunPlace } from '../notebook/cellStatement.ts';
import type { Sites } from '../sites.ts';
import type { HistoryEntry } from './historyEntry.ts';
import { placeOf, type PlaceServices } from './historyPlace.ts';

export interface OpenResultServices extends PlaceServices {
  readonly sites: Pick<Sites, 'get'>;
  /** Shows what statements of this place gave as the output of a cell; runs nothing. */
  showStatement(cell: vscode.NotebookCell, place: RunPlace, statementIds: readonly string[]): Promise<void>;
}

/**
 * Opens a new notebook with the statement and the result that it gave, with the credentials of the account that ran
 * it. Runs nothing.
 * @throws RedshiftIdentityError where that account is signed out, or its site is gone
 */
export async function openResult(entry: HistoryEntry, services: OpenResultServices): Promise<void> {
  if (entry.statementId === undefined) return;
  const place = placeOf(entry, services);
  const site = services.sites.get(place.profile, place.site, place.account);
  const notebook = await insertIntoNew(services.profiles, place, [entry.sql], false);
  const { warehouse } = place;
  await services.showStatement(notebook.cellAt(0), { site, warehouse }, [entry.statementId]);
}
