import assert from 'node:assert/strict';
import { SqlError } from '../../../../src/sandbox/warehouse/contract.ts';
import { splitStatements } from '../../../../src/sandbox/warehouse/sql/sqlTokens.ts';
import { readStatement, translate } from '../../../../src/sandbox/warehouse/sql/translate.ts';

/** SQL for PostgreSQL with single spaces, the kind of any other translation, or SQLSTATE of the refusal. */
function outcomeOf(sql: string): string {
  try {
    const translation = translate(readStatement(sql));
    if (!('statement' in translation)) return translation.kind;
    return translation.statement.text.replace(/ +/g, ' ').trim();
  } catch (error) {
    if (error instanceof SqlError) return error.sqlState;
    throw error;
  }
}

const cases: [label: string, sql: string, outcome: string][] = [
  ['a query', 'SELECT a.b FROM "T" a;', 'select a . b from "t" a'],
  ['comments are gone', 'select 1 -- one\n /* two /* three */ */ + 2', 'select 1 + 2'],
  [
    'backslashes escape',
    `select 'it\\'s', 'a\\\\b', '\\t', E'\\x41\\101'`,
    `select 'it''s' , E'a\\\\b' , '\t' , 'AA'`,
  ],
  ['strings go on in the next line', `select 'a'\n  'b'`, `select 'ab'`],
  ['parameters', 'select :b, :a + :b::int', 'select $1 , $2 + $1 :: int'],
  ['no parameters in strings and names', `select ':a', ":b", $$:c$$ -- :d`, `select ':a' , ":b" , ':c'`],
  ['NVL', 'select nvl(a, 1)', 'select coalesce ( a , 1 )'],
  ['NVL2', 'select nvl2(a, 1, 2)', 'select ( CASE WHEN ( a ) IS NOT NULL THEN 1 ELSE 2 END )'],
  ['DATEADD', 'select dateadd(month, 1, d)', `select dateadd ( 'month' , 1 , d )`],
  ['GETDATE and SYSDATE', 'select getdate(), sysdate', 'select getdate ( ) , sysdate ( )'],
  [
    'LISTAGG',
    `select listagg(x, ',') within group (order by y desc) from t`,
    `select string_agg ( ( x ) :: text , ',' order by y desc ) from t`,
  ],
  [
    'LISTAGG DISTINCT',
    `select listagg(distinct x, ',') from t`,
    `select string_agg ( DISTINCT x , ',' ) from t`,
  ],
  ['TOP', 'select top 3 a from t order by a', 'select a from t order by a LIMIT 3'],
  [
    'TOP inside',
    'select * from (select distinct top 3 a from t) x',
    'select * from ( select distinct a from t LIMIT 3 ) x',
  ],
  ['TOP with LIMIT', 'select top 3 a from t limit 2', '42601'],
  ['TOP with UNION', 'select top 3 a from t union select 1', '0A000'],
  ['a column named top', 'select top from t', 'select top from t'],
  ['MINUS', 'select 1 minus select 2', 'select 1 EXCEPT select 2'],
  [
    'casts',
    'select a::decimal, cast(b as varbyte), c::varchar(max)',
    'select a :: numeric (18, 0) , cast ( b AS bytea ) , c :: varchar ( 65535 )',
  ],
  ['a cast to SUPER', `select '{}'::super`, '0A000'],
  ['CAST to SUPER', `select cast('{}' as super)`, '0A000'],
  ['milliseconds', 'select date_part(ms, d)', '0A000'],
  ['DELETE in WITH in WITH', 'with a as (with b as (select 1) delete from t) select 1', '0A000'],
  ['an alias that is a type', 'select (select a as numeric) from t', 'select ( select a as numeric ) from t'],
  ['DELETE without FROM', 'delete sales where a = 1', 'DELETE FROM sales where a = 1'],
  [
    'CREATE TABLE',
    `create table s.t (id bigint identity(1, 2) distkey, a varchar encode lzo, b super, c decimal default 1.5 not null sortkey,
       d text, e char(3) references u (x), f varbyte(20), g double precision, primary key (a, d), unique (c))
     diststyle key compound sortkey (id, a)`,
    `CREATE TABLE "s"."t" ( "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 2 ) , "a" varchar(256) NOT NULL , "b" jsonb , "c" numeric (18, 0) DEFAULT 1.5 NOT NULL , "d" varchar(256) NOT NULL , "e" char ( 3 ) , "f" bytea , "g" double precision )`,
  ],
  [
    'CTAS',
    'create temp table t distkey (a) sortkey auto as select 1 a',
    'CREATE TEMPORARY TABLE "t" AS select 1 a',
  ],
  ['LIKE', 'create table t (like u including defaults)', 'CREATE TABLE "t" ( LIKE "u" INCLUDING DEFAULTS )'],
  ['CHECK', 'create table t (a int check (a > 0))', '0A000'],
  ['an unknown table attribute', 'create table t (a int) tablespace x', '42601'],
  [
    'CREATE VIEW',
    'create or replace view v (a) as select 1',
    'CREATE OR REPLACE VIEW "v" ("a") WITH (security_invoker = true) AS select 1',
  ],
  ['a late-binding view', 'create view v as select 1 with no schema binding', '0A000'],
  [
    'ALTER TABLE ADD',
    'alter table t add column a varchar(5) encode zstd',
    'ALTER TABLE "t" ADD COLUMN "a" varchar ( 5 )',
  ],
  ['ALTER TABLE DROP', 'alter table t drop column a cascade', 'ALTER TABLE "t" DROP COLUMN "a" cascade'],
  ['ALTER TABLE RENAME', 'alter table t rename column a to b', 'ALTER TABLE "t" RENAME COLUMN "a" TO "b"'],
  ['ALTER DISTKEY', 'alter table t alter diststyle key distkey a', 'ALTER TABLE "t" RESET (fillfactor)'],
  ['ALTER COLUMN TYPE … USING', 'alter table t alter column a type int using f(a)', '0A000'],
  ['COMMENT', `comment on table t is 'it\\'s'`, `COMMENT ON TABLE "t" IS 'it''s'`],
  ['VACUUM', 'vacuum sort only t to 99 percent', 'ANALYZE "t"'],
  ['ANALYZE', 'analyze t (a, b)', 'ANALYZE "t" ("a", "b")'],
  ['EXPLAIN', 'explain select 1', 'EXPLAIN (FORMAT JSON, COSTS OFF) select 1'],
  ['EXPLAIN of other statements', 'explain drop table t', '0A000'],
  ['SET', `set query_group to 'x'`, 'setting'],
  ['SET of a context variable', `set app.name to 'x'`, 'contextVariable'],
  ['SET with an expression', 'set query_group to f(1)', '0A000'],
  ['SET LOCAL', `set local search_path = a, "b"`, 'setting'],
  ['SET TIME ZONE', `set time zone 'Asia/Tokyo'`, 'setting'],
  ['SET with a sign', 'set extra_float_digits to -2', 'setting'],
  ['a list where one value is meant', 'set query_group to a, b', '0A000'],
  ['RESET', 'reset search_path', 'setting'],
  ['RESET ALL', 'reset all', 'resetAll'],
  ['SHOW', 'show search_path', 'showSetting'],
  ['USE', 'use "b@s3tablescatalog".ns', 'use'],
  ['RESET USE', 'reset use', 'use'],
  ['CREATE ROLE', 'create role "AWSIDC:Apac"', 'CREATE ROLE "awsidc:apac" NOLOGIN'],
  ['CREATE USER', `create user "Bob" with password 'Secret1x' nocreatedb`, 'CREATE ROLE "bob" LOGIN'],
  [
    'GRANT',
    'grant select (a), update on table t, u to role r, bob, public',
    'GRANT SELECT ("a"), UPDATE ON "t", "u" TO "r", "bob", PUBLIC',
  ],
  [
    'GRANT on all tables',
    'grant all on all tables in schema s to role r',
    'GRANT ALL ON ALL TABLES IN SCHEMA "s" TO "r"',
  ],
  ['GRANT with grant option', 'grant select on t to bob with grant option', '0A000'],
  ['REVOKE', 'revoke usage on schema s from role r', 'REVOKE USAGE ON SCHEMA "s" FROM "r"'],
  ['GRANT ROLE', 'grant role r to role s, bob', 'roleGrant'],
  ['CREATE RLS POLICY', 'create rls policy p with (a int) as t using (t.a = 1)', 'createPolicy'],
  ['a policy with a lookup table', 'create rls policy p using (exists (select 1 from u))', '0A000'],
  ['a policy with an open bracket', 'create rls policy p using (a) or (b)', '42601'],
  ['ATTACH RLS POLICY', 'attach rls policy p on table t to role r, public', 'attachPolicy'],
  ['DETACH RLS POLICY', 'detach rls policy p on t from bob', 'attachPolicy'],
  ['ROW LEVEL SECURITY', 'alter table t row level security on conjunction type or', 'rowLevelSecurity'],
  ['BEGIN', 'begin', 'transaction'],
  ['BEGIN with modes', 'begin work isolation level read committed, read only', 'transaction'],
  ['START TRANSACTION', 'start transaction read write', 'transaction'],
  ['COMMIT', 'commit work', 'transaction'],
  ['END', 'end transaction', 'transaction'],
  ['ROLLBACK', 'rollback', 'transaction'],
  ['ABORT', 'abort', 'transaction'],
  ['COMMIT AND CHAIN', 'commit and chain', '0A000'],
  ['COMMIT PREPARED', `commit prepared 'a'`, '42601'],
  ['SAVEPOINT', 'savepoint a', '0A000'],
  ['ROLLBACK TO', 'rollback to a', '0A000'],
  ['RELEASE', 'release a', '0A000'],
  ['a temporary table by its name', 'create table #t (a int)', 'CREATE TEMPORARY TABLE "#t" ( "a" int )'],
  ['SELECT INTO a temporary table', 'select 1 a into #t', 'select 1 a into temp "#t"'],
  ['an operator that looks like one', 'select a #b from t', 'select a # b from t'],
  ['an unknown statement', 'frobnicate', '0A000'],
  ['nothing', ' -- nothing', '42601'],
  ['an unfinished string', `select 'a`, '42601'],
  ['an unfinished comment', 'select 1 /* /* */', '42601'],
  ['brackets that do not match', 'select (1]', '42601'],
  ['junk after a number', 'select 1a', '42601'],
];

