import assert from 'node:assert/strict';
import type { StatementRequest, Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf } from './testWarehouse.ts';
import type { PersonName } from './testWarehouse.ts';

type Rows = readonly (readonly (string | null)[])[];

interface Attack {
  label: string;
  sql: string;
  /** Ming, who may see APAC only, unless it says otherwise. */
  as?: PersonName;
  parameters?: StatementRequest['parameters'];
  /** SQLSTATE of the refusal, or the harmless rows. */
  gives: string | Rows;
}

const ownRows: Rows = [['APAC', '1800']];
const byRegion = 'region, count(*) FROM sales GROUP BY region';

/** Ways back to the administrator, or to somebody else. */
const identity: Attack[] = [
  { label: 'RESET ROLE', sql: 'RESET ROLE', gives: '0A000' },
  { label: 'SET ROLE NONE', sql: 'SET ROLE NONE', gives: '0A000' },
  { label: 'SET ROLE', sql: 'SET ROLE postgres', gives: '0A000' },
  { label: 'SET LOCAL ROLE', sql: 'SET LOCAL ROLE postgres', gives: '0A000' },
  { label: 'SET SESSION ROLE', sql: 'SET SESSION ROLE postgres', gives: '0A000' },
  { label: 'SET SESSION AUTHORIZATION', sql: 'SET SESSION AUTHORIZATION postgres', gives: '0A000' },
  { label: 'to the default', sql: 'set session authorization default', gives: '0A000' },
  { label: 'RESET SESSION AUTHORIZATION', sql: 'RESET SESSION AUTHORIZATION', gives: '0A000' },
  { label: 'the parameter behind it', sql: 'SET session_authorization TO postgres', gives: '0A000' },
  { label: 'the parameter, quoted', sql: `SET "session_authorization" TO 'postgres'`, gives: '0A000' },
  { label: 'mixed case', sql: 'sEt SeSsIoN aUtHoRiZaTiOn "POSTGRES"', gives: '0A000' },
  { label: 'comments for spaces', sql: 'SET/**/SESSION/*a/*b*/c*/AUTHORIZATION--\npostgres', gives: '0A000' },
  { label: 'form feeds and tabs', sql: 'SET\f\t\vROLE\r\nNONE', gives: '0A000' },
  { label: 'a no-break space', sql: 'SET\u00a0ROLE NONE', gives: '0A000' },
  { label: 'full-width letters', sql: 'ＳＥＴ ROLE NONE', gives: '0A000' },
  { label: 'a long s', sql: '\u017fET ROLE NONE', gives: '0A000' },
  { label: 'a comment that ends early', sql: '/* /* */ */ SET ROLE NONE', gives: '0A000' },
  { label: 'a zero byte', sql: 'SELECT 1 \0; RESET ROLE', gives: '42601' },
  { label: 'U& identifiers', sql: 'SELECT U&"\\0073ale_id" FROM sales', gives: '0A000' },
  { label: 'U& as a setting', sql: 'SET U&"\\0072ole" TO postgres', gives: '0A000' },
  { label: 'set_config', sql: `SELECT set_config('role', 'postgres', false)`, gives: '42501' },
  {
    label: 'its full name',
    sql: `SELECT pg_catalog."SET_CONFIG"('session_authorization', 'postgres', false)`,
    gives: '42501',
  },
  {
    label: 'a setting through its view',
    sql: `UPDATE pg_settings SET setting = 'postgres' WHERE name = 'role'`,
    gives: '42501',
  },
  { label: 'RLS off by setting', sql: 'SET row_security TO off', gives: '0A000' },
  { label: 'search_path', sql: `SET search_path TO 'pg_temp'`, gives: [] },
  { label: 'a name that every object has', sql: 'constructor', gives: '0A000' },
  { label: 'the name of the prototype', sql: '__proto__ x', gives: '0A000' },
  { label: 'COMMIT', sql: 'COMMIT', gives: '0A000' },
  { label: 'ROLLBACK', sql: 'ROLLBACK', gives: '0A000' },
  { label: 'ABORT', sql: 'ABORT AND CHAIN', gives: '0A000' },
  { label: 'DISCARD', sql: 'DISCARD ALL', gives: '0A000' },
  { label: 'DO', sql: `DO $$ BEGIN EXECUTE 'RESET ROLE'; END $$`, gives: '0A000' },
  { label: 'CALL', sql: 'CALL anything()', gives: '0A000' },
  { label: 'PREPARE', sql: 'PREPARE p AS SELECT 1', gives: '0A000' },
  { label: 'EXECUTE', sql: 'EXECUTE p', gives: '0A000' },
  { label: 'a cursor', sql: 'DECLARE c CURSOR WITH HOLD FOR SELECT * FROM sales', gives: '0A000' },
  { label: 'two statements', sql: 'SELECT 1; RESET ROLE', gives: '42601' },
  { label: 'two statements, the first empty', sql: '; RESET ROLE', gives: '42601' },
  { label: 'a string that ends late', sql: `SELECT 'a\\'; RESET ROLE; --'`, gives: [[`a'; RESET ROLE; --`]] },
  { label: 'a string that ends early', sql: `SELECT 'a\\\\'; RESET ROLE; --'`, gives: '42601' },
  { label: 'E strings', sql: `SELECT E'a\\'; RESET ROLE; --'`, gives: [[`a'; RESET ROLE; --`]] },
  { label: 'dollar quotes', sql: 'SELECT $a$ $$; RESET ROLE $a$', gives: [[' $$; RESET ROLE ']] },
  { label: 'a tag that does not match', sql: 'SELECT $a$ x $b$; RESET ROLE', gives: '42601' },
  { label: 'positional parameters', sql: 'SELECT $1', gives: '42P02' },
  {
    label: 'a parameter with SQL',
    sql: 'SELECT count(*) FROM sales WHERE region = :r',
    parameters: [{ name: 'r', value: `APAC' OR region <> 'x'; RESET ROLE --` }],
    gives: [['0']],
  },
  {
    label: 'a parameter beside a word',
    sql: 'SELECT x:r',
    parameters: [{ name: 'r', value: '1' }],
    gives: '42601',
  },
  {
    label: 'GRANT to oneself',
    sql: 'GRANT ROLE "awsidc:exec-global" TO "awsidc:ming@example.com"',
    gives: '42501',
  },
  {
    label: 'a predefined role',
    sql: 'GRANT ROLE pg_read_all_data TO "awsidc:ming@example.com"',
    gives: '42501',
  },
  {
    label: 'PostgreSQL’s form of it',
    sql: 'GRANT pg_read_all_data TO "awsidc:ming@example.com"',
    gives: '0A000',
  },
  { label: 'CREATE ROLE', sql: 'CREATE ROLE mine', gives: '42501' },
  { label: 'CREATE USER', sql: 'CREATE USER mine PASSWORD DISABLE', gives: '42501' },
  {
    label: 'CREATE USER with superuser',
    sql: 'CREATE USER mine PASSWORD DISABLE CREATEUSER',
    gives: '0A000',
  },
  { label: 'ALTER USER', sql: 'ALTER USER "awsidc:ming@example.com" SUPERUSER', gives: '0A000' },
  {
    label: 'ALTER USER … SET',
    sql: 'ALTER USER "awsidc:ming@example.com" SET role TO postgres',
    gives: '0A000',
  },
  { label: 'another name', sql: 'ALTER USER "awsidc:ming@example.com" RENAME TO ethan', gives: '0A000' },
  { label: 'a seed for everybody', sql: 'SELECT setseed(0.5)', gives: '42501' },
  { label: 'operators and comments', sql: 'SELECT 4 */* ; RESET ROLE */ 2 --1\n- 1', gives: [['7']] },
  { label: 'a literal with a gap', sql: `SELECT e 'x\\'; RESET ROLE --'`, gives: '42704' },
  { label: 'DROP USER', sql: 'DROP USER "awsidc:ethan@example.com"', gives: '42501' },
];

