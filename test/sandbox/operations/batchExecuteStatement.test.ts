import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import type {
  BatchExecuteStatementCommandInput,
  DescribeStatementCommandOutput,
} from '@aws-sdk/client-redshift-data';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { failure, startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { column, heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse } from '../aws/heldWarehouse.ts';

type Input = Partial<BatchExecuteStatementCommandInput>;

describe('BatchExecuteStatement', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    warehouse = heldWarehouse();
    aws = await startFixture({ warehouse });
    ming = await aws.person('ming@example.com');
  });
  after(() => aws.stop());
  beforeEach(() => {
    warehouse.statements.length = 0;
    warehouse.sessionEvents.length = 0;
  });

  const place = { Database: 'dev', WorkgroupName: 'redshift-tip-enabled' };
  const batch = async (change: Input = {}, keys = ming) =>
    await aws
      .data(keys)
      .send(new BatchExecuteStatementCommand({ ...place, Sqls: ['SELECT 1', 'SELECT 2'], ...change }));
  const describeIt = async (Id: string | undefined, WaitTimeSeconds?: number) =>
    await aws.data(ming).send(new DescribeStatementCommand({ Id, WaitTimeSeconds }));
  const summary = ({ Status, Error: error, SubStatements = [] }: DescribeStatementCommandOutput) => [
    Status,
    error,
    ...SubStatements.map((each) => [each.Status, each.Error].filter(Boolean).join(' ')),
  ];
  const rows = (count: number) => ({
    hasResultSet: true,
    rowCount: count,
    rows: Array.from({ length: count }, () => ['x']),
    columns: [column('x', 'varchar')],
  });
  const no = new SqlError('ERROR: no', '42501');
  /** Ends statements as they arrive: `ok`, `rows`, `fail`. */
  const answer = async (...ends: readonly string[]) => {
    for (const [index, end] of ends.entries()) {
      const held = await arrival(warehouse, index);
      held.start();
      if (end === 'fail') held.fail(no);
      else held.finish(end === 'rows' ? rows(index + 1) : { rowCount: 5 });
    }
  };

  it('answers as ExecuteStatement does, and describes each statement', async () => {
    const { Id = '', CreatedAt, Status, HasResultSet, RedshiftPid } = await batch();
    await answer('rows', 'ok');
    const described = await describeIt(Id, 5);
    const [first, second] = described.SubStatements ?? [];
    assert.ok(CreatedAt instanceof Date && typeof described.Duration === 'number', 'times are there');
    assert.deepEqual(
      {
        submitted: [Status, HasResultSet, RedshiftPid],
        batch: [
          described.Status,
          described.ExecutionMode,
          described.QueryString,
          described.HasResultSet,
          described.ResultRows,
          described.ResultSize,
        ],
        first: { ...first, CreatedAt: 0, UpdatedAt: 0, Duration: 0, RedshiftQueryId: 0 },
        second: [second?.Id, second?.HasResultSet, second?.ResultRows, second?.ResultSize],
        session: [described.SessionId, warehouse.sessionEvents],
      },
      {
        submitted: ['SUBMITTED', undefined, 0],
        batch: ['FINISHED', 'TRANSACTION', undefined, true, 6, 2],
        first: {
          CreatedAt: 0,
          UpdatedAt: 0,
          Duration: 0,
          RedshiftQueryId: 0,
          Id: `${Id}:1`,
          Status: 'FINISHED',
          HasResultSet: true,
          QueryString: 'SELECT 1',
          ResultRows: 1,
          ResultSize: 2,
        },
        second: [`${Id}:2`, false, 5, 0],
        session: [undefined, ['begin', 'commit', 'close']],
      },
    );
  });

  const sqls = ['SELECT 1', 'SELECT 2', 'SELECT 3'];
  const runs: [
    label: string,
    mode: Input['ExecutionMode'],
    ends: string[],
    ends: unknown[],
    events: string[],
  ][] = [
    [
      'rolls all back after the first failure, and runs nothing more',
      'TRANSACTION',
      ['ok', 'fail'],
      ['FAILED', 'Query #2 failed with ERROR: no', 'FINISHED', 'FAILED ERROR: no', 'ABORTED'],
      ['begin', 'rollback', 'close'],
    ],
    [
      'commits each statement by itself, whatever becomes of others',
      'AUTO_COMMIT',
      ['ok', 'fail', 'ok'],
      ['FAILED', 'Query #2 failed with ERROR: no', 'FINISHED', 'FAILED ERROR: no', 'FINISHED'],
      ['close'],
    ],
    [
      'ends well where each one does',
      'AUTO_COMMIT',
      ['ok', 'rows', 'ok'],
      ['FINISHED', undefined, 'FINISHED', 'FINISHED', 'FINISHED'],
      ['close'],
    ],
  ];
  for (const [label, ExecutionMode, ends, states, events] of runs) {
    it(`${label} (${ExecutionMode})`, async () => {
      const { Id } = await batch({ Sqls: sqls, ExecutionMode });
      await answer(...ends);
      const described = await describeIt(Id, 5);
      await turn();
      assert.deepEqual(
        [described.ExecutionMode, summary(described), warehouse.sessionEvents],
        [ExecutionMode, states, events],
      );
    });
  }

  it('aborts what has not ended when it is cancelled', async () => {
    const { Id = '' } = await batch({ Sqls: sqls });
    await answer('ok');
    (await arrival(warehouse, 1)).start();
    const third = describeIt(`${Id}:3`, 30);
    const oneOf = await failure(aws.data(ming).send(new CancelStatementCommand({ Id: `${Id}:2` })));
    await aws.data(ming).send(new CancelStatementCommand({ Id }));
    await turn();
    assert.match(String(oneOf['message']), new RegExp(`^Cancel the batch, whose ID is ${Id}`));
    assert.deepEqual(
      [
        summary(await describeIt(Id)),
        (await third).Status,
        warehouse.statements.length,
        warehouse.sessionEvents,
      ],
      [
        ['ABORTED', undefined, 'FINISHED', 'ABORTED', 'ABORTED'],
        'ABORTED',
        2,
        ['begin', 'rollback', 'close'],
      ],
    );
  });

  it('waits for a statement of it, and for the whole', async () => {
    const { Id } = await batch();
    const [first, whole] = [describeIt(`${Id}:1`, 5), describeIt(Id, 5)];
    await answer('ok');
    const firstStatus = (await first).Status;
    const meanwhile = (await describeIt(Id)).Status;
    await answer('ok', 'ok');
    assert.deepEqual([firstStatus, meanwhile, (await whole).Status], ['FINISHED', 'STARTED', 'FINISHED']);
  });

  it('waits for its end where it is told to', async () => {
    const call = batch({ WaitTimeSeconds: 5 });
    await answer('ok', 'rows');
    const { Status, HasResultSet } = await call;
    assert.deepEqual([Status, HasResultSet], ['FINISHED', true]);
  });

  it('describes a statement of it by its own ID', async () => {
    const { Id = '' } = await batch({ ResultFormat: 'CSV' });
    await answer('ok', 'rows');
    await describeIt(Id, 5);
    const {
      Id: own,
      QueryString,
      ResultRows,
      ResultFormat,
      Status,
      SubStatements,
      Database,
    } = await describeIt(`${Id}:2`);
    assert.deepEqual(
      [own, QueryString, ResultRows, ResultFormat, Status, SubStatements, Database],
      [`${Id}:2`, 'SELECT 2', 2, 'CSV', 'FINISHED', undefined, 'dev'],
    );
  });

  for (const ResultFormat of ['JSON', 'CSV'] as const) {
    it(`gives each result by its own ID, in ${ResultFormat}`, async () => {
      const { Id } = await batch({ ResultFormat });
      await answer('rows', 'rows');
      await describeIt(Id, 5);
      const fetchIt = async (id: string) =>
        ResultFormat === 'CSV'
          ? await aws.data(ming).send(new GetStatementResultV2Command({ Id: id, WaitTimeSeconds: 1 }))
          : await aws.data(ming).send(new GetStatementResultCommand({ Id: id }));
      const counts = [await fetchIt(`${Id}:1`), await fetchIt(`${Id}:2`)].map(
        ({ TotalNumRows }) => TotalNumRows,
      );
      const missing = await Promise.all(
        [`${Id}`, `${Id}:0`, `${Id}:3`, `${Id}:`].map((id) => failure(fetchIt(id))),
      );
      assert.deepEqual(
        [counts, missing.map((error) => [error['name'], error['message']])],
        [
          [1, 2],
          [
            'Query does not have result. Please check query status with DescribeStatement.',
            ...Array<string>(3).fill('Query does not exist.'),
          ].map((message) => ['ResourceNotFoundException', message]),
        ],
      );
    });
  }

  it('gives each statement the parameters that it names', async () => {
    const Parameters = [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ];
    const { Id } = await batch({
      Sqls: ["SELECT :a, ':b', x::b -- :b", 'SELECT :b + :a', 'SELECT 3'],
      Parameters,
    });
    await answer('ok', 'ok', 'ok');
    const { QueryParameters } = await describeIt(Id, 5);
    assert.deepEqual(
      [
        QueryParameters,
        warehouse.statements.map(({ request }) => request.parameters?.map(({ name }) => name)),
      ],
      [Parameters, [['a'], ['a', 'b'], []]],
    );
  });

  it('runs in a session, and leaves it there', async () => {
    const first = await batch({ SessionKeepAliveSeconds: 60 });
    const busy = await failure(
      batch({ SessionId: first.SessionId, Database: undefined, WorkgroupName: undefined }),
    );
    await answer('ok', 'ok');
    await describeIt(first.Id, 5);
    const { SessionId } = await aws
      .data(ming)
      .send(new ExecuteStatementCommand({ Sql: 'SELECT 3', SessionId: first.SessionId }));
    assert.deepEqual(
      [busy['message'], SessionId, warehouse.sessionEvents],
      ['Session is not available', first.SessionId, ['begin', 'commit']],
    );
  });

  it('runs once for one client token, which is not for another batch', async () => {
    const input = { ClientToken: 'batch-token' };
    const ids = [await batch(input), await batch(input)].map(({ Id }) => Id);
    const others = await Promise.all(
      [{ Sqls: ['SELECT 1'] }, { ExecutionMode: 'AUTO_COMMIT' } as const].map((change) =>
        failure(batch({ ...input, ...change })),
      ),
    );
    await arrival(warehouse, 0);
    assert.deepEqual(
      [new Set(ids).size, warehouse.statements.length, others.map(({ name }) => name)],
      [1, 1, ['ValidationException', 'ValidationException']],
    );
  });

  it('is not shown to others, and neither are its statements', async () => {
    const { Id } = await batch();
    const keys = await aws.person('frank@example.com');
    const errors = await Promise.all(
      [`${Id}`, `${Id}:1`].map((id) =>
        failure(aws.data(keys).send(new DescribeStatementCommand({ Id: id }))),
      ),
    );
    assert.deepEqual(
      errors.map((error) => [error['name'], error['ResourceId']]),
      [`${Id}`, `${Id}:1`].map((id) => ['ResourceNotFoundException', id]),
    );
  });

  it('ends as FAILED where its transaction can not be committed', async () => {
    const held = heldWarehouse();
    const other = await startFixture({
      warehouse: {
        ...held,
        openSession: (user, database) => ({
          ...held.openSession(user, database),
          commit: () => Promise.reject(new SqlError('ERROR: 1023', '40001')),
        }),
      },
    });
    try {
      const client = other.data(await other.person('ming@example.com'));
      const { Id } = await client.send(new BatchExecuteStatementCommand({ ...place, Sqls: ['SELECT 1'] }));
      (await arrival(held, 0)).finish();
      const described = await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 5 }));
      assert.deepEqual(summary(described), ['FAILED', 'ERROR: 1023', 'FINISHED']);
    } finally {
      await other.stop();
    }
  });

  const words = [
    'COMMIT',
    'commit work',
    '/* x */ END;',
    'ROLLBACK',
    'ABORT',
    'BEGIN',
    'START TRANSACTION',
    'SAVEPOINT s',
    'RELEASE s',
  ];
  for (const word of words) {
    for (const ExecutionMode of ['TRANSACTION', 'AUTO_COMMIT'] as const) {
      it(`refuses ${word} inside (${ExecutionMode})`, async () => {
        const error = await failure(batch({ Sqls: ['SELECT 1', word], ExecutionMode }));
        assert.deepEqual([error['name'], warehouse.statements.length], ['ValidationException', 0]);
        assert.match(
          String(error['message']),
          /^Statement 2 of the batch is [A-Z]+, which a batch must not hold/,
        );
      });
    }
  }

  const refused: [label: string, change: Input, message: RegExp][] = [
    ['no statements', { Sqls: [] }, /'sqls'.*1/],
    ['more than forty', { Sqls: Array<string>(41).fill('SELECT 1') }, /'sqls'.*40/],
    ['an empty statement', { Sqls: ['SELECT 1', ''] }, /'sqls\.2\.member'.*1/],
    ['a statement over 100,000 bytes', { Sqls: ['x'.repeat(100_001)] }, /'sqls\.1\.member'.*100000/],
    [
      'a parameter that no statement names',
      {
        Sqls: ["SELECT ':a'", 'SELECT :b'],
        Parameters: [
          { name: 'b', value: '1' },
          { name: 'a', value: '1' },
        ],
      },
      /No statement of the batch names the parameter a\./,
    ],
    ['an unknown mode', { ExecutionMode: 'MAYBE' as 'TRANSACTION' }, /'executionMode'/],
    ['no database', { Database: undefined }, /Database is required/],
  ];
  for (const [label, change, message] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(batch(change));
      assert.deepEqual([error['name'], warehouse.statements.length], ['ValidationException', 0]);
      assert.match(String(error['message']), message);
    });
  }
});

/** Lets what follows an answer come to its end. */
function turn(): Promise<unknown> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The statement after the first `count`, once it has arrived. */
async function arrival(warehouse: HeldWarehouse, count: number) {
  for (;;) {
    const held = warehouse.statements[count];
    if (held) return held;
    await turn();
  }
}
