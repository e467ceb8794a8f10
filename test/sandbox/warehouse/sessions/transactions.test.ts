import assert from 'node:assert/strict';
import { SqlCancelled } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, people } from '../testWarehouse.ts';
import { play } from './sessionScript.ts';
import type { Warehouse, WarehouseSession } from '../../../../src/sandbox/warehouse/contract.ts';
import type { Outcome, Step, Who } from './sessionScript.ts';

const count = (who: Who, gives: Outcome): Step => [who, 'SELECT count(*) FROM notes', gives];
const none: Outcome = [['0']];
const one: Outcome = [['1']];
const two: Outcome = [['2']];
const insert = (who: Who, id: number): Step => [who, `INSERT INTO notes VALUES (${id}, 'x')`, 1];

/** Each begins with no notes. */
const ends: Record<string, Step[]> = {
  COMMIT: [['ethan', 'BEGIN', -1], insert('ethan', 1), ['ethan', 'COMMIT', -1], count('ming', one)],
  ROLLBACK: [
    ['ethan', 'START TRANSACTION', -1],
    insert('ethan', 1),
    count('ethan', one),
    ['ethan', 'ROLLBACK', -1],
    count('ethan', none),
  ],
  'END and ABORT': [
    ['ethan', 'BEGIN WORK', -1],
    insert('ethan', 1),
    ['ethan', 'END TRANSACTION', -1],
    ['ethan', 'BEGIN ISOLATION LEVEL SERIALIZABLE', -1],
    insert('ethan', 2),
    ['ethan', 'ABORT', -1],
    count('ethan', one),
  ],
  'BEGIN twice, COMMIT without a transaction': [
    ['ethan', 'COMMIT', -1],
    ['ethan', 'ROLLBACK', -1],
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'BEGIN', -1],
    insert('ethan', 2),
    ['ethan', 'ROLLBACK', -1],
    count('ethan', none),
  ],
  'the end of the session': [['ethan', 'BEGIN', -1], insert('ethan', 1), count('ethan', one)],
  'after an error nothing runs, and COMMIT rolls back': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'SELECT 1 / 0', '22012'],
    ['ethan', 'SELECT 1', '25P02'],
    ['ethan', 'BEGIN', '25P02'],
    ['ethan', 'COMMIT', -1],
    count('ethan', none),
  ],
  'what the sandbox refuses fails a transaction too': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'SAVEPOINT a', '0A000'],
    ['ethan', 'SELECT 1', '25P02'],
    ['ethan', 'END', -1],
    count('ethan', none),
  ],
  'an error without a transaction fails nothing': [
    ['ethan', 'SELECT 1 / 0', '22012'],
    ['ethan', 'SELECT 1', one],
  ],
  'a statement that runs out of its time fails it': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'SET statement_timeout TO 200', -1],
    ['ethan', 'SELECT pg_sleep(60)', '57014'],
    ['ethan', 'SELECT 1', '25P02'],
    ['ethan', 'COMMIT', -1],
    ['ethan', 'SHOW statement_timeout', none],
    count('ethan', none),
  ],
  'READ ONLY': [
    ['ethan', 'BEGIN READ ONLY', -1],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
    ['ethan', `INSERT INTO notes VALUES (1, 'x')`, '25006'],
    ['ethan', 'ROLLBACK', -1],
    insert('ethan', 1),
  ],
  'VACUUM is not for a transaction': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'VACUUM notes', '25001'],
  ],
  'TRUNCATE commits': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'CREATE TABLE kept (a INT)', -1],
    ['ethan', 'TRUNCATE notes', -1],
    insert('ethan', 2),
    ['ethan', 'ROLLBACK', -1],
    count('ming', one),
    ['ethan2', 'DROP TABLE kept', -1],
  ],
  'tables are made and dropped by it': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'CREATE TABLE made (a INT)', -1],
    ['ethan', 'CREATE TEMP TABLE mine (a INT)', -1],
    ['ethan', 'SELECT count(*) FROM made, mine', none],
    ['ethan', 'ROLLBACK', -1],
    ['ethan', 'SELECT * FROM made', '42P01'],
    ['ethan', 'SELECT * FROM mine', '42P01'],
  ],
  'RESET ALL takes context variables along': [
    ['ethan', `SET app.x TO 'a'`, -1],
    ['ethan', 'BEGIN', -1],
    ['ethan', `SET app.y TO 'b'`, -1],
    ['ethan', 'RESET ALL', -1],
    ['ethan', `SELECT concat(current_setting('app.x', true), current_setting('app.y', true))`, [['']]],
    ['ethan', 'ROLLBACK', -1],
    ['ethan', `SELECT current_setting('app.x')`, [['a']]],
  ],
  'settings come back with ROLLBACK, and those of SET LOCAL with its end': [
    ['ethan', `SET query_group TO 'a'`, -1],
    ['ethan', 'BEGIN', -1],
    ['ethan', `SET query_group TO 'b'`, -1],
    ['ethan', `SET app.x TO 'b'`, -1],
    ['ethan', 'SHOW query_group', [['b']]],
    ['ethan', 'ROLLBACK', -1],
    ['ethan', `SELECT coalesce(current_setting('app.x', true), '')`, [['']]],
    ['ethan', 'SHOW query_group', [['a']]],
    ['ethan', 'BEGIN', -1],
    ['ethan', `SET LOCAL query_group TO 'c'`, -1],
    ['ethan', 'SHOW query_group', [['c']]],
    ['ethan', 'COMMIT', -1],
    ['ethan', 'SHOW query_group', [['a']]],
    ['ethan', `SET LOCAL query_group TO 'd'`, -1],
    ['ethan', 'SHOW query_group', [['a']]],
  ],
  'USE comes back with ROLLBACK': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'USE archive', -1],
    ['ethan', 'SELECT current_database()', [['archive']]],
    ['ethan', 'ROLLBACK', -1],
    ['ethan', 'SELECT current_database()', [['dev']]],
  ],
};

