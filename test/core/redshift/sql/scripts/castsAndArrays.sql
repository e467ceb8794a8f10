SELECT a::varchar(10), b::numeric(10,2)::text, 'x;'::char, "c"::"my;type", $$d;$$::text;
SELECT s[0], s[1:2], s[:3], s.a[0].b[x+1], json_extract_path_text(s, 'a;', 'b') FROM t;
SELECT a <> b, a != b, a || ';' || b, a ~ ';', a !~* ';', @ -5, |/ 25, a % b, a ^ b, a && b FROM t;
UNLOAD ('SELECT * FROM t WHERE a = ''x;y''') TO 's3://bucket/prefix;' IAM_ROLE default PARALLEL OFF;
COPY t FROM 's3://bucket/a' IAM_ROLE DEFAULT CSV DELIMITER ';' QUOTE '"' NULL AS '\\N';
