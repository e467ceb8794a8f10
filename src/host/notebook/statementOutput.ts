import * as vscode from 'vscode';
import type { RowSource } from '../../core/redshift/results/contract.ts';
import { haveSameColumns, mergedRows } from '../../core/redshift/results/mergedRows.ts';
import {
  resultPayload,
  type PayloadExtras,
  type ResultPreview,
} from '../../core/redshift/results/resultPayload.ts';
import type { FinishedStatement } from '../../core/redshift/statements/statementContract.ts';
import { errorBesideResults } from '../../core/redshift/statements/errorWords.ts';
import { StatementError } from '../../core/redshift/statements/statementError.ts';
import { previewRows, type ResultPart, type ResultPayload } from '../../protocol/resultPayload.ts';
import type { RunFailure, RunOutcome, RunPlace } from './cellStatement.ts';
import { chartOf, chartProblem } from './chart/cellChart.ts';
import { chartItems } from './chart/chartItem.ts';
import { errorOutput, noticeOutput, resultOutput } from './outputs.ts';
import type { Results } from './results/results.ts';

/** Where a result is shown, and who keeps all of its rows. */
export interface OutputPlace {
  readonly cell: vscode.NotebookCell;
  readonly results: Pick<Results, 'keep'>;
}

/**
 * What a cell shows of one statement: one output, also where it ran in several Regions; one for each of these where
 * their columns differ, or where it failed in all.
 * @param lineOf 0-based line of the cell that an error is shown with
 * @throws StatementError where the first rows could not be fetched; Cancelled
 */
export async function statementOutput(
  outcomes: readonly RunOutcome[],
  failures: readonly RunFailure[],
  shownAt: OutputPlace,
  lineOf: (error: unknown) => number | undefined = () => undefined,
): Promise<vscode.NotebookCellOutput[]> {
  const [first] = outcomes;
  if (first === undefined) {
    const several = failures.length > 1;
    return failures.map(({ place, error }) =>
      errorOutput(error, lineOf(error), several ? place.site.site.region : undefined),
    );
  }
  const parts = [...outcomes.map(partOf), ...failures.map(failedPart)];
  if (parts.length === 1) {
    const payload = await payloadOf(first, shownAt);
    const problem = first.source && chartProblem(shownAt.cell);
    return [
      resultOutput(payload, await chartItems(first.source, payload.chart)),
      ...(problem === undefined ? [] : [noticeOutput(problem)]),
    ];
  }
  if (canBeMerged(outcomes)) return [resultOutput(await mergedPayload(first, outcomes, parts, shownAt))];
  const payloads = await Promise.all(outcomes.map((outcome) => payloadOf(outcome, shownAt)));
  return [
    noticeOutput(differenceText(outcomes)),
    ...payloads.map((payload) => resultOutput(payload)),
    ...failures.map(({ place, error }) =>
      noticeOutput(`${place.site.site.region}: ${errorBesideResults(error)}`),
    ),
  ];
}

/** Whether all gave rows of the same columns, or none gave any. */
function canBeMerged(outcomes: readonly RunOutcome[]): boolean {
  const [first, ...others] = outcomes.map(({ source }) => source);
  return others.every((other) =>
    first && other ? haveSameColumns(first.columns, other.columns) : first === other,
  );
}

async function payloadOf(
  { place, statement, source }: RunOutcome,
  shownAt: OutputPlace,
): Promise<ResultPayload> {
  const rows = source && (await preview(source, place, statement, shownAt));
  return resultPayload(originOf(place), statement, rows, extrasOf(shownAt));
}

async function mergedPayload(
  first: RunOutcome,
  outcomes: readonly RunOutcome[],
  parts: readonly ResultPart[],
  shownAt: OutputPlace,
): Promise<ResultPayload> {
  const statements = outcomes.map(({ statement }) => statement);
  const counts = statements.map(({ rowCount }) => rowCount);
  const sources = outcomes.flatMap(({ place, source }) =>
    source ? [{ region: place.site.site.region, source }] : [],
  );
  const sizes = statements.map(({ resultBytes }) => resultBytes ?? NaN);
  const resultBytes = sizes.reduce((sum, size) => sum + size, 0);
  const { resultBytes: _, ...own } = first.statement;
  const together: FinishedStatement = {
    ...own,
    durationMs: Math.max(...statements.map(({ durationMs }) => durationMs)),
    rowCount: counts.includes(-1) ? -1 : counts.reduce((sum, count) => sum + count, 0),
    ...(Number.isFinite(resultBytes) && { resultBytes }),
  };
  const rows =
    sources.length > 0
      ? await preview(mergedRows(sources, previewRows), first.place, together, shownAt)
      : undefined;
  return resultPayload(originOf(first.place), together, rows, { ...extrasOf(shownAt), parts });
}

async function preview(
  source: RowSource,
  place: RunPlace,
  { statementId, durationMs, resultBytes }: FinishedStatement,
  { cell, results }: OutputPlace,
): Promise<ResultPreview> {
  const { columns, totalRows } = source;
  const rows = await source.rows(0, previewRows);
  const origin = { ...originOf(place), statementId, durationMs };
  const bytes = resultBytes === undefined ? {} : { bytes: resultBytes };
  return { columns, rows, totalRows, resultId: results.keep({ source, cell, origin, ...bytes }) };
}

/** What the cell asks to be drawn, and where its person wants NULL. */
function extrasOf({ cell }: OutputPlace): PayloadExtras {
  const nullOrder: string = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('results.nullOrder', 'last');
  return { chart: chartOf(cell), nullOrder: nullOrder === 'first' ? 'first' : 'last' };
}

function originOf({ site, warehouse }: RunPlace) {
  return {
    region: site.site.region,
    warehouse: warehouse.name,
    database: warehouse.database,
    account: site.account.login,
  };
}

function partOf({ place, statement, source }: RunOutcome): ResultPart {
  const { statementId, durationMs, rowCount } = statement;
  const rows = source ? source.totalRows : rowCount;
  return { ...placePart(place), statementId, durationMs, ...(rows < 0 ? {} : { rows }) };
}

function failedPart({ place, error }: RunFailure): ResultPart {
  const statementId = error instanceof StatementError ? error.statementId : undefined;
  return { ...placePart(place), ...(statementId ? { statementId } : {}), error: errorBesideResults(error) };
}

function placePart({ site, warehouse }: RunPlace): Pick<ResultPart, 'region' | 'warehouse' | 'account'> {
  return { region: site.site.region, warehouse: warehouse.name, account: site.account.login };
}

function differenceText(outcomes: readonly RunOutcome[]): string {
  const columns = outcomes.map(({ place, source }) => {
    const names = source?.columns.map(({ name, typeName }) => `${name} ${typeName}`);
    return `${place.site.site.region} has ${names ? `(${names.join(', ')})` : 'no rows'}`;
  });
  return `The columns differ, so the results are not put together: ${columns.join('; ')}.`;
}
