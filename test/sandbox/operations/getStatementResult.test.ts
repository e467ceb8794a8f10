import assert from 'node:assert/strict';
import {
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { failure, startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { sendSigned } from '../aws/handSigner.ts';
import { column, heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse, PlainOutcome } from '../aws/heldWarehouse.ts';

const pageBytes = 40;

describe('GetStatementResult and GetStatementResultV2', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    warehouse = heldWarehouse();
    aws = await startFixture({ warehouse, pageBytes });
    ming = await aws.person('ming@example.com');
  });
  after(() => aws.stop());

  const submit = async (change: Partial<ExecuteStatementCommandInput> = {}) => {
    const { Id = '' } = await aws.data(ming).send(
      new ExecuteStatementCommand({
        Sql: 'SELECT 1',
        Database: 'dev',
        WorkgroupName: 'redshift-tip-enabled',
        ...change,
      }),
    );
    const held = warehouse.statements.at(-1);
    if (!held) throw new Error('The statement did not arrive.');
    return { Id, held };
  };
  const finished = async (ResultFormat: 'JSON' | 'CSV', outcome: Partial<PlainOutcome>) => {
    const { Id, held } = await submit({ ResultFormat });
    held.finish({ hasResultSet: true, ...outcome });
    return Id;
  };
  const json = async (Id: string, more: { NextToken?: string; WaitTimeSeconds?: number } = {}, keys = ming) =>
    await aws.data(keys).send(new GetStatementResultCommand({ Id, ...more }));
  const csv = async (Id: string, more: { NextToken?: string; WaitTimeSeconds?: number } = {}, keys = ming) =>
    await aws.data(keys).send(new GetStatementResultV2Command({ Id, ...more }));

  const typed: PlainOutcome = {
    columns: [
      column('big', 'int8'),
      column('ratio', 'float8'),
      column('flag', 'bool'),
      column('amount', 'numeric'),
      column('note', 'varchar'),
    ],
    rows: [
      ['9223372036854775807', '1.5', 't', '1234567890.123456789', 'a "b", c'],
      ['-1', 'NaN', 'f', '0.10', ''],
      [null, '-Infinity', null, null, null],
    ],
    hasResultSet: true,
    rowCount: 3,
  };

  it('gives each value as the Field of its type', async () => {
    const rows = typed.rows.slice(1);
    const { Records, TotalNumRows, ColumnMetadata } = await json(await finished('JSON', { ...typed, rows }));
    assert.deepEqual(Records, [
      [
        { longValue: -1 },
        { doubleValue: Number.NaN },
        { booleanValue: false },
        { stringValue: '0.10' },
        { stringValue: '' },
      ],
      [{ isNull: true }, { doubleValue: -Infinity }, { isNull: true }, { isNull: true }, { isNull: true }],
    ]);
    assert.equal(TotalNumRows, 2);
    assert.deepEqual(
      { ...ColumnMetadata?.[0] },
      {
        isCaseSensitive: false,
        isCurrency: false,
        isSigned: true,
        label: 'big',
        length: 0,
        name: 'big',
        nullable: 1,
        precision: 0,
        scale: 0,
        schemaName: '',
        tableName: '',
        typeName: 'int8',
      },
    );
  });

  it('keeps every digit of an int8 on the wire', async () => {
    const Id = await finished('JSON', typed);
    const { body } = await sendSigned({
      endpoint: aws.endpoint,
      keys: ming,
      service: 'redshift-data',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'RedshiftData.GetStatementResult',
      },
      body: JSON.stringify({ Id }),
    });
    assert.match(body, /"longValue":9223372036854775807[,}]/);
  });

  it('gives CSV without a header, NULL unlike an empty string', async () => {
    let text = '';
    for (
      let NextToken: string | undefined, Id = await finished('CSV', typed), first = true;
      first || NextToken;
      first = false
    ) {
      const page = await csv(Id, NextToken === undefined ? {} : { NextToken });
      text += page.Records?.map((record) => record.CSVRecords).join('');
      NextToken = page.NextToken;
      assert.deepEqual([page.TotalNumRows, page.ResultFormat], [3, 'CSV']);
    }
    assert.equal(
      text,
      [
        '9223372036854775807,1.5,t,1234567890.123456789,"a ""b"", c"',
        '-1,NaN,f,0.10,""',
        ',-Infinity,,,',
        '',
      ].join('\r\n'),
    );
  });

  it('gives a long result in pages, no row twice and none left out', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => [String(index), 'x'.repeat(index % 7)]);
    const columns = [column('n', 'int4'), column('t', 'varchar')];
    const Id = await finished('JSON', { rows, columns });
    const seen: unknown[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await json(Id, NextToken === undefined ? {} : { NextToken });
      const records = page.Records ?? [];
      sizes.push(records.length);
      seen.push(...records.map(([n, t]) => [String(n?.longValue), t?.stringValue]));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(seen, rows);
    assert.ok(sizes.length > 5 && Math.max(...sizes) <= pageBytes / 3, 'pages hold about what they should');
  });

  it('gives an empty result as no rows and columns all the same', async () => {
    const { Records, ColumnMetadata, TotalNumRows, NextToken } = await csv(
      await finished('CSV', { columns: typed.columns }),
    );
    assert.deepEqual([Records, ColumnMetadata?.length, TotalNumRows, NextToken], [[], 5, 0, undefined]);
  });

  it('waits for a statement that still runs', async () => {
    const { Id, held } = await submit({ ResultFormat: 'CSV' });
    const calls = Array.from({ length: 11 }, () => csv(Id, { WaitTimeSeconds: 30 }));
    // One call too many is refused when the others have come to wait.
    const refused = await Promise.any(calls.map((call) => failure(call)));
    held.finish({ hasResultSet: true, rows: [['1']], columns: [column('n', 'int4')], rowCount: 1 });
    const results = await Promise.allSettled(calls);
    assert.deepEqual(
      [
        refused['name'],
        ...results.flatMap((result) => (result.status === 'fulfilled' ? result.value.Records : [])),
      ],
      [
        'ActiveWaitingRequestsExceededException',
        ...Array.from({ length: 10 }, () => ({ CSVRecords: '1\r\n' })),
      ],
    );
  });

  const noResult: [label: string, end: (held: Awaited<ReturnType<typeof submit>>['held']) => void][] = [
    ['is still running when the wait is over', (held) => held.start()],
    ['failed', (held) => held.fail(new SqlError('ERROR: no', '42501'))],
    ['has no result set', (held) => held.finish({ rowCount: 3 })],
  ];
  for (const [label, end] of noResult) {
    it(`has no result of a statement that ${label}`, async () => {
      const { Id, held } = await submit();
      end(held);
      const error = await failure(json(Id, { WaitTimeSeconds: 1 }));
      assert.deepEqual(
        [error['name'], error['message'], error['ResourceId']],
        [
          'ResourceNotFoundException',
          'Query does not have result. Please check query status with DescribeStatement.',
          Id,
        ],
      );
    });
  }

  it('refuses the operation of the other format, and names the right one', async () => {
    const asCsv = await failure(csv(await finished('JSON', typed)));
    const asJson = await failure(json(await finished('CSV', typed)));
    assert.deepEqual(
      [asCsv, asJson].map((error) => [error['name'], /with (\w+)\./.exec(String(error['message']))?.[1]]),
      [
        ['ValidationException', 'GetStatementResult'],
        ['ValidationException', 'GetStatementResultV2'],
      ],
    );
  });

  it('refuses tokens of its own making and of other statements', async () => {
    const rows = Array.from({ length: 20 }, () => ['x'.repeat(10)]);
    const outcome = { rows, columns: [column('t', 'varchar')] };
    const [one, two] = [await finished('JSON', outcome), await finished('JSON', outcome)];
    const { NextToken = '' } = await json(one);
    const errors = [await failure(json(two, { NextToken })), await failure(json(one, { NextToken: 'x' }))];
    assert.deepEqual(
      errors.map((error) => [error['name'], /NextToken/.test(String(error['message']))]),
      [1, 2].map(() => ['ValidationException', true]),
    );
  });

  for (const [label, fetchIt] of [
    ['GetStatementResult', json],
    ['GetStatementResultV2', csv],
  ] as const) {
    it(`${label} does not show a result to another person or role`, async () => {
      const Id = await finished(label === 'GetStatementResult' ? 'JSON' : 'CSV', typed);
      const strangers = [await aws.person('ethan@example.com'), await aws.dataRole()];
      const errors = await Promise.all(strangers.map((keys) => failure(fetchIt(Id, {}, keys))));
      assert.deepEqual(
        errors.map((error) => [error['name'], error['message']]),
        strangers.map(() => ['ResourceNotFoundException', 'Query does not exist.']),
      );
    });

    it(`${label} shows a result to the same person in a new session`, async () => {
      const Id = await finished(label === 'GetStatementResult' ? 'JSON' : 'CSV', typed);
      const { TotalNumRows } = await fetchIt(Id, {}, await aws.person('ming@example.com'));
      assert.equal(TotalNumRows, 3);
    });

    it(`${label} refuses what is no statement ID and a wait that is too long`, async () => {
      const errors = [
        await failure(fetchIt('x')),
        await failure(fetchIt('00000000-0000-4000-8000-000000000000', { WaitTimeSeconds: 31 })),
      ];
      assert.deepEqual(
        errors.map((error) => [error['name'], /'(\w+)'/.exec(String(error['message']))?.[1]]),
        [
          ['ValidationException', 'id'],
          ['ValidationException', 'waitTimeSeconds'],
        ],
      );
    });
  }
});
