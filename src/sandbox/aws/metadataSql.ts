/**
 * Schemas that the person may use, with the database they are in. Schemas of the warehouse's other databases are named
 * `database.schema`; `:own` is the database of those whose name has no point.
 */
const schemas = `SELECT oid, nspname,
    CASE WHEN strpos(nspname, '.') > 0 THEN split_part(nspname, '.', 1) ELSE :own END AS database_name,
    substr(nspname, strpos(nspname, '.') + 1) AS schema_name
  FROM pg_catalog.pg_namespace
  WHERE has_schema_privilege(oid, 'USAGE') AND nspname !~ '^pg_(toast|temp)'`;

/** Tables and views on which the person has a privilege, on some column at least. */
const relations = `SELECT c.oid, c.relname, c.relkind, s.nspname, s.database_name, s.schema_name
  FROM pg_catalog.pg_class c JOIN (${schemas}) s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND (has_any_column_privilege(c.oid, 'SELECT') OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE'))`;

/** As drivers of Redshift name the kinds. A materialized view is a view to them. */
const relationType = `CASE
    WHEN database_name = 'awsdatacatalog' OR database_name LIKE '%@s3tablescatalog' OR relkind = 'f' THEN 'EXTERNAL TABLE'
    WHEN nspname IN ('pg_catalog', 'information_schema') THEN
      CASE WHEN relkind = 'v' THEN 'SYSTEM VIEW' ELSE 'SYSTEM TABLE' END
    WHEN relkind IN ('v', 'm') THEN 'VIEW'
    ELSE 'TABLE' END`;

/** Names of schemas like `:schema`. */
export const schemasSql = `SELECT schema_name FROM (${schemas}) s
  WHERE database_name = :database AND schema_name LIKE :schema ORDER BY schema_name`;

/** Name, type and schema of tables and views like `:schema` and `:table`. */
export const tablesSql = `SELECT relname, ${relationType}, schema_name FROM (${relations}) r
  WHERE database_name = :database AND schema_name LIKE :schema AND relname LIKE :table
  ORDER BY schema_name, relname`;

/** Names of databases: the warehouse's own, and those of which the person may use a schema. */
export const databasesSql = `SELECT DISTINCT database_name FROM (${schemas}) s ORDER BY database_name`;

/**
 * Columns of tables named `:table` in schemas named `:schema`, on which the person has a privilege: schema, table,
 * column, OID and modifier of the type, whether NOT NULL, default.
 */
export const columnsSql = `SELECT r.schema_name, r.relname, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid)
  FROM (${relations}) r
    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE r.database_name = :database AND (:anySchema = 'y' OR r.schema_name = :schema)
    AND (:anyTable = 'y' OR r.relname = :table)
    AND (has_column_privilege(r.oid, a.attnum, 'SELECT') OR has_column_privilege(r.oid, a.attnum, 'INSERT, UPDATE'))
  ORDER BY r.schema_name, r.relname, a.attnum`;
