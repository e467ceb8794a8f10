import { previewRows, type ResultPayload } from '../../../protocol/resultPayload.ts';
import type { FinishedStatement } from '../statements/statementContract.ts';

/** Where and for whom a statement ran: `warehouse` is the name of the workgroup or cluster, `account` the person as signed in. */
export type StatementOrigin = Pick<ResultPayload, 'region' | 'warehouse' | 'database' | 'account'>;

/** The first rows of a result, of which no more than `previewRows` are taken. */
export type ResultPreview = NonNullable<ResultPayload['resultSet']>;

/** What a cell's output holds of a finished statement: the first rows of its result, or the rows it touched. */
export function resultPayload(
  { region, warehouse, database, account }: StatementOrigin,
  { statementId, durationMs, rowCount, queryId }: FinishedStatement,
  preview?: ResultPreview,
): ResultPayload {
  const payload: ResultPayload = {
    version: 1,
    statementId,
    region,
    warehouse,
    database,
    account,
    durationMs,
    ...(queryId === undefined ? {} : { queryId }),
  };
  if (preview !== undefined) {
    const { columns, rows, totalRows, resultId } = preview;
    const resultSet = { columns, rows: rows.slice(0, previewRows), totalRows };
    return { ...payload, resultSet: resultId === undefined ? resultSet : { ...resultSet, resultId } };
  }
  return rowCount < 0 ? payload : { ...payload, affectedRows: rowCount };
}
