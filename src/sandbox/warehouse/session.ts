import { becomeAdministrator, administrator } from './database.ts';
import { connect, connectUsed, readScope } from './databases.ts';
import { execute } from './execution.ts';
import { createMaskedViews, dropMaskedViews } from './security/maskedViews.ts';
import { synchronizeExemption } from './security/systemPrivileges.ts';
import { synchronizeUser } from './security/users.ts';
import { searchedSchemas, searchPathSql } from './sessions/searchPath.ts';
import { changesCase, isCaseSensitive, noSettings, settingsSql } from './sessions/sessionSettings.ts';
import { prepareTemporaryTable, temporaryTables } from './sessions/temporaryTables.ts';
import { bindParameters } from './sql/postgresSql.ts';
import { effectOf, makesTemporaryTable, renamesTemporaryTable } from './sql/newTables.ts';
import { quoteName, quoteString, splitStatements } from './sql/sqlTokens.ts';
import { readStatement, translate } from './sql/translate.ts';
import type { DatabaseUser } from './contract.ts';
import type { Database } from './database.ts';
import type { OnRows, StatementResult } from './execution.ts';
import type { SessionSettings } from './sessions/sessionSettings.ts';
import type { NameScope, TemporaryScope } from './sql/databaseNames.ts';
import type { Effect } from './sql/newTables.ts';
import type { Token } from './sql/sqlTokens.ts';

/** The session that a statement runs in. */
export interface Connection {
  user: DatabaseUser;
  /** Empty for the warehouse's own. */
  database: string;
  settings: SessionSettings;
  /** PostgreSQL's schema of the session's temporary tables; undefined where the session ends with the statement. */
  temporarySchema: string | undefined;
}

export interface PersonsStatement {
  sql: string;
  parameters: readonly { name: string; value: string }[];
}

export interface PersonsResult extends StatementResult {
  effect: Effect;
  /** False where it could have changed something and did not. */
  wrote: boolean;
}

/** Statements whose count of rows is that of their changes. */
const rowChanges = ['insert', 'update', 'delete'];

/** Makes PostgreSQL's session a new one of the administrator's, and the user one of the warehouse. */
export function startSession(database: Database, user?: DatabaseUser): void {
  endSession(database);
  database.query('DISCARD ALL');
  if (!user) return;
  synchronizeUser(database, user);
  synchronizeExemption(database, user.name);
}

/** Leaves PostgreSQL's session the administrator's, outside of any transaction. */
export function endSession(database: Database): void {
  if (database.inTransaction) database.query('ROLLBACK');
  becomeAdministrator(database);
}

/**
 * Runs one statement of a person in PostgreSQL's session, which has to be the administrator's and is so again
 * afterwards, unless it throws within a transaction.
 * @param before called when it is known what the statement does, right before it does
 * @throws SqlError
 */
export function runAs(
  database: Database,
  connection: Connection,
  { sql, parameters }: PersonsStatement,
  { onRows, before }: { onRows: OnRows; before?: (effect: Effect, tokens: readonly Token[]) => void },
): PersonsResult {
  const { settings, temporarySchema, user } = connection;
  const { use } = settings;
  const lasts = temporarySchema !== undefined;
  if (use) connectUsed(database, use.database, undefined);
  else connect(database, connection.database, false);
  const tokens = readStatement(sql, isCaseSensitive(settings));
  const masked = createMaskedViews(database, user.name, tokens, changesCase(settings));
  const leave = (): void => {
    becomeAdministrator(database);
    if (masked.size > 0) dropMaskedViews(database);
  };
  try {
    const scope = readScope(database);
    const schemas = searchedSchemas(settings, scope, user.name);
    const temporary = lasts
      ? readTemporary(database, { schema: temporarySchema, schemas, scope, tokens, user: user.name })
      : undefined;
    const translation = translate(tokens, { ...scope, masked, ...(temporary && { temporary }) });
    const wanted = 'statement' in translation ? translation.statement.parameters : [];
    const values = bindParameters(wanted, parameters);
    const effect = effectOf(tokens, temporary?.tables ?? new Set());
    before?.(effect, tokens);
    const searched = temporary && mentions(tokens, temporary.tables) ? temporary.schema : undefined;
    enter(database, connection, searchPathSql(schemas, masked, searched));
    const result = execute(database, translation, values, { user: user.name, settings, lasts }, onRows);
    leave();
    const idle = result.rowCount === 0 && rowChanges.includes(tokens[0]?.value ?? '');
    return { ...result, effect, wrote: effect !== 'reads' && !idle };
  } catch (error) {
    // Within a transaction its end does all of this.
    if (!database.inTransaction) leave();
    throw error;
  }
}

function mentions(tokens: readonly Token[], names: ReadonlySet<string>): boolean {
  return names.size > 0 && tokens.some(({ value }) => names.has(value));
}

/** Temporary tables of the session, with the place for a new one where the statement makes one. */
function readTemporary(
  database: Database,
  at: {
    schema: string;
    /** Those that are searched. */
    schemas: readonly string[];
    scope: Omit<NameScope, 'masked'>;
    tokens: readonly Token[];
    user: string;
  },
): TemporaryScope {
  const { schema, scope, tokens, user } = at;
  const exists = scope.schemas.has(schema);
  const tables = exists ? temporaryTables(database, schema) : new Set<string>();
  const table = makesTemporaryTable(tokens) ?? renamesTemporaryTable(tokens, tables);
  if (table !== undefined) prepareTemporaryTable(database, { schema, exists, user, table });
  const creation = mentions(tokens, tables) ? creationSchema(database, at.schemas, user) : undefined;
  return { schema, tables, creation };
}

/** Where PostgreSQL would make a table. */
function creationSchema(database: Database, schemas: readonly string[], user: string): string | undefined {
  const known = schemas.filter((schema, at) => schemas.indexOf(schema) === at);
  const usable = database.query(
    `SELECT nspname FROM pg_catalog.pg_namespace WHERE pg_catalog.has_schema_privilege(${quoteString(user)}, oid, 'USAGE')
       AND nspname = ANY (ARRAY[${known.map(quoteString).join(', ')}]::text[])`,
  );
  return known.find((schema) => usable.some(([name]) => name === schema));
}

/** Makes PostgreSQL's session the person's. */
function enter(
  database: Database,
  { user, settings, temporarySchema }: Connection,
  searchPath: string,
): void {
  const changes = [
    `SET SESSION AUTHORIZATION ${quoteName(user.name)}`,
    `SET SESSION search_path TO ${searchPath}`,
    ...(temporarySchema === undefined ? [] : settingsSql(settings)),
  ];
  database.query(changes.join('; '));
}

/** Runs one statement of a person in a session of its own. */
export function runStatement(
  database: Database,
  connection: Omit<Connection, 'settings' | 'temporarySchema'>,
  statement: PersonsStatement,
  to: { onRows: OnRows; before?: (effect: Effect) => void },
): PersonsResult {
  startSession(database, connection.user);
  try {
    return runAs(
      database,
      { ...connection, settings: noSettings, temporarySchema: undefined },
      statement,
      to,
    );
  } finally {
    endSession(database);
  }
}

/** Runs a script of Redshift SQL as the administrator, all statements in one session. */
export function runScript(database: Database, script: string): void {
  startSession(database);
  try {
    connect(database, '', true);
    const runner = { user: administrator, settings: noSettings, lasts: false };
    for (const statement of splitStatements(script)) {
      const scope = { ...readScope(database), masked: new Map<string, never>() };
      execute(database, translate(readStatement(statement), scope), [], runner, () => undefined);
    }
  } finally {
    endSession(database);
  }
}
