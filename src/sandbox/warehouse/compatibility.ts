import { geometryLayer } from './geometry.ts';

/** Schema of the sandbox's own tables: what PostgreSQL's catalogue cannot hold of Redshift's. Only the administrator reads it. */
export const catalogue = 'sandbox_catalogue';

/** Context variable that says to the guard of protected tables that capitals count in this session. */
export const caseVariable = 'sandbox.case_sensitive';

/** Volatile functions that a person may call. Every other is a way to files, other sessions, settings or other statements. */
const harmlessVolatile = [
  'clock_timestamp',
  'gen_random_uuid',
  'pg_sleep',
  'pg_sleep_for',
  'pg_sleep_until',
  'random',
  'timeofday',
];

/**
 * What stands before every row of a table with row-level security or masking, whatever way a statement came to it.
 * Masked values are read through views that the session makes for its person, and so not by this door.
 * Nothing is masked for security administrators, as no row is hidden from them.
 */
const relationGuard = `
CREATE FUNCTION pg_catalog.masks_for(person name, wanted oid) RETURNS SETOF ${catalogue}.masking_attachment
  STABLE SECURITY DEFINER LANGUAGE sql AS $$
  SELECT * FROM ${catalogue}.masking_attachment
  WHERE relation = wanted AND NOT pg_catalog.pg_has_role(person, 'sys:secadmin', 'USAGE') AND (kind = 'public'
    OR kind = 'user' AND principal = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = person)
    OR kind = 'role' AND EXISTS (SELECT FROM pg_catalog.pg_roles WHERE oid = principal)
      AND pg_catalog.pg_has_role(person, principal, 'USAGE'))
$$;
REVOKE EXECUTE ON FUNCTION pg_catalog.masks_for FROM PUBLIC;
CREATE FUNCTION pg_catalog.relation_guard(wanted oid) RETURNS bool STABLE SECURITY DEFINER LANGUAGE plpgsql AS $$
DECLARE
  relation text;
  place text;
BEGIN
  SELECT relname, coalesce(d.name, postgres_current_database()) INTO relation, place
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
      LEFT JOIN ${catalogue}.database d ON starts_with(nspname, d.name || '.') WHERE c.oid = wanted;
  IF place <> current_database() AND EXISTS (SELECT FROM ${catalogue}.protected_relation p WHERE p.relation = wanted) THEN
    RAISE EXCEPTION 'RLS-protected relation "%" cannot be accessed via cross-database query.', relation
      USING ERRCODE = '0A000';
  END IF;
  IF current_setting('${caseVariable}', true) = 'on' AND EXISTS (SELECT FROM ${catalogue}.protected_relation p WHERE p.relation = wanted) THEN
    RAISE EXCEPTION 'RLS protected relation does not support session level config on case sensitivity being different from its default value.'
      USING ERRCODE = '0A000';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.masks_for(session_user, wanted)) THEN
    RAISE EXCEPTION 'reading masked relation "%" other than by its name in a query is not supported by the sandbox', relation
      USING ERRCODE = '0A000';
  END IF;
  RETURN true;
END $$;`;

