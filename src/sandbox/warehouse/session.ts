import { SqlError } from './contract.ts';
import { columnsOf } from './columns.ts';
import { administrator } from './database.ts';
import { connect, createDatabase, databaseVariable, dropDatabase, readScope } from './databases.ts';
import { explainSchemasWords, explainWords, planLines } from './explain.ts';
import { createMaskedViews, dropMaskedViews } from './security/maskedViews.ts';
import { changeMasking } from './security/maskingPolicies.ts';
import { checkMaterializedViews } from './materializedViews.ts';
import { attachPolicy, createPolicy, dropPolicy, switchRowLevelSecurity } from './security/policies.ts';
import { bindParameters } from './sql/postgresSql.ts';
import { quoteName, quoteString, splitStatements } from './sql/sqlTokens.ts';
import { changeSystemPrivileges, seenInPlans, synchronizeExemption } from './security/systemPrivileges.ts';
import { securityAdministrator } from './metadata/systemViewsBase.ts';
import { recordStorage } from './tableStorage.ts';
import { unsupported } from './sql/tokenCursor.ts';
import { translate } from './sql/translate.ts';
import { BackendReader, dataRow } from './wire.ts';
import { changeRoleGrant, checkPrincipals, synchronizeUser } from './security/users.ts';
import type { DatabaseUser, WarehouseColumn } from './contract.ts';
import type { Database } from './database.ts';
import type { NameScope } from './sql/databaseNames.ts';
import type { PostgresSql } from './sql/postgresSql.ts';
import type { Translation } from './sql/translation.ts';
import type { FieldDescription } from './wire.ts';

export interface StatementResult {
  columns: readonly WarehouseColumn[];
  hasResultSet: boolean;
  rowCount: number;
}

/** Takes rows as messages of the wire protocol; the memory is valid during the call only. */
type OnRows = (messages: Uint8Array) => void;

/**
 * Runs one statement of a person in a session of its own.
 * @throws SqlError
 */
export function runStatement(
  database: Database,
  request: {
    user: DatabaseUser;
    sql: string;
    database?: string;
    parameters?: readonly { name: string; value: string }[];
  },
  onRows: OnRows,
): StatementResult {
  startSession(database);
  let masked: NameScope['masked'] = new Map();
  try {
    synchronizeUser(database, request.user);
    synchronizeExemption(database, request.user.name);
    connect(database, request.database ?? '', false);
    masked = createMaskedViews(database, request.user.name, request.sql);
    const translation = translate(request.sql, { ...readScope(database), masked });
    const wanted = 'statement' in translation ? translation.statement.parameters : [];
    const values = bindParameters(wanted, request.parameters ?? []);
    // Not LOCAL and outside of a transaction: COMMIT and ROLLBACK cannot bring the administrator back.
    database.query(`SET SESSION AUTHORIZATION ${quoteName(request.user.name)}`);
    return run(database, translation, values, request.user.name, onRows);
  } finally {
    endSession(database);
    if (masked.size > 0) dropMaskedViews(database);
  }
}

/** Runs a script of Redshift SQL as the administrator, all statements in one session. */
export function runScript(database: Database, script: string): void {
  startSession(database);
  try {
    connect(database, '', true);
    for (const statement of splitStatements(script)) {
      const scope = { ...readScope(database), masked: new Map<string, never>() };
      run(database, translate(statement, scope), [], administrator, () => undefined);
    }
  } finally {
    endSession(database);
  }
}

function startSession(database: Database): void {
  endSession(database);
  database.query('DISCARD ALL');
}

function endSession(database: Database): void {
  if (database.inTransaction) database.query('ROLLBACK');
  // RESET would do nothing here: the session began with nobody's authorization.
  database.query(`SET SESSION AUTHORIZATION ${administrator}`);
}

const nothing: StatementResult = { columns: [], hasResultSet: false, rowCount: -1 };

