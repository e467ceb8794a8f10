import { administrate, inTransaction, requireAdministrator } from './administration.ts';
import { columnsOf } from './columns.ts';
import { SqlError } from './contract.ts';
import { administrator, becomeAdministrator } from './database.ts';
import { connect, connectUsed, databaseVariable } from './databases.ts';
import { explainSchemasWords, explainWords, planLines } from './explain.ts';
import { checkMaterializedViews } from './materializedViews.ts';
import { noSettings, settingChange, shownSetting, variableChange } from './sessions/sessionSettings.ts';
import { writeSql } from './sql/postgresSql.ts';
import { quoteName, quoteString } from './sql/sqlTokens.ts';
import { unsupported } from './sql/tokenCursor.ts';
import { recordStorage } from './tableStorage.ts';
import { checkPrincipals } from './security/users.ts';
import { seenInPlans } from './security/systemPrivileges.ts';
import { BackendReader, dataRow } from './wire.ts';
import type { WarehouseColumn } from './contract.ts';
import type { Database } from './database.ts';
import type { SessionSettings, SettingsChange } from './sessions/sessionSettings.ts';
import type { PostgresSql } from './sql/postgresSql.ts';
import type { Translation } from './sql/translation.ts';
import type { FieldDescription } from './wire.ts';

export interface StatementResult {
  columns: readonly WarehouseColumn[];
  hasResultSet: boolean;
  rowCount: number;
  /** What the statement changes in its session. */
  change?: { apply: SettingsChange; /** Until the end of the transaction. */ local: boolean };
}

/** Takes rows as messages of the wire protocol; the memory is valid during the call only. */
export type OnRows = (messages: Uint8Array) => void;

/** Who runs a statement, and where. */
export interface Runner {
  user: string;
  settings: SessionSettings;
  /** False where the session ends with the statement. */
  lasts: boolean;
}

export const nothing: StatementResult = { columns: [], hasResultSet: false, rowCount: -1 };

/**
 * Runs what a statement came to. PostgreSQL's session is the person's at first, and can be the administrator's in the end.
 * @throws SqlError
 */
export function execute(
  database: Database,
  translation: Translation,
  values: readonly string[],
  runner: Runner,
  onRows: OnRows,
): StatementResult {
  const { user } = runner;
  switch (translation.kind) {
    case 'sql': {
      checkPrincipals(database, translation.principals ?? []);
      const result = query(database, translation.statement, values, onRows);
      if (translation.storage) recordStorage(database, translation.storage, user);
      return result;
    }
    case 'administratorSql':
      if (user !== administrator) throw unsupported(`${translation.what} by anybody but the administrator`);
      inTransaction(database, () => {
        atSource(translation.statement, () => database.execute(translation.statement.text, values, {}));
        checkMaterializedViews(database);
      });
      return nothing;
    case 'explain':
      return explain(database, translation.statement, values, user, onRows);
    case 'setting': {
      const { local } = translation;
      return { ...nothing, change: { apply: settingChange(database, translation), local } };
    }
    case 'resetAll':
      for (const name of Object.keys(runner.settings.variables)) database.query(`RESET ${quoteName(name)}`);
      return { ...nothing, change: { apply: ({ use }) => ({ ...noSettings, use }), local: false } };
    case 'showSetting': {
      const value = quoteString(shownSetting(runner.settings, translation.name));
      return query(database, writeSql([`SELECT ${value}::varchar AS ${translation.name}`]), [], onRows);
    }
    case 'contextVariable':
      return setVariable(database, translation, user);
    case 'use':
      return use(database, translation, runner);
    case 'transaction':
      throw new SqlError(
        `ERROR: ${translation.word.toUpperCase()} needs a session, and this statement runs outside of one`,
        '0A000',
        translation.start + 1,
      );
    default:
      administrate(database, translation, user);
      return nothing;
  }
}

function setVariable(
  database: Database,
  { name, value, local }: Translation & { kind: 'contextVariable' },
  user: string,
): StatementResult {
  // Row-level security and masking go by these.
  if (name.startsWith('sandbox.')) requireAdministrator(user, 'contextVariable');
  if (name === databaseVariable) connect(database, value ?? '', true);
  else if (value === undefined) database.query(`RESET ${quoteName(name)}`);
  else database.query(`SET SESSION ${quoteName(name)} TO ${quoteString(value)}`);
  return { ...nothing, change: { apply: variableChange(name, value), local } };
}

/** USE and RESET USE. */
function use(
  database: Database,
  { database: name, schema }: Translation & { kind: 'use' },
  { lasts }: Runner,
): StatementResult {
  if (!lasts) {
    throw new SqlError('ERROR: USE needs a session, and this statement runs outside of one', '0A000');
  }
  becomeAdministrator(database);
  if (name !== undefined) connectUsed(database, name, schema);
  const used = name === undefined ? undefined : { database: name, schema };
  return { ...nothing, change: { apply: (before) => ({ ...before, use: used }), local: false } };
}

function query(
  database: Database,
  statement: PostgresSql,
  values: readonly string[],
  onRows: OnRows,
): StatementResult {
  let fields: FieldDescription[] | undefined;
  let firstRow: (string | null)[] | undefined;
  const readsFirst = new BackendReader({ onRow: (row) => (firstRow ??= row) });
  const tag = atSource(statement, () =>
    database.execute(statement.text, values, {
      onFields: (described) => (fields = described),
      onRowBytes: (messages) => {
        if (!firstRow)
          readsFirst.feed(
            messages.subarray(0, 1 + new DataView(messages.buffer, messages.byteOffset).getInt32(1)),
          );
        onRows(messages);
      },
    }),
  );
  const count = /(\d+)$/.exec(tag)?.[1];
  becomeAdministrator(database);
  return {
    columns: fields ? columnsOf(database, fields, firstRow) : [],
    hasResultSet: fields !== undefined,
    rowCount: count === undefined ? -1 : Number(count),
  };
}

function explain(
  database: Database,
  statement: PostgresSql,
  values: readonly string[],
  user: string,
  onRows: OnRows,
): StatementResult {
  let plan = '';
  let schemas = '';
  let fields: FieldDescription[] = [];
  atSource(statement, () =>
    database.execute(statement.text, values, {
      onFields: (described) => (fields = described),
      onRow: ([json]) => (plan += json ?? ''),
    }),
  );
  database.execute(statement.text.replace(explainWords, explainSchemasWords), values, {
    onRow: ([json]) => (schemas += json ?? ''),
  });
  becomeAdministrator(database);
  const lines = planLines(database, { plan, schemas }, seenInPlans(database, user));
  for (const line of lines) onRows(dataRow([line]));
  const columns = columnsOf(database, fields, undefined).map((column) => ({
    ...column,
    typeName: 'varchar',
  }));
  return { columns, hasResultSet: true, rowCount: lines.length };
}

/** Gives errors the position in the statement as the person wrote it. */
function atSource<T>(statement: PostgresSql, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const unknown = /^ERROR: cross-database references are not implemented: "?([^".]+)/.exec(
      error.message,
    )?.[1];
    const [message, sqlState] =
      unknown === undefined
        ? [error.message, error.sqlState]
        : // Every known database has been resolved.
          [`ERROR: database "${unknown}" does not exist`, '3D000'];
    const { position } = error;
    throw new SqlError(
      message,
      sqlState,
      position === undefined ? undefined : statement.positionOf(position),
    );
  }
}