const between: Record<string, Step[]> = {
  'nobody sees what is not committed, and nobody waits': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    count('ethan2', none),
    count('nobody', none),
    count('ethan', one),
    ['ethan', 'CREATE TABLE made AS SELECT * FROM notes', 1],
    ['ming', 'SELECT * FROM made', '42P01'],
    ['ethan', 'COMMIT', -1],
    count('ming', one),
    ['ethan', 'DROP TABLE made', -1],
  ],
  'two transactions, of which one writes': [
    ['ethan', 'BEGIN', -1],
    ['ethan2', 'BEGIN', -1],
    insert('ethan', 1),
    count('ethan2', none),
    insert('ethan', 2),
    count('ethan2', none),
    ['ethan2', 'COMMIT', -1],
    ['ethan', 'COMMIT', -1],
    count('ethan2', two),
  ],
  'the second to write fails': [
    ['ethan', 'BEGIN', -1],
    ['ming', 'BEGIN', -1],
    insert('ethan', 1),
    insert('ming', 2),
    ['ethan', 'COMMIT', -1],
    ['ming', 'COMMIT', '40001'],
    ['ming', 'SELECT count(*) FROM notes', one],
  ],
  'a change in between fails the next statement': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    insert('nobody', 2),
    count('ethan', '40001'),
    count('ethan', '25P02'),
    ['ethan', 'ROLLBACK', -1],
    count('ethan', one),
  ],
  'one that has only read does not go on with other rows': [
    ['ethan', 'BEGIN', -1],
    count('ethan', none),
    insert('ming', 1),
    count('ethan', '40001'),
    ['ethan', 'COMMIT', -1],
  ],
  'one that has only read commits': [
    ['ethan', 'BEGIN', -1],
    count('ethan', none),
    insert('ming', 1),
    ['ethan', 'COMMIT', -1],
    count('ethan', one),
  ],
  'one that has only begun sees what was committed since': [
    ['ethan', 'BEGIN', -1],
    ['ethan', `SET query_group TO 'a'`, -1],
    insert('ming', 1),
    count('ethan', one),
    ['ethan', 'COMMIT', -1],
    ['ethan', 'SHOW query_group', [['a']]],
  ],
  'what changes nothing for others is no change': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ming', 'CREATE TEMP TABLE mine AS SELECT 1 AS a', 1],
    ['ming', 'UPDATE mine SET a = 2', 1],
    ['ming', 'DELETE FROM notes WHERE id = 99', 0],
    ['ming', 'SET query_group TO x', -1],
    ['ming', 'SELECT 1 / 0', '22012'],
    ['nobody', `INSERT INTO notes SELECT 1 / 0, 'x'`, '22012'],
    count('ming', none),
    ['ethan', 'COMMIT', -1],
    count('ming', one),
  ],
  'a statement that finds no row, and a plan, are no reason to fail': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'UPDATE fractions SET a = 1 WHERE false', 0],
    [
      'ethan',
      'EXPLAIN DELETE FROM stamped',
      [['XN ModifyTable on stamped'], ['  ->  XN Seq Scan on stamped']],
    ],
    ['ming', 'SELECT 1', one],
    count('ethan', one),
    ['ming', 'SELECT 1', one],
    ['ethan', 'COMMIT', -1],
    count('ming', one),
  ],
  'one that found no row commits, whatever was changed since': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'DELETE FROM notes WHERE id = 7', 0],
    insert('ming', 7),
    ['ethan', 'COMMIT', -1],
    count('ethan', one),
  ],
  'statements are done again with the settings that they had': [
    ['ethan', 'BEGIN', -1],
    ['ethan', `SET timezone TO 'Asia/Tokyo'`, -1],
    ['ethan', `INSERT INTO notes VALUES (1, '2024-05-06 00:00+00'::timestamptz::varchar)`, 1],
    ['ethan', 'SET search_path TO nowhere', -1],
    ['ethan', `INSERT INTO public.notes VALUES (2, 'y')`, 1],
    ['ming', 'SELECT 1', one],
    ['ethan', 'SELECT t FROM public.notes WHERE id = 1', [['2024-05-06 09:00:00+09']]],
    ['ethan', 'COMMIT', -1],
    ['ethan', 'SHOW timezone', [['Asia/Tokyo']]],
  ],
  'values are the same, however a setting writes them': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'INSERT INTO fractions VALUES (1, 1::float8 / 3)', 1],
    ['ethan', 'SET extra_float_digits TO -9', -1],
    ['ming', 'SELECT 1', one],
    ['ethan', 'COMMIT', -1],
    ['ming', 'SELECT count(*) FROM fractions', one],
  ],
  'a table that SELECT makes behind a label INTO is a change': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'SELECT 1 AS into, 2 AS as INTO labelled', 1],
    ['ming', 'SELECT * FROM labelled', '42P01'],
    ['ethan', 'COMMIT', -1],
    ['ethan', 'SELECT l.into, l.as FROM labelled l', [['1', '2']]],
    ['ethan', 'SELECT l.into, l.as INTO TEMP kept FROM labelled l', 1],
    ['ethan', 'SELECT * FROM kept', [['1', '2']]],
    ['ethan', 'DROP TABLE labelled', -1],
  ],
  'temporary tables of it are made again': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'CREATE TEMP TABLE mine AS SELECT 0 AS a WHERE false', 0],
    ['ethan', 'INSERT INTO mine VALUES (5)', 1],
    ['ming', 'SELECT 1', one],
    ['ethan', 'SELECT * FROM mine', [['5']]],
    ['ethan', 'COMMIT', -1],
    ['ming', 'SELECT 1', one],
    ['ethan', 'SELECT * FROM mine', [['5']]],
  ],
  'numbers of an IDENTITY would be others': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'INSERT INTO numbered (a) VALUES (1)', 1],
    ['ming', 'SELECT 1', one],
    ['ethan', 'SELECT count(*) FROM numbered', '40001'],
  ],
  'so would values of chance': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'INSERT INTO notes VALUES (1, random()::varchar(40))', 1],
    ['ming', 'SELECT 1', one],
    ['ethan', 'COMMIT', '40001'],
    count('ethan', none),
  ],
  'so would a default that is the time': [
    ['ethan', 'BEGIN', -1],
    ['ethan', 'INSERT INTO stamped (a) VALUES (1)', 1],
    ['ming', 'SELECT pg_sleep(1.1)', [['']]],
    ['ethan', 'COMMIT', '40001'],
  ],
  'so would the time at which it began': [
    ['ethan', 'BEGIN', -1],
    ['ethan', "SELECT SYSDATE > '2020-01-01'", [['t']]],
    ['ming', 'SELECT 1', one],
    ['ethan', 'SELECT 1', '40001'],
  ],
  'masks and policies are the same in a transaction': [
    ['ming', 'BEGIN', -1],
    ['ming', 'SELECT email FROM crm.customers WHERE customer_id = 7', [['***@sakaiswim.example']]],
    ['ming', 'SELECT region, count(*) FROM sales GROUP BY region', [['APAC', '1800']]],
    ['ethan', 'SELECT 1', one],
    ['ming', 'SET search_path TO crm, public', -1],
    ['ming', 'SELECT email FROM customers WHERE customer_id = 7', [['***@sakaiswim.example']]],
    ['ming', 'CREATE TEMP TABLE copy AS SELECT * FROM sales', 1800],
    ['ming', 'SELECT email FROM customers, copy WHERE customer_id = 7 LIMIT 1', [['***@sakaiswim.example']]],
    ['nobody', 'SELECT 1', one],
    ['ming', 'SELECT count(*) FROM copy', [['1800']]],
    ['ming', 'SELECT email FROM customers WHERE customer_id = 7', [['***@sakaiswim.example']]],
    ['ming', 'COMMIT', -1],
  ],
};

