CREATE OR REPLACE PROCEDURE public.refresh(IN day date, total INOUT bigint)
LANGUAGE plpgsql
AS $$
DECLARE
  name varchar(20) := 'a;b';
BEGIN
  -- it's a body; nothing here counts
  IF day IS NULL THEN RAISE EXCEPTION 'no; day %', day; END IF;
  FOR row IN SELECT * FROM sales LOOP
    total := total + CASE WHEN row.amount > 0 THEN row.amount ELSE 0 END;
  END LOOP;
  EXECUTE 'DELETE FROM ' || quote_ident(name) || ';';
END;
$$;
CALL public.refresh('2026-01-01', 0);
CREATE FUNCTION f_add(integer, integer) RETURNS integer STABLE AS $add$
  SELECT $1 + $2;
$add$ LANGUAGE sql;
CREATE PROCEDURE quoted() AS 'BEGIN DELETE FROM t; END;' LANGUAGE plpgsql;
DROP PROCEDURE public.refresh(date, bigint);
