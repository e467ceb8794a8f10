import type { CatalogQuery, RelationName, RoutineKind } from './contract.ts';

type Parameters = Readonly<Record<string, string>>;

const view = (sql: string, parameters: Parameters = {}, database?: string): CatalogQuery => ({
  sql,
  statementName: 'catalog',
  parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
  ...(database !== undefined && { database }),
});

/** Databases of the warehouse and of datashares; external catalogues are not in it. */
export const allDatabases = (): CatalogQuery =>
  view('SELECT database_name, database_owner, database_type FROM svv_redshift_databases');

export const allSchemas = (database: string): CatalogQuery =>
  view('SELECT schema_name, schema_owner, schema_type FROM svv_all_schemas WHERE database_name = :database', {
    database,
  });

/**
 * Tables and views in the order of their names.
 * @param after name of the last one of the page before; the first page where absent
 */
export const allTables = (database: string, schema: string, pageSize: number, after?: string): CatalogQuery =>
  view(
    'SELECT table_name, table_type, remarks FROM svv_all_tables' +
      ' WHERE database_name = :database AND schema_name = :schema' +
      `${after === undefined ? '' : ' AND table_name > :after'} ORDER BY table_name LIMIT ${pageSize}`,
    { database, schema, ...(after !== undefined && { after }) },
  );

export const allRoutines = (database: string, schema: string, kind: RoutineKind): CatalogQuery =>
  view(
    'SELECT function_name, argument_type, result_type FROM svv_redshift_functions' +
      ' WHERE database_name = :database AND schema_name = :schema' +
      ` AND upper(function_type) ${kind === 'procedure' ? '=' : '<>'} 'STORED PROCEDURE'`,
    { database, schema },
  );

export const allColumns = ({ database, schema, name }: RelationName): CatalogQuery =>
  view(
    'SELECT column_name, ordinal_position, column_default, is_nullable, data_type, character_maximum_length,' +
      ' numeric_precision, numeric_scale, remarks FROM svv_all_columns' +
      ' WHERE database_name = :database AND schema_name = :schema AND table_name = :name',
    { database, schema, name },
  );

/** Sizes of the tables of a schema. The view shows the connected database alone. */
export const tableSizes = (database: string, schema: string): CatalogQuery =>
  view(
    'SELECT "table" AS table_name, tbl_rows, size FROM svv_table_info WHERE "schema" = :schema',
    { schema },
    database,
  );

/** The privileges on a relation, of the connected database alone. */
export const relationPrivileges = ({ database, schema, name }: RelationName): CatalogQuery =>
  view(
    'SELECT privilege_type, identity_name, identity_type, admin_option FROM svv_relation_privileges' +
      ' WHERE namespace_name = :schema AND relation_name = :name',
    { schema, name },
    database,
  );

/** The column privileges on a relation, of the connected database alone. */
export const columnPrivileges = ({ database, schema, name }: RelationName): CatalogQuery =>
  view(
    'SELECT column_name, privilege_type, identity_name, identity_type FROM svv_column_privileges' +
      ' WHERE namespace_name = :schema AND relation_name = :name',
    { schema, name },
    database,
  );

/** More words than people type: each is a parameter, and Redshift takes a limited number. */
const mostWords = 8;

/** Relations of a database with every word in their names. `%` and `_` stand for themselves. */
export const findRelations = (database: string, words: readonly string[], limit: number): CatalogQuery =>
  find(
    'schema_name, table_name, table_type, remarks',
    'svv_all_tables',
    'table_name',
    database,
    words,
    limit,
  );

/** Columns of a database with every word in their names. */
export const findColumns = (database: string, words: readonly string[], limit: number): CatalogQuery =>
  find('schema_name, table_name, column_name', 'svv_all_columns', 'column_name', database, words, limit);

function find(
  columns: string,
  from: string,
  name: string,
  database: string,
  words: readonly string[],
  limit: number,
): CatalogQuery {
  const searched = words.slice(0, mostWords);
  const path = name === 'table_name' ? [name] : ['table_name', name];
  const dotted = ['schema_name', ...path].join(" || '.' || ");
  // Not the default backslash, which is an escape character inside string literals as well.
  const tests = searched.map(
    (word, index) => `${word.includes('.') ? dotted : name} ILIKE :word${index} ESCAPE '!'`,
  );
  return view(
    `SELECT ${columns} FROM ${from} WHERE database_name = :database AND ${tests.join(' AND ')}` +
      ` ORDER BY ${[internalLast, 'schema_name', ...path].join(', ')} LIMIT ${Math.max(0, Math.trunc(limit))}`,
    { database, ...Object.fromEntries(searched.map((word, index) => [`word${index}`, containing(word)])) },
  );
}

/** What Redshift made for itself must not use up the limit. */
const internalLast =
  "CASE WHEN schema_name = 'information_schema' OR schema_name LIKE 'pg!_%' ESCAPE '!' THEN 1 ELSE 0 END";

/** The LIKE pattern of texts that hold this one, escaped by `!`. */
const containing = (text: string): string => `%${text.replace(/[!%_]/g, '!$&')}%`;
