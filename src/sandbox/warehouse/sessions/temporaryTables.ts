import { SqlError } from '../contract.ts';
import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import { unsupported } from '../sql/tokenCursor.ts';
import type { Database } from '../database.ts';

/** PostgreSQL's schemas of sessions' temporary tables begin so; no person can make or name one, and no list shows them. */
export const temporaryPrefix = 'pg_session_';

/** Temporary tables are on disk, in a schema of their session: they outlive other sessions' statements, and the worker. */
export function temporarySchema(session: number): string {
  return `${temporaryPrefix}${session}`;
}

export function temporaryTables(database: Database, schema: string): Set<string> {
  const rows = database.query(
    `SELECT relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
     WHERE nspname = ${quoteString(schema)} AND relkind = 'r'`,
  );
  return new Set(rows.map(([name]) => name ?? ''));
}

/**
 * Makes the schema at the first temporary table of a session. The session has to be the administrator's.
 * @throws SqlError where the person may not make temporary tables, or none of this name
 */
export function prepareTemporaryTable(
  database: Database,
  { schema, exists, user, table }: { schema: string; exists: boolean; user: string; table: string },
): void {
  const [row] = database.query(
    `SELECT pg_catalog.has_database_privilege(${quoteString(user)}, pg_catalog.postgres_current_database(), 'TEMP'),
       EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relname = ${quoteString(table)}),
       pg_catalog.current_database()`,
  );
  if (row?.[0] !== 't') {
    throw new SqlError(
      `ERROR: permission denied to create temporary tables in database "${row?.[2] ?? ''}"`,
      '42501',
    );
  }
  // PostgreSQL's own tables are always found first.
  if (row[1] === 't') throw unsupported(`a temporary table with the name of system table "${table}"`);
  if (exists) return;
  database.query('SET SESSION allow_system_table_mods TO on');
  database.query(`CREATE SCHEMA ${quoteName(schema)}`);
  database.query('SET SESSION allow_system_table_mods TO off');
  database.query(`GRANT USAGE, CREATE ON SCHEMA ${quoteName(schema)} TO ${quoteName(user)}`);
}

/** Drops the temporary tables of all sessions but these. The session has to be the administrator's. */
export function dropTemporaryTables(database: Database, kept: ReadonlySet<number>): void {
  for (const [schema] of database.query(
    `SELECT nspname FROM pg_catalog.pg_namespace WHERE starts_with(nspname, ${quoteString(temporaryPrefix)})`,
  )) {
    const session = Number((schema ?? '').slice(temporaryPrefix.length));
    if (!kept.has(session)) dropSessionTables(database, session);
  }
}

/** Drops the temporary tables of a session. */
export function dropSessionTables(database: Database, session: number): void {
  database.query(`DROP SCHEMA IF EXISTS ${quoteName(temporarySchema(session))} CASCADE`);
}
