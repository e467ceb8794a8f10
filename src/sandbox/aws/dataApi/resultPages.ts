import type { ResultRows } from '../../warehouse/contract.ts';
import { AwsError } from '../awsError.ts';

/** Which rows one answer has, from the first up to and without the last, and the token of the next one. */
export interface ResultPage {
  from: number;
  to: number;
  nextToken: string | undefined;
}

/**
 * The page of a statement's result that a token stands for.
 * @param bytes of text in the page, about; a page holds one row at least.
 * @throws AwsError ValidationException where the token is not of this statement.
 */
export function resultPage(
  statementId: string,
  rows: ResultRows,
  token: string | undefined,
  bytes: number,
): ResultPage {
  const from = token === undefined ? 0 : rowOfToken(statementId, token, rows.count);
  const to = rows.pageEnd(from, bytes);
  return { from, to, nextToken: to < rows.count ? tokenOfRow(statementId, to) : undefined };
}

function tokenOfRow(statementId: string, row: number): string {
  return Buffer.from(`${statementId} ${row}`).toString('base64url');
}

function rowOfToken(statementId: string, token: string, rows: number): number {
  const [id, row = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  if (id !== statementId || !/^\d+$/.test(row) || Number(row) >= rows) {
    throw new AwsError('ValidationException', 'NextToken is not valid for this statement.');
  }
  return Number(row);
}