/** Ways to rows of another region. */
const rows: Attack[] = [
  { label: 'a plain read', sql: `SELECT ${byRegion}`, gives: ownRows },
  { label: 'nobody’s policy', as: 'eve', sql: `SELECT ${byRegion}`, gives: '42501' },
  { label: 'ONLY', sql: 'SELECT region, count(*) FROM ONLY sales GROUP BY region', gives: ownRows },
  {
    label: 'TABLESAMPLE',
    sql: 'SELECT region, count(*) FROM sales TABLESAMPLE SYSTEM (100) GROUP BY region',
    gives: ownRows,
  },
  {
    label: 'system columns',
    sql: `SELECT count(*) FROM sales WHERE ctid = '(0,1)' AND region <> 'APAC'`,
    gives: [['0']],
  },
  { label: 'whole rows', sql: `SELECT count(*) FROM sales s WHERE s::text LIKE '%EMEA%'`, gives: [['0']] },
  {
    label: 'an outer join',
    sql: `SELECT b.region, count(*) FROM (SELECT 1) a LEFT JOIN sales b ON true GROUP BY 1`,
    gives: ownRows,
  },
  { label: 'FOR UPDATE', sql: 'SELECT * FROM sales FOR UPDATE', gives: '0A000' },
  {
    label: 'FOR UPDATE inside',
    sql: 'SELECT count(*) FROM (SELECT 1 FROM sales FOR UPDATE) s',
    gives: '42501',
  },
  {
    label: 'a division that fails elsewhere',
    sql: `SELECT count(*) FROM sales WHERE 1 / (CASE region WHEN 'EMEA' THEN 0 ELSE 1 END) = 1`,
    gives: [['1800']],
  },
  {
    label: 'a cast that fails elsewhere',
    sql: `SELECT count(*) FROM sales WHERE (CASE region WHEN 'EMEA' THEN country ELSE '1' END)::int = 1`,
    gives: [['1800']],
  },
  {
    label: 'a view of the administrator',
    sql: 'SELECT region, sum(sales) FROM every_region GROUP BY region',
    gives: ownRows,
  },
  { label: 'a view of one’s own', sql: 'CREATE VIEW mine AS SELECT * FROM sales', gives: '42501' },
  { label: 'a temporary view', sql: 'CREATE TEMP VIEW mine AS SELECT * FROM sales', gives: '42601' },
  {
    label: 'a materialized view',
    sql: 'CREATE MATERIALIZED VIEW mine AS SELECT * FROM sales',
    gives: '0A000',
  },
  { label: 'a table without grants', sql: 'SELECT * FROM secrets', gives: '42501' },
  { label: 'a column without grants', sql: 'SELECT salary FROM staff', gives: '42501' },
  { label: 'a column without grants, by *', sql: 'SELECT * FROM staff', gives: '42501' },
  {
    label: 'a column without grants, in WHERE',
    sql: 'SELECT name FROM staff WHERE salary > 1',
    gives: '42501',
  },
  {
    label: 'EXPLAIN',
    sql: `EXPLAIN SELECT * FROM sales WHERE country > 'J'`,
    gives: [['XN RLS SecureScan sales']],
  },
  { label: 'EXPLAIN ANALYZE', sql: 'EXPLAIN ANALYZE SELECT * FROM sales', gives: '0A000' },
  { label: 'EXPLAIN VERBOSE', sql: 'EXPLAIN VERBOSE SELECT * FROM sales', gives: '0A000' },
  { label: 'EXPLAIN with options', sql: 'EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM sales', gives: '0A000' },
  { label: 'EXPLAIN RLS', sql: 'EXPLAIN RLS SELECT * FROM sales', gives: '0A000' },
  { label: 'statistics', sql: 'SELECT * FROM pg_stats', gives: '42501' },
  { label: 'statistics underneath', sql: 'SELECT * FROM pg_statistic', gives: '42501' },
  { label: 'counters', sql: 'SELECT n_live_tup FROM pg_stat_user_tables', gives: '42501' },
  { label: 'counters by function', sql: `SELECT pg_stat_get_live_tuples('sales'::regclass)`, gives: '42501' },
  { label: 'sizes', sql: `SELECT reltuples FROM pg_class WHERE relname = 'sales'`, gives: '42501' },
  { label: 'sizes, by *', sql: 'SELECT * FROM pg_class', gives: '42501' },
  {
    label: 'names beside the sizes',
    sql: `SELECT relname FROM pg_class WHERE oid = 'sales'::regclass`,
    gives: [['sales']],
  },
  {
    label: 'an entity of XML',
    sql: `SELECT xpath('/a/text()', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')::varchar`,
    gives: [['{}']],
  },
  { label: 'policies', sql: 'SELECT * FROM pg_policies', gives: '42501' },
  {
    label: 'policies underneath',
    sql: 'SELECT pg_get_expr(polqual, polrelid) FROM pg_policy',
    gives: '42501',
  },
  { label: 'the sandbox’s own tables', sql: 'SELECT * FROM sandbox_catalogue.policy', gives: '42501' },
  { label: 'passwords', sql: 'SELECT rolpassword FROM pg_authid', gives: '42501' },
  {
    label: 'query_to_xml',
    sql: `SELECT query_to_xml('SELECT * FROM sales', true, true, '')`,
    gives: '42501',
  },
  { label: 'table_to_xml', sql: `SELECT table_to_xml('sales', true, true, '')`, gives: '42501' },
  { label: 'database_to_xml', sql: `SELECT database_to_xml(true, true, '')`, gives: '42501' },
  { label: 'cursor_to_xml', sql: `SELECT cursor_to_xml('c', 1, true, true, '')`, gives: '42501' },
  {
    label: 'ts_stat',
    sql: `SELECT * FROM ts_stat('SELECT to_tsvector(country) FROM sales')`,
    gives: '42501',
  },
  {
    label: 'ts_rewrite',
    sql: `SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery')`,
    gives: '42501',
  },
  { label: 'dblink', sql: `SELECT * FROM dblink('dbname=dev', 'SELECT 1') AS t (a int)`, gives: '42883' },
  { label: 'CREATE TABLE', sql: 'CREATE TABLE sales_copy (a int)', gives: '42501' },
  { label: 'CTAS', sql: 'CREATE TABLE sales_copy AS SELECT * FROM sales', gives: '42501' },
  { label: 'SELECT INTO', sql: 'SELECT * INTO sales_copy FROM sales', gives: '42501' },
  { label: 'CREATE SCHEMA', sql: 'CREATE SCHEMA "awsidc:ming@example.com"', gives: '42501' },
  { label: 'a table in pg_catalog', sql: 'CREATE TABLE pg_catalog.sales (a int)', gives: '42501' },
  {
    label: 'a temporary table that hides sales',
    sql: 'CREATE TEMP TABLE sales AS SELECT * FROM public.sales',
    gives: [],
  },
  { label: 'INSERT', sql: `INSERT INTO sales SELECT * FROM sales`, gives: '42501' },
  { label: 'INSERT … RETURNING', sql: `INSERT INTO guests VALUES (3, 'c') RETURNING *`, gives: '0A000' },
  { label: 'a duplicate key tells nothing', sql: `INSERT INTO guests VALUES (1, 'x')`, gives: [] },
  {
    label: 'ON CONFLICT',
    sql: `INSERT INTO guests VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = 'x'`,
    gives: '0A000',
  },
  { label: 'UPDATE', sql: `UPDATE sales SET region = 'APAC'`, gives: '42501' },
  { label: 'UPDATE … RETURNING', sql: 'UPDATE guests SET id = id RETURNING *', gives: '0A000' },
  { label: 'DELETE', sql: 'DELETE FROM sales', gives: '42501' },
  { label: 'DELETE behind WITH', sql: 'WITH a AS (SELECT 1) DELETE FROM sales', gives: '0A000' },
  { label: 'DELETE in WITH', sql: 'WITH a AS (DELETE FROM sales) SELECT 1', gives: '0A000' },
  {
    label: 'DELETE in WITH in WITH',
    sql: 'WITH a AS (WITH b AS (SELECT 1) DELETE FROM guests) SELECT 1',
    gives: '0A000',
  },
  {
    label: 'UPDATE in WITH in WITH',
    sql: 'WITH a AS (WITH b AS (SELECT 1) UPDATE guests SET id = 9) SELECT 1',
    gives: '0A000',
  },
  { label: 'MERGE', sql: 'MERGE INTO sales USING staff ON true WHEN MATCHED THEN DELETE', gives: '0A000' },
  { label: 'TRUNCATE', sql: 'TRUNCATE sales', gives: '42501' },
  { label: 'DROP TABLE', sql: 'DROP TABLE sales CASCADE', gives: '42501' },
  { label: 'DROP SCHEMA', sql: 'DROP SCHEMA public CASCADE', gives: '42501' },
  { label: 'another owner', sql: 'ALTER TABLE sales OWNER TO "awsidc:ming@example.com"', gives: '42501' },
  { label: 'RLS off, in Redshift', sql: 'ALTER TABLE sales ROW LEVEL SECURITY OFF', gives: '42501' },
  { label: 'RLS off, in PostgreSQL', sql: 'ALTER TABLE sales DISABLE ROW LEVEL SECURITY', gives: '0A000' },
  { label: 'NO FORCE', sql: 'ALTER TABLE sales NO FORCE ROW LEVEL SECURITY', gives: '0A000' },
  {
    label: 'DETACH RLS POLICY',
    sql: 'DETACH RLS POLICY apac_sales ON sales FROM ROLE "AWSIDC:apac-sales"',
    gives: '42501',
  },
  { label: 'ATTACH RLS POLICY', sql: 'ATTACH RLS POLICY all_sales ON sales TO PUBLIC', gives: '42501' },
  { label: 'CREATE RLS POLICY', sql: 'CREATE RLS POLICY mine USING (true)', gives: '42501' },
  { label: 'DROP RLS POLICY', sql: 'DROP RLS POLICY apac_sales CASCADE', gives: '42501' },
  { label: 'CREATE POLICY', sql: 'CREATE POLICY mine ON sales USING (true)', gives: '0A000' },
  { label: 'GRANT SELECT', sql: 'GRANT SELECT ON secrets TO "awsidc:ming@example.com"', gives: '42501' },
];

