import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../core/errors.ts';
import { formatCount, formatRowCount } from '../../core/redshift/results/resultSummary.ts';
import { selectedCell } from '../notebook/cellKeys.ts';
import type { KeptResult } from '../notebook/results/keptResult.ts';
import type { Results } from '../notebook/results/results.ts';

/**
 * The result of the selected cell; the person picks where there are several.
 * @throws RedshiftIdentityError `NoResult`
 */
export async function pickResult(results: Pick<Results, 'of'>): Promise<KeptResult | undefined> {
  const cell = selectedCell();
  const found = cell ? results.of(cell) : [];
  const [first] = found;
  if (first === undefined) {
    throw new RedshiftIdentityError('The selected cell shows no result.', {
      code: 'NoResult',
      remedy: 'Select a cell that has one, or run it.',
    });
  }
  if (found.length === 1) return first;
  const picked = await vscode.window.showQuickPick(
    found.map((kept, index) => ({
      label: `Result ${index + 1}`,
      description: `${formatRowCount(kept.source.totalRows)} × ${formatCount(kept.source.columns.length)}`,
      detail: `${kept.origin.region} · statement ${kept.origin.statementId}`,
      kept,
    })),
    { title: 'Which result of the cell?' },
  );
  return picked?.kept;
}
