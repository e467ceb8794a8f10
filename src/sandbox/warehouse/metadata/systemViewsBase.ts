import { catalogue } from '../compatibility.ts';

/** Schema of the views that SHOW commands read. Each shows a person what the command would. */
export const showSchema = 'sandbox_show';

/** System-defined roles of Redshift that the sandbox knows. */
export const securityAdministrator = 'sys:secadmin';
export const monitor = 'sys:monitor';

/** Privileges on a table, and on a column of it, that make it one of a person's own. */
const tablePrivileges = 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES';
const columnPrivileges = 'SELECT, INSERT, UPDATE, REFERENCES';

/**
 * What all system views stand on. These views belong to the administrator and read everything; what a row needs
 * to be seen is asked for `current_user`, who stays the person. The views on top are security barriers, so that
 * no condition of a query is tried on a row that the person does not see.
 */
export const systemViewsBase = `
CREATE ROLE "${securityAdministrator}" NOLOGIN;
CREATE ROLE "${monitor}" NOLOGIN;
ALTER SCHEMA public OWNER TO session_user;

-- Storage is Redshift's alone; PostgreSQL knows rows and columns by these numbers, whatever they are renamed to.
CREATE TABLE ${catalogue}.table_storage (
  relation oid PRIMARY KEY,
  style text NOT NULL,
  sort_style text NOT NULL,
  primary_key text NOT NULL
);
CREATE TABLE ${catalogue}.column_storage (
  relation oid,
  number int,
  encoding text,
  dist_key bool NOT NULL,
  sort_key int NOT NULL,
  PRIMARY KEY (relation, number)
);
-- Privileges on nothing in particular, such as EXPLAIN RLS.
CREATE TABLE ${catalogue}.system_privilege (role oid, privilege text, PRIMARY KEY (role, privilege));

CREATE SCHEMA ${showSchema};
GRANT USAGE ON SCHEMA ${showSchema} TO PUBLIC;

CREATE VIEW ${catalogue}.namespace AS
  SELECT n.oid, n.nspname, n.nspowner AS owner, n.nspacl AS acl,
    coalesce(substring(n.nspname::text FROM '^([^.]*)\\.'), postgres_current_database()) AS database_name,
    substr(n.nspname::text, strpos(n.nspname::text, '.') + 1) AS schema_name,
    CASE d.type WHEN 'local' THEN 'local' WHEN 'shared' THEN 'shared' ELSE 'external' END AS type,
    d.type AS database_type
  FROM pg_namespace n
    JOIN ${catalogue}.database d
      ON d.name = coalesce(substring(n.nspname::text FROM '^([^.]*)\\.'), postgres_current_database())
  WHERE n.nspname NOT IN ('pg_toast', '${catalogue}', '${showSchema}') AND n.nspname !~ '^pg_((toast_)?temp|masked|session)_';

CREATE VIEW ${catalogue}.relation AS
  SELECT c.oid, c.relname, c.relkind, c.relowner AS owner, c.relacl AS acl, c.relrowsecurity AS secured,
    n.oid AS namespace, n.database_name, n.schema_name, n.type AS schema_type
  FROM pg_class c JOIN ${catalogue}.namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND (pg_has_role(c.relowner, 'USAGE')
      OR has_schema_privilege(n.oid, 'USAGE')
        AND (has_table_privilege(c.oid, '${tablePrivileges}') OR has_any_column_privilege(c.oid, '${columnPrivileges}')));

CREATE FUNCTION ${catalogue}.default_encoding(type oid, sort_key int) RETURNS text IMMUTABLE LANGUAGE sql
  RETURN CASE
    WHEN sort_key <> 0 OR type IN ('bool'::regtype, 'float4'::regtype, 'float8'::regtype, 'geometry'::regtype) THEN 'none'
    WHEN type IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'bytea'::regtype) THEN 'lzo'
    WHEN type = 'jsonb'::regtype THEN 'zstd'
    ELSE 'az64'
  END;

CREATE FUNCTION ${catalogue}.type_name(type oid, modifier int) RETURNS text STABLE LANGUAGE sql
  RETURN CASE type
    WHEN 'jsonb'::regtype THEN 'super'
    WHEN 'bytea'::regtype THEN 'binary varying'
    WHEN 'text'::regtype THEN 'character varying'
    ELSE format_type(type, modifier)
  END;

CREATE VIEW ${catalogue}.attribute AS
  SELECT r.oid, r.database_name, r.schema_name, r.schema_type, r.relname, r.relkind, a.attnum, a.attname, a.attnotnull,
    a.atttypid, a.atttypmod, a.attidentity, a.attacl AS acl,
    a.attnum::int AS ordinal_position,
    CASE WHEN a.attidentity <> ''
      THEN format('"identity"(%s, %s, ''%s,%s''::text)', r.oid, a.attnum - 1, i.seqstart, i.seqincrement)
      ELSE pg_get_expr(d.adbin, d.adrelid) END AS column_default,
    i.seqstart, i.seqincrement,
    ${catalogue}.type_name(a.atttypid, NULL) AS data_type,
    ${catalogue}.type_name(a.atttypid, a.atttypmod) AS full_type,
    -- Only tables of Redshift's own are stored by columns.
    CASE WHEN r.relkind = 'r' AND r.schema_type <> 'external'
      THEN coalesce(s.encoding, ${catalogue}.default_encoding(a.atttypid, coalesce(s.sort_key, 0))) END AS encoding,
    coalesce(s.dist_key, false) AS dist_key,
    coalesce(s.sort_key, 0) AS sort_key,
    o.description AS remarks
  FROM ${catalogue}.relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_depend p ON p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum
      AND p.classid = 'pg_class'::regclass AND p.deptype = 'i' AND a.attidentity <> ''
    LEFT JOIN pg_sequence i ON i.seqrelid = p.objid
    LEFT JOIN ${catalogue}.column_storage s ON s.relation = a.attrelid AND s.number = a.attnum
    LEFT JOIN pg_description o
      ON o.classoid = 'pg_class'::regclass AND o.objoid = a.attrelid AND o.objsubid = a.attnum
  WHERE pg_has_role(r.owner, 'USAGE') OR has_column_privilege(r.oid, a.attnum, '${columnPrivileges}');
`;

/** A view that everybody may read; what it shows is the view's own affair. */
export function publicView(name: string, query: string): string {
  return `
CREATE VIEW ${name} WITH (security_barrier = true) AS ${query};
GRANT SELECT ON ${name} TO PUBLIC;`;
}

/** A view for those who hold the role, and for superusers. */
export function restrictedView(name: string, role: string, query: string): string {
  return `
CREATE VIEW ${name} WITH (security_barrier = true) AS ${query};
GRANT SELECT ON ${name} TO "${role}";`;
}
