\set region '''APAC'''
\set since '''2026-01-01'''::date
\set n 10
SELECT :region, ':region', ":region", $$:region$$, $q$ :n $q$ -- :region
/* :region */ FROM sales WHERE day >= :since AND n>:n AND m=:n;
SELECT :n::int, (:n)::bigint, a::date, b :: varchar, :Region, :regions, :unknown;
SELECT '\':n', E'\':n', 'x:n', x:n, t.:n, -:n,:n;
\set n 20
  \set both :region', '
SELECT :n, f(n := :n), :both LIMIT:n;
SELECT current_time, '10:30:n', 10:n
