import { catalogue } from '../compatibility.ts';
import { monitor, publicView, restrictedView, showSchema } from './systemViewsBase.ts';

/** Access lists tell of other people's grants, so they are for those who could change them. */
const ownAcl = (acl: string, owner: string) =>
  `CASE WHEN pg_has_role(${owner}, 'USAGE') THEN ${acl}::text END`;

const databases = `
  SELECT d.name::varchar(128) AS database_name, coalesce(r.oid::int, 0) AS database_owner,
    d.type::varchar(32) AS database_type, NULL::varchar(128) AS database_acl, NULL::varchar(128) AS database_options,
    CASE WHEN d.type = 'local' THEN 'Snapshot Isolation' END::varchar(128) AS database_isolation_level
  FROM ${catalogue}.database d LEFT JOIN pg_roles r ON r.rolname = d.owner`;

const schemas = `
  SELECT database_name::varchar(128), schema_name::varchar(128), owner::int AS schema_owner, type::varchar(128) AS schema_type,
    ${ownAcl('acl', 'owner')}::varchar(128) AS schema_acl,
    NULL::varchar(128) AS source_database, NULL::varchar(256) AS schema_option
  FROM ${catalogue}.namespace WHERE has_schema_privilege(oid, 'USAGE')`;

const remarks = `
  LEFT JOIN pg_description o ON o.classoid = 'pg_class'::regclass AND o.objoid = r.oid AND o.objsubid = 0`;

const tableType = `CASE WHEN r.relkind IN ('v', 'm') THEN 'VIEW'
      WHEN r.schema_type = 'external' THEN 'EXTERNAL TABLE' ELSE 'TABLE' END::varchar(128)`;

const tables = `
  SELECT r.database_name::varchar(128), r.schema_name::varchar(128), r.relname::varchar(128) AS table_name,
    ${tableType} AS table_type, ${ownAcl('r.acl', 'r.owner')}::varchar(128) AS table_acl, o.description::varchar(256) AS remarks
  FROM ${catalogue}.relation r ${remarks}`;

const redshiftTables = `${tables} WHERE r.schema_type <> 'external'`;

const numericPrecision = `information_schema._pg_numeric_precision(atttypid, atttypmod)::int`;
const numericScale = `information_schema._pg_numeric_scale(atttypid, atttypmod)::int`;
const characterLength = `information_schema._pg_char_max_length(atttypid, atttypmod)::int`;
const isNullable = `CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END::varchar(3)`;

const columns = `
  SELECT database_name::varchar(128), schema_name::varchar(128), relname::varchar(128) AS table_name,
    attname::varchar(128) AS column_name, ordinal_position, column_default::varchar(4000), ${isNullable} AS is_nullable,
    data_type::varchar(128), ${characterLength} AS character_maximum_length, ${numericPrecision} AS numeric_precision,
    ${numericScale} AS numeric_scale, remarks::varchar(256)
  FROM ${catalogue}.attribute`;

const distStyle = `CASE WHEN r.relkind = 'r' AND r.schema_type = 'local' AND r.schema_name NOT IN ('pg_catalog', 'information_schema') THEN
      CASE coalesce(s.style, 'auto')
        WHEN 'key' THEN format('KEY(%s)', (SELECT attname FROM ${catalogue}.column_storage k
          JOIN pg_attribute a ON a.attrelid = k.relation AND a.attnum = k.number WHERE k.relation = r.oid AND k.dist_key))
        -- Small tables are what AUTO puts on every node.
        WHEN 'auto' THEN 'AUTO(ALL)'
        ELSE upper(s.style) END
    END`;

const local = 'database_name = current_database()';

/** SVV_TABLE_INFO: user tables with rows. Estimates are those of the last ANALYZE; without one the rows are counted. */
const tableInfo = `
  SELECT r.database_name::text AS database, r.schema_name::text AS schema, r.oid AS table_id, r.relname::text AS "table",
    CASE WHEN r.encoded THEN 'Y' ELSE 'N' END::text AS encoded, ${distStyle}::text AS diststyle,
    coalesce(k.attname, CASE s.sort_style WHEN 'auto' THEN 'AUTO(SORTKEY)' END)::text AS sortkey1,
    r.max_varchar, k.encoding::varchar(32) AS sortkey1_enc, r.sortkey_num, r.size, NULL::numeric(10, 4) AS pct_used,
    0::bigint AS empty, NULL::numeric(5, 2) AS unsorted, NULL::numeric(5, 2) AS stats_off,
    r.rows::numeric(38, 0) AS tbl_rows, NULL::numeric(19, 2) AS skew_sortkey1, NULL::numeric(19, 2) AS skew_rows,
    r.rows::numeric(38, 0) AS estimated_visible_rows, NULL::text AS risk_event,
    NULL::numeric(12, 2) AS vacuum_sort_benefit, NULL::timestamp AS create_time
  FROM (
      SELECT c.oid, c.relname, c.relkind, n.database_name, n.schema_name, n.type AS schema_type,
        -- Redshift counts blocks of one megabyte, and no table with rows has none.
        greatest(1, ceil(${catalogue}.table_bytes(c.oid) / 1048576.0))::bigint AS size,
        ${catalogue}.table_rows(c.oid) AS rows,
        EXISTS (SELECT FROM ${catalogue}.column_storage e WHERE e.relation = c.oid AND e.encoding <> 'none') AS encoded,
        (SELECT max(information_schema._pg_char_max_length(a.atttypid, a.atttypmod))::int FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0) AS max_varchar,
        (SELECT count(*)::int FROM ${catalogue}.column_storage e WHERE e.relation = c.oid AND e.sort_key <> 0) AS sortkey_num
      FROM pg_class c JOIN ${catalogue}.namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.${local} AND n.schema_name NOT IN ('pg_catalog', 'information_schema')
    ) r
    LEFT JOIN ${catalogue}.table_storage s ON s.relation = r.oid
    LEFT JOIN LATERAL (SELECT a.attname, e.encoding FROM ${catalogue}.column_storage e
      JOIN pg_attribute a ON a.attrelid = e.relation AND a.attnum = e.number
      WHERE e.relation = r.oid AND abs(e.sort_key) = 1) k ON true
  WHERE r.rows > 0`;

