import assert from 'node:assert/strict';
import {
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import type { Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { openWarehouse } from '../../../src/sandbox/warehouse/warehouse.ts';
import { failure, startFixture, west } from './awsFixture.ts';
import type { AwsFixture, Keys } from './awsFixture.ts';

describe('AWS with a warehouse behind it', function () {
  this.timeout(60_000);
  let warehouse: Warehouse;
  let aws: AwsFixture;
  let ming: Keys;
  before(async () => {
    warehouse = await openWarehouse({
      region: west,
      assets: new URL('../../../dist/sandbox/', import.meta.url),
    });
    aws = await startFixture({ warehouses: new Map([[west, warehouse]]), pageBytes: 20_000 });
    ming = await aws.person('ming@example.com', west);
  });
  after(async () => {
    await aws.stop();
    await warehouse.close();
  });

  const run = async (Sql: string, keys = ming, change: Partial<ExecuteStatementCommandInput> = {}) => {
    const client = aws.data(keys, west);
    const { Id } = await client.send(
      new ExecuteStatementCommand({
        Sql,
        Database: 'dev',
        WorkgroupName: 'redshift-tip-enabled',
        ResultFormat: 'CSV',
        WaitTimeSeconds: 30,
        ...change,
      }),
    );
    return { Id, client };
  };
  const csv = async (Sql: string, keys = ming): Promise<string> => {
    const { Id, client } = await run(Sql, keys);
    let text = '';
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetStatementResultV2Command({ Id, NextToken }));
      text += page.Records?.map((record) => record.CSVRecords).join('');
      NextToken = page.NextToken;
    } while (NextToken);
    return text;
  };

  for (const [login, regions] of [
    ['ming@example.com', 'APAC\r\n'],
    ['frank@example.com', 'AMER\r\n'],
    ['alex@example.com', 'EMEA\r\n'],
    ['ethan@example.com', 'AMER\r\nAPAC\r\nEMEA\r\n'],
  ] as const) {
    it(`shows ${login} the rows of their regions alone`, async () => {
      const keys = await aws.person(login, west);
      assert.equal(await csv('SELECT DISTINCT region FROM sales ORDER BY region', keys), regions);
    });
  }

  it('is the person to Redshift', async () => {
    assert.equal(await csv('SELECT current_user'), 'awsidc:ming@example.com\r\n');
  });

  it('gives a long result whole, page by page', async () => {
    const count = Number(await csv('SELECT count(*) FROM sales'));
    const lines = (await csv('SELECT * FROM sales')).split('\r\n');
    assert.deepEqual([lines.length - 1, count > 1000], [count, true]);
  });

  it('binds parameters', async () => {
    const { Id, client } = await run("SELECT :a || 'x' AS joined", ming, {
      Parameters: [{ name: 'a', value: "o'clock" }],
    });
    const { Records } = await client.send(new GetStatementResultV2Command({ Id }));
    assert.deepEqual(Records, [{ CSVRecords: "o'clockx\r\n" }]);
  });

  it('gives values as Fields of their types', async () => {
    const { Id, client } = await run(
      "SELECT 7::int8 AS i, 1.5::float8 AS f, true AS b, 1.50::numeric(5,2) AS n, NULL::varchar AS v, '' AS e",
      ming,
      { ResultFormat: 'JSON' },
    );
    const { Records, ColumnMetadata } = await client.send(new GetStatementResultCommand({ Id }));
    assert.deepEqual(
      [ColumnMetadata?.map(({ typeName }) => typeName), Records],
      [
        ['int8', 'float8', 'bool', 'numeric', 'varchar', 'varchar'],
        [
          [
            { longValue: 7 },
            { doubleValue: 1.5 },
            { booleanValue: true },
            { stringValue: '1.50' },
            { isNull: true },
            { stringValue: '' },
          ],
        ],
      ],
    );
  });

  it('says what the database refused', async () => {
    const { Id, client } = await run('DELETE FROM sales');
    const { Status, Error: error } = await client.send(new DescribeStatementCommand({ Id }));
    assert.deepEqual([Status, error], ['FAILED', 'ERROR: permission denied for relation sales']);
  });

  it('cancels a long statement and goes on', async () => {
    const { Id, client } = await run('SELECT count(*) FROM sales a, sales b, sales c', ming, {
      WaitTimeSeconds: undefined,
    });
    let status: string | undefined = 'SUBMITTED';
    while (status === 'SUBMITTED')
      ({ Status: status } = await client.send(new DescribeStatementCommand({ Id })));
    const { Status: cancelled } = await client.send(new CancelStatementCommand({ Id }));
    const { Status } = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    assert.deepEqual(
      [status, cancelled, Status, await csv('SELECT 1')],
      ['STARTED', true, 'ABORTED', '1\r\n'],
    );
  });

  it('lets nothing of the sales be seen without a propagated identity', async () => {
    const { Id, client } = await run('SELECT * FROM sales', await aws.dataRole(west));
    const { Status } = await client.send(new DescribeStatementCommand({ Id }));
    const error = await failure(client.send(new GetStatementResultV2Command({ Id })));
    assert.deepEqual([Status, error['name']], ['FAILED', 'ResourceNotFoundException']);
  });
});
