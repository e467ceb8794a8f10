import { writeSql } from '../sql/postgresSql.ts';
import { translateShow } from '../sql/settings.ts';
import { relationCall, schemaCall, shownRows, takesLimit } from './showNames.ts';
import { translateShowColumnGrants, translateShowGrants } from './showGrants.ts';
import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import { showSchema } from './systemViewsBase.ts';
import { unsupported } from '../sql/tokenCursor.ts';
import type { TokenCursor } from '../sql/tokenCursor.ts';
import type { Translation } from '../sql/translation.ts';

/** SHOW of the catalogue: queries on views that show a person no more than the command would. The rest is of settings. */
export function translateShowCommand(cursor: TokenCursor): Translation {
  cursor.expect('show');
  const start = cursor.next;
  const commands: readonly [words: string[], translate: (cursor: TokenCursor) => Translation][] = [
    [['databases'], showDatabases],
    [['schemas'], showSchemas],
    [['tables'], showTables],
    [['columns'], showColumns],
    [['functions'], (at) => showRoutines(at, 'function')],
    [['procedures'], (at) => showRoutines(at, 'procedure')],
    [['table'], (at) => showDefinition(at, 'table')],
    [['view'], (at) => showDefinition(at, 'view')],
    [['external', 'table'], (at) => showDefinition(at, 'external table')],
    [['grants'], translateShowGrants],
    [['column', 'grants'], translateShowColumnGrants],
  ];
  if (start?.kind === 'word') {
    const command = commands.find(([words]) => cursor.takes(...words));
    if (command) return command[1](cursor);
    if (
      ['constraints', 'parameters', 'procedure', 'model', 'datashares', 'templates'].includes(start.value)
    ) {
      throw unsupported(`SHOW ${start.value.toUpperCase()}`, start);
    }
  }
  return translateShow(cursor);
}

function showDatabases(cursor: TokenCursor): Translation {
  if (cursor.sees('from')) throw unsupported('SHOW DATABASES FROM DATA CATALOG', cursor.next);
  const columns = [
    ...['database_name', 'database_owner', 'database_type', 'database_acl', 'parameters'],
    'database_isolation_level',
  ];
  return list(cursor, { command: 'SHOW DATABASES', view: 'databases', columns, name: 'database_name' });
}

function showSchemas(cursor: TokenCursor): Translation {
  cursor.expect('from', 'database');
  const database = quoteString(cursor.name());
  const columns = ['database_name', 'schema_name', 'schema_owner', 'schema_type', 'schema_acl'];
  return list(cursor, {
    command: 'SHOW SCHEMAS',
    view: 'schemas',
    columns: [...columns, 'source_database', 'schema_option'],
    name: 'schema_name',
    where: `database_name = (SELECT ${showSchema}.require_database(${database}))`,
  });
}

function showTables(cursor: TokenCursor): Translation {
  const where = takesSchema(cursor);
  const columns = [
    'database_name',
    'schema_name',
    'table_name',
    'table_type',
    'table_acl',
    'remarks',
    'owner',
  ];
  return list(cursor, {
    command: 'SHOW TABLES',
    view: 'tables',
    columns: [...columns, 'last_altered_time', 'last_modified_time', 'dist_style', 'table_subtype'],
    name: 'table_name',
    // Other privileges than SELECT make a table visible in SVV_ALL_TABLES, not here.
    where: `${where} AND sees_rows`,
  });
}

function showColumns(cursor: TokenCursor): Translation {
  cursor.expect('from', 'table');
  const relation = relationCall(cursor, '', 'rpvmf');
  const columns = [
    ...['database_name', 'schema_name', 'table_name', 'column_name', 'ordinal_position', 'column_default'],
    ...[
      'is_nullable',
      'data_type',
      'character_maximum_length',
      'numeric_precision',
      'numeric_scale',
      'remarks',
    ],
    ...['sort_key_type', 'sort_key_order', 'dist_key', 'encoding', '"collation"'],
  ];
  return list(cursor, {
    command: 'SHOW COLUMNS',
    view: 'columns',
    columns,
    name: 'column_name',
    order: 'ordinal_position',
    where: `relation = (SELECT ${relation}) AND sees_rows`,
  });
}

function showRoutines(cursor: TokenCursor, kind: 'function' | 'procedure'): Translation {
  const where = takesSchema(cursor);
  const name = `${kind}_name`;
  return list(cursor, {
    command: `SHOW ${kind.toUpperCase()}S`,
    view: 'routines',
    columns: [
      ...['database_name', 'schema_name', `routine_name AS ${name}`, 'number_of_arguments', 'argument_list'],
      ...['return_type', 'remarks'],
    ],
    name: 'routine_name',
    where: `${where} AND kind ${kind === 'procedure' ? '=' : '<>'} 'p'`,
  });
}

interface Listing {
  command: string;
  view: string;
  columns: readonly string[];
  /** Column that LIKE goes by, and ORDER BY where nothing else is said. */
  name: string;
  order?: string;
  where?: string;
}

/** [LIKE 'pattern'] [LIMIT n]. Without LIMIT, more rows than SHOW ever returns are an error. */
function list(cursor: TokenCursor, listing: Listing): Translation {
  const { command, view, columns, name, order = name, where = 'true' } = listing;
  const pattern = cursor.takes('like') ? ` AND ${name} LIKE ${quoteString(cursor.string())}` : '';
  const limit = takesLimit(cursor);
  cursor.end();
  const shown = `SELECT * FROM ${showSchema}.${view} WHERE ${where}${pattern}`;
  return shownRows(command, shown, columns, order, limit);
}

/** FROM SCHEMA [database.]schema, as a condition. */
function takesSchema(cursor: TokenCursor): string {
  cursor.expect('from', 'schema');
  return `namespace = (SELECT ${schemaCall(cursor)})`;
}

const headings = {
  table: 'Show Table DDL statement',
  view: 'Show View DDL statement',
  'external table': 'Show External Table DDL statement',
} as const;

/** SHOW TABLE, SHOW VIEW and SHOW EXTERNAL TABLE. */
function showDefinition(cursor: TokenCursor, kind: keyof typeof headings): Translation {
  const relation = relationCall(cursor, 'SELECT', kind === 'view' ? 'vm' : 'rpf');
  cursor.end();
  const query = `SELECT ddl AS ${quoteName(headings[kind])} FROM ${showSchema}.definitions
    WHERE relation = (SELECT ${relation})`;
  return { kind: 'sql', statement: writeSql([query]) };
}
