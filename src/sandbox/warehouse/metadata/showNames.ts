import { SqlError } from '../contract.ts';
import { writeSql } from '../sql/postgresSql.ts';
import { quoteString } from '../sql/sqlTokens.ts';
import { mostShown } from './systemFunctions.ts';
import { showSchema } from './systemViewsBase.ts';
import type { TokenCursor } from '../sql/tokenCursor.ts';
import type { Translation } from '../sql/translation.ts';

/** LIMIT n, from 0 to 10,000. */
export function takesLimit(cursor: TokenCursor): number | undefined {
  if (!cursor.takes('limit')) return undefined;
  const at = cursor.take();
  const limit = /^[0-9]+$/.test(at.text) ? Number(at.text) : -1;
  if (limit < 0 || limit > mostShown) {
    throw new SqlError(
      `ERROR: LIMIT of a SHOW command is a number from 0 to ${mostShown}`,
      '22023',
      at.start + 1,
    );
  }
  return limit;
}

export function shownRows(
  command: string,
  shown: string,
  columns: readonly string[],
  order: string,
  limit: number | undefined,
): Translation {
  const few =
    limit === undefined
      ? ` WHERE (SELECT ${showSchema}.few_enough(${quoteString(command)}, (SELECT count(*) FROM shown)))`
      : '';
  const most = limit === undefined ? '' : ` LIMIT ${limit}`;
  const query = `WITH shown AS MATERIALIZED (${shown}) SELECT ${columns.join(', ')} FROM shown${few} ORDER BY ${order}${most}`;
  return { kind: 'sql', statement: writeSql([query]) };
}

/** A call that gives the schema's OID, or refuses. */
export function schemaCall(cursor: TokenCursor): string {
  const { parts } = cursor.qualifiedName();
  if (parts.length > 2) throw cursor.syntaxError();
  const [schema, database] = [...parts].reverse();
  return `${showSchema}.require_schema(${databaseText(database)}, ${quoteString(schema ?? '')})`;
}

/**
 * A call that gives a relation's OID, or refuses.
 * @param privilege SELECT where it has to be one on the whole table
 * @param kinds PostgreSQL's letters for what the relation may be
 */
export function relationCall(cursor: TokenCursor, privilege: '' | 'SELECT', kinds: string): string {
  return `${showSchema}.require_relation(${nameTexts(cursor)}, '${privilege}', '${kinds}')`;
}

/** Database, schema (empty if none was written) and name, as three SQL strings. */
export function nameTexts(cursor: TokenCursor): string {
  const [name, schema, database] = [...cursor.qualifiedName().parts].reverse();
  return `${databaseText(database)}, ${quoteString(schema ?? '')}, ${quoteString(name ?? '')}`;
}

function databaseText(database: string | undefined): string {
  return database === undefined ? `${showSchema}.connected_database()` : quoteString(database);
}