const manyParameters = Array.from({ length: 70000 }, (_, at) => ({ name: `p${at}`, value: '1' }));

/** Ways out of the database, and of what it takes to run. */
const mask = [['***@sakaiswim.example']];
const seven = 'WHERE customer_id = 7';

/** Ways to the mail addresses that are masked for Ming, and to columns that aren't granted. */
const masks: Attack[] = [
  { label: 'a plain read', sql: `SELECT email FROM crm.customers ${seven}`, gives: mask },
  { label: 'an alias', sql: `SELECT c.email AS e FROM crm.customers AS c ${seven}`, gives: mask },
  { label: 'aliases of columns', sql: `SELECT b FROM crm.customers t (a, x, b) WHERE a = 7`, gives: mask },
  { label: 'the database before it', sql: `SELECT email FROM dev.crm.customers ${seven}`, gives: mask },
  {
    label: 'all four parts',
    sql: `SELECT dev.crm.customers.email FROM dev.crm.customers ${seven}`,
    gives: mask,
  },
  { label: 'quoted, upper case', sql: `SELECT "EMAIL" FROM "CRM"."CUSTOMERS" ${seven}`, gives: mask },
  { label: 'comments between', sql: `SELECT email FROM crm/**/./**/customers ${seven}`, gives: mask },
  {
    label: 'WITH',
    sql: `WITH c AS (SELECT * FROM (SELECT customer_id, email FROM crm.customers) x) SELECT email FROM c ${seven}`,
    gives: mask,
  },
  {
    label: 'a WITH of its name',
    sql: `WITH customers AS (SELECT email FROM crm.customers ${seven}) SELECT email FROM customers`,
    gives: mask,
  },
  { label: 'a subquery', sql: `SELECT (SELECT max(email) FROM crm.customers ${seven})`, gives: mask },
  {
    label: 'LATERAL',
    sql: `SELECT l.email FROM (SELECT 7 AS n) a, LATERAL (SELECT email FROM crm.customers WHERE customer_id = n) l`,
    gives: mask,
  },
  {
    label: 'a function’s argument',
    sql: `SELECT max(concat(email, '')) FROM crm.customers ${seven}`,
    gives: mask,
  },
  { label: 'LISTAGG', sql: `SELECT listagg(email, ',') FROM crm.customers ${seven}`, gives: mask },
  {
    label: 'UNION',
    sql: `SELECT email FROM crm.customers ${seven} UNION SELECT email FROM crm.customers ${seven}`,
    gives: mask,
  },
  {
    label: 'EXCEPT',
    sql: `SELECT count(*) FROM (SELECT email FROM crm.customers EXCEPT SELECT '***' || substring(email, strpos(email, '@')) FROM crm.customers) x`,
    gives: [['0']],
  },
  {
    label: 'JOIN … USING',
    sql: `SELECT email FROM crm.customers a JOIN crm.customers b USING (email) WHERE a.customer_id = 7`,
    gives: mask,
  },
  {
    label: 'an outer join',
    sql: `SELECT c.email FROM (SELECT 7 AS n) x LEFT JOIN crm.customers c ON c.customer_id = n`,
    gives: mask,
  },
  { label: 'ONLY', sql: `SELECT email FROM ONLY crm.customers ${seven}`, gives: mask },
  {
    label: 'a guess',
    sql: `SELECT count(*) FROM crm.customers WHERE email = 'office@sakaiswim.example'`,
    gives: [['0']],
  },
  {
    label: 'a guess by LIKE',
    sql: `SELECT count(*) FROM crm.customers WHERE email LIKE 'office%'`,
    gives: [['0']],
  },
  {
    label: 'a guess in a join',
    sql: `SELECT count(*) FROM (SELECT 'office@sakaiswim.example' AS e) g JOIN crm.customers ON email = e`,
    gives: [['0']],
  },
  {
    label: 'order',
    sql: `SELECT customer_id FROM crm.customers ORDER BY email LIMIT 1`,
    gives: [['4']],
  },
  { label: 'a system column', sql: 'SELECT ctid FROM crm.customers', gives: '42703' },
  { label: 'TABLESAMPLE', sql: 'SELECT email FROM crm.customers TABLESAMPLE SYSTEM (100)', gives: '0A000' },
  { label: 'TABLE', sql: 'SELECT * FROM (TABLE crm.customers) x', gives: '42501' },
  { label: 'whole rows', sql: 'SELECT c FROM crm.customers c', gives: '42501' },
  {
    label: 'whole rows as text',
    sql: 'SELECT c::text FROM crm.contacts c',
    gives: [['(7,***@sakaiswim.example)']],
  },
  {
    label: 'rows as JSON',
    sql: 'SELECT row_to_json(c)::text FROM crm.contacts c',
    gives: [['{"id":7,"email":"***@sakaiswim.example"}']],
  },
  {
    label: 'a natural join',
    sql: 'SELECT email FROM crm.contacts NATURAL JOIN (SELECT 7 AS id) x',
    gives: mask,
  },
  { label: 'every column', sql: 'SELECT * FROM crm.contacts', gives: [['7', '***@sakaiswim.example']] },
  {
    label: 'the hidden view itself',
    sql: `SELECT email FROM pg_masked_crm.customers, crm.customers c WHERE customers.customer_id = 7 AND c.customer_id = 7`,
    gives: '3F000',
  },
  { label: 'a view', sql: 'SELECT email FROM crm.addresses', gives: '0A000' },
  {
    label: 'a view and a guess that is right',
    sql: `SELECT 1 FROM crm.addresses WHERE email = 'office@sakaiswim.example'`,
    gives: '0A000',
  },
  {
    label: 'a view and a guess that is wrong',
    sql: `SELECT 1 FROM crm.addresses WHERE email = 'x'`,
    gives: '0A000',
  },
  {
    label: 'a view beside the table',
    sql: `SELECT a.email FROM crm.addresses a, crm.customers c`,
    gives: '0A000',
  },
  { label: 'a copy', sql: 'CREATE TEMP TABLE c AS SELECT email FROM crm.customers', gives: '0A000' },
  { label: 'an INSERT of it', sql: 'INSERT INTO guests SELECT 1, email FROM crm.contacts', gives: '0A000' },
  { label: 'an UPDATE by it', sql: 'UPDATE guests SET name = email FROM crm.contacts', gives: '0A000' },
  { label: 'UPDATE', sql: 'UPDATE crm.contacts SET email = email', gives: '0A000' },
  { label: 'DELETE', sql: `DELETE FROM crm.customers WHERE email LIKE 'o%'`, gives: '42501' },
  {
    label: 'a plan',
    sql: `EXPLAIN SELECT id FROM crm.contacts WHERE email > 'a'`,
    gives: [['XN Subquery Scan'], ['  ->  XN Seq Scan on contacts']],
  },
  { label: 'the policies', sql: 'SELECT * FROM sandbox_catalogue.masking_policy', gives: '42501' },
  { label: 'the guard’s knowledge', sql: `SELECT * FROM masks_for('x', 1)`, gives: '42501' },
  { label: 'a column that is not granted', sql: 'SELECT credit_limit FROM crm.customers', gives: '42501' },
  { label: 'in a condition', sql: 'SELECT 1 FROM crm.customers WHERE credit_limit > 1', gives: '42501' },
  { label: 'by *', sql: 'SELECT * FROM crm.customers', gives: '42501' },
  { label: 'COUNT of rows', sql: 'SELECT count(*) FROM crm.customers', gives: [['9']] },
  { label: 'another role’s columns', as: 'alex', sql: 'SELECT email FROM crm.customers', gives: '42501' },
  { label: 'no role’s table', as: 'eve', sql: 'SELECT email FROM crm.customers', gives: '42501' },
];

