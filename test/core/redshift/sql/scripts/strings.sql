SELECT 'it''s; ', '', '''', ';';
-- As at Redshift, a backslash escapes in every string.
SELECT 'it\'s; ', '\\', E'\'; ', 'C:\\dir\\';
SELECT 'two
lines; -- no comment
/* nor this */';
SELECT 'a'
  'b; c';
SELECT N'n;', B'0101', X'1F', 'x' ';';
SELECT 'äöü; 日本 🚀'; SELECT 2
