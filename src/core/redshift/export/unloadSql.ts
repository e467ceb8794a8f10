import type { SqlStatement } from '../sql/sqlText.ts';
import { readToken } from '../sql/sqlTokens.ts';
import { statementKind } from '../sql/statementKind.ts';

/** Whether UNLOAD takes it: a query, and nothing that writes. */
export function canUnload({ text }: Pick<SqlStatement, 'text'>): boolean {
  const { verb, reads } = statementKind(text);
  return reads && verb === 'SELECT';
}

/**
 * UNLOAD of a query as a cell's text, with what its reader has to know. Without IAM_ROLE it writes as the person, by S3
 * Access Grants.
 * @param to `s3://bucket/prefix/`
 */
export function unloadSql(
  { text, parameters }: Pick<SqlStatement, 'text' | 'parameters'>,
  to: string,
): string {
  const names = parameters.map((name) => `:${name}`).join(', ');
  return [
    '-- Writes to Amazon S3 as you, by S3 Access Grants. Where those are not set up, add: IAM_ROLE default',
    ...(names === '' ? [] : [`-- UNLOAD takes no parameters: write values in the place of ${names}`]),
    `UNLOAD (${quoted(hasLimit(text) ? `SELECT * FROM (\n${text}\n)` : text)})`,
    `TO ${quoted(to)}`,
    'FORMAT PARQUET;',
  ].join('\n');
}

/** As a string of Redshift, in which a backslash escapes too. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '$&$&')}'`;
}

/** Whether the query ends with LIMIT, or begins with TOP: UNLOAD takes those in a subquery only. */
function hasLimit(sql: string): boolean {
  let depth = 0;
  for (let offset = 0; offset < sql.length;) {
    const { kind, start, end } = readToken(sql, offset);
    if (kind === 'open') depth++;
    else if (kind === 'close') depth--;
    else if (kind === 'word' && depth === 0 && /^(limit|top|offset|fetch)$/i.test(sql.slice(start, end)))
      return true;
    offset = end;
  }
  return false;
}
