import assert from 'node:assert/strict';
import { SqlCancelled } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, people } from '../testWarehouse.ts';
import { play } from './sessionScript.ts';
import type { SqlError, Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import type { Step } from './sessionScript.ts';

const tokyo: Step = ['ethan', `SELECT '2024-05-06 00:00+00'::timestamptz`, [['2024-05-06 09:00:00+09']]];
const asked = 'SELECT count(*) FROM customers';

const settings: Record<string, Step[]> = {
  'a time zone lasts, and is the session’s alone': [
    ['ethan', `SET timezone TO 'Asia/Tokyo'`, -1],
    tokyo,
    ['ethan2', `SELECT '2024-05-06 00:00+00'::timestamptz`, [['2024-05-06 00:00:00+00']]],
    ['ethan', 'SHOW timezone', [['Asia/Tokyo']]],
    ['ethan2', 'SHOW timezone', [['UTC']]],
    ['ethan', 'RESET timezone', -1],
    ['ethan', `SELECT '2024-05-06 00:00+00'::timestamptz`, [['2024-05-06 00:00:00+00']]],
  ],
  'SET TIME ZONE and DEFAULT': [
    ['ethan', `SET TIME ZONE 'Asia/Tokyo'`, -1],
    tokyo,
    ['ethan', 'SET timezone TO DEFAULT', -1],
    ['ethan', 'SHOW timezone', [['UTC']]],
  ],
  'datestyle and extra_float_digits are PostgreSQL’s': [
    ['ethan', 'SET datestyle TO SQL, DMY', -1],
    ['ethan', `SELECT '2024-05-06'::date::varchar`, [['06/05/2024']]],
    ['ethan', 'SHOW datestyle', [['SQL, DMY']]],
    ['ethan', 'SET extra_float_digits = -5', -1],
    ['ethan', 'SELECT (1::float8 / 3)::varchar', [['0.3333333333']]],
    ['ethan', 'RESET ALL', -1],
    ['ethan', `SELECT '2024-05-06'::date::varchar`, [['2024-05-06']]],
  ],
  'names are found on the search path': [
    ['ethan', asked, '42P01'],
    ['ethan', 'SET search_path TO nowhere, "$user", crm, public', -1],
    ['ethan', asked, [['9']]],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
    ['ethan', 'SHOW search_path', [['nowhere, $user, crm, public']]],
    ['ethan2', asked, '42P01'],
    ['ethan', 'SET search_path TO crm', -1],
    ['ethan', 'SELECT count(*) FROM sales', '42P01'],
  ],
  'a search path without a name, and with one that is too long': [
    ['ethan', `SET search_path TO ''`, -1],
    ['ethan', 'SELECT count(*) FROM sales', '42P01'],
    ['ethan', `SET search_path TO '${'a'.repeat(200)}', public`, -1],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
    ['ethan', 'RESET search_path', -1],
    ['ethan', 'SHOW search_path', [['$user, public']]],
  ],
  'variables of PostgreSQL’s own leave the session as it is': [
    ['ethan', `SET plpgsql.variable_conflict TO 'error'`, '0A000'],
    ['ethan', `SET "PLPGSQL".nothing TO 'a'`, '0A000'],
    ['ethan', 'RESET plpgsql.variable_conflict', '0A000'],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
  ],
  'values that the parameter does not have': [
    ['ethan', `SET timezone TO 'Nowhere/City'`, '22023'],
    ['ethan', 'SET statement_timeout TO soon', '22023'],
    ['ethan', 'SET enable_case_sensitive_identifier TO perhaps', '22023'],
    ['ethan', 'SET extra_float_digits TO 99', '22023'],
    ['ethan', `SET LOCAL timezone TO 'Nowhere/City'`, '22023'],
    ['nobody', `SET timezone TO 'Nowhere/City'`, '22023'],
    ['nobody', 'SET statement_timeout TO soon', '22023'],
    ['ethan', 'SHOW timezone', [['UTC']]],
  ],
  'query_group and the like are kept': [
    ['ethan', `SET query_group TO 'night'`, -1],
    ['ethan', 'SET enable_result_cache_for_session TO off', -1],
    ['ethan', 'SHOW query_group', [['night']]],
  ],
  'capitals count where they are told to': [
    ['ethan', 'CREATE TEMP TABLE "Mixed" (a INT)', -1],
    ['ethan', 'SET enable_case_sensitive_identifier TO true', -1],
    ['ethan', 'SELECT count(*) FROM "Mixed"', '42P01'],
    ['ethan', 'SELECT count(*) FROM Mixed', [['0']]],
    ['ethan', 'CREATE TEMP TABLE "Mixed" AS SELECT 1 AS a', 1],
    ['ethan', 'SELECT count(*) FROM "Mixed"', [['1']]],
    ['ethan', 'SELECT count(*) FROM sales', '0A000'],
    ['ethan', 'RESET enable_case_sensitive_identifier', -1],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
  ],
  'context variables': [
    ['ethan', `SET app.tenant TO 'o''neil'`, -1],
    ['ethan', `SELECT current_setting('app.tenant')`, [[`o'neil`]]],
    ['ethan2', `SELECT coalesce(current_setting('app.tenant', true), '')`, [['']]],
    ['ethan', 'RESET app.tenant', -1],
    ['ethan', `SELECT coalesce(current_setting('app.tenant', true), '')`, [['']]],
  ],
  'USE moves the names to another database': [
    ['ethan', 'USE archive', -1],
    ['ethan', 'SELECT current_database(), count(*) FROM sales', [['archive', '9']]],
    ['ethan2', 'SELECT current_database(), count(*) FROM sales', [['dev', '5400']]],
    ['ethan', 'RESET USE', -1],
    ['ethan', 'SELECT current_database(), count(*) FROM sales', [['dev', '5400']]],
    ['ethan', 'USE nowhere', '3D000'],
    ['ethan', 'USE awsdatacatalog', '0A000'],
    ['ethan', 'USE "sporting-goods@s3tablescatalog".nowhere', '3F000'],
    ['nobody', 'USE archive', '0A000'],
  ],
  'USE of S3 tables': [
    ['ethan', 'USE "sporting-goods@s3tablescatalog".retail', -1],
    [
      'ethan',
      'SELECT current_database(), count(*) > 0 FROM orders',
      [['sporting-goods@s3tablescatalog', 't']],
    ],
    ['ethan', 'SELECT count(*) FROM dev.public.sales', '0A000'],
  ],
};

const temporary: Record<string, Step[]> = {
  'a temporary table lasts, and is the session’s alone': [
    ['ethan', 'CREATE TEMP TABLE mine AS SELECT 1 AS a', 1],
    ['ming', 'SELECT 1', [['1']]],
    ['ethan', 'INSERT INTO mine VALUES (2)', 1],
    ['ethan', 'SELECT sum(a) FROM mine', [['3']]],
    ['ethan2', 'SELECT * FROM mine', '42P01'],
    ['nobody', 'SELECT * FROM mine', '42P01'],
    ['ethan2', 'CREATE TEMP TABLE mine (b INT)', -1],
    ['ethan', 'SELECT sum(a) FROM mine', [['3']]],
    ['ethan', 'DROP TABLE mine', -1],
    ['ethan', 'SELECT * FROM mine', '42P01'],
    ['ethan2', 'SELECT count(*) FROM mine', [['0']]],
  ],
  '#names': [
    ['ethan', 'CREATE TABLE #t (a INT)', -1],
    ['ethan', 'INSERT INTO #t VALUES (4), (6)', 2],
    ['ethan', 'SELECT x.a, #t.a FROM #t x, #t WHERE x.a = 4 AND #t.a=6', [['4', '6']]],
    ['ethan', 'SELECT a INTO #u FROM #t', 2],
    ['ethan', 'SELECT count(*) FROM "#u"', [['2']]],
    ['ethan', 'SELECT 6 # 3, 6 #3', [['5', '5']]],
    ['ethan', 'DROP TABLE IF EXISTS #t, #u', -1],
    ['ethan', 'SELECT * FROM #t', '42P01'],
  ],
  'other ways to make one': [
    ['ethan', 'SELECT 1 AS a INTO TEMP TABLE one', 1],
    ['ethan', 'CREATE LOCAL TEMPORARY TABLE IF NOT EXISTS two (a INT IDENTITY(5, 1), b INT)', -1],
    ['ethan', 'INSERT INTO two (b) VALUES (7)', 1],
    ['ethan', 'CREATE TEMP TABLE three (LIKE two)', -1],
    ['ethan', 'CREATE TEMP TABLE four SORTKEY (a) AS SELECT * FROM one', 1],
    ['ethan', 'SELECT two.a, four.a FROM two, four', [['5', '1']]],
    ['ethan', 'ALTER TABLE four ADD COLUMN c INT DEFAULT 3', -1],
    ['ethan', 'UPDATE four SET a = 9', 1],
    ['ethan', 'SELECT * FROM four', [['9', '3']]],
    ['ethan', 'CREATE TEMP TABLE public.five (a INT)', '42P16'],
  ],
  'one hides a table of the same name, and no more than its name': [
    ['ethan', 'CREATE TEMP TABLE sales AS SELECT 1 AS a', 1],
    ['ethan', 'SELECT count(*) FROM sales', [['1']]],
    ['ethan', 'SELECT count(*) FROM public.sales', [['5400']]],
    ['ethan', 'CREATE TABLE made_from_sales AS SELECT * FROM sales', 1],
    ['ethan2', 'SELECT count(*) FROM made_from_sales', [['1']]],
    ['ethan', 'SELECT * INTO made_too FROM sales', 1],
    ['ethan2', 'SELECT count(*) FROM made_too', [['1']]],
    ['ethan', 'DROP TABLE made_from_sales, made_too', -1],
    ['ethan', 'SET search_path TO nowhere', -1],
    ['ethan', 'CREATE TABLE made_nowhere AS SELECT * FROM sales', '3F000'],
    ['ethan', 'DROP TABLE sales', -1],
    ['ethan', 'SELECT count(*) FROM public.sales', [['5400']]],
  ],
  'it follows the session into another database': [
    ['ethan', 'CREATE TEMP TABLE mine AS SELECT 1 AS a', 1],
    ['ethan', 'USE archive', -1],
    ['ethan', 'SELECT count(*) FROM mine, sales', [['9']]],
  ],
  'no list shows it to others': [
    ['ethan', 'CREATE TEMP TABLE unlisted (a INT)', -1],
    ['ethan2', `SELECT count(*) FROM svv_all_tables WHERE table_name = 'unlisted'`, [['0']]],
    ['ming', `SELECT count(*) FROM svv_all_columns WHERE table_name = 'unlisted'`, [['0']]],
    ['ming', `SELECT count(*) FROM svv_all_schemas WHERE schema_name LIKE 'pg\\\\_session%'`, [['0']]],
    ['ming', `SELECT count(*) FROM information_schema.tables WHERE table_name = 'unlisted'`, [['0']]],
    ['ming', "SHOW TABLES FROM SCHEMA dev.public LIKE 'unlisted'", []],
  ],
  'a name that only quotes hold': [
    ['ethan', 'CREATE TEMP TABLE "a""; DROP TABLE x; --" (a INT)', -1],
    ['ethan', 'SELECT count(*) FROM "a""; DROP TABLE x; --"', [['0']]],
  ],
  'outside of a session it ends with its statement': [
    ['nobody', 'CREATE TEMP TABLE mine (a INT)', -1],
    ['nobody', 'SELECT * FROM mine', '42P01'],
    ['nobody', 'CREATE TABLE #t (a INT)', -1],
    ['nobody', 'SELECT 1 AS a INTO #t', 1],
    ['nobody', 'SELECT * FROM #t', '42P01'],
  ],
};

describe('sessions of a warehouse', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator('GRANT CREATE ON SCHEMA public TO PUBLIC');
  });

  after(() => warehouse?.close());

  for (const [title, cases] of Object.entries({ settings, temporary })) {
    describe(title, () => {
      for (const [label, steps] of Object.entries(cases)) {
        it(label, async () => assert.deepEqual(await play(warehouse, steps), steps));
      }
    });
  }

  it('a closed session leaves nothing and runs nothing', async () => {
    const session = warehouse.openSession(people.ethan);
    await session.run({ sql: 'CREATE TEMP TABLE mine (a INT)' });
    await session.close();
    const [left] = await play(warehouse, [
      ['ming', `SELECT count(*) FROM pg_class WHERE relname = 'mine'`, [['0']]],
    ]);
    await assert.rejects(session.run({ sql: 'SELECT 1' }), ({ sqlState }: SqlError) => sqlState === '08003');
    assert.deepEqual(left?.[2], [['0']]);
  });

  it('connects to the database that it was opened in', async () => {
    const session = warehouse.openSession(people.ethan, 'archive');
    await session.run({ sql: 'SET query_group TO x' });
    const { rows } = await session.run({ sql: 'SELECT current_database(), count(*) FROM sales' });
    await session.close();
    assert.deepEqual(rows.values(), [['archive', '9']]);
  });

  it('settings and temporary tables survive the worker of a statement that is cancelled', async () => {
    const session = warehouse.openSession(people.ethan);
    await session.run({ sql: `SET timezone TO 'Asia/Tokyo'` });
    await session.run({ sql: 'CREATE TEMP TABLE mine AS SELECT 1 AS a' });
    const cancel = new AbortController();
    const slow = session.run({
      sql: 'SELECT pg_sleep(60)',
      signal: cancel.signal,
      onStarted: () => setTimeout(() => cancel.abort(), 50),
    });
    await assert.rejects(slow, SqlCancelled);
    const { rows } = await session.run({ sql: `SELECT a, current_setting('timezone') FROM mine` });
    await session.close();
    assert.deepEqual(rows.values(), [['1', 'Asia/Tokyo']]);
  });

  it('a statement timeout ends a statement and nothing else', async () => {
    const steps: Step[] = [
      ['ethan', 'CREATE TEMP TABLE mine AS SELECT 1 AS a', 1],
      ['ethan', 'SET statement_timeout TO 200', -1],
      ['ethan', 'SELECT pg_sleep(60)', '57014'],
      ['ethan', 'SELECT a FROM mine', [['1']]],
    ];
    assert.deepEqual(await play(warehouse, steps), steps);
  });
});
