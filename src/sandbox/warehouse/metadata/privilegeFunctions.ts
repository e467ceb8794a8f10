import { showSchema } from './systemViewsBase.ts';

/** What follows the person in a function's arguments: how it is declared, and how it is handed on. */
const ofPersons = [
  { name: 'has_table_privilege', object: 'oid', more: '' },
  { name: 'has_column_privilege', object: 'oid', more: 'text, ' },
  { name: 'has_column_privilege', object: 'oid', more: 'int2, ' },
  { name: 'has_schema_privilege', object: 'oid', more: '' },
];

/** PostgreSQL's function behind a check whom it is about. It has the administrator's rights, as PostgreSQL's own is closed. */
function ofPerson({ name, object, more }: (typeof ofPersons)[number]): string {
  const rest = more === '' ? '$3' : '$3, $4';
  return `
CREATE FUNCTION pg_catalog.${name}(name, ${object}, ${more}text) RETURNS bool STABLE STRICT SECURITY DEFINER LANGUAGE sql
  RETURN postgres_${name}(${showSchema}.own_identity($1), $2, ${rest});`;
}

/**
 * has_table_privilege and its like: with the names of Redshift's databases, and about oneself and one's roles alone,
 * as SHOW GRANTS. The forms with a person are closed but for those that are made anew here.
 */
export const privilegeFunctions = `
-- Schemas by their names in the connected database, or with a database before them.
CREATE FUNCTION ${showSchema}.schema_name(schema text) RETURNS text STABLE STRICT LANGUAGE sql
  RETURN CASE WHEN schema ~ '^(pg_|information_schema$)' THEN schema
    ELSE ${showSchema}.postgres_schema(current_database(), schema) END;
CREATE FUNCTION ${showSchema}.schema_oid(name text) RETURNS oid STABLE STRICT LANGUAGE sql
  RETURN quote_ident(coalesce(
    (SELECT ${showSchema}.postgres_schema(d.database_name, substr(name, length(d.database_name) + 2))
      FROM ${showSchema}.databases d WHERE starts_with(name, d.database_name || '.')),
    ${showSchema}.schema_name(name)))::regnamespace::oid;
CREATE FUNCTION ${showSchema}.relation_oid(name text) RETURNS oid STABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  parts text[] := parse_ident(name);
BEGIN
  RETURN CASE cardinality(parts)
    WHEN 3 THEN format('%I.%I', ${showSchema}.postgres_schema(parts[1], parts[2]), parts[3])
    WHEN 2 THEN format('%I.%I', ${showSchema}.schema_name(parts[1]), parts[2])
    ELSE name END::regclass::oid;
END $$;
CREATE FUNCTION ${showSchema}.own_identity(person name) RETURNS name STABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
  -- Called with the administrator's rights, where only the session still is the person's.
  IF person <> 'public' AND NOT pg_has_role(session_user, person, 'USAGE') THEN
    RAISE EXCEPTION 'permission denied to see the privileges of "%"', person USING ERRCODE = '42501';
  END IF;
  RETURN person;
END $$;
DO $$
DECLARE
  it record;
BEGIN
  FOR it IN
    SELECT oid::regprocedure AS call, proname AS name,
      proname IN ('has_table_privilege', 'has_column_privilege', 'has_schema_privilege', 'has_database_privilege') AS anew
    FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname ~ '^has_[a-z_]+_privilege$' AND (pronargs = CASE proname WHEN 'has_column_privilege' THEN 4 ELSE 3 END
          OR proargtypes[0] = 'text'::regtype AND proname IN ('has_table_privilege', 'has_column_privilege', 'has_schema_privilege', 'has_database_privilege'))
        OR proname = 'pg_has_role' AND pronargs = 3)
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', it.call);
    IF it.anew THEN EXECUTE format('ALTER FUNCTION %s RENAME TO %I', it.call, 'postgres_' || it.name); END IF;
  END LOOP;
END $$;
${ofPersons.map(ofPerson).join('')}
CREATE FUNCTION pg_catalog.has_table_privilege(text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_table_privilege(${showSchema}.relation_oid($1), $2);
CREATE FUNCTION pg_catalog.has_table_privilege(name, text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_table_privilege($1, ${showSchema}.relation_oid($2), $3);
CREATE FUNCTION pg_catalog.has_column_privilege(text, text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_column_privilege(${showSchema}.relation_oid($1), $2, $3);
CREATE FUNCTION pg_catalog.has_column_privilege(name, text, text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_column_privilege($1, ${showSchema}.relation_oid($2), $3, $4);
CREATE FUNCTION pg_catalog.has_schema_privilege(text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_schema_privilege(${showSchema}.schema_oid($1), $2);
CREATE FUNCTION pg_catalog.has_schema_privilege(name, text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_schema_privilege($1, ${showSchema}.schema_oid($2), $3);
-- PostgreSQL knows of one database; in the others nobody but a superuser creates anything.
CREATE FUNCTION pg_catalog.has_database_privilege(name, text, text) RETURNS bool STABLE STRICT SECURITY DEFINER LANGUAGE sql
  RETURN CASE WHEN $2 <> postgres_current_database() AND EXISTS (SELECT FROM ${showSchema}.databases WHERE database_name = $2)
    THEN (SELECT rolsuper FROM pg_roles WHERE rolname = ${showSchema}.own_identity($1))
    ELSE postgres_has_database_privilege(${showSchema}.own_identity($1), $2, $3) END;
CREATE FUNCTION pg_catalog.has_database_privilege(text, text) RETURNS bool STABLE STRICT LANGUAGE sql
  RETURN has_database_privilege(session_user::name, $1, $2);
`;
