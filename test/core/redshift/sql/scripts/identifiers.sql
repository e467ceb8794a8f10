SELECT "a;b", "a""b;", "--", "/*", "$$", "\", ";";
SELECT t."x;y".z FROM "my;schema"."my table" AS t;
SELECT a$b$, c$, _d, ä$ö$ FROM e$$;SELECT 'f';
SELECT "it's; ", "two
lines;";
SELECT count(*) AS "begin" FROM "end";
