import { previewRows, type ResultColumn, type ResultPayload } from '../../../protocol/resultPayload.ts';
import type { FinishedStatement } from '../statements/statementContract.ts';
import type { Row } from './contract.ts';

/** Where and for whom a statement ran: `warehouse` is the name of the workgroup or cluster, `account` the person as signed in. */
export type StatementOrigin = Pick<ResultPayload, 'region' | 'warehouse' | 'database' | 'account'>;

/** The beginning of a result set. */
export interface ResultPreview {
  columns: ResultColumn[];
  rows: Row[];
  /** In the whole result. */
  totalRows: number;
  /** See ResultPayload. */
  resultId?: string;
}

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
    ...(queryId !== undefined && { queryId }),
  };
  if (preview !== undefined)
    return { ...payload, resultSet: { ...preview, rows: preview.rows.slice(0, previewRows) } };
  return rowCount < 0 ? payload : { ...payload, affectedRows: rowCount };
}
