import * as vscode from 'vscode';
import { errorText } from '../../core/errorText.ts';
import { statementKind } from '../../core/redshift/sql/statementKind.ts';
import { insertInto, insertIntoNew, runAs, selectionEnd } from '../explorer/insertCell.ts';
import { plainLabel } from '../plainLabel.ts';
import { activeNotebook, type CompleteTarget, type Target, type Targets } from '../target.ts';
import type { HistoryEntry } from './historyEntry.ts';
import { isSamePlace, placeOf, ranWhere, runsWhere, siteOf, type PlaceServices } from './historyPlace.ts';

export interface RunAgainServices extends PlaceServices {
  readonly targets: Targets;
  /** A modal question; gives the choice, or undefined for none. */
  readonly ask?: (
    message: string,
    detail: string,
    choices: readonly string[],
  ) => Thenable<string | undefined>;
  /** A message that nobody waits for. */
  readonly tell?: (message: string) => void;
}

const runHere = 'Run Here';
const runThere = 'Run Where It Ran';
const runAnyway = 'Run Again';
const insertOnly = 'Insert Without Running';

/** Puts the statement into a new cell behind the selected one, or into a new notebook; runs nothing. */
export async function insertStatement(entry: HistoryEntry, services: RunAgainServices): Promise<void> {
  const { profiles, targets, tell = showMessage } = services;
  const notebook = activeNotebook();
  if (notebook) await insertInto(notebook, selectionEnd(notebook), [entry.sql], false);
  else await openNew(entry, siteOf(entry, profiles), services);
  const now = targets.of(activeNotebook());
  const notes = [
    ...(entry.masked ? ['Passwords and keys are not kept: write them in the place of ‘…’.'] : []),
    ...(isSamePlace(entry, now) ? [] : [comparison(entry, now)]),
  ];
  if (notes.length > 0) tell(plainLabel(`Inserted, not run. ${notes.join(' ')}`));
}

/**
 * Runs the statement in a new cell at the end of the notebook in front, or in a new one. Where that is not where it
 * ran and as whom, or it does more than read, the person decides.
 */
export async function runAgain(entry: HistoryEntry, services: RunAgainServices): Promise<void> {
  const { targets, profiles, ask = askModally } = services;
  if (entry.masked) return insertStatement(entry, services);
  const front = activeNotebook();
  const now = targets.of(front);
  const same = isSamePlace(entry, now);
  const { reads, verb } = statementKind(entry.sql);
  const place = same ? undefined : placeOrReason(entry, services);
  const choices = [
    ...(same ? [runAnyway] : []),
    ...(!same && runsWhere(now) ? [runHere] : []),
    ...(typeof place === 'object' ? [runThere] : []),
    insertOnly,
  ];
  const detail = [
    ...(same ? [] : [comparison(entry, now)]),
    ...(typeof place === 'string' ? [place] : []),
    ...(reads ? [] : [`It may change data: it begins with ${verb.slice(0, 40)}.`]),
  ]
    .map(plainLabel)
    .join('\n');
  const question = same ? 'Run this statement again?' : 'This statement ran elsewhere or as somebody else.';
  const choice = same && reads ? runAnyway : await ask(question, detail, choices);
  if (choice === insertOnly) await insertStatement(entry, services);
  else if (choice === runThere && typeof place === 'object') {
    await runAs(targets, place);
    await insertIntoNew(profiles, place, [entry.sql], true);
  } else if (choice === runHere || choice === runAnyway) {
    if (front) await insertInto(front, front.cellCount, [entry.sql], true);
    else await openNew(entry, now, services, true);
  }
}

/** A notebook with a header where its place is known. */
async function openNew(
  { sql }: HistoryEntry,
  where: Partial<Omit<CompleteTarget, 'account'>> | undefined,
  { profiles }: RunAgainServices,
  run = false,
): Promise<void> {
  const { profile, site, warehouse } = where ?? {};
  if (profile && site && warehouse) {
    await insertIntoNew(profiles, { profile, site, warehouse }, [sql], run);
    return;
  }
  const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, sql, 'rsql');
  const data = new vscode.NotebookData([cell]);
  await vscode.window.showNotebookDocument(
    await vscode.workspace.openNotebookDocument('redshiftIdentity.notebook', data),
  );
}

function comparison(entry: HistoryEntry, now: Target): string {
  const here = runsWhere(now);
  const unknown = entry.database === undefined ? ' (its database is not known)' : '';
  const next = here ? `Here it would run ${here}.` : 'Here nothing runs yet.';
  return `It ran ${ranWhere(entry)}${unknown}. ${next}`;
}

function placeOrReason(entry: HistoryEntry, services: PlaceServices): CompleteTarget | string {
  try {
    return placeOf(entry, services);
  } catch (error) {
    return errorText(error);
  }
}

function askModally(message: string, detail: string, choices: readonly string[]) {
  return vscode.window.showWarningMessage(message, { modal: true, detail }, ...choices);
}

function showMessage(message: string): void {
  void vscode.window.showInformationMessage(message);
}
