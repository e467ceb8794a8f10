import { previewRows, type ResultPayload } from '../../../protocol/resultPayload.ts';
import type { ResultPage } from './resultPage.ts';
import type { FinishedStatement } from '../statements/statementContract.ts';

/** Where and for whom a statement ran: `warehouse` is the name of the workgroup or cluster, `account` the person as signed in. */
export type StatementOrigin = Pick<ResultPayload, 'region' | 'warehouse' | 'database' | 'account'>;

/** What a cell's output holds of a finished statement: the first rows of its result, or the rows it touched. */
export function resultPayload(
  { region, warehouse, database, account }: StatementOrigin,
  { statementId, durationMs, rowCount }: FinishedStatement,
  page?: ResultPage,
): ResultPayload {
  const payload: ResultPayload = {
    version: 1,
    statementId,
    region,
    warehouse,
    database,
    account,
    durationMs,
  };
  if (page !== undefined) {
    const { columns, rows, totalRows } = page;
    return { ...payload, resultSet: { columns, rows: rows.slice(0, previewRows), totalRows } };
  }
  return rowCount < 0 ? payload : { ...payload, affectedRows: rowCount };
}