/** Run as superuser on a fresh cluster, before the set-up script. */
export const compatibilityLayer = `
CREATE SCHEMA ${catalogue};
REVOKE ALL ON SCHEMA ${catalogue} FROM PUBLIC;
CREATE TABLE ${catalogue}.policy (name text PRIMARY KEY, columns text NOT NULL, expression text NOT NULL);
CREATE TABLE ${catalogue}.attachment (
  id int GENERATED ALWAYS AS IDENTITY,
  policy text NOT NULL REFERENCES ${catalogue}.policy,
  relation oid NOT NULL,
  kind text NOT NULL,
  principal oid NOT NULL,
  UNIQUE (policy, relation, kind, principal)
);
CREATE TABLE ${catalogue}.protected_relation (relation oid PRIMARY KEY, conjunction text NOT NULL);
CREATE TABLE ${catalogue}.role_grant (role oid, member oid, PRIMARY KEY (role, member));
-- Type as SHOW DATABASES writes it. Schemas of any but the warehouse's own database are named database.schema.
CREATE TABLE ${catalogue}.database (name text PRIMARY KEY, type text NOT NULL, owner text NOT NULL);
INSERT INTO ${catalogue}.database VALUES (current_database(), 'local', current_user);
-- Columns are JSON, a list of {name, type}; expressions are JSON, a list of SQL for PostgreSQL, one for each output column.
CREATE TABLE ${catalogue}.masking_policy (name text PRIMARY KEY, columns text NOT NULL, expressions text NOT NULL);
CREATE TABLE ${catalogue}.masking_attachment (
  id int GENERATED ALWAYS AS IDENTITY,
  policy text NOT NULL REFERENCES ${catalogue}.masking_policy,
  relation oid NOT NULL,
  output_columns text[] NOT NULL,
  input_columns text[] NOT NULL,
  -- The columns' numbers: names can be changed.
  numbers int2[] NOT NULL,
  kind text NOT NULL,
  principal oid NOT NULL,
  priority int NOT NULL,
  grantor text NOT NULL
);

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;

ALTER FUNCTION pg_catalog.current_database() RENAME TO postgres_current_database;
CREATE FUNCTION pg_catalog.current_database() RETURNS name STABLE LANGUAGE sql
  RETURN coalesce(nullif(current_setting('sandbox.database', true), ''), postgres_current_database())::name;
${relationGuard}
-- GETDATE is the statement's time, SYSDATE the transaction's.
CREATE FUNCTION pg_catalog.getdate() RETURNS timestamp STABLE LANGUAGE sql
  RETURN date_trunc('second', statement_timestamp()::timestamp);
CREATE FUNCTION pg_catalog.sysdate() RETURNS timestamp STABLE LANGUAGE sql RETURN localtimestamp;
CREATE FUNCTION pg_catalog.len(text) RETURNS int IMMUTABLE STRICT LANGUAGE sql RETURN length($1);
CREATE FUNCTION pg_catalog.charindex(text, text) RETURNS int IMMUTABLE STRICT LANGUAGE sql RETURN strpos($2, $1);
CREATE FUNCTION pg_catalog.trunc(timestamp) RETURNS date IMMUTABLE STRICT LANGUAGE sql RETURN $1::date;
CREATE FUNCTION pg_catalog.date_trunc(text, date) RETURNS timestamp IMMUTABLE STRICT LANGUAGE sql
  RETURN date_trunc($1, $2::timestamp);
CREATE FUNCTION pg_catalog.last_day(timestamp) RETURNS date IMMUTABLE STRICT LANGUAGE sql
  RETURN (date_trunc('month', $1) + interval '1 month - 1 day')::date;
CREATE FUNCTION pg_catalog.date_part_unit(part text) RETURNS text IMMUTABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE
    WHEN lower(part) IN ('year', 'years', 'y', 'yr', 'yrs') THEN 'year'
    WHEN lower(part) IN ('quarter', 'quarters', 'qtr', 'qtrs') THEN 'quarter'
    WHEN lower(part) IN ('month', 'months', 'mon', 'mons') THEN 'month'
    WHEN lower(part) IN ('week', 'weeks', 'w') THEN 'week'
    WHEN lower(part) IN ('day', 'days', 'd') THEN 'day'
    WHEN lower(part) IN ('hour', 'hours', 'h', 'hr', 'hrs') THEN 'hour'
    WHEN lower(part) IN ('minute', 'minutes', 'm', 'min', 'mins') THEN 'minute'
    WHEN lower(part) IN ('second', 'seconds', 's', 'sec', 'secs') THEN 'second'
  END;
END $$;
CREATE FUNCTION pg_catalog.known_date_part(part text) RETURNS text IMMUTABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
  IF date_part_unit(part) IS NULL THEN
    RAISE EXCEPTION 'date part "%" is not supported by the sandbox', part USING ERRCODE = '0A000';
  END IF;
  RETURN date_part_unit(part);
END $$;
CREATE FUNCTION pg_catalog.dateadd(part text, n bigint, at timestamp) RETURNS timestamp IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  unit text := known_date_part(part);
BEGIN
  RETURN at + CASE unit WHEN 'quarter' THEN n * interval '3 months' ELSE n * ('1 ' || unit)::interval END;
END $$;
CREATE FUNCTION pg_catalog.datediff(part text, a timestamp, b timestamp) RETURNS bigint IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  unit text := known_date_part(part);
  months bigint := (extract(year FROM b) - extract(year FROM a)) * 12 + extract(month FROM b) - extract(month FROM a);
BEGIN
  RETURN CASE unit
    WHEN 'year' THEN extract(year FROM b) - extract(year FROM a)
    WHEN 'quarter' THEN (extract(year FROM b) - extract(year FROM a)) * 4 + extract(quarter FROM b) - extract(quarter FROM a)
    WHEN 'month' THEN months
    -- Redshift's weeks begin on Sunday here.
    WHEN 'week' THEN ((date_trunc('week', b + interval '1 day'))::date - (date_trunc('week', a + interval '1 day'))::date) / 7
    WHEN 'day' THEN b::date - a::date
    ELSE date_part('epoch', date_trunc(unit, b) - date_trunc(unit, a))
      / CASE unit WHEN 'hour' THEN 3600 WHEN 'minute' THEN 60 ELSE 1 END
  END;
END $$;
-- Functions of PostgreSQL's that give something else under a Redshift name make way.
ALTER FUNCTION pg_catalog.concat(VARIADIC "any") RENAME TO postgres_concat;
CREATE FUNCTION pg_catalog.concat(text, text) RETURNS text IMMUTABLE STRICT LANGUAGE sql RETURN $1 || $2;
CREATE FUNCTION pg_catalog.json_parse(text) RETURNS jsonb IMMUTABLE STRICT LANGUAGE sql RETURN $1::jsonb;
CREATE FUNCTION pg_catalog.json_serialize(jsonb) RETURNS varchar IMMUTABLE STRICT LANGUAGE sql RETURN $1::varchar;
DO $$
DECLARE
  it regprocedure;
BEGIN
  FOR it IN
    SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname IN ('regexp_replace', 'regexp_substr', 'extract')
        OR proname IN ('regexp_count', 'regexp_instr') AND 'text'::regtype = ANY (proargtypes[2:]))
  LOOP
    EXECUTE format('ALTER FUNCTION %s RENAME TO postgres_%s', it, (SELECT proname FROM pg_proc WHERE oid = it));
  END LOOP;
END $$;
CREATE FUNCTION pg_catalog.regexp_flags(parameters text) RETURNS text IMMUTABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
  IF parameters !~ '^[ci]*$' THEN
    RAISE EXCEPTION 'regular expressions with parameters other than "c" and "i" are not supported by the sandbox'
      USING ERRCODE = '0A000';
  END IF;
  RETURN parameters;
END $$;
CREATE FUNCTION pg_catalog.regexp_replace(text, text, text DEFAULT '', int DEFAULT 1, text DEFAULT 'c')
  RETURNS text IMMUTABLE STRICT LANGUAGE sql
  RETURN postgres_regexp_replace($1, $2, $3, greatest($4, 1), 0, regexp_flags($5));
CREATE FUNCTION pg_catalog.regexp_substr(text, text, int DEFAULT 1, int DEFAULT 1, text DEFAULT 'c')
  RETURNS text IMMUTABLE STRICT LANGUAGE sql
  RETURN coalesce(postgres_regexp_substr($1, $2, greatest($3, 1), $4, regexp_flags($5)), '');
-- Redshift's EXTRACT gives whole numbers, and of milliseconds those within the second.
CREATE FUNCTION pg_catalog.date_part_within(part text, value numeric) RETURNS numeric IMMUTABLE STRICT LANGUAGE sql
  RETURN CASE WHEN lower(part) ~ '^(ms|millisec)' THEN value % 1000 WHEN lower(part) ~ '^(us|microsec)' THEN value % 1000000
    ELSE value END;
DO $$
DECLARE
  source text;
BEGIN
  FOREACH source IN ARRAY '{date,timestamp,time,timetz,interval}'::text[] LOOP
    EXECUTE format('CREATE FUNCTION pg_catalog."extract"(text, %s) RETURNS int IMMUTABLE STRICT LANGUAGE sql
      RETURN trunc(date_part_within($1, postgres_extract($1, $2)))::int', source);
  END LOOP;
END $$;
CREATE FUNCTION pg_catalog."extract"(text, timestamptz) RETURNS float8 STABLE STRICT LANGUAGE sql
  RETURN date_part_within($1, postgres_extract($1, $2))::float8;

-- Redshift's AVG of integers is an integer, the rest cut off.
ALTER AGGREGATE pg_catalog.avg(int2) RENAME TO postgres_avg;
ALTER AGGREGATE pg_catalog.avg(int4) RENAME TO postgres_avg;
ALTER AGGREGATE pg_catalog.avg(int8) RENAME TO postgres_avg;
CREATE FUNCTION pg_catalog.integer_avg_step(numeric[], bigint) RETURNS numeric[] IMMUTABLE STRICT LANGUAGE sql
  RETURN ARRAY[$1[1] + 1, $1[2] + $2];
CREATE FUNCTION pg_catalog.integer_avg_end(numeric[]) RETURNS bigint IMMUTABLE STRICT LANGUAGE sql
  RETURN CASE WHEN $1[1] > 0 THEN trunc($1[2] / $1[1])::bigint END;
CREATE FUNCTION pg_catalog.small_avg_end(bigint[]) RETURNS bigint IMMUTABLE STRICT LANGUAGE sql
  RETURN CASE WHEN $1[1] > 0 THEN $1[2] / $1[1] END;
CREATE AGGREGATE pg_catalog.avg(int2)
  (sfunc = int2_avg_accum, stype = bigint[], finalfunc = small_avg_end, initcond = '{0,0}');
CREATE AGGREGATE pg_catalog.avg(int4)
  (sfunc = int4_avg_accum, stype = bigint[], finalfunc = small_avg_end, initcond = '{0,0}');
CREATE AGGREGATE pg_catalog.avg(int8)
  (sfunc = integer_avg_step, stype = numeric[], finalfunc = integer_avg_end, initcond = '{0,0}');
${geometryLayer}
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
REVOKE SELECT ON pg_policy, pg_policies FROM PUBLIC;
REVOKE UPDATE ON pg_settings FROM PUBLIC;
DO $$
DECLARE
  it record;
BEGIN
  FOR it IN
    SELECT oid::regprocedure AS name FROM pg_proc
    WHERE (provolatile = 'v' AND prorettype <> 'trigger'::regtype AND NOT proname = ANY ('{${harmlessVolatile.join(',')}}'))
       OR proname ~ '_to_xml|^pg_stat_|^lo_|^pg_(ls|read|stat)_|^txid_|^pg_current_logfile|^(current|table|query|cursor|schema|database)_to'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', it.name);
  END LOOP;
  -- Statistics tell of rows that a policy hides.
  FOR it IN
    SELECT format('%I.%I', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = 'pg_catalog' AND relname ~ '^pg_stat' AND relkind IN ('r', 'v')
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', it.name);
  END LOOP;
  -- So do the sizes in pg_class; the rest of it is for everybody.
  REVOKE SELECT ON pg_class FROM PUBLIC;
  EXECUTE (
    SELECT format('GRANT SELECT (%s) ON pg_class TO PUBLIC', string_agg(quote_ident(attname), ', '))
    FROM pg_attribute
    WHERE attrelid = 'pg_class'::regclass AND attname NOT IN ('reltuples', 'relpages', 'relallvisible', 'relallfrozen')
  );
END $$;
`;
