import * as vscode from 'vscode';
import { isCancel } from '../../../core/errors.ts';
import { errorText } from '../../../core/errorText.ts';
import { areComparable, compareRows } from '../../../core/redshift/results/compareRows.ts';
import { comparisonText } from '../../../core/redshift/results/comparisonText.ts';
import type { RowSource } from '../../../core/redshift/results/contract.ts';
import { haveSameColumns, mergedRows } from '../../../core/redshift/results/mergedRows.ts';
import {
  comparisonMimeType,
  type ComparedSide,
  type ComparisonPayload,
} from '../../../protocol/comparisonPayload.ts';
import { readSql } from '../../../core/redshift/sql/sqlText.ts';
import { errorBesideResults } from '../../../core/redshift/statements/errorWords.ts';
import { previewRows } from '../../../protocol/resultPayload.ts';
import { logError } from '../../showError.ts';
import { cellCalls } from '../cellCalls.ts';
import type { CellRunServices } from '../cellRun.ts';
import type { RunFailure, RunOutcome, RunPlace } from '../cellStatement.ts';
import { runEverywhere } from '../everyRegion.ts';
import { requireReading } from './onlyReads.ts';
import { errorOutput, noticeOutput } from '../outputs.ts';
import { runAt } from '../runAt.ts';
import type { StatementCall } from '../statementCall.ts';

/** Where one of the two accounts runs the cell: one place, or one for each of its Regions. */
export type SidePlaces = readonly RunPlace[];

/** What a statement gave to one account. */
interface SideEnd {
  readonly side: ComparedSide;
  readonly source?: RowSource;
}

/**
 * Runs the statements of a cell as two accounts, apart from the notebook's session, and shows the difference of each.
 * A statement that fails as one of them is a result like any other; one that fails as both ends the cell.
 * @returns whether every statement gave something to one of them at least
 */
export async function compareCell(
  execution: vscode.NotebookCellExecution,
  signal: AbortSignal,
  sides: readonly [SidePlaces, SidePlaces],
  services: CellRunServices,
): Promise<boolean> {
  const { cell } = execution;
  const { results, progress, listeners, log } = services;
  try {
    await execution.clearOutput();
    results.letGoOf(cell);
    for (const listener of listeners) listener.begins?.(cell);
    const [left, right] = sides.map((places) => places[0]?.site.account.login ?? '');
    const sql = readSql(cell.document.getText());
    // Since it was asked for, the other account signed in, and the cell may have been edited.
    requireReading(sql.statements);
    progress.show(cell, `Comparing ${left} with ${right}`);
    for (const call of await cellCalls(cell, sql, { apart: true, signal }, services)) {
      const payload = await compareStatement(sides, call, services);
      await execution.appendOutput(comparisonOutput(payload));
      if (payload.left.error !== undefined && payload.right.error !== undefined) return false;
    }
    return true;
  } catch (error) {
    if (isCancel(error) || signal.aborted) await execution.appendOutput(noticeOutput(errorText(error)));
    else {
      logError(error, log);
      await execution.appendOutput(errorOutput(error, undefined));
    }
    return false;
  } finally {
    progress.clear(cell);
  }
}

async function compareStatement(
  sides: readonly [SidePlaces, SidePlaces],
  call: StatementCall,
  services: CellRunServices,
): Promise<ComparisonPayload> {
  const { signal } = call;
  const [left, right] = await Promise.all(
    [sides[0], sides[1]].map((places) => runSide(places, call, services)),
  );
  if (!left || !right) throw new TypeError('A comparison has two sides.');
  try {
    const comparable =
      left.source && right.source && areComparable(left.source.columns, right.source.columns);
    if (comparable) services.progress.show(call.cell, 'Comparing rows');
    return {
      version: 1,
      left: left.side,
      right: right.side,
      ...(comparable && { difference: await compareRows(left.source, right.source, { signal }) }),
    };
  } finally {
    left.source?.release();
    right.source?.release();
  }
}

async function runSide(places: SidePlaces, call: StatementCall, services: CellRunServices): Promise<SideEnd> {
  const { progress, log } = services;
  const run = (place: RunPlace): Promise<RunOutcome> => {
    const who = place.site.account.login;
    const onProgress = (state: Parameters<typeof progress.show>[1]) => progress.show(call.cell, state, who);
    return runAt(place, call, { onProgress, onNotice: async () => undefined }, services);
  };
  const { outcomes, failures } = await runEverywhere(places, run);
  for (const { error } of failures) logError(error, log);
  const head = sideHead(places, outcomes);
  if (failures.length > 0) return { side: { ...head, error: failureText(places, failures) } };
  const source = together(outcomes);
  if (source === 'different') {
    return { side: { ...head, error: 'The columns differ between the Regions, so there is no one result.' } };
  }
  if (!source) return { side: head };
  const { columns, totalRows } = source;
  const rows = await source.rows(0, previewRows, call.signal);
  return { side: { ...head, resultSet: { columns: [...columns], rows, totalRows } }, source };
}

/** The rows of all Regions; undefined where the statement has none. */
function together(outcomes: readonly RunOutcome[]): RowSource | undefined | 'different' {
  const parts = outcomes.flatMap(({ place, source }) =>
    source ? [{ region: place.site.site.region, source }] : [],
  );
  const [first, ...others] = parts;
  if (!first || others.length === 0) return first?.source;
  const same = others.every(({ source }) => haveSameColumns(first.source.columns, source.columns));
  return same ? mergedRows(parts, previewRows) : 'different';
}

function sideHead(places: SidePlaces, outcomes: readonly RunOutcome[]): ComparedSide {
  const [only, ...others] = outcomes.map(({ statement }) => statement);
  const durations = outcomes.map(({ statement }) => statement.durationMs);
  return {
    account: places[0]?.site.account.login ?? '',
    region: places.map(({ site }) => site.site.region).join(', '),
    warehouse: [...new Set(places.map(({ warehouse }) => warehouse.name))].join(', '),
    ...(only && others.length === 0 && { statementId: only.statementId }),
    ...(durations.length > 0 && { durationMs: Math.max(...durations) }),
  };
}

function failureText(places: SidePlaces, failures: readonly RunFailure[]): string {
  return failures
    .map(
      ({ place, error }) =>
        (places.length > 1 ? `${place.site.site.region}: ` : '') + errorBesideResults(error),
    )
    .join('\n');
}

function comparisonOutput(payload: ComparisonPayload): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([
    vscode.NotebookCellOutputItem.json(payload, comparisonMimeType),
    vscode.NotebookCellOutputItem.text(comparisonText(payload)),
  ]);
}