const batches: Record<string, Step[]> = {
  'is one transaction': [
    ['ethan', 'BATCH', -1],
    insert('ethan', 1),
    count('ming', none),
    insert('ethan', 2),
    ['ethan', 'COMMIT BATCH', -1],
    count('ming', two),
  ],
  'is rolled back': [
    ['ethan', 'BATCH', -1],
    insert('ethan', 1),
    ['ethan', 'ROLLBACK BATCH', -1],
    count('ethan', none),
  ],
  'that failed is not committed': [
    ['ethan', 'BATCH', -1],
    insert('ethan', 1),
    ['ethan', 'SELECT 1 / 0', '22012'],
    ['ethan', 'COMMIT BATCH', '25P02'],
    count('ethan', none),
  ],
  'is not ended from inside': [
    ['ethan', 'BATCH', -1],
    insert('ethan', 1),
    ['ethan', '/* a */ commit -- b', '25001'],
    ['ethan', 'SELECT 1', '25P02'],
    ['ethan', 'ROLLBACK', '25001'],
    ['ethan', 'COMMIT BATCH', '25P02'],
    count('ethan', none),
  ],
  'goes on with a transaction that is open': [
    ['ethan', 'BEGIN', -1],
    insert('ethan', 1),
    ['ethan', 'BATCH', -1],
    insert('ethan', 2),
    ['ethan', 'COMMIT BATCH', -1],
    count('ming', two),
  ],
  'goes on after TRUNCATE': [
    ['ethan', 'BATCH', -1],
    insert('ethan', 1),
    ['ethan', 'TRUNCATE notes', -1],
    insert('ethan', 2),
    count('ming', none),
    ['ethan', 'ROLLBACK BATCH', -1],
    count('ming', none),
  ],
};

