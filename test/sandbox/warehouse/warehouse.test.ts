import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SqlCancelled, SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { openWarehouse } from '../../../src/sandbox/warehouse/warehouse.ts';
import type { StatementOutcome, Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { assets, openRegion, outcomeOf, people } from './testWarehouse.ts';
import type { PersonName } from './testWarehouse.ts';

const byRegion =
  'SELECT region, count(*), count(DISTINCT country), sum(amount) FROM sales GROUP BY region ORDER BY region';

describe('warehouse', function () {
  this.timeout(120_000);
  let east: Warehouse;
  let west: Warehouse;

  before(async () => {
    [east, west] = await Promise.all([openRegion('us-east-1'), openRegion('us-west-2')]);
  });

  after(() => Promise.all([east?.close(), west?.close()]));

  const ask = (sql: string, person: PersonName = 'ming', warehouse = east) =>
    outcomeOf(warehouse, person, sql);

  describe('row-level security', () => {
    const regions: Record<string, Record<string, string[]>> = {
      'us-east-1': {
        AMER: ['AMER', '1543', '6', '1062672.32'],
        APAC: ['APAC', '1800', '7', '1376693.59'],
        EMEA: ['EMEA', '2057', '8', '1731181.37'],
      },
      'us-west-2': {
        AMER: ['AMER', '1800', '6', '1321578.03'],
        APAC: ['APAC', '2100', '7', '1481378.67'],
        EMEA: ['EMEA', '2400', '8', '1881567.78'],
      },
    };
    const seen: [PersonName, string[]][] = [
      ['ming', ['APAC']],
      ['frank', ['AMER']],
      ['alex', ['EMEA']],
      ['ethan', ['AMER', 'APAC', 'EMEA']],
    ];
    for (const [region, rows] of Object.entries(regions)) {
      for (const [person, visible] of seen) {
        it(`shows ${person} ${visible.join(', ')} in ${region}`, async () => {
          const warehouse = region === 'us-east-1' ? east : west;
          assert.deepEqual(
            await ask(byRegion, person, warehouse),
            visible.map((name) => rows[name]),
          );
        });
      }
    }

    it('is nothing to a user with a role that does not exist', async () => {
      const { message, sqlState } = await failure(() =>
        east.run({
          user: { name: 'awsidc:zoe@example.com', roles: ['awsidc:nobody', 'postgres', 'pg_read_all_data'] },
          sql: byRegion,
        }),
      );
      assert.deepEqual([message, sqlState], ['ERROR: permission denied for relation sales', '42501']);
    });

    it('follows the groups of each statement', async () => {
      const run = async (...roles: string[]) => {
        const user = { name: 'awsidc:mover@example.com', roles };
        return await east
          .run({ user, sql: 'SELECT DISTINCT region FROM sales' })
          .catch((error: SqlError) => error.sqlState);
      };
      const found = [await run('awsidc:emea-sales'), await run('awsidc:amer-sales'), await run()];
      assert.deepEqual(
        found.map((outcome) => (typeof outcome === 'string' ? outcome : outcome.rows.values())),
        [[['EMEA']], [['AMER']], '42501'],
      );
    });

    it('refuses the names of roles and of the administrator as users', async () => {
      const states = await Promise.all(
        ['postgres', 'pg_monitor', 'awsidc:exec-global', 'x'.repeat(64)].map((name) =>
          failure(() => east.run({ user: { name, roles: [] }, sql: 'SELECT 1' })),
        ),
      );
      assert.deepEqual(
        states.map(({ sqlState }) => sqlState),
        ['42939', '42939', '28000', '42622'],
      );
    });

    const story = `
      CREATE TABLE orders (id INTEGER, region VARCHAR(4), big BOOLEAN);
      INSERT INTO orders VALUES (1, 'APAC', true), (2, 'APAC', false), (3, 'EMEA', true), (4, 'EMEA', false);
      GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO PUBLIC;
      CREATE RLS POLICY order_region WITH (region VARCHAR(4)) USING (region = 'APAC');
      CREATE RLS POLICY order_size WITH (big BOOLEAN) USING (big);
      ATTACH RLS POLICY order_region ON orders TO ROLE "awsidc:apac-sales";
      ATTACH RLS POLICY order_size ON orders TO PUBLIC;`;
    const ids = async (person: PersonName) => String(await ask('SELECT id FROM orders ORDER BY id', person));

    it('joins policies by AND, by OR, and by none', async () => {
      await east.runAsAdministrator(story);
      const found: string[][] = [[await ids('ming'), await ids('alex')]];
      for (const change of [
        'ALTER TABLE orders ROW LEVEL SECURITY ON',
        'ALTER TABLE orders ROW LEVEL SECURITY ON CONJUNCTION TYPE OR',
        'DETACH RLS POLICY order_size ON orders FROM PUBLIC',
        'DROP RLS POLICY order_region CASCADE',
        'ALTER TABLE orders ROW LEVEL SECURITY OFF',
      ]) {
        await east.runAsAdministrator(change);
        found.push([await ids('ming'), await ids('alex')]);
      }
      assert.deepEqual(found, [
        ['1,2,3,4', '1,2,3,4'],
        ['1', '1,3'],
        ['1,2,3', '1,3'],
        ['1,2', ''],
        ['', ''],
        ['1,2,3,4', '1,2,3,4'],
      ]);
    });

    it('decides about changes, not about inserts', async () => {
      await east.runAsAdministrator(`
        CREATE TABLE visits (region VARCHAR(4), n INTEGER);
        INSERT INTO visits VALUES ('APAC', 1), ('EMEA', 1);
        GRANT SELECT, INSERT, UPDATE, DELETE ON visits TO PUBLIC;
        CREATE RLS POLICY visit_region WITH (region VARCHAR(4)) USING (region = 'APAC');
        ATTACH RLS POLICY visit_region ON visits TO PUBLIC;
        ALTER TABLE visits ROW LEVEL SECURITY ON`);
      const counts: number[] = [];
      for (const sql of [
        `INSERT INTO visits VALUES ('EMEA', 2), ('APAC', 2)`,
        'UPDATE visits SET n = n + 1',
        'DELETE FROM visits',
      ]) {
        counts.push((await east.run({ user: people.ming, sql })).rowCount);
      }
      await east.runAsAdministrator('ALTER TABLE visits ROW LEVEL SECURITY OFF');
      assert.deepEqual(
        [counts, await ask('SELECT region, n FROM visits ORDER BY n')],
        [
          [2, 2, 2],
          [
            ['EMEA', '1'],
            ['EMEA', '2'],
          ],
        ],
      );
    });
  });

  describe('statements', () => {
    it('runs as the Identity Center user', async () => {
      const sql = `SELECT current_user, session_user, user_is_member_of(current_user, 'AWSIDC:apac-sales')`;
      assert.deepEqual(await ask(sql), [['awsidc:ming@example.com', 'awsidc:ming@example.com', 't']]);
    });

    it('leaves nothing of one session to the next', async () => {
      await ask('CREATE TEMP TABLE mine AS SELECT 1 AS a');
      assert.match(String(await ask('SELECT * FROM mine')), /^42P01 /);
    });

    const redshift: [sql: string, value: string][] = [
      [`SELECT DATEADD(month, 1, '2024-01-31'::date)`, '2024-02-29 00:00:00'],
      [`SELECT DATEADD(month, 1, '2024-04-30'::timestamp)`, '2024-05-30 00:00:00'],
      [`SELECT DATEDIFF(day, '2024-01-01', '2024-03-01')`, '60'],
      [`SELECT DATEDIFF(year, '2023-12-31'::date, '2024-01-01'::date)`, '1'],
      [`SELECT DATEDIFF(week, '2024-01-06'::date, '2024-01-07'::date)`, '1'],
      [`SELECT AVG(n) FROM (SELECT 1 AS n UNION ALL SELECT 2) t`, '1'],
      [`SELECT AVG(n) FROM (SELECT -1::bigint AS n UNION ALL SELECT -2) t`, '-1'],
      [`SELECT AVG(n) FROM (SELECT 1::int AS n) t WHERE false`, 'null'],
      [
        `SELECT LISTAGG(n, '-') WITHIN GROUP (ORDER BY n DESC) FROM (SELECT 1 AS n UNION ALL SELECT 2) t`,
        '2-1',
      ],
      [`SELECT NVL(NULL, 'x') || LEN('four') || CHARINDEX('o', 'four')`, 'x42'],
      [`SELECT 1.5::decimal`, '2'],
      [`SELECT DATE_TRUNC('month', '2024-07-15'::date)`, '2024-07-01 00:00:00'],
      [`SELECT CONCAT(NULL, 'a')`, 'null'],
      [`SELECT CONCAT('a', CONCAT('b', 'c'))`, 'abc'],
      [`SELECT REGEXP_REPLACE('aXbX', 'X')`, 'ab'],
      [`SELECT REGEXP_REPLACE('aXbX', 'x', '-', 1, 'i')`, 'a-b-'],
      [`SELECT REGEXP_REPLACE('aXbX', 'X', '-', 3)`, 'aXb-'],
      [`SELECT REGEXP_SUBSTR('abc', 'x')`, ''],
      [`SELECT EXTRACT(month FROM '2024-07-01'::date) / 4`, '1'],
      [`SELECT EXTRACT(second FROM timestamp '2024-07-01 01:02:59.9')`, '59'],
      [`SELECT EXTRACT(ms FROM timestamp '2009-09-09 12:08:43.101')`, '101'],
      [`SELECT DATEDIFF(second, '1900-01-01', '2100-01-01')`, '6311433600'],
      [`SELECT JSON_SERIALIZE(JSON_PARSE('[1]'))`, '[1]'],
      [`SELECT SYSDATE >= GETDATE()`, 't'],
    ];
    for (const [sql, value] of redshift) {
      it(sql, async () => {
        const outcome = await ask(sql);
        assert.equal(typeof outcome === 'string' ? outcome : String(outcome[0]?.[0]), value);
      });
    }

    it('describes columns as Redshift does', async () => {
      await east.runAsAdministrator(`CREATE TABLE shapes (a SMALLINT NOT NULL, b VARCHAR(7), c DECIMAL(9, 3), d TIMESTAMPTZ,
        e SUPER, f VARBYTE, g CHAR(2), h BOOL, i REAL, j TIMETZ); GRANT SELECT ON shapes TO PUBLIC`);
      const { columns } = await east.run({
        user: people.ming,
        sql: `SELECT *, a + 1 AS sum, 'x' AS word FROM shapes`,
      });
      assert.deepEqual(
        columns.map((column) =>
          [
            column.name,
            column.typeName,
            column.precision,
            column.scale,
            column.nullable,
            `${column.schemaName}.${column.tableName}`,
            column.isSigned,
            column.isCaseSensitive,
          ].join(' '),
        ),
        [
          'a int2 5 0 0 public.shapes true false',
          'b varchar 7 0 1 public.shapes false true',
          'c numeric 9 3 1 public.shapes true false',
          'd timestamptz 35 6 1 public.shapes false false',
          'e super 0 0 1 public.shapes false true',
          'f varbyte 0 0 1 public.shapes false false',
          'g bpchar 2 0 1 public.shapes false true',
          'h bool 1 0 1 public.shapes false false',
          'i float4 8 8 1 public.shapes true false',
          'j timetz 21 6 1 public.shapes false false',
          'sum int4 10 0 2 . true false',
          'word varchar 65535 0 2 . false true',
        ],
      );
    });

    it('says what came of statements without rows', async () => {
      await east.runAsAdministrator(
        'CREATE TABLE counted (a INTEGER); GRANT SELECT, INSERT, DELETE ON counted TO PUBLIC',
      );
      const outcomes = [];
      for (const sql of [
        'INSERT INTO counted VALUES (1), (2)',
        'DELETE FROM counted WHERE a = 1',
        'SELECT a FROM counted',
        `SET query_group TO 'x'`,
      ]) {
        const { hasResultSet, rowCount, rows } = await east.run({ user: people.ming, sql });
        outcomes.push([hasResultSet, rowCount, rows.count]);
      }
      assert.deepEqual(outcomes, [
        [false, 2, 0],
        [false, 1, 0],
        [true, 1, 1],
        [false, -1, 0],
      ]);
    });

    it('carries every character and NULL', async () => {
      assert.deepEqual(await ask(`SELECT 'Córdoba 東京 😀', '', NULL, 'a\\tb'`), [
        ['Córdoba 東京 😀', '', null, 'a\tb'],
      ]);
    });

    it('carries 100,000 rows', async () => {
      const sql = 'SELECT a.sale_id, a.country, b.note FROM sales a CROSS JOIN sales b LIMIT 100000';
      const { rows, rowCount } = await east.run({ user: people.ethan, sql });
      const broken = rows.values().filter((row) => row.length !== 3 || !/^17\d{5}$/.test(row[0] ?? ''));
      assert.deepEqual([rows.count, rowCount, broken], [100000, 100000, []]);
    });

    it('points at errors in the statement as it was written', async () => {
      const { message, sqlState, position } = await failure(() =>
        east.run({ user: people.ming, sql: `SELECT /* 東京 */ nvl(1,2),\n  wrong FROM sales` }),
      );
      assert.deepEqual([message, sqlState, position], ['ERROR: column "wrong" does not exist', '42703', 29]);
    });
  });

  describe('parameters', () => {
    const cases: [label: string, sql: string, given: Record<string, string>, outcome: string][] = [
      [
        'take their type from where they stand',
        'SELECT count(*) FROM sales WHERE amount > :a AND sold_on < :d AND country = :c',
        { a: '99999', d: '2025-01-01', c: 'Japan' },
        '0',
      ],
      ['with a cast', `SELECT :n::int + 1`, { n: '41' }, '42'],
      ['twice', `SELECT :x || :x`, { x: 'ab' }, 'abab'],
      ['are values', `SELECT :x`, { x: `'; DROP TABLE sales; --` }, `'; DROP TABLE sales; --`],
      [
        'of the wrong type',
        `SELECT :n::int`,
        { n: 'x' },
        'ERROR: invalid input syntax for type integer: "x"',
      ],
      ['missing', `SELECT :x`, {}, 'ERROR: the statement has parameter ":x", for which no value is given'],
      ['left over', `SELECT ':x' -- :x`, { x: '1' }, 'ERROR: parameter "x" does not appear in the statement'],
      ['in a LIMIT', `SELECT TOP :n 'a'`, { n: '1' }, 'a'],
    ];
    for (const [label, sql, given, outcome] of cases) {
      it(label, async () => {
        const parameters = Object.entries(given).map(([name, value]) => ({ name, value }));
        const found = await east
          .run({ user: people.ming, sql, parameters })
          .catch((error: SqlError) => error.message);
        assert.equal(typeof found === 'string' ? found : found.rows.values()[0]?.[0], outcome);
      });
    }
  });
});

async function failure(work: () => Promise<unknown>): Promise<SqlError> {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SqlError, `expected an SqlError, not ${String(error)}`);
  return error;
}

