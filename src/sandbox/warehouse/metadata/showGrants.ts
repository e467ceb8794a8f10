import { takesPrincipals } from '../security/grants.ts';
import { nameTexts, schemaCall, shownRows, takesLimit } from './showNames.ts';
import { quoteString } from '../sql/sqlTokens.ts';
import { showSchema } from './systemViewsBase.ts';
import { unsupported } from '../sql/tokenCursor.ts';
import type { TokenCursor } from '../sql/tokenCursor.ts';
import type { Translation } from '../sql/translation.ts';

const identity = [
  'identity_id',
  'identity_name',
  'identity_type',
  'admin_option',
  'privilege_scope',
  'grantor_name',
];
const objectColumns = [
  'database_name',
  'schema_name',
  'object_name',
  'object_type',
  'privilege_type',
  ...identity,
];
const order = 'object_name, identity_type, identity_name, privilege_type';

/** SHOW GRANTS ON object [FOR grantee] and SHOW GRANTS FOR grantee, from the word after GRANTS. */
export function translateShowGrants(cursor: TokenCursor): Translation {
  if (cursor.takes('on')) {
    const { where, columns } = takesObject(cursor);
    const whose = cursor.takes('for') ? ` AND ${granteeOf(cursor)}` : '';
    return finish(cursor, 'SHOW GRANTS', `${where}${whose}`, columns);
  }
  cursor.expect('for');
  const where = granteeOf(cursor);
  const database = cursor.takes('from', 'database')
    ? ` AND database_name = ${quoteString(cursor.name())}`
    : '';
  return finish(cursor, 'SHOW GRANTS', `object_type <> 'COLUMN' AND ${where}${database}`, objectColumns);
}

/** SHOW COLUMN GRANTS ON TABLE, from the word after GRANTS. */
export function translateShowColumnGrants(cursor: TokenCursor): Translation {
  cursor.expect('on', 'table');
  const where = `object_type = 'COLUMN' AND object = (SELECT ${showSchema}.require_object(${nameTexts(cursor)}))`;
  const whose = cursor.takes('for') ? ` AND ${granteeOf(cursor)}` : '';
  const columns = ['database_name', 'schema_name', 'object_name AS table_name', 'column_name', 'object_type'];
  return finish(
    cursor,
    'SHOW COLUMN GRANTS',
    `${where}${whose}`,
    [...columns, 'privilege_type', ...identity],
    'column_name, ',
  );
}

function finish(
  cursor: TokenCursor,
  command: string,
  where: string,
  columns: readonly string[],
  first = '',
): Translation {
  const limit = takesLimit(cursor);
  cursor.end();
  return shownRows(
    command,
    `SELECT * FROM ${showSchema}.grants WHERE ${where}`,
    columns,
    `${first}${order}`,
    limit,
  );
}

function takesObject(cursor: TokenCursor): { where: string; columns: readonly string[] } {
  if (cursor.takes('database')) {
    const database = quoteString(cursor.name());
    return {
      where: `object_type = 'DATABASE' AND database_name = (SELECT ${showSchema}.require_database(${database}))`,
      columns: ['database_name', 'privilege_type', ...identity],
    };
  }
  if (cursor.takes('schema')) {
    return {
      where: `object_type = 'SCHEMA' AND object = (SELECT ${schemaCall(cursor)})`,
      columns: objectColumns,
    };
  }
  const routine = cursor.takesOneOf('function', 'procedure');
  if (routine) return { where: takesRoutine(cursor, routine), columns: objectColumns };
  if (cursor.sees('template')) throw unsupported('SHOW GRANTS ON TEMPLATE', cursor.next);
  cursor.takes('table');
  return {
    where: `object_type = 'TABLE' AND object = (SELECT ${showSchema}.require_object(${nameTexts(cursor)}))`,
    columns: objectColumns,
  };
}

/** All of that name; with argument types it is looked for by PostgreSQL's rules. */
function takesRoutine(cursor: TokenCursor, kind: string): string {
  const [name, schema, database] = [...cursor.qualifiedName().parts].reverse();
  if (cursor.sees('('))
    throw unsupported(`SHOW GRANTS ON ${kind.toUpperCase()} with argument types`, cursor.next);
  const within = [
    `object_type = ${quoteString(kind.toUpperCase())}`,
    `object_name = ${quoteString(name ?? '')}`,
    ...(schema === undefined ? [] : [`schema_name = ${quoteString(schema)}`]),
    ...(database === undefined ? [] : [`database_name = ${quoteString(database)}`]),
  ];
  return within.join(' AND ');
}

/** A user, `ROLE r` or PUBLIC, as a condition that refuses others' identities. */
function granteeOf(cursor: TokenCursor): string {
  const at = cursor.next;
  const [principal, ...more] = takesPrincipals(cursor);
  if (!principal || more.length > 0) throw unsupported('SHOW GRANTS for several', at);
  if (principal.kind === 'public') return 'identity = 0';
  const call = `${showSchema}.require_identity('${principal.kind}', ${quoteString(principal.name)})`;
  return `identity = (SELECT ${call})`;
}
