import type { RelationName } from './contract.ts';
import { readableName } from './quoteName.ts';

/** Characters; a longer list of columns gets a line for each. */
const longestLine = 80;

/**
 * A table's or view's name for a statement: with the schema in the connected database, with the database in any other.
 * @param connectedDatabase as the statement will be connected; the database is always written where it is not known
 */
export function qualifiedName(relation: RelationName, connectedDatabase?: string): string {
  const { database, schema, name } = relation;
  const parts = database === connectedDatabase ? [schema, name] : [database, schema, name];
  return parts.map(readableName).join('.');
}

/** Names for a select list: `sale_id, "order", amount`. */
export function columnList(columns: readonly string[]): string {
  return columns.map(readableName).join(', ');
}

/**
 * A SELECT as people write it, with its semicolon.
 * @param columns all of them where absent or empty
 */
export function selectStatement(
  relation: RelationName,
  columns?: readonly string[],
  connectedDatabase?: string,
  limit?: number,
): string {
  const from = `FROM ${qualifiedName(relation, connectedDatabase)}`;
  return (
    [selectClause(columns ?? []), from, ...(limit === undefined ? [] : [`LIMIT ${limit}`])].join('\n') + ';'
  );
}

function selectClause(columns: readonly string[]): string {
  if (columns.length === 0) return 'SELECT *';
  const line = `SELECT ${columnList(columns)}`;
  return line.length <= longestLine ? line : `SELECT\n  ${columns.map(readableName).join(',\n  ')}`;
}
