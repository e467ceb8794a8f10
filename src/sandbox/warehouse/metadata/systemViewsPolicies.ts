import { catalogue } from '../compatibility.ts';
import { monitor, publicView, restrictedView, securityAdministrator } from './systemViewsBase.ts';

/** Those who manage policies: superusers hold every role. */
const secures = `pg_has_role('${securityAdministrator}', 'USAGE')`;

const grantee = `CASE a.kind WHEN 'public' THEN 'public' ELSE r.rolname::text END::varchar(128)`;

/** Row-level security, masking and identity providers. */
export const systemViewsPolicies = [
  `
ALTER TABLE ${catalogue}.policy ADD COLUMN alias text NOT NULL DEFAULT '',
  ADD COLUMN modified_by text NOT NULL DEFAULT session_user, ADD COLUMN modified_time timestamp DEFAULT localtimestamp(0);
ALTER TABLE ${catalogue}.attachment ADD COLUMN grantor text NOT NULL DEFAULT session_user;
CREATE VIEW ${catalogue}.protected AS
  SELECT c.oid, n.database_name, n.schema_name, c.relname, p.relation IS NOT NULL AS is_on, p.conjunction
  FROM pg_class c JOIN ${catalogue}.namespace n ON n.oid = c.relnamespace
    LEFT JOIN ${catalogue}.protected_relation p ON p.relation = c.oid
  WHERE c.relkind = 'r' AND n.database_name = current_database();`,
  // Who sees only what is one's own sees nothing: policies are made by those who see all.
  publicView(
    'pg_catalog.svv_rls_policy',
    `SELECT current_database()::varchar(128) AS poldb, p.name::varchar(128) AS polname, p.alias::varchar(128) AS polalias,
       (SELECT coalesce(json_agg(json_build_object('colname', c.value ->> 'name', 'type',
           ${catalogue}.type_name(to_regtype(c.value ->> 'type')::oid, to_regtypemod(c.value ->> 'type')))), '[]'::json)
         FROM json_array_elements(p.columns::json) c)::varchar(65535) AS polatts,
       p.expression::varchar(65535) AS polqual, true AS polenabled, p.modified_by::varchar(128) AS polmodifiedby,
       p.modified_time AS polmodifiedtime
     FROM ${catalogue}.policy p WHERE ${secures}`,
  ),
  restrictedView(
    'pg_catalog.svv_rls_attached_policy',
    securityAdministrator,
    `SELECT t.schema_name::varchar(128) AS relschema, t.relname::varchar(128), 'table'::varchar(128) AS relkind,
       a.policy::varchar(128) AS polname, a.grantor::varchar(128), ${grantee} AS grantee, a.kind::varchar(128) AS granteekind,
       true AS is_pol_on, t.is_on AS is_rls_on, coalesce(t.conjunction, 'and')::varchar(8) AS rls_conjunction_type
     FROM ${catalogue}.attachment a JOIN ${catalogue}.protected t ON t.oid = a.relation
       LEFT JOIN pg_roles r ON r.oid = a.principal
     WHERE a.kind = 'public' OR r.oid IS NOT NULL`,
  ),
  restrictedView(
    'pg_catalog.svv_rls_relation',
    securityAdministrator,
    `SELECT t.database_name::varchar(128) AS datname, t.schema_name::varchar(128) AS relschema, t.relname::varchar(128),
       'table'::varchar(128) AS relkind, t.is_on AS is_rls_on, false AS is_rls_datashare_on,
       coalesce(t.conjunction, 'and')::varchar(8) AS rls_conjunction_type, NULL::varchar(8) AS rls_datashare_conjunction_type
     FROM ${catalogue}.protected t
     WHERE t.is_on OR EXISTS (SELECT FROM ${catalogue}.attachment a WHERE a.relation = t.oid)`,
  ),
  publicView(
    'pg_catalog.svv_masking_policy',
    `SELECT current_database()::text AS policy_database, m.name::text AS policy_name,
       (SELECT coalesce(json_agg(json_build_object('colname', c.value ->> 'name', 'type',
           ${catalogue}.type_name(to_regtype(c.value ->> 'type')::oid, to_regtypemod(c.value ->> 'type')))), '[]'::json)
         FROM json_array_elements(m.columns::json) c)::text AS input_columns,
       m.expressions::text AS policy_expression, NULL::text AS policy_modified_by, NULL::timestamp AS policy_modified_time
     FROM ${catalogue}.masking_policy m WHERE ${secures}`,
  ),
  publicView(
    'pg_catalog.svv_attached_masking_policy',
    `SELECT a.policy::text AS policy_name, n.schema_name::text, c.relname::text AS table_name,
       CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END::text AS table_type,
       a.grantor::text, (${grantee})::text AS grantee, a.kind::text AS grantee_type,
       a.priority, to_json(a.input_columns)::text AS input_columns, to_json(a.output_columns)::text AS output_columns, false AS is_masking_datashare_on
     FROM ${catalogue}.masking_attachment a JOIN pg_class c ON c.oid = a.relation
       JOIN ${catalogue}.namespace n ON n.oid = c.relnamespace LEFT JOIN pg_roles r ON r.oid = a.principal
     WHERE ${secures}`,
  ),
  // For superusers alone, so it is granted to nobody.
  restrictedView(
    'pg_catalog.svv_identity_providers',
    'postgres',
    `SELECT 100 AS uid, 'identity-center'::text AS name, 'awsidc'::text AS type, NULL::text AS instanceid,
       'awsidc'::text AS namespc, '{}'::text AS params, true AS enabled`,
  ),
  `
CREATE FUNCTION pg_catalog.check_membership(own bool, role name) RETURNS bool
  STABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
  IF NOT own AND NOT pg_has_role(session_user, '${monitor}', 'USAGE') THEN
    RAISE EXCEPTION 'permission denied to see the roles of another user or role' USING ERRCODE = '42501';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role AND NOT rolcanlogin AND rolname !~ '^pg_') THEN
    RAISE EXCEPTION 'role "%" does not exist', role USING ERRCODE = '42704';
  END IF;
  RETURN true;
END $$;
-- With the administrator's rights, as they ask about others for those who may; the session still is the person's.
CREATE FUNCTION pg_catalog.user_is_member_of(member name, role name) RETURNS bool
  STABLE STRICT SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_membership(member = session_user, lower(role)::name);
  RETURN pg_has_role(member, lower(role)::name, 'USAGE');
END $$;
CREATE FUNCTION pg_catalog.role_is_member_of(role name, granted name) RETURNS bool
  STABLE STRICT SECURITY DEFINER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_membership(true, lower(role)::name);
  PERFORM check_membership(pg_has_role(session_user, lower(role)::name, 'USAGE'), lower(granted)::name);
  RETURN pg_has_role(lower(role)::name, lower(granted)::name, 'USAGE');
END $$;`,
].join('\n');
