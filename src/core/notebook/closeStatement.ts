import { readSql } from '../redshift/sql/sqlText.ts';

/**
 * SQL with a `;` after its last statement: a client that runs the file as a script would read on into the next cell.
 * SQL that isn't complete stays as it is.
 */
export function closeStatement(sql: string): string {
  const { statements, metaCommands } = readSql(sql);
  const last = statements.at(-1);
  if (
    !last ||
    last.terminated ||
    last.unterminated ||
    metaCommands.some((command) => command.insideStatement)
  )
    return sql;
  return `${sql.slice(0, last.end)};${sql.slice(last.end)}`;
}
