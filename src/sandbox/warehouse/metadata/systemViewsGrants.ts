import { catalogue } from '../compatibility.ts';
import { monitor, publicView, showSchema } from './systemViewsBase.ts';

/** A person knows of oneself, of one's roles and of theirs; a superuser of everybody. */
const ownIdentity = (role: string) => `pg_has_role(${role}, 'USAGE')`;
/** Holders of ACCESS SYSTEM TABLE see every identity. */
const readsSystemTables = `pg_has_role('${monitor}', 'USAGE')`;

/** Roles of Redshift, without PostgreSQL's own. */
const isRole = (alias: string) => `NOT ${alias}.rolcanlogin AND ${alias}.rolname !~ '^pg_'`;

/** Privileges that Redshift has as well. */
const known = `'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'USAGE', 'CREATE', 'TEMPORARY', 'EXECUTE'`;

/**
 * Every explicit grant, a row for each privilege and grantee; owners' own rights are not listed, as nobody granted them.
 * A grant is seen by its grantee and by those who hold the grantee; one to PUBLIC by those who see the object.
 */
const grants = `
CREATE VIEW ${catalogue}.explicit_grant AS
  SELECT o.*, CASE e.privilege_type WHEN 'TEMPORARY' THEN 'TEMP' ELSE e.privilege_type END AS privilege_type,
    e.grantee AS identity, e.grantee::int AS identity_id, coalesce(r.rolname::text, 'public') AS identity_name,
    CASE WHEN e.grantee = 0 THEN 'public' WHEN r.rolcanlogin THEN 'user' ELSE 'role' END AS identity_type,
    e.is_grantable AS admin_option, pg_get_userbyid(e.grantor) AS grantor_name
  FROM (
    SELECT 'DATABASE' AS object_type, oid AS object, datname::text AS database_name, NULL AS schema_name,
      datname::text AS object_name, NULL::name AS column_name, datdba AS owner, datacl AS acl, true AS visible
    FROM pg_database WHERE datname = postgres_current_database()
    UNION ALL
    SELECT 'SCHEMA', oid, database_name, schema_name, schema_name, NULL, owner, acl, has_schema_privilege(oid, 'USAGE')
    FROM ${catalogue}.namespace
    UNION ALL
    SELECT 'TABLE', c.oid, n.database_name, n.schema_name, c.relname, NULL, c.relowner, c.relacl, has_schema_privilege(n.oid, 'USAGE')
    FROM pg_class c JOIN ${catalogue}.namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relacl IS NOT NULL
    UNION ALL
    SELECT 'COLUMN', c.oid, n.database_name, n.schema_name, c.relname, a.attname, c.relowner, a.attacl, has_schema_privilege(n.oid, 'USAGE')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN ${catalogue}.namespace n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL
    SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid, n.database_name, n.schema_name, p.proname, NULL,
      p.proowner, p.proacl, has_schema_privilege(n.oid, 'USAGE')
    FROM pg_proc p JOIN ${catalogue}.namespace n ON n.oid = p.pronamespace
    WHERE p.proacl IS NOT NULL AND n.schema_name <> 'pg_catalog'
  ) o
    CROSS JOIN LATERAL aclexplode(o.acl) e
    LEFT JOIN pg_roles r ON r.oid = e.grantee
  WHERE e.grantee <> o.owner AND e.privilege_type IN (${known});`;

const seen = `(CASE WHEN identity = 0 THEN visible ELSE ${ownIdentity('identity')} END)`;
const identity = `identity_id, identity_name, identity_type`;
/** SVV views of privileges are those of the connected database. */
const here = `database_name = current_database() AND (${seen} OR ${readsSystemTables})`;

