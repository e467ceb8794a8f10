import type * as vscode from 'vscode';
import type { RowSource } from '../../core/redshift/results/contract.ts';
import { haveSameColumns, mergedRows } from '../../core/redshift/results/mergedRows.ts';
import { resultPayload, type ResultPreview } from '../../core/redshift/results/resultPayload.ts';
import { errorBesideResults } from '../../core/redshift/statements/errorWords.ts';
import { StatementError } from '../../core/redshift/statements/statementError.ts';
import { previewRows, type ResultPart, type ResultPayload } from '../../protocol/resultPayload.ts';
import type { RunFailure, RunOutcome, RunPlace } from './cellStatement.ts';
import { errorOutput, noticeOutput, resultOutput } from './outputs.ts';

/** Keeps the rows that an output doesn't carry, and names them for the renderer. */
type Keep = (source: RowSource) => string;

/**
 * What a cell shows of one statement: one output, also where it ran in several Regions; one for each of these where
 * their columns differ, or where it failed in all.
 * @param lineOf 0-based line of the cell that an error is shown with
 * @throws StatementError where the first rows could not be fetched; Cancelled
 */
export async function statementOutput(
  outcomes: readonly RunOutcome[],
  failures: readonly RunFailure[],
  keep: Keep,
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
  if (parts.length === 1) return [resultOutput(await payloadOf(first, keep))];
  if (canBeMerged(outcomes))
    return [resultOutput({ ...(await mergedPayload(first, outcomes, keep)), parts })];
  const [payload, ...others] = await Promise.all(outcomes.map((outcome) => payloadOf(outcome, keep)));
  return [
    noticeOutput(differenceText(outcomes)),
    ...[payload, ...others].flatMap((one) => (one ? [resultOutput(one)] : [])),
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

async function payloadOf({ place, statement, source }: RunOutcome, keep: Keep): Promise<ResultPayload> {
  return resultPayload(originOf(place), statement, source && (await preview(source, keep)));
}

async function mergedPayload(
  first: RunOutcome,
  outcomes: readonly RunOutcome[],
  keep: Keep,
): Promise<ResultPayload> {
  const statements = outcomes.map(({ statement }) => statement);
  const counts = statements.map(({ rowCount }) => rowCount);
  const sources = outcomes.flatMap(({ place, source }) =>
    source ? [{ region: place.site.site.region, source }] : [],
  );
  const together = {
    ...first.statement,
    durationMs: Math.max(...statements.map(({ durationMs }) => durationMs)),
    rowCount: counts.includes(-1) ? -1 : counts.reduce((sum, count) => sum + count, 0),
  };
  const rows = sources.length > 0 ? await preview(mergedRows(sources, previewRows), keep) : undefined;
  return resultPayload(originOf(first.place), together, rows);
}

async function preview(source: RowSource, keep: Keep): Promise<ResultPreview> {
  const { columns, totalRows } = source;
  const rows = await source.rows(0, previewRows);
  const shown = { columns: [...columns], rows, totalRows };
  if (rows.length < totalRows) return { ...shown, resultId: keep(source) };
  // The output holds all of it.
  source.release();
  return shown;
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