/** Ways to rows of another database. */
const databases: Attack[] = [
  { label: 'protected rows', sql: 'SELECT * FROM archive.public.returns', gives: '0A000' },
  {
    label: 'a guess that is right',
    sql: 'SELECT 1 FROM archive.public.returns WHERE return_id = 1',
    gives: '0A000',
  },
  {
    label: 'a guess that is wrong',
    sql: 'SELECT 1 FROM archive.public.returns WHERE return_id = 99',
    gives: '0A000',
  },
  { label: 'in a subquery', sql: 'SELECT (SELECT count(*) FROM archive.public.returns)', gives: '0A000' },
  { label: 'by PostgreSQL’s schema', sql: 'SELECT * FROM "archive.public".returns', gives: '3F000' },
  { label: 'the variable', sql: `SET sandbox.database TO 'archive'`, gives: '42501' },
  { label: 'another variable', sql: `SET sandbox.region TO 'x'`, gives: '42501' },
  { label: 'INSERT', sql: `INSERT INTO archive.public.sales VALUES (1, 'x', 1)`, gives: '0A000' },
  { label: 'a catalogue’s table', sql: 'SELECT * FROM awsdatacatalog.logistics.shipments', gives: '42501' },
  {
    label: 'an S3 table',
    sql: 'SELECT * FROM "sporting-goods@s3tablescatalog".retail.orders',
    gives: '42501',
  },
];

