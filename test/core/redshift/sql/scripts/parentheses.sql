SELECT (1; 2), f(a, (b; c)); SELECT ')', "(", $$($$ -- (
;
SELECT a[1; SELECT b];
WITH a AS (SELECT 1 /* ) */), b AS (SELECT ')' FROM a) SELECT * FROM a, b;
SELECT 1); SELECT 2;