/** Databases, schemas, tables, columns and routines, for the SVV views and for SHOW. */
export const systemViewsObjects = [
  publicView('pg_catalog.svv_redshift_databases', `${databases} WHERE d.type IN ('local', 'shared')`),
  publicView('pg_catalog.svv_all_schemas', schemas),
  publicView(
    'pg_catalog.svv_redshift_schemas',
    `SELECT database_name, schema_name, schema_owner, schema_type, schema_acl, schema_option
     FROM (${schemas}) s WHERE schema_type <> 'external'`,
  ),
  publicView('pg_catalog.svv_all_tables', tables),
  publicView('pg_catalog.svv_redshift_tables', redshiftTables),
  publicView(
    'pg_catalog.svv_tables',
    `SELECT database_name AS table_catalog, schema_name AS table_schema, table_name,
       CASE table_type WHEN 'TABLE' THEN 'BASE TABLE' ELSE table_type END::varchar(128) AS table_type, remarks
     FROM (${tables}) t WHERE ${local}`,
  ),
  publicView('pg_catalog.svv_all_columns', columns),
  publicView(
    'pg_catalog.svv_redshift_columns',
    `SELECT database_name::varchar(128), schema_name::varchar(128), relname::varchar(128) AS table_name,
       attname::varchar(128) AS column_name, ordinal_position, full_type::varchar(32) AS data_type,
       column_default::varchar(4000), ${isNullable} AS is_nullable, encoding::varchar(128), dist_key AS distkey,
       sort_key AS sortkey, NULL::varchar(128) AS column_acl, remarks::varchar(256)
     FROM ${catalogue}.attribute WHERE schema_type <> 'external'`,
  ),
  publicView(
    'pg_catalog.svv_columns',
    `SELECT database_name AS table_catalog, schema_name AS table_schema, table_name, column_name, ordinal_position,
       column_default, is_nullable, data_type, character_maximum_length, numeric_precision,
       CASE WHEN numeric_precision IS NOT NULL THEN CASE data_type WHEN 'numeric' THEN 10 ELSE 2 END END AS numeric_precision_radix,
       numeric_scale, NULL::int AS datetime_precision, NULL::varchar(128) AS interval_type,
       NULL::varchar(128) AS interval_precision, NULL::varchar(128) AS character_set_catalog,
       NULL::varchar(128) AS character_set_schema, NULL::varchar(128) AS character_set_name,
       NULL::varchar(128) AS collation_catalog, NULL::varchar(128) AS collation_schema,
       NULL::varchar(128) AS collation_name, NULL::varchar(128) AS domain_name, remarks
     FROM (${columns}) c WHERE ${local}`,
  ),
  publicView(
    'pg_catalog.svv_redshift_functions',
    `SELECT database_name::varchar(128), schema_name::varchar(128), name::varchar(128) AS function_name,
       CASE kind WHEN 'p' THEN 'STORED PROCEDURE' ELSE 'REGULAR FUNCTION' END::varchar(128) AS function_type,
       argument_list::varchar(512) AS argument_type, return_type::varchar(128) AS result_type
     FROM ${catalogue}.routine WHERE schema_type <> 'external'`,
  ),
  `
-- Sizes and counts are for those who may read SVV_TABLE_INFO, and they need no right on the tables.
CREATE FUNCTION ${catalogue}.table_bytes(relation oid) RETURNS bigint STABLE SECURITY DEFINER LANGUAGE sql
  RETURN pg_relation_size($1::regclass);
CREATE FUNCTION ${catalogue}.table_rows(relation oid) RETURNS bigint STABLE SECURITY DEFINER LANGUAGE plpgsql AS $$
DECLARE
  estimate bigint := (SELECT reltuples::bigint FROM pg_class WHERE oid = relation);
  counted bigint;
BEGIN
  IF pg_relation_size(relation::regclass) = 0 THEN RETURN 0; END IF;
  IF estimate > 0 THEN RETURN estimate; END IF;
  EXECUTE format('SELECT count(*) FROM %s', relation::regclass) INTO counted;
  RETURN counted;
END $$;
REVOKE EXECUTE ON FUNCTION ${catalogue}.table_bytes(oid), ${catalogue}.table_rows(oid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${catalogue}.table_bytes(oid), ${catalogue}.table_rows(oid) TO "${monitor}";`,
  restrictedView('pg_catalog.svv_table_info', monitor, tableInfo),
  publicView(
    `${showSchema}.databases`,
    `SELECT d.name::varchar(128) AS database_name, d.owner::varchar(128) AS database_owner, d.type::varchar(32) AS database_type,
       NULL::varchar(128) AS database_acl, NULL::varchar(128) AS parameters,
       CASE WHEN d.type = 'local' THEN 'Snapshot Isolation' END::varchar(128) AS database_isolation_level
     FROM ${catalogue}.database d
     -- A database of a datashare needs a right of its own: here one on any of its schemas.
     WHERE d.type <> 'shared' OR EXISTS (SELECT FROM ${catalogue}.namespace n
       WHERE n.database_name = d.name AND has_schema_privilege(n.oid, 'USAGE'))`,
  ),
  publicView(`${showSchema}.schemas`, schemas),
  publicView(
    `${showSchema}.tables`,
    `SELECT r.namespace, r.database_name::varchar(128), r.schema_name::varchar(128), r.relname::varchar(128) AS table_name,
       ${tableType} AS table_type, ${ownAcl('r.acl', 'r.owner')}::varchar(128) AS table_acl, o.description::varchar(256) AS remarks,
       pg_get_userbyid(r.owner)::varchar(128) AS owner, NULL::timestamp AS last_altered_time,
       NULL::timestamp AS last_modified_time, (${distStyle})::varchar(128) AS dist_style,
       (pg_has_role(r.owner, 'USAGE') OR has_any_column_privilege(r.oid, 'SELECT')) AS sees_rows,
       CASE r.relkind WHEN 'v' THEN 'REGULAR VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
         ELSE CASE r.schema_type WHEN 'external' THEN 'EXTERNAL TABLE' ELSE 'REGULAR TABLE' END END::varchar(128) AS table_subtype
     FROM ${catalogue}.relation r ${remarks} LEFT JOIN ${catalogue}.table_storage s ON s.relation = r.oid`,
  ),
  publicView(
    `${showSchema}.columns`,
    `SELECT c.oid AS relation, c.database_name::varchar(128), c.schema_name::varchar(128), c.relname::varchar(128) AS table_name,
       c.attname::varchar(128) AS column_name, c.ordinal_position, c.column_default::varchar(4000), ${isNullable} AS is_nullable,
       c.data_type::varchar(128), ${characterLength} AS character_maximum_length, ${numericPrecision} AS numeric_precision,
       ${numericScale} AS numeric_scale, c.remarks::varchar(256),
       CASE WHEN c.sort_key <> 0 THEN upper(s.sort_style) END::varchar(128) AS sort_key_type, c.sort_key AS sort_key_order,
       c.dist_key::int AS dist_key, c.encoding::varchar(128), NULL::varchar(128) AS "collation",
       (has_column_privilege(c.oid, c.attnum, 'SELECT')) AS sees_rows
     FROM ${catalogue}.attribute c LEFT JOIN ${catalogue}.table_storage s ON s.relation = c.oid`,
  ),
  publicView(
    `${showSchema}.routines`,
    `SELECT namespace, kind, database_name::varchar(128), schema_name::varchar(128), name::varchar(128) AS routine_name,
       number_of_arguments, argument_list::varchar(4000), return_type::varchar(4000), remarks::varchar(256)
     FROM ${catalogue}.routine`,
  ),
].join('\n');

/** Functions and procedures that a person may run. Part of the base, beside relations. */
export const routines = `
CREATE VIEW ${catalogue}.routine AS
  SELECT p.oid, n.oid AS namespace, n.database_name, n.schema_name, n.type AS schema_type, p.proname AS name,
    p.prokind AS kind, p.proowner AS owner, p.proacl AS acl, p.pronargs::int AS number_of_arguments,
    (SELECT coalesce(string_agg(${catalogue}.type_name(t, NULL), ', ' ORDER BY at), '')
      FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS arguments (t, at)) AS argument_list,
    CASE p.prokind WHEN 'p' THEN NULL ELSE ${catalogue}.type_name(p.prorettype, NULL) END AS return_type,
    o.description AS remarks
  FROM pg_proc p JOIN ${catalogue}.namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_description o ON o.classoid = 'pg_proc'::regclass AND o.objoid = p.oid
  WHERE p.prokind IN ('f', 'p', 'w', 'a') AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE');
`;