const surroundings: Attack[] = [
  {
    label: 'CREATE FUNCTION in SQL',
    sql: `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    gives: '0A000',
  },
  {
    label: 'CREATE OR REPLACE FUNCTION',
    sql: `CREATE OR REPLACE FUNCTION lower(text) RETURNS text LANGUAGE plpgsql AS ''`,
    gives: '0A000',
  },
  {
    label: 'CREATE PROCEDURE',
    sql: 'CREATE PROCEDURE p() AS $$ BEGIN END $$ LANGUAGE plpgsql',
    gives: '0A000',
  },
  { label: 'CREATE EXTENSION', sql: 'CREATE EXTENSION dblink', gives: '0A000' },
  { label: 'CREATE LANGUAGE', sql: 'CREATE LANGUAGE plpython3u', gives: '0A000' },
  { label: 'CREATE RULE', sql: 'CREATE RULE r AS ON SELECT TO sales DO INSTEAD SELECT 1', gives: '0A000' },
  {
    label: 'CREATE TRIGGER',
    sql: 'CREATE TRIGGER t AFTER INSERT ON guests EXECUTE FUNCTION f()',
    gives: '0A000',
  },
  { label: 'ALTER SYSTEM', sql: `ALTER SYSTEM SET shared_buffers = '1GB'`, gives: '0A000' },
  { label: 'ALTER DATABASE', sql: 'ALTER DATABASE dev SET role TO postgres', gives: '0A000' },
  { label: 'LOAD', sql: `LOAD 'plpgsql'`, gives: '0A000' },
  { label: 'COPY to a program', sql: `COPY sales TO PROGRAM 'cat'`, gives: '0A000' },
  { label: 'COPY from a file', sql: `COPY guests FROM '/etc/passwd'`, gives: '0A000' },
  { label: 'UNLOAD', sql: `UNLOAD ('SELECT 1') TO 's3://bucket/'`, gives: '0A000' },
  { label: 'LISTEN', sql: 'LISTEN a', gives: '0A000' },
  { label: 'NOTIFY', sql: 'NOTIFY a', gives: '0A000' },
  { label: 'LOCK', sql: 'LOCK TABLE sales', gives: '0A000' },
  { label: 'pg_read_file', sql: `SELECT pg_read_file('PG_VERSION')`, gives: '42501' },
  { label: 'pg_ls_dir', sql: `SELECT pg_ls_dir('.')`, gives: '42501' },
  { label: 'pg_stat_file', sql: `SELECT pg_stat_file('PG_VERSION')`, gives: '42501' },
  { label: 'lo_import', sql: `SELECT lo_import('/etc/passwd')`, gives: '42501' },
  { label: 'lo_export', sql: `SELECT lo_export(1, 'x')`, gives: '42501' },
  { label: 'a large object', sql: `SELECT lo_from_bytea(0, 'x')`, gives: '42501' },
  { label: 'the data directory', sql: `SELECT current_setting('data_directory')`, gives: '42501' },
  { label: 'pg_terminate_backend', sql: 'SELECT pg_terminate_backend(pg_backend_pid())', gives: '42501' },
  { label: 'pg_reload_conf', sql: 'SELECT pg_reload_conf()', gives: '42501' },
  { label: 'an advisory lock', sql: 'SELECT pg_advisory_lock(1)', gives: '42501' },
  { label: 'pg_notify', sql: `SELECT pg_notify('a', 'b')`, gives: '42501' },
  { label: 'a sequence', sql: `SELECT nextval('numbered_id_seq')`, gives: '42501' },
  { label: 'a value too large', sql: `SELECT length(repeat('x', 1073741824))`, gives: '54000' },
  { label: 'a deep nest', sql: `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, gives: '54001' },
  { label: 'a long chain', sql: `SELECT ${'1+'.repeat(10000)}1`, gives: '54001' },
  { label: 'a long row of NOT', sql: `SELECT ${'NOT '.repeat(20000)}true`, gives: '42601' },
  {
    label: 'a disk full of temporary files',
    sql: `SELECT max(length(x)) FROM (SELECT repeat('x', 100000 + n) AS x FROM generate_series(1, 5000) n ORDER BY n DESC OFFSET 1) t`,
    gives: '53400',
  },
  {
    label: 'more parameters than the protocol counts',
    sql: `SELECT ${manyParameters.map(({ name }) => `:${name}`).join(',')}`,
    parameters: manyParameters,
    gives: '54000',
  },
  { label: 'a long name', sql: `SELECT 1 AS ${'a'.repeat(64)}`, gives: '42622' },
];