const fatal = 'SELECT 1 AS fatal';

/** The built assets, with a worker in front of which one statement ends the thread. */
function frailAssets(): URL {
  const frail = mkdtempSync(path.join(tmpdir(), 'warehouse-frail-'));
  for (const file of readdirSync(assets)) symlinkSync(new URL(file, assets), path.join(frail, file));
  const worker = path.join(frail, 'warehouseWorker.js');
  rmSync(worker);
  const die = `(request) => { if (request.sql === ${JSON.stringify(fatal)}) process.exit(1); }`;
  const real = new URL('warehouseWorker.js', assets).href;
  const program = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ${die});
    await import(${JSON.stringify(real)});`;
  writeFileSync(worker, program);
  writeFileSync(path.join(frail, 'package.json'), '{"type":"module"}');
  return pathToFileURL(`${frail}/`);
}

describe('warehouse life', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'warehouse-test-'));
    warehouse = await openRegion('us-west-2', folder);
    await warehouse.runAsAdministrator('CREATE TABLE log (n INTEGER); GRANT SELECT, INSERT ON log TO PUBLIC');
  });

  after(async () => {
    await warehouse?.close();
    rmdirSync(folder);
  });

  const run = (sql: string, signal?: AbortSignal, onStarted?: () => void) =>
    warehouse.run({ user: people.ming, sql, ...(signal && { signal }), ...(onStarted && { onStarted }) });
  const outcome = (promise: Promise<StatementOutcome>) =>
    promise.then(
      ({ rows }) => rows.values(),
      (error: unknown) => (error instanceof Error ? error.name : error),
    );

  it('ends a running statement that is cancelled, keeps what was committed, and goes on', async () => {
    await run('INSERT INTO log VALUES (1)');
    const abort = new AbortController();
    const sleeping = outcome(run('SELECT pg_sleep(60)', abort.signal, () => abort.abort()));
    const [slept, after] = await Promise.all([sleeping, outcome(run('SELECT n FROM log'))]);
    assert.deepEqual([slept, after], ['SqlCancelled', [['1']]]);
  });

  it('drops a waiting statement that is cancelled, and runs the others in order', async () => {
    const abort = new AbortController();
    const order: string[] = [];
    const started = (name: string) => () => void order.push(name);
    const results = Promise.all([
      outcome(run('INSERT INTO log VALUES (2)', undefined, started('first'))),
      outcome(run('INSERT INTO log VALUES (3)', abort.signal, started('second'))),
      outcome(run('SELECT max(n) FROM log', undefined, started('third'))),
    ]);
    abort.abort();
    assert.deepEqual(
      [await results, order],
      [
        [[], 'SqlCancelled', [['2']]],
        ['first', 'third'],
      ],
    );
  });

  it('does not begin what was cancelled before', async () => {
    await assert.rejects(run('SELECT 1', AbortSignal.abort()), SqlCancelled);
  });

  it('fails the statement whose worker dies, and comes back with what was committed', async () => {
    const broken = frailAssets();
    const frail = await openRegion('us-east-1', folder, broken);
    const ask = (sql: string) => outcome(frail.run({ user: people.ming, sql }));
    try {
      await frail.runAsAdministrator('CREATE TABLE kept (n INTEGER); GRANT SELECT, INSERT ON kept TO PUBLIC');
      const outcomes = [
        await ask('INSERT INTO kept VALUES (7)'),
        await ask(fatal),
        await ask('SELECT n FROM kept'),
      ];
      assert.deepEqual(outcomes, [[], 'SqlError', [['7']]]);
    } finally {
      await frail.close();
      rmSync(broken, { recursive: true });
    }
  });

  it('fails the open transaction of a session whose worker dies, whatever it dies of', async () => {
    const broken = frailAssets();
    const frail = await openRegion('us-east-1', folder, broken);
    const session = frail.openSession(people.ming);
    const ask = (sql: string) => outcome(session.run({ sql }));
    try {
      await frail.runAsAdministrator('CREATE TABLE kept (n INTEGER); GRANT SELECT, INSERT ON kept TO PUBLIC');
      const begun = [await ask('BEGIN'), await ask('INSERT INTO kept VALUES (7)')];
      const died = await outcome(frail.run({ user: people.ming, sql: fatal }));
      const after = [await ask('SELECT n FROM kept'), await ask('COMMIT'), await ask('SELECT n FROM kept')];
      assert.deepEqual([begun, died, after], [[[], []], 'SqlError', ['SqlError', [], []]]);
    } finally {
      await frail.close();
      rmSync(broken, { recursive: true });
    }
  });

  it('refuses a result that is too large to hold, and goes on', async () => {
    const sql = `SELECT repeat('x', 1000000) FROM sales LIMIT 300`;
    const { sqlState } = await failure(() => run(sql));
    assert.deepEqual([sqlState, await outcome(run('SELECT 1'))], ['54000', [['1']]]);
  });

  it('refuses more values than it can hold, however short, and goes on', async () => {
    const sql = 'SELECT 1 FROM sales a CROSS JOIN sales b CROSS JOIN sales c';
    const { sqlState } = await failure(() => run(sql));
    assert.deepEqual([sqlState, await outcome(run('SELECT 1'))], ['54000', [['1']]]);
  });

  it('ends a statement that keeps the others waiting for too long', async () => {
    const brief = await openWarehouse({ region: 'us-east-1', assets, dataFolder: folder, longestRun: 5 });
    try {
      const ask = (sql: string) => brief.run({ user: people.ming, sql });
      const { sqlState } = await failure(() => ask('SELECT pg_sleep(600)'));
      assert.deepEqual([sqlState, await outcome(ask('SELECT 1'))], ['57014', [['1']]]);
    } finally {
      await brief.close();
    }
  });

  it('keeps the event loop free while a statement runs', async () => {
    const abort = new AbortController();
    const sleeping = outcome(run('SELECT pg_sleep(60)', abort.signal));
    let turns = 0;
    while (turns < 100) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
    abort.abort();
    assert.equal(await sleeping, 'SqlCancelled');
  });

  it('leaves no folder, and refuses what comes after close', async () => {
    const other = await openRegion('us-east-1', folder);
    const waiting = outcome(other.run({ user: people.ming, sql: 'SELECT pg_sleep(60)' }));
    const folders = readdirSync(folder).length;
    await other.close();
    const later = outcome(other.run({ user: people.ming, sql: 'SELECT 1' }));
    assert.deepEqual(
      [folders, readdirSync(folder).length, await waiting, await later],
      [2, 1, 'SqlError', 'SqlError'],
    );
  });
});
