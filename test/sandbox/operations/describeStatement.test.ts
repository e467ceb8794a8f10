import assert from 'node:assert/strict';
import { DescribeStatementCommand, ExecuteStatementCommand } from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { failure, startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse } from '../aws/heldWarehouse.ts';

describe('DescribeStatement', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    warehouse = heldWarehouse();
    aws = await startFixture({ warehouse });
    ming = await aws.person('ming@example.com');
  });
  after(() => aws.stop());

  const submit = async (change: Partial<ExecuteStatementCommandInput> = {}) => {
    const { Id } = await aws.data(ming).send(
      new ExecuteStatementCommand({
        Sql: 'SELECT :a',
        Database: 'dev',
        WorkgroupName: 'redshift-tip-enabled',
        ...change,
      }),
    );
    const held = warehouse.statements.at(-1);
    if (!held) throw new Error('The statement did not arrive.');
    return { Id, held };
  };
  const describeIt = async (Id: string | undefined, WaitTimeSeconds?: number, keys = ming) =>
    await aws.data(keys).send(new DescribeStatementCommand({ Id, WaitTimeSeconds }));

  it('follows a statement from its submission to its end', async () => {
    const { Id, held } = await submit();
    const submitted = await describeIt(Id);
    held.start();
    const started = await describeIt(Id);
    held.finish({ hasResultSet: true, rows: [['1'], [null]], rowCount: 2 });
    const finished = await describeIt(Id, 30);
    assert.deepEqual(
      [submitted, started, finished].map((output) => [
        output.Status,
        output.RedshiftPid === 0,
        output.HasResultSet,
        output.ResultRows,
        output.ResultSize,
        output.Duration === -1,
      ]),
      [
        ['SUBMITTED', true, undefined, -1, -1, true],
        ['STARTED', false, undefined, -1, -1, true],
        ['FINISHED', false, true, 2, 3, false],
      ],
    );
  });

  it('tells all that it knows of a statement', async () => {
    const { Id, held } = await submit({
      Parameters: [{ name: 'a', value: 'x' }],
      ResultFormat: 'CSV',
    });
    held.start();
    held.finish({ rowCount: 7 });
    const output = await describeIt(Id, 30);
    assert.deepEqual(
      {
        ...output,
        $metadata: undefined,
        CreatedAt: output.CreatedAt instanceof Date,
        UpdatedAt: output.UpdatedAt instanceof Date,
        Duration: Number.isInteger(output.Duration),
        RedshiftPid: typeof output.RedshiftPid,
        RedshiftQueryId: typeof output.RedshiftQueryId,
      },
      {
        $metadata: undefined,
        CreatedAt: true,
        UpdatedAt: true,
        Duration: true,
        RedshiftPid: 'number',
        RedshiftQueryId: 'number',
        Id,
        Database: 'dev',
        DbUser: 'awsidc:ming@example.com',
        HasResultSet: false,
        QueryParameters: [{ name: 'a', value: 'x' }],
        QueryString: 'SELECT :a',
        ResultFormat: 'CSV',
        ResultRows: 7,
        ResultSize: 0,
        Status: 'FINISHED',
        WorkgroupName: 'redshift-tip-enabled',
      },
    );
  });

  it("gives the database's error of a failed statement", async () => {
    const { Id, held } = await submit();
    held.fail(new SqlError('ERROR: permission denied for relation sales', '42501'));
    const { Status, Error: error, HasResultSet } = await describeIt(Id, 30);
    assert.deepEqual(
      [Status, error, HasResultSet],
      ['FAILED', 'ERROR: permission denied for relation sales', false],
    );
  });

  it('ends a statement as FAILED where the warehouse itself broke', async () => {
    const { Id, held } = await submit();
    held.fail(new TypeError('secret detail'));
    const { Status, Error: error } = await describeIt(Id, 30);
    assert.deepEqual([Status, error], ['FAILED', 'ERROR: the warehouse stopped']);
  });

  it('answers a long poll with the state it is in when the time is over', async () => {
    const { Id, held } = await submit();
    held.start();
    assert.equal((await describeIt(Id, 1)).Status, 'STARTED');
  });

  it('wakes long polls when the statement ends, and lets ten wait', async () => {
    const { Id, held } = await submit();
    const calls = Array.from({ length: 11 }, () => describeIt(Id, 30));
    const refused = await Promise.any(calls.map((call) => failure(call)));
    held.finish();
    const results = await Promise.allSettled(calls);
    assert.deepEqual(
      [refused['name'], results.filter(({ status }) => status === 'fulfilled').length],
      ['ActiveWaitingRequestsExceededException', 10],
    );
  });

  it('forgets statements after 24 hours', async () => {
    const other = await startFixture({ warehouse: heldWarehouse() });
    try {
      const keys = async () => await other.person('ming@example.com');
      const { Id } = await other.data(await keys()).send(
        new ExecuteStatementCommand({
          Sql: 'SELECT 1',
          Database: 'dev',
          WorkgroupName: 'redshift-tip-enabled',
        }),
      );
      other.clock.advance(24 * 3600 - 60);
      const { Status } = await other.data(await keys()).send(new DescribeStatementCommand({ Id }));
      other.clock.advance(120);
      const call = other.data(await keys()).send(new DescribeStatementCommand({ Id }));
      assert.deepEqual([Status, (await failure(call))['name']], ['SUBMITTED', 'ResourceNotFoundException']);
    } finally {
      await other.stop();
    }
  });

  const strangers: [label: string, keys: () => Promise<Keys>][] = [
    ['another person', () => aws.person('ethan@example.com')],
    ['the same role without a person', () => aws.dataRole()],
  ];
  for (const [label, keys] of strangers) {
    it(`does not show a statement to ${label}`, async () => {
      const { Id } = await submit();
      const error = await failure(describeIt(Id, undefined, await keys()));
      assert.deepEqual(
        [error['name'], error['message'], error['ResourceId']],
        ['ResourceNotFoundException', 'Query does not exist.', Id],
      );
    });
  }

  for (const [label, input, message] of [
    ['no ID', { Id: undefined }, /'id'.*null/],
    ['what is no statement ID', { Id: 'x' }, /'id'.*pattern/],
    [
      'a wait of 31 seconds',
      { Id: '00000000-0000-4000-8000-000000000000', WaitTimeSeconds: 31 },
      /'waitTimeSeconds'/,
    ],
  ] as const) {
    it(`refuses ${label}`, async () => {
      const error = await failure(aws.data(ming).send(new DescribeStatementCommand(input)));
      assert.equal(error['name'], 'ValidationException');
      assert.match(String(error['message']), message);
    });
  }
});