describe('attacks on the warehouse', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(`
      CREATE VIEW every_region AS SELECT region, count(*) AS sales FROM sales GROUP BY region;
      GRANT SELECT ON every_region TO ROLE "awsidc:apac-sales";
      CREATE TABLE secrets (secret VARCHAR(20));
      INSERT INTO secrets VALUES ('hidden');
      CREATE TABLE staff (name VARCHAR(20), salary INTEGER);
      GRANT SELECT (name) ON staff TO PUBLIC;
      CREATE TABLE guests (id INTEGER PRIMARY KEY, name VARCHAR(20) UNIQUE);
      INSERT INTO guests VALUES (1, 'a');
      GRANT INSERT, UPDATE ON guests TO PUBLIC;
      CREATE VIEW crm.addresses AS SELECT customer_id, email FROM crm.customers;
      GRANT SELECT ON crm.addresses TO PUBLIC;
      CREATE TABLE crm.contacts (id INTEGER, email VARCHAR(80));
      INSERT INTO crm.contacts VALUES (7, 'office@sakaiswim.example');
      GRANT SELECT, UPDATE ON crm.contacts TO PUBLIC;
      ATTACH MASKING POLICY mask_email ON crm.contacts (email) TO PUBLIC;
      CREATE TABLE numbered (id INTEGER IDENTITY(1, 1));
    `);
    // Known to the warehouse, so that there is somebody to drop.
    await outcomeOf(warehouse, 'ethan', 'SELECT 1');
  });

  after(() => warehouse?.close());

  /** What no attack may change, as ming, ethan and the catalogue see it. */
  async function state(): Promise<unknown> {
    return {
      ming: await outcomeOf(warehouse, 'ming', `SELECT current_user, session_user, ${byRegion}`),
      all: await outcomeOf(warehouse, 'ethan', 'SELECT count(*), count(DISTINCT region) FROM sales'),
      superusers: await outcomeOf(
        warehouse,
        'eve',
        'SELECT rolname FROM pg_roles WHERE rolsuper OR rolbypassrls OR rolcreaterole',
      ),
    };
  }

  const unharmed = {
    ming: [['awsidc:ming@example.com', 'awsidc:ming@example.com', 'APAC', '1800']],
    all: [['5400', '3']],
    superusers: [['postgres']],
  };

  for (const [title, attacks] of Object.entries({ identity, rows, masks, databases, surroundings })) {
    describe(title, () => {
      for (const { label, sql, as = 'ming', parameters = [], gives } of attacks) {
        it(label, async () => {
          const outcome = await outcomeOf(warehouse, as, sql, { parameters });
          const found = typeof outcome === 'string' ? outcome.slice(0, 5) : outcome;
          assert.deepEqual(
            { found, state: await state() },
            { found: gives, state: unharmed },
            String(outcome),
          );
        });
      }
    });
  }

  it('a statement that eats all memory ends alone', async () => {
    const sql = `SELECT cardinality(array_agg(repeat('x', 90000000))) FROM generate_series(1, 40)`;
    const outcome = String(await outcomeOf(warehouse, 'ming', sql));
    assert.match(outcome, /^(53200|57P02) /);
    assert.deepEqual(await state(), unharmed);
  });

  it('a statement that overflows the stack is not taken for one that failed', async () => {
    const outcome = String(await outcomeOf(warehouse, 'ming', `SELECT ${'1+'.repeat(30000)}1`));
    assert.match(outcome, /^(54001|57P02) /);
    assert.deepEqual(await state(), unharmed);
  });
});
