import { showSchema } from './systemViewsBase.ts';

/** Most rows that a SHOW command returns, and the largest LIMIT. */
export const mostShown = 10_000;

/**
 * How SHOW commands find what they are about. They run as the person: what exists but is not for the person is refused
 * with the words of a query for it, which tell no more than that query would.
 */
export const systemFunctions = `
CREATE FUNCTION ${showSchema}.connected_database() RETURNS text STABLE LANGUAGE sql RETURN current_database();

CREATE FUNCTION ${showSchema}.postgres_schema(database text, schema text) RETURNS text STABLE LANGUAGE sql
  RETURN CASE WHEN database <> postgres_current_database() THEN database || '.' || schema
    -- A name with a dot in it is one name, and not another database's schema.
    WHEN NOT EXISTS (SELECT FROM ${showSchema}.databases d WHERE starts_with(schema, d.database_name || '.')) THEN schema END;

CREATE FUNCTION ${showSchema}.require_database(database text) RETURNS text STABLE LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ${showSchema}.databases WHERE database_name = database) THEN
    RAISE EXCEPTION 'database "%" does not exist', database USING ERRCODE = '3D000';
  END IF;
  RETURN database;
END $$;

CREATE FUNCTION ${showSchema}.is_hidden(namespace oid) RETURNS bool STABLE LANGUAGE sql
  RETURN (SELECT nspname ~ '^pg_(masked|session|temp|toast)(_|$)' FROM pg_namespace WHERE oid = namespace);

CREATE FUNCTION ${showSchema}.require_schema(database text, schema text) RETURNS oid STABLE LANGUAGE plpgsql AS $$
DECLARE
  found oid := (SELECT oid FROM pg_namespace WHERE NOT ${showSchema}.is_hidden(oid) AND nspname = ${showSchema}.postgres_schema(
    ${showSchema}.require_database(database), schema));
BEGIN
  IF found IS NULL THEN
    RAISE EXCEPTION 'schema "%" does not exist', schema USING ERRCODE = '3F000';
  ELSIF NOT has_schema_privilege(found, 'USAGE') THEN
    RAISE EXCEPTION 'permission denied for schema %', schema USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

-- Without a schema a name is looked up as in a query. \`privilege\` is one on the whole table, or empty for any on any column.
CREATE FUNCTION ${showSchema}.require_relation(database text, schema text, relation text, privilege text, kinds text)
  RETURNS oid STABLE LANGUAGE plpgsql AS $$
DECLARE
  found oid := CASE WHEN schema = '' THEN to_regclass(quote_ident(relation))::oid
    ELSE (SELECT oid FROM pg_class WHERE relname = relation AND relnamespace = ${showSchema}.require_schema(database, schema)) END;
BEGIN
  IF ${showSchema}.is_hidden((SELECT relnamespace FROM pg_class WHERE oid = found)) THEN
    RAISE EXCEPTION 'SHOW of temporary table "%" is not supported by the sandbox', relation USING ERRCODE = '0A000';
  END IF;
  IF found IS NULL OR strpos(kinds, (SELECT relkind::text FROM pg_class WHERE oid = found)) = 0 THEN
    RAISE EXCEPTION 'relation "%" does not exist', relation USING ERRCODE = '42P01';
  END IF;
  IF NOT has_table_privilege(found, 'SELECT') AND NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = found), 'USAGE')
    AND (privilege <> '' OR NOT has_any_column_privilege(found, 'SELECT')) THEN
    RAISE EXCEPTION 'permission denied for relation %', relation USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

-- The object of SHOW GRANTS: that it is there is no secret, which grants it has is.
CREATE FUNCTION ${showSchema}.require_object(database text, schema text, relation text) RETURNS oid STABLE LANGUAGE plpgsql AS $$
DECLARE
  found oid := CASE WHEN schema = '' THEN to_regclass(quote_ident(relation))::oid
    ELSE (SELECT oid FROM pg_class WHERE relname = relation AND relnamespace = ${showSchema}.require_schema(database, schema)) END;
BEGIN
  IF ${showSchema}.is_hidden((SELECT relnamespace FROM pg_class WHERE oid = found)) THEN
    RAISE EXCEPTION 'SHOW of temporary table "%" is not supported by the sandbox', relation USING ERRCODE = '0A000';
  END IF;
  IF found IS NULL THEN
    RAISE EXCEPTION 'relation "%" does not exist', relation USING ERRCODE = '42P01';
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION ${showSchema}.require_identity(kind text, identity text) RETURNS oid STABLE LANGUAGE plpgsql AS $$
DECLARE
  found oid := (SELECT oid FROM pg_roles WHERE rolname = identity AND rolcanlogin = (kind = 'user') AND rolname !~ '^pg_');
BEGIN
  IF found IS NULL THEN
    RAISE EXCEPTION '% "%" does not exist', kind, identity USING ERRCODE = '42704';
  ELSIF NOT pg_has_role(found, 'USAGE') THEN
    RAISE EXCEPTION 'permission denied to show grants for % "%"', kind, identity USING ERRCODE = '42501';
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION ${showSchema}.few_enough(command text, rows bigint) RETURNS bool STABLE LANGUAGE plpgsql AS $$
BEGIN
  IF rows > ${mostShown} THEN
    RAISE EXCEPTION '% has more than ${mostShown} rows: add LIKE or LIMIT', command USING ERRCODE = '54000';
  END IF;
  RETURN true;
END $$;
`;