describe('translate', () => {
  for (const [label, sql, outcome] of cases) {
    it(label, () => assert.equal(outcomeOf(sql), outcome));
  }

  it('reads a policy with the table’s alias', () => {
    assert.deepEqual(
      translate(
        readStatement(
          'CREATE RLS POLICY P WITH (Region VARCHAR(4), n DECIMAL) S USING (s.region = s.n::text)',
        ),
      ),
      {
        kind: 'createPolicy',
        policy: {
          name: 'p',
          columns: [
            { name: 'region', type: 'varchar ( 4 )' },
            { name: 'n', type: 'numeric (18, 0)' },
          ],
          alias: 's',
          expression: 'region = n :: text',
        },
      },
    );
  });

  it('points from PostgreSQL’s text back to the statement as given', () => {
    const sql = `SELECT /* é😀 */ 'it\\'s', nvl(wrong, :p) FROM t`;
    const translation = translate(readStatement(sql));
    assert.equal(translation.kind, 'sql');
    const { statement } = translation as Extract<typeof translation, { kind: 'sql' }>;
    const at = (word: string) =>
      statement.positionOf([...statement.text.slice(0, statement.text.indexOf(word))].length + 1);
    const source = (word: string) => sql.indexOf(word) + 1;
    assert.deepEqual([at('wrong'), at('$1'), at('from')], [source('wrong'), source(':p'), source('FROM')]);
  });

  it('finds one position among very many tokens', () => {
    const words = 50000;
    const translation = translate(readStatement(`select ${'- '.repeat(words)}x`));
    assert.equal(translation.kind, 'sql');
    const { statement } = translation as Extract<typeof translation, { kind: 'sql' }>;
    assert.equal(statement.positionOf(statement.text.length), 'select '.length + words * 2 + 1);
  });

  it('splits a script at its own semicolons', () => {
    assert.deepEqual(splitStatements(`a; -- b;\n ;c ';' "d;" $$ ; $$ /* ; */;\n`), [
      'a',
      `c ';' "d;" $$ ; $$`,
    ]);
  });
});
