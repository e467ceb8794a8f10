import { maskedPrefix } from '../security/maskedViews.ts';

/** Views of PostgreSQL's that write out how views are defined. */
const definingViews = ['pg_catalog.pg_views', 'pg_catalog.pg_matviews', 'information_schema.views'];

/** Tables of PostgreSQL's catalogue with access lists that tell of other people's grants. */
const grantColumns = `('pg_class', 'relacl'), ('pg_attribute', 'attacl'), ('pg_namespace', 'nspacl'), ('pg_proc', 'proacl')`;

/**
 * What PostgreSQL's own catalogue tells everybody and Redshift's must not: how a masked view is made, which would
 * give masks and policies away, and other people's privileges. Comes before views that stand on these functions.
 */
export const catalogueAccess = `
ALTER FUNCTION pg_catalog.pg_get_viewdef(oid) RENAME TO postgres_get_viewdef;
ALTER FUNCTION pg_catalog.pg_get_viewdef(oid, bool) RENAME TO postgres_get_viewdef;
ALTER FUNCTION pg_catalog.pg_get_viewdef(oid, int) RENAME TO postgres_get_viewdef;
ALTER FUNCTION pg_catalog.pg_get_viewdef(text) RENAME TO postgres_get_viewdef;
ALTER FUNCTION pg_catalog.pg_get_viewdef(text, bool) RENAME TO postgres_get_viewdef;
CREATE FUNCTION pg_catalog.pg_get_viewdef(relation oid, pretty bool DEFAULT false) RETURNS text
  STABLE STRICT SECURITY DEFINER LANGUAGE sql AS $$
  SELECT postgres_get_viewdef(c.oid, pretty) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = relation AND NOT starts_with(n.nspname, '${maskedPrefix}')
$$;
CREATE FUNCTION pg_catalog.pg_get_viewdef(relation text, pretty bool DEFAULT false) RETURNS text STABLE STRICT LANGUAGE sql
  RETURN pg_get_viewdef(relation::regclass::oid, pretty);
DO $$
DECLARE
  it record;
BEGIN
  FOR it IN SELECT unnest('{${definingViews.join(',')}}'::text[]) AS name LOOP
    EXECUTE format('CREATE OR REPLACE VIEW %s AS %s', it.name,
      replace(postgres_get_viewdef(it.name::regclass::oid), 'postgres_get_viewdef', 'pg_get_viewdef'));
  END LOOP;
  FOR it IN
    SELECT oid::regprocedure AS name FROM pg_proc
    WHERE proname IN ('postgres_get_viewdef', 'pg_get_ruledef', 'pg_get_acl')
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', it.name);
  END LOOP;
  FOR it IN
    SELECT relation, string_agg(quote_ident(attname), ', ') AS columns
    FROM (VALUES ${grantColumns}) AS told (relation, acl)
      JOIN pg_attribute ON attrelid = relation::regclass AND attnum > 0 AND attname <> acl
    WHERE attname NOT IN ('reltuples', 'relpages', 'relallvisible', 'relallfrozen')
    GROUP BY relation
  LOOP
    -- REVOKE of a whole table takes the columns with it.
    EXECUTE format('REVOKE SELECT ON %s FROM PUBLIC', it.relation);
    EXECUTE format('GRANT SELECT (%s) ON %s TO PUBLIC', it.columns, it.relation);
  END LOOP;
END $$;
REVOKE SELECT ON pg_rewrite, pg_rules, pg_group, pg_shdepend, pg_init_privs, pg_default_acl FROM PUBLIC;
`;