describe('transactions of a warehouse', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(`
      CREATE TABLE notes (id INTEGER, t VARCHAR(40));
      CREATE TABLE numbered (id INTEGER IDENTITY(1, 1), a INTEGER);
      CREATE TABLE stamped (a INTEGER, made TIMESTAMP DEFAULT getdate());
      CREATE TABLE fractions (a INTEGER, b FLOAT8);
      GRANT ALL ON notes TO PUBLIC;
      GRANT ALL ON fractions TO PUBLIC;
      GRANT ALL ON numbered TO PUBLIC;
      GRANT ALL ON stamped TO PUBLIC;
      GRANT CREATE ON SCHEMA public TO PUBLIC;
    `);
  });

  beforeEach(() => warehouse.runAsAdministrator('DELETE FROM notes'));

  after(() => warehouse?.close());

  for (const [title, cases] of Object.entries({ ends, between, batches })) {
    describe(title, () => {
      for (const [label, steps] of Object.entries(cases)) {
        it(label, async () => assert.deepEqual(await play(warehouse, steps), steps));
      }
    });
  }

  describe('without their worker', () => {
    let ethan: WarehouseSession;
    let ming: WarehouseSession;

    beforeEach(async () => {
      ethan = warehouse.openSession(people.ethan);
      ming = warehouse.openSession(people.ming);
      await ethan.run({ sql: 'BEGIN' });
      await ethan.run({ sql: `INSERT INTO notes VALUES (1, 'x')` });
    });

    afterEach(() => Promise.all([ethan.close(), ming.close()]));

    async function cancelled(session: WarehouseSession, sql: string): Promise<void> {
      const cancel = new AbortController();
      const onStarted = (): unknown => setTimeout(() => cancel.abort(), 300);
      await assert.rejects(session.run({ sql, signal: cancel.signal, onStarted }), SqlCancelled);
    }

    it('another’s statement that is cancelled ends no transaction but its own', async () => {
      await cancelled(ming, 'SELECT pg_sleep(60)');
      const { rows } = await ethan.run({ sql: 'SELECT count(*) FROM notes' });
      await ethan.run({ sql: 'COMMIT' });
      assert.deepEqual([rows.values(), ethan.inTransaction], [one, false]);
    });

    it('a statement that is cancelled leaves its transaction failed', async () => {
      await cancelled(ethan, 'SELECT pg_sleep(60)');
      const wasIn = ethan.inTransaction;
      const refused = await ethan.run({ sql: 'SELECT 1' }).catch(({ sqlState }) => sqlState as string);
      await ethan.run({ sql: 'COMMIT' });
      const { rows } = await ethan.run({ sql: 'SELECT count(*) FROM notes' });
      assert.deepEqual([wasIn, refused, rows.values()], [true, '25P02', none]);
    });

    it('a statement that is cancelled before it began leaves its transaction failed', async () => {
      const cancel = new AbortController();
      const slow = ming.run({ sql: 'SELECT pg_sleep(0.3)' });
      const waiting = ethan.run({ sql: 'SELECT 1', signal: cancel.signal });
      cancel.abort();
      await assert.rejects(waiting, SqlCancelled);
      await slow;
      const refused = await ethan.run({ sql: 'SELECT 1' }).catch(({ sqlState }) => sqlState as string);
      assert.equal(refused, '25P02');
    });

    it('a change that was cut off may have been one', async () => {
      await cancelled(ming, 'INSERT INTO notes SELECT 2, pg_sleep(60)::varchar');
      const refused = await ethan.run({ sql: 'COMMIT' }).catch(({ sqlState }) => sqlState as string);
      assert.equal(refused, '40001');
    });
  });
});
