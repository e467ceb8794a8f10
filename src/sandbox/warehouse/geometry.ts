/** Functions of Redshift's for shapes that the sandbox has; every other ST_ function is refused by its name. */
export const spatialFunctions: ReadonlySet<string> = new Set([
  'st_asgeojson',
  'st_astext',
  'st_geomfromtext',
  'st_makepoint',
  'st_point',
  'st_setsrid',
  'st_srid',
  'st_x',
  'st_y',
]);

const number = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?';

/**
 * GEOMETRY: a value is the hexadecimal EWKB that Redshift gives, little-endian, of a point, a line or a polygon in two
 * dimensions. It comes out of functions alone: text is never read as one, so nothing damaged is ever stored.
 */
export const geometryLayer = `
CREATE TYPE pg_catalog.geometry;
CREATE FUNCTION pg_catalog.geometry_in(cstring) RETURNS geometry IMMUTABLE STRICT LANGUAGE internal AS 'pg_node_tree_in';
CREATE FUNCTION pg_catalog.geometry_out(geometry) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE pg_catalog.geometry (INPUT = geometry_in, OUTPUT = geometry_out, STORAGE = extended);
CREATE CAST (text AS geometry) WITHOUT FUNCTION;

CREATE FUNCTION pg_catalog.geometry_hex(float8) RETURNS text IMMUTABLE STRICT LANGUAGE sql
  RETURN upper(encode(reverse(float8send($1)), 'hex'));
CREATE FUNCTION pg_catalog.geometry_hex(int) RETURNS text IMMUTABLE STRICT LANGUAGE sql
  RETURN upper(encode(reverse(int4send($1)), 'hex'));
CREATE FUNCTION pg_catalog.geometry_of(kind int, srid int, body text) RETURNS geometry IMMUTABLE STRICT LANGUAGE sql
  RETURN ('01' || CASE WHEN srid = 0 THEN geometry_hex(kind) ELSE geometry_hex(kind | 536870912) || geometry_hex(srid) END
    || body)::geometry;
-- What stands in the function stays; nobody else makes a value of any text.
DROP CAST (text AS geometry);
CREATE FUNCTION pg_catalog.geometry_bytes(geometry) RETURNS bytea IMMUTABLE STRICT LANGUAGE sql
  RETURN decode($1::text, 'hex');
CREATE FUNCTION pg_catalog.geometry_int(bytes bytea, place int) RETURNS int IMMUTABLE STRICT LANGUAGE sql
  RETURN ('x' || encode(reverse(substr(bytes, place + 1, 4)), 'hex'))::bit(32)::int;
CREATE FUNCTION pg_catalog.geometry_double(bytes bytea, place int) RETURNS float8 IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  bits bigint := ('x' || encode(reverse(substr(bytes, place + 1, 8)), 'hex'))::bit(64)::bigint;
  exponent int := ((bits >> 52) & 2047)::int;
  fraction float8 := (bits & 4503599627370495)::float8;
  size float8 := CASE WHEN bits & 9223372036854775807 = 0 THEN 0 WHEN exponent = 0 THEN fraction * power(2::float8, -1074)
    ELSE (fraction + 4503599627370496) * power(2::float8, exponent - 1075) END;
BEGIN
  RETURN CASE WHEN bits < 0 AND size <> 0 THEN -size ELSE size END;
END $$;
-- Where the coordinates, or the number of parts, begin.
CREATE FUNCTION pg_catalog.geometry_start(bytes bytea) RETURNS int IMMUTABLE STRICT LANGUAGE sql
  RETURN CASE WHEN get_byte(bytes, 4) & 32 = 0 THEN 5 ELSE 9 END;

CREATE FUNCTION pg_catalog.st_point(float8, float8) RETURNS geometry IMMUTABLE STRICT LANGUAGE plpgsql AS $$
BEGIN
  IF $1 IN ('NaN', 'Infinity', '-Infinity') OR $2 IN ('NaN', 'Infinity', '-Infinity') THEN
    RAISE EXCEPTION 'coordinates that are no finite numbers are not supported by the sandbox' USING ERRCODE = '0A000';
  END IF;
  RETURN geometry_of(1, 0, geometry_hex($1) || geometry_hex($2));
END $$;
CREATE FUNCTION pg_catalog.st_makepoint(float8, float8) RETURNS geometry IMMUTABLE STRICT LANGUAGE sql
  RETURN st_point($1, $2);
CREATE FUNCTION pg_catalog.st_srid(geometry) RETURNS int IMMUTABLE STRICT LANGUAGE sql
  RETURN CASE WHEN geometry_start(geometry_bytes($1)) = 5 THEN 0 ELSE geometry_int(geometry_bytes($1), 5) END;
CREATE FUNCTION pg_catalog.st_setsrid(geometry, int) RETURNS geometry IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  bytes bytea := geometry_bytes($1);
BEGIN
  IF $2 < 0 THEN
    RAISE EXCEPTION 'SRID cannot be negative' USING ERRCODE = '22023';
  END IF;
  RETURN geometry_of(get_byte(bytes, 1), $2, upper(encode(substr(bytes, geometry_start(bytes) + 1), 'hex')));
END $$;

-- A list of positions with their number before it: 1 2, 3 4
CREATE FUNCTION pg_catalog.geometry_line(list text, fewest int, closed bool) RETURNS text IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  positions text[] := string_to_array(list, ',');
  body text := '';
  pair text[];
  one text;
BEGIN
  FOREACH one IN ARRAY positions LOOP
    pair := regexp_match(one, '^\\s*(${number})\\s+(${number})\\s*$', 'i');
    IF pair IS NULL THEN
      RETURN NULL;
    END IF;
    body := body || geometry_hex(pair[1]::float8) || geometry_hex(pair[2]::float8);
  END LOOP;
  IF cardinality(positions) < fewest OR closed AND left(body, 32) <> right(body, 32) THEN
    RETURN NULL;
  END IF;
  RETURN geometry_hex(cardinality(positions)) || body;
END $$;
CREATE FUNCTION pg_catalog.st_geomfromtext(wkt text, srid int DEFAULT 0) RETURNS geometry IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  parts text[] := regexp_match(wkt, '^\\s*([a-z]+)\\s*\\((.*)\\)\\s*$', 'i');
  kind text := upper(coalesce(parts[1], (regexp_match(wkt, '^\\s*([a-z]+)', 'i'))[1], ''));
  inner_text text := parts[2];
  rings text := '';
  count int := 0;
  ring text;
  body text;
BEGIN
  IF kind IN ('MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION') OR wkt ~* '^\\s*(POINT|LINESTRING|POLYGON)\\s*(Z|M|ZM|EMPTY)\\M' THEN
    RAISE EXCEPTION 'ST_GeomFromText of anything but a point, a line or a polygon in two dimensions is not supported by the sandbox' USING ERRCODE = '0A000';
  ELSIF srid < 0 THEN
    RAISE EXCEPTION 'SRID cannot be negative' USING ERRCODE = '22023';
  ELSIF kind = 'POINT' THEN
    body := substr(geometry_line(inner_text, 1, false), 9);
    IF length(body) = 32 THEN
      RETURN geometry_of(1, srid, body);
    END IF;
  ELSIF kind = 'LINESTRING' THEN
    body := geometry_line(inner_text, 2, false);
    IF body IS NOT NULL THEN
      RETURN geometry_of(2, srid, body);
    END IF;
  ELSIF kind = 'POLYGON' AND inner_text ~ '^\\s*\\([^()]*\\)(\\s*,\\s*\\([^()]*\\))*\\s*$' THEN
    FOR ring IN SELECT hit[1] FROM regexp_matches(inner_text, '\\(([^()]*)\\)', 'g') AS hit LOOP
      rings := rings || geometry_line(ring, 4, true);
      count := count + 1;
    END LOOP;
    IF rings IS NOT NULL THEN
      RETURN geometry_of(3, srid, geometry_hex(count) || rings);
    END IF;
  END IF;
  RAISE EXCEPTION 'could not parse the well-known text of a geometry' USING ERRCODE = '22023';
END $$;

-- Positions from a place on: x y,x y in parentheses, or [x,y],[x,y] in brackets.
CREATE FUNCTION pg_catalog.geometry_positions(bytes bytea, place int, many int, as_json bool) RETURNS text IMMUTABLE STRICT LANGUAGE sql
  RETURN (SELECT string_agg(CASE WHEN as_json THEN '[' || x || ',' || y || ']' ELSE x || ' ' || y END, ',' ORDER BY i)
    FROM (SELECT i, geometry_double(bytes, place + i * 16) AS x, geometry_double(bytes, place + i * 16 + 8) AS y
      FROM generate_series(0, many - 1) AS i) AS positions);
CREATE FUNCTION pg_catalog.geometry_text(shape geometry, as_json bool) RETURNS text IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  bytes bytea := geometry_bytes(shape);
  place int := geometry_start(bytes);
  kind int := get_byte(bytes, 1);
  opening text := CASE WHEN as_json THEN '[' ELSE '(' END;
  closing text := CASE WHEN as_json THEN ']' ELSE ')' END;
  inside text := '';
  many int;
BEGIN
  IF kind = 1 THEN
    inside := geometry_positions(bytes, place, 1, as_json);
    inside := CASE WHEN as_json THEN inside ELSE '(' || inside || ')' END;
  ELSIF kind = 2 THEN
    inside := opening || geometry_positions(bytes, place + 4, geometry_int(bytes, place), as_json) || closing;
  ELSE
    FOR ring IN 1 .. geometry_int(bytes, place) LOOP
      many := geometry_int(bytes, place + 4);
      inside := inside || CASE WHEN ring > 1 THEN ',' ELSE '' END
        || opening || geometry_positions(bytes, place + 8, many, as_json) || closing;
      place := place + 4 + many * 16;
    END LOOP;
    inside := opening || inside || closing;
  END IF;
  IF as_json THEN
    RETURN format('{"type":"%s","coordinates":%s}', (ARRAY['Point', 'LineString', 'Polygon'])[kind], inside);
  END IF;
  RETURN (ARRAY['POINT', 'LINESTRING', 'POLYGON'])[kind] || inside;
END $$;
CREATE FUNCTION pg_catalog.st_astext(geometry) RETURNS varchar IMMUTABLE STRICT LANGUAGE sql RETURN geometry_text($1, false);
CREATE FUNCTION pg_catalog.st_asgeojson(geometry) RETURNS varchar IMMUTABLE STRICT LANGUAGE sql RETURN geometry_text($1, true);
CREATE FUNCTION pg_catalog.geometry_coordinate(shape geometry, place int) RETURNS float8 IMMUTABLE STRICT LANGUAGE plpgsql AS $$
DECLARE
  bytes bytea := geometry_bytes(shape);
BEGIN
  IF get_byte(bytes, 1) <> 1 THEN
    RAISE EXCEPTION 'argument to ST_X() and ST_Y() must have type POINT' USING ERRCODE = '22023';
  END IF;
  RETURN geometry_double(bytes, geometry_start(bytes) + place);
END $$;
CREATE FUNCTION pg_catalog.st_x(geometry) RETURNS float8 IMMUTABLE STRICT LANGUAGE sql RETURN geometry_coordinate($1, 0);
CREATE FUNCTION pg_catalog.st_y(geometry) RETURNS float8 IMMUTABLE STRICT LANGUAGE sql RETURN geometry_coordinate($1, 8);
`;