/** Users, roles and privileges, for the SVV views and for SHOW GRANTS. */
export const systemViewsGrants = [
  grants,
  publicView(
    'pg_catalog.svv_user_grants',
    `SELECT u.oid::int AS user_id, u.rolname::text AS user_name, r.oid::int AS role_id, r.rolname::text AS role_name,
       m.admin_option
     FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member JOIN pg_roles r ON r.oid = m.roleid
     WHERE u.rolcanlogin AND ${isRole('r')} AND (${ownIdentity('u.oid')} OR ${readsSystemTables})`,
  ),
  publicView(
    'pg_catalog.svv_role_grants',
    `SELECT r.oid::int AS role_id, r.rolname::text AS role_name, g.oid::int AS granted_role_id, g.rolname::text AS granted_role_name
     FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
     WHERE ${isRole('r')} AND ${isRole('g')} AND (${ownIdentity('r.oid')} OR ${readsSystemTables})`,
  ),
  publicView(
    'pg_catalog.svv_roles',
    `SELECT r.oid::int AS role_id, r.rolname::text AS role_name,
       (SELECT rolname::text FROM pg_roles WHERE oid = 10) AS role_owner, NULL::text AS external_id
     FROM pg_roles r WHERE ${isRole('r')} AND (${ownIdentity('r.oid')} OR ${readsSystemTables})`,
  ),
  publicView(
    'pg_catalog.svv_relation_privileges',
    `SELECT schema_name::text AS namespace_name, object_name::text AS relation_name, privilege_type::text, ${identity}, admin_option,
       'TABLE'::text AS privilege_scope, grantor_name::text
     FROM ${catalogue}.explicit_grant WHERE object_type = 'TABLE' AND ${here}`,
  ),
  publicView(
    'pg_catalog.svv_column_privileges',
    `SELECT schema_name::text AS namespace_name, object_name::text AS relation_name, column_name::text, privilege_type::text, ${identity}
     FROM ${catalogue}.explicit_grant WHERE object_type = 'COLUMN' AND ${here}`,
  ),
  publicView(
    'pg_catalog.svv_schema_privileges',
    `SELECT schema_name::text AS namespace_name, privilege_type::text, ${identity}, admin_option, 'SCHEMA'::text AS privilege_scope
     FROM ${catalogue}.explicit_grant WHERE object_type = 'SCHEMA' AND ${here}`,
  ),
  publicView(
    'pg_catalog.svv_database_privileges',
    `SELECT database_name::text, privilege_type::text, ${identity}, admin_option, 'DATABASE'::text AS privilege_scope
     FROM ${catalogue}.explicit_grant WHERE object_type = 'DATABASE' AND (${seen} OR ${readsSystemTables})`,
  ),
  publicView(
    `${showSchema}.grants`,
    `SELECT object, identity, database_name::varchar(128), schema_name::varchar(128), object_name::varchar(128),
       column_name::varchar(128), object_type::varchar(128), privilege_type::varchar(128), identity_id,
       identity_name::varchar(128), identity_type::varchar(128), admin_option, object_type::varchar(128) AS privilege_scope,
       grantor_name::varchar(128)
     FROM ${catalogue}.explicit_grant WHERE ${seen}`,
  ),
  `
-- What Redshift's PG_USER has, and no word of who is exempt from row-level security.
ALTER VIEW pg_catalog.pg_user RENAME TO postgres_user;
REVOKE ALL ON pg_catalog.postgres_user FROM PUBLIC;
CREATE VIEW pg_catalog.pg_user AS
  SELECT rolname AS usename, oid::int AS usesysid, rolcreatedb AS usecreatedb, rolsuper AS usesuper, rolsuper AS usecatupd,
    '********'::text AS passwd, NULL::timestamptz AS valuntil, NULL::text[] AS useconfig
  FROM pg_roles WHERE rolcanlogin;
GRANT SELECT ON pg_catalog.pg_user TO PUBLIC;
-- Who holds which role is told by SVV_USER_GRANTS, to those whom it concerns.
REVOKE SELECT ON pg_auth_members FROM PUBLIC;
`,
].join('\n');