function run(
  database: Database,
  translation: Translation,
  values: readonly string[],
  user: string,
  onRows: OnRows,
): StatementResult {
  switch (translation.kind) {
    case 'sql':
      checkPrincipals(database, translation.principals ?? []);
      return executeTable(database, translation, values, user, onRows);
    case 'administratorSql':
      if (user !== administrator) throw unsupported(`${translation.what} by anybody but the administrator`);
      inTransaction(database, () => {
        atSource(translation.statement, () => database.execute(translation.statement.text, values, {}));
        checkMaterializedViews(database);
      });
      return nothing;
    case 'explain':
      return explain(database, translation.statement, values, user, onRows);
    case 'setting':
      return nothing;
    case 'contextVariable':
      // Row-level security and masking go by these.
      if (translation.name.startsWith('sandbox.')) requireAdministrator(user, translation.kind);
      if (translation.name === databaseVariable) connect(database, translation.value, true);
      else database.query(`SET SESSION ${quoteName(translation.name)} TO ${quoteString(translation.value)}`);
      return nothing;
    default:
      if (!securityKinds.includes(translation.kind) || !managesSecurity(database)) {
        requireAdministrator(user, translation.kind);
      }
      database.query(`SET SESSION AUTHORIZATION ${administrator}`);
      inTransaction(database, () => {
        administer(database, translation, user);
        checkMaterializedViews(database);
      });
      return nothing;
  }
}

function administer(
  database: Database,
  translation: Exclude<
    Translation,
    { kind: 'sql' | 'administratorSql' | 'explain' | 'setting' | 'contextVariable' }
  >,
  user: string,
): void {
  switch (translation.kind) {
    case 'createDatabase':
      return createDatabase(database, translation.name);
    case 'dropDatabase':
      return dropDatabase(database, translation.name);
    case 'roleGrant':
      return changeRoleGrant(database, translation);
    case 'systemPrivilege':
      return changeSystemPrivileges(database, translation);
    case 'createPolicy':
      return createPolicy(database, translation.policy, user);
    case 'dropPolicy':
      return dropPolicy(database, translation);
    case 'attachPolicy':
      return attachPolicy(database, translation, user);
    case 'createMaskingPolicy':
    case 'alterMaskingPolicy':
    case 'dropMaskingPolicy':
    case 'attachMask':
      return changeMasking(database, translation, user);
    case 'rowLevelSecurity':
      return switchRowLevelSecurity(database, translation);
  }
}

const subjects: Readonly<Record<string, string>> = {
  roleGrant: 'grant or revoke roles',
  systemPrivilege: 'grant or revoke system privileges',
  contextVariable: 'set this variable',
  createDatabase: 'create database',
  dropDatabase: 'drop database',
  createMaskingPolicy: 'manage masking policies',
  alterMaskingPolicy: 'manage masking policies',
  dropMaskingPolicy: 'manage masking policies',
  attachMask: 'manage masking policies',
};

/** What sys:secadmin may do. */
const securityKinds: readonly string[] = [
  'createPolicy',
  'dropPolicy',
  'attachPolicy',
  'rowLevelSecurity',
  'createMaskingPolicy',
  'alterMaskingPolicy',
  'dropMaskingPolicy',
  'attachMask',
];

function managesSecurity(database: Database): boolean {
  return database.query(`SELECT pg_has_role('${securityAdministrator}', 'USAGE')`)[0]?.[0] === 't';
}

function requireAdministrator(user: string, what: string): void {
  if (user === administrator) return;
  const subject = Object.hasOwn(subjects, what) ? subjects[what] : 'manage row-level security';
  throw new SqlError(`ERROR: permission denied to ${subject}`, '42501');
}

function inTransaction(database: Database, work: () => void): void {
  database.query('BEGIN');
  try {
    work();
    database.query('COMMIT');
  } catch (error) {
    database.query('ROLLBACK');
    throw error;
  }
}

function executeTable(
  database: Database,
  translation: Translation & { kind: 'sql' },
  values: readonly string[],
  user: string,
  onRows: OnRows,
): StatementResult {
  const result = execute(database, translation.statement, values, onRows);
  if (translation.storage) recordStorage(database, translation.storage, user);
  return result;
}

function execute(
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
  endSession(database);
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
  endSession(database);
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
