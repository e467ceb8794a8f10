import { AwsError } from './awsError.ts';
import { textSize } from './resultEncoding.ts';
import type { Row } from './resultEncoding.ts';
import type { Statement } from './statementStore.ts';

/** Rows of one answer, and the token of the next one. */
export interface ResultPage {
  rows: readonly Row[];
  nextToken: string | undefined;
}

/**
 * The page of a statement's result that a token stands for.
 * @param bytes of text in the page, about; a page holds one row at least.
 * @throws AwsError ValidationException where the token is not of this statement.
 */
export function resultPage(statement: Statement, token: string | undefined, bytes: number): ResultPage {
  const all = statement.outcome?.rows ?? [];
  const first = token === undefined ? 0 : rowOfToken(statement, token, all.length);
  let end = first;
  for (let size = 0; end < all.length && size < bytes; end++) {
    size += textSize(all.slice(end, end + 1));
  }
  return {
    rows: all.slice(first, end),
    nextToken: end < all.length ? tokenOfRow(statement, end) : undefined,
  };
}

function tokenOfRow(statement: Statement, row: number): string {
  return Buffer.from(`${statement.id} ${row}`).toString('base64url');
}

function rowOfToken(statement: Statement, token: string, rows: number): number {
  const [id, row = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  if (id !== statement.id || !/^\d+$/.test(row) || Number(row) >= rows) {
    throw new AwsError('ValidationException', 'NextToken is not valid for this statement.');
  }
  return Number(row);
}
