/** Names of databases: those of Redshift's own and shared ones, and catalogues of which the person may use a schema. */
export const databasesSql = `SELECT database_name FROM pg_catalog.svv_redshift_databases
  UNION SELECT database_name FROM pg_catalog.svv_all_schemas ORDER BY database_name`;

/** Names of schemas like `:schema`. */
export const schemasSql = `SELECT schema_name FROM pg_catalog.svv_all_schemas
  WHERE database_name = :database AND schema_name LIKE :schema ORDER BY schema_name`;

/** Name, type and schema of tables and views like `:schema` and `:table`; types as Redshift's drivers name them. */
export const tablesSql = `SELECT table_name,
    CASE WHEN schema_name IN ('pg_catalog', 'information_schema') THEN 'SYSTEM ' || table_type ELSE table_type END,
    schema_name
  FROM pg_catalog.svv_all_tables
  WHERE database_name = :database AND schema_name LIKE :schema AND table_name LIKE :table
  ORDER BY schema_name, table_name`;

/** Columns of tables named `:schema` and `:table`, as far as these are given, in the order of the tables. */
export function columnsSql(given: { schema: boolean; table: boolean }): string {
  // Equality alone, unlike LIKE or OR, is tried before the view has made up every column.
  const conditions = [
    'database_name = :database',
    ...(given.schema ? ['schema_name = :schema'] : []),
    ...(given.table ? ['table_name = :table'] : []),
  ];
  return `SELECT schema_name, table_name, column_name, data_type, character_maximum_length,
    numeric_precision, numeric_scale, is_nullable, column_default
  FROM pg_catalog.svv_all_columns WHERE ${conditions.join(' AND ')}
  ORDER BY schema_name, table_name, ordinal_position`;
}
