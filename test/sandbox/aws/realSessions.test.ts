import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import type {
  BatchExecuteStatementCommandInput,
  ExecuteStatementCommandInput,
} from '@aws-sdk/client-redshift-data';
import type { Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { openWarehouse } from '../../../src/sandbox/warehouse/warehouse.ts';
import { startFixture, west } from './awsFixture.ts';
import type { AwsFixture, Keys } from './awsFixture.ts';

describe('sessions and batches with a warehouse behind them', function () {
  this.timeout(60_000);
  let warehouse: Warehouse;
  let aws: AwsFixture;
  let ming: Keys;
  before(async () => {
    warehouse = await openWarehouse({
      region: west,
      assets: new URL('../../../dist/sandbox/', import.meta.url),
    });
    aws = await startFixture({ warehouses: new Map([[west, warehouse]]) });
    ming = await aws.person('ming@example.com', west);
  });
  after(async () => {
    await aws.stop();
    await warehouse.close();
  });

  const place = { Database: 'dev', WorkgroupName: 'redshift-tip-enabled' };
  const execute = async (Sql: string, change: Partial<ExecuteStatementCommandInput>, keys = ming) =>
    await aws
      .data(keys, west)
      .send(new ExecuteStatementCommand({ Sql, ResultFormat: 'CSV', WaitTimeSeconds: 30, ...change }));
  const text = async (Id: string | undefined, keys = ming) => {
    const { Records } = await aws.data(keys, west).send(new GetStatementResultV2Command({ Id }));
    return Records?.map((record) => record.CSVRecords).join('') ?? '';
  };
  const errorOf = async (Id: string | undefined, keys = ming) =>
    (await aws.data(keys, west).send(new DescribeStatementCommand({ Id }))).Error ?? '';
  /** Rows of a statement, or its state where there are none. */
  const run = async (Sql: string, change: Partial<ExecuteStatementCommandInput> = place, keys = ming) => {
    const { Id, Status, HasResultSet } = await execute(Sql, change, keys);
    if (Status === 'FAILED') return (await errorOf(Id, keys)).split('\n')[0] ?? '';
    return HasResultSet ? (await text(Id, keys)).trimEnd() : Status;
  };
  const openSession = async (keys = ming) => {
    const { SessionId } = await execute('SELECT 1', { ...place, SessionKeepAliveSeconds: 600 }, keys);
    return (Sql: string) => run(Sql, { SessionId }, keys);
  };
  const batch = async (Sqls: string[], change: Partial<BatchExecuteStatementCommandInput> = {}) => {
    const client = aws.data(ming, west);
    const { Id } = await client.send(
      new BatchExecuteStatementCommand({
        ...place,
        Sqls,
        ResultFormat: 'CSV',
        WaitTimeSeconds: 30,
        ...change,
      }),
    );
    return await client.send(new DescribeStatementCommand({ Id }));
  };

  it('keep a temporary table, a setting and a transaction, each for itself', async () => {
    const [one, other] = [await openSession(), await openSession()];
    const frank = await openSession(await aws.person('frank@example.com', west));
    const seen = {
      table: [await one('CREATE TEMP TABLE kept (n int)'), await one('INSERT INTO kept VALUES (7)')],
      setting: await one("SET query_group TO 'mine'"),
      between: await run('SELECT 1'),
      own: [await one('SELECT n FROM kept'), await one('SHOW query_group')],
      others: [
        await other('SELECT n FROM kept'),
        await frank('SELECT n FROM kept'),
        await run('SELECT n FROM kept'),
      ],
      transaction: [
        await one('BEGIN'),
        await one('INSERT INTO kept VALUES (8)'),
        await one('SELECT count(*) FROM kept'),
        await one('ROLLBACK'),
        await one('SELECT count(*) FROM kept'),
      ],
    };
    const missing = 'ERROR: relation "kept" does not exist';
    assert.deepEqual(seen, {
      table: ['FINISHED', 'FINISHED'],
      setting: 'FINISHED',
      between: '1',
      own: ['7', 'mine'],
      others: [missing, missing, missing],
      transaction: ['FINISHED', 'FINISHED', '2', 'FINISHED', '1'],
    });
  });

  it('end with their keep-alive, and a new one begins with nothing', async () => {
    const session = await openSession();
    await session('CREATE TEMP TABLE gone (n int)');
    aws.clock.advance(601);
    await assert.rejects(session('SELECT 1'), { message: 'Session is not available' });
    assert.equal(await (await openSession())('SELECT * FROM gone'), 'ERROR: relation "gone" does not exist');
  });

  const states = (described: Awaited<ReturnType<typeof batch>>) =>
    [described.Status, ...(described.SubStatements ?? []).map(({ Status }) => Status)].join(' ');

  it('run a batch on one connection, with each result and its parameters', async () => {
    const described = await batch(
      [
        'CREATE TEMP TABLE staged AS SELECT :a::int AS n',
        'INSERT INTO staged VALUES (:b::int)',
        'SELECT n FROM staged ORDER BY n',
      ],
      {
        Parameters: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      },
    );
    assert.deepEqual(
      [states(described), described.Error, await text(`${described.Id}:3`)],
      ['FINISHED FINISHED FINISHED FINISHED', undefined, '1\r\n2\r\n'],
    );
  });

  for (const [mode, expected] of [
    ['TRANSACTION', ['FAILED FINISHED FAILED ABORTED', '0']],
    ['AUTO_COMMIT', ['FAILED FINISHED FAILED FINISHED', '2']],
  ] as const) {
    it(`keep of a failed batch what its mode says (${mode})`, async () => {
      const session = await openSession();
      const { SessionId } = await execute('CREATE TEMP TABLE counted (n int)', {
        ...place,
        SessionKeepAliveSeconds: 600,
      });
      const described = await batch(
        ['INSERT INTO counted VALUES (1)', 'SELECT 1/0', 'INSERT INTO counted VALUES (2)'],
        { SessionId, Database: undefined, WorkgroupName: undefined, ExecutionMode: mode },
      );
      assert.deepEqual(
        [
          states(described),
          await run('SELECT count(*) FROM counted', { SessionId }),
          await session('SELECT 1'),
        ],
        [...expected, '1'],
      );
      assert.match(described.Error ?? '', /^Query #2 failed with ERROR: division by zero/);
    });
  }

  it('leave nothing running after a batch was cancelled, and the session there', async () => {
    const client = aws.data(ming, west);
    const { Id, SessionId } = await client.send(
      new BatchExecuteStatementCommand({
        ...place,
        Sqls: ['SELECT 1', 'SELECT count(*) FROM sales a, sales b, sales c', 'SELECT 3'],
        SessionKeepAliveSeconds: 600,
      }),
    );
    let second: string | undefined;
    while (second !== 'STARTED') {
      ({ Status: second } = await client.send(new DescribeStatementCommand({ Id: `${Id}:2` })));
    }
    await client.send(new CancelStatementCommand({ Id }));
    const described = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    assert.deepEqual(
      [states(described), await run('SELECT current_user', { SessionId })],
      ['ABORTED FINISHED ABORTED ABORTED', 'awsidc:ming@example.com'],
    );
  });

  const attacks = ['SET SESSION AUTHORIZATION postgres', 'SET ROLE postgres', 'RESET SESSION AUTHORIZATION'];
  for (const attack of attacks) {
    it(`make nobody an administrator by ${attack}`, async () => {
      const session = await openSession();
      const refused = [await session(attack), await session('BEGIN'), await session(attack)];
      await session('ROLLBACK');
      const { SubStatements } = await batch(['SELECT 1', attack]);
      assert.deepEqual(
        [
          refused.map((each) => each?.startsWith('ERROR')),
          SubStatements?.[1]?.Status,
          await session('SELECT current_user'),
        ],
        [[true, false, true], 'FAILED', 'awsidc:ming@example.com'],
      );
    });
  }
});
