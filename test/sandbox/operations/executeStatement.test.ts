import assert from 'node:assert/strict';
import { DescribeStatementCommand, ExecuteStatementCommand } from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { east, failure, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { sendSigned } from '../aws/handSigner.ts';
import { heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse } from '../aws/heldWarehouse.ts';

describe('ExecuteStatement', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    warehouse = heldWarehouse();
    aws = await startFixture({ warehouse });
    ming = await aws.person('ming@example.com');
  });
  after(() => aws.stop());

  const execute = async (change: Partial<ExecuteStatementCommandInput> = {}, keys = ming, region = east) =>
    await aws.data(keys, region).send(
      new ExecuteStatementCommand({
        Sql: 'SELECT 1',
        Database: 'dev',
        WorkgroupName: 'redshift-tip-enabled',
        ...change,
      }),
    );

  it('answers at once, before the statement has started', async () => {
    const { CreatedAt, Id = '', ...output } = await execute();
    assert.match(Id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.ok(Math.abs((CreatedAt?.getTime() ?? 0) - Date.now()) < 60_000, 'CreatedAt is now');
    assert.deepEqual(
      { ...output, $metadata: undefined },
      {
        $metadata: undefined,
        Database: 'dev',
        DbUser: 'awsidc:ming@example.com',
        RedshiftPid: 0,
        Status: 'SUBMITTED',
        WorkgroupName: 'redshift-tip-enabled',
      },
    );
  });

  it("runs as the person, with the person's roles and bound parameters", async () => {
    await execute({
      Sql: 'SELECT * FROM sales WHERE region = :region',
      Parameters: [{ name: 'region', value: 'APAC' }],
    });
    const request = warehouse.statements.at(-1)?.request;
    assert.deepEqual(
      { user: request?.user, sql: request?.sql, parameters: request?.parameters },
      {
        user: { name: 'awsidc:ming@example.com', roles: ['awsidc:apac-sales'] },
        sql: 'SELECT * FROM sales WHERE region = :region',
        parameters: [{ name: 'region', value: 'APAC' }],
      },
    );
  });

  it('runs as the role, without roles, where no identity was propagated', async () => {
    await execute({}, await aws.dataRole());
    assert.deepEqual(warehouse.statements.at(-1)?.request.user, {
      name: 'IAMR:RedshiftDataAPIClientRole',
      roles: [],
    });
  });

  it('waits for the end of the statement where it is told to', async () => {
    const count = warehouse.statements.length;
    const call = execute({ WaitTimeSeconds: 30 });
    const held = await arrival(warehouse, count);
    held.start();
    held.finish({ hasResultSet: true, rowCount: 0 });
    const { Status, HasResultSet } = await call;
    assert.deepEqual([Status, HasResultSet], ['FINISHED', true]);
  });

  it('answers with the state it is in when the time is over', async () => {
    const count = warehouse.statements.length;
    const call = execute({ WaitTimeSeconds: 1 });
    (await arrival(warehouse, count)).start();
    const { Status, HasResultSet } = await call;
    assert.deepEqual([Status, HasResultSet], ['STARTED', undefined]);
  });

  it('runs a statement once for one client token', async () => {
    const count = warehouse.statements.length;
    const input = { ClientToken: 'one-token', Sql: 'INSERT INTO t VALUES (1)' };
    const ids = [await execute(input), await execute({ ...input, WaitTimeSeconds: 1 })].map(({ Id }) => Id);
    assert.deepEqual([new Set(ids).size, warehouse.statements.length - count], [1, 1]);
  });

  it('refuses a client token that comes back with another statement', async () => {
    await execute({ ClientToken: 'used-token' });
    const error = await failure(execute({ ClientToken: 'used-token', Sql: 'SELECT 2' }));
    assert.equal(error['name'], 'ValidationException');
    assert.match(String(error['message']), /ClientToken/);
  });

  it("does not mistake another person's client token for its own", async () => {
    const ethan = await aws.person('ethan@example.com');
    const ids = [
      await execute({ ClientToken: 'shared' }),
      await execute({ ClientToken: 'shared' }, ethan),
    ].map(({ Id }) => Id);
    assert.equal(new Set(ids).size, 2);
  });

  it('forgets client tokens after eight hours', async () => {
    const other = await startFixture({ warehouse: heldWarehouse() });
    try {
      const run = async () => {
        const { Id } = await other.data(await other.person('ming@example.com')).send(
          new ExecuteStatementCommand({
            Sql: 'SELECT 1',
            Database: 'dev',
            WorkgroupName: 'redshift-tip-enabled',
            ClientToken: 'old',
          }),
        );
        return Id;
      };
      const first = await run();
      other.clock.advance(8 * 3600 - 60);
      const second = await run();
      other.clock.advance(120);
      const third = await run();
      assert.deepEqual([second === first, third === first], [true, false]);
    } finally {
      await other.stop();
    }
  });

  it('fails the statement, not the call, for a database that is not there', async () => {
    const count = warehouse.statements.length;
    const call = execute({ Database: 'nope', WaitTimeSeconds: 5 });
    const held = await arrival(warehouse, count);
    assert.equal(held.request.database, 'nope');
    held.fail(new SqlError('FATAL: database "nope" does not exist', '3D000'));
    const { Id } = await call;
    const { Status, Error: error } = await aws.data(ming).send(new DescribeStatementCommand({ Id }));
    assert.deepEqual([Status, error], ['FAILED', 'FATAL: database "nope" does not exist']);
  });

  it('answers with FAILED for a statement that the database refuses', async () => {
    const count = warehouse.statements.length;
    const call = execute({ WaitTimeSeconds: 30 });
    (await arrival(warehouse, count)).fail(
      new SqlError('ERROR: permission denied for relation sales', '42501'),
    );
    assert.equal((await call).Status, 'FAILED');
  });

  const refused: [label: string, change: Partial<ExecuteStatementCommandInput>, message: RegExp][] = [
    [
      'an unknown workgroup',
      { WorkgroupName: 'other-workgroup' },
      /Redshift endpoint doesn't exist in this region/,
    ],
    [
      'no workgroup and no cluster',
      { WorkgroupName: undefined },
      /WorkgroupName or ClusterIdentifier is required/,
    ],
    ['no database', { Database: undefined }, /Database is required/],
    ['no SQL', { Sql: undefined }, /'sql'.*null/],
    ['empty SQL', { Sql: '' }, /'sql'.*1/],
    ['SQL over 100,000 bytes', { Sql: `SELECT '${'é'.repeat(50_000)}'` }, /'sql'.*100000/],
    ['SQL over a megabyte', { Sql: 'x'.repeat(2_000_000) }, /'sql'.*100000/],
    ['a long client token', { ClientToken: 'x'.repeat(65) }, /'clientToken'.*64/],
    ['an empty client token', { ClientToken: '' }, /'clientToken'.*1/],
    ['a long name', { StatementName: 'x'.repeat(501) }, /'statementName'.*500/],
    ['a wait of no time', { WaitTimeSeconds: 0 }, /'waitTimeSeconds'.*1/],
    ['a wait of 31 seconds', { WaitTimeSeconds: 31 }, /'waitTimeSeconds'.*30/],
    ['no parameters in a list', { Parameters: [] }, /'parameters'/],
    [
      'a parameter without a value',
      { Parameters: [{ name: 'a', value: undefined }] },
      /'parameters\.1\.member\.value'.*null/,
    ],
    [
      'a parameter with an empty value',
      { Parameters: [{ name: 'a', value: '' }] },
      /'parameters\.1\.member\.value'/,
    ],
    [
      'a parameter whose name is none',
      { Parameters: [{ name: 'a b', value: '1' }] },
      /'parameters\.1\.member\.name'/,
    ],
    ['a workgroup and a cluster', { ClusterIdentifier: 'cluster-1' }, /not both/],
    [
      'a cluster of another Region',
      { ClusterIdentifier: 'finance-cluster', WorkgroupName: undefined },
      /Redshift endpoint doesn't exist in this region/,
    ],
    [
      'a cluster whose name is none',
      { ClusterIdentifier: '-cluster', WorkgroupName: undefined },
      /'clusterIdentifier'/,
    ],
    ['a database user', { DbUser: 'admin' }, /DbUser/],
    ['a secret', { SecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x' }, /SecretArn/],
    ['a session to keep over a day', { SessionKeepAliveSeconds: 86_401 }, /'sessionKeepAliveSeconds'.*86400/],
    [
      'a session to keep for less than no time',
      { SessionKeepAliveSeconds: -1 },
      /'sessionKeepAliveSeconds'.*0/,
    ],
    ['what is no session ID', { SessionId: 'x' }, /'sessionId'/],
  ];
  for (const [label, change, message] of refused) {
    it(`refuses ${label}`, async () => {
      const count = warehouse.statements.length;
      const error = await failure(execute(change));
      assert.deepEqual([error['name'], warehouse.statements.length], ['ValidationException', count]);
      assert.match(String(error['message']), message);
    });
  }

  it('refuses a format that it does not know', async () => {
    const error = await failure(execute({ ResultFormat: 'PARQUET' as 'CSV' }));
    assert.match(String(error['message']), /'resultFormat'.*\[JSON, CSV\]/);
  });

  it('accepts the ARN of a workgroup, a name and an event', async () => {
    const { ListWorkgroupsCommand } = await import('@aws-sdk/client-redshift-serverless');
    const { workgroups } = await aws.serverless(await aws.bridge()).send(new ListWorkgroupsCommand({}));
    const { Status } = await execute({
      WorkgroupName: workgroups?.[0]?.workgroupArn,
      StatementName: 'named',
      WithEvent: true,
    });
    assert.equal(Status, 'SUBMITTED');
  });

  it("does not find another account's workgroup", async () => {
    const error = await failure(execute({}, ming, west));
    assert.match(String(error['message']), /Redshift endpoint doesn't exist/);
  });

  it('is not allowed to the bridge role', async () => {
    const error = await failure(execute({}, await aws.bridge()));
    assert.equal(error['name'], 'AccessDeniedException');
    assert.match(String(error['message']), /redshift-data:ExecuteStatement .*no identity-based policy/);
  });

  it('refuses the 501st active statement', async () => {
    const other = await startFixture({ warehouse: heldWarehouse() });
    try {
      const keys = await other.person('ming@example.com');
      const input = { Sql: 'SELECT 1', Database: 'dev', WorkgroupName: 'redshift-tip-enabled' };
      for (let count = 0; count < 500; count++) {
        const { status } = await sendSigned({
          endpoint: other.endpoint,
          keys,
          service: 'redshift-data',
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': 'RedshiftData.ExecuteStatement',
          },
          body: JSON.stringify(input),
        });
        assert.equal(status, 200);
      }
      const error = await failure(other.data(keys).send(new ExecuteStatementCommand(input)));
      assert.equal(error['name'], 'ActiveStatementsExceededException');
    } finally {
      await other.stop();
    }
  });
});

/** The statement after the first `count`, once it has arrived. */
async function arrival(warehouse: HeldWarehouse, count: number) {
  for (;;) {
    const held = warehouse.statements[count];
    if (held) return held;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
