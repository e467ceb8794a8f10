import assert from 'node:assert/strict';

import type { ListTablesCommandInput } from '@aws-sdk/client-redshift-data';
import { ListDatabasesCommand, ListTablesCommand, paginateListSchemas } from '@aws-sdk/client-redshift-data';
import { dataApiCallsPerSecond } from '../../../../src/sandbox/aws/callRate.ts';
import { SqlError } from '../../../../src/sandbox/warehouse/contract.ts';
import type { StatementRequest } from '../../../../src/sandbox/warehouse/contract.ts';
import { answering, east, failure, startFixture, west } from '../awsFixture.ts';
import type { AwsFixture, Keys } from '../awsFixture.ts';

/** Names of one letter and more, as many as the statement's LIMIT and OFFSET ask for, out of so many. */
function names(sql: string, count: number): string[][] {
  const [, limit, offset] = / LIMIT (\d+) OFFSET (\d+)$/.exec(sql) ?? [];
  const all = Array.from({ length: count }, (_, index) => [`s${String(index).padStart(4, '0')}`]);
  return all.slice(Number(offset), Number(offset) + Number(limit));
}

describe('metadata operations of the Data API', () => {
  let aws: AwsFixture;
  let ming: Keys;
  let requests: StatementRequest[];
  let refusal: SqlError | undefined;
  const warehouse = answering((request) => {
    requests.push(request);
    if (refusal) return Promise.reject(refusal);
    const rows = names(request.sql, 2500);
    return Promise.resolve({ columns: [], rows, hasResultSet: true, rowCount: rows.length });
  });
  before(async () => {
    aws = await startFixture({
      warehouse,
      clusterWarehouses: new Map([['finance-cluster', warehouse]]),
      callsPerSecond: dataApiCallsPerSecond,
    });
    aws.clock.stop();
    ming = await aws.person('ming@example.com');
  });
  after(() => aws.stop());
  beforeEach(() => {
    requests = [];
    refusal = undefined;
    aws.clock.advance(2);
  });

  const workgroup = { WorkgroupName: 'redshift-tip-enabled', Database: 'dev' };
  const list = (change: Partial<ListTablesCommandInput> = {}, keys = ming, region = east) =>
    aws.data(keys, region).send(new ListTablesCommand({ ...workgroup, ...change }));

  it('runs as the person, on the database to log in to', async () => {
    await list();
    await list({ Database: 'archive', ConnectedDatabase: 'dev' });
    await list({ Database: 'archive' });
    const parameter = ({ parameters = [] }: StatementRequest, name: string) =>
      parameters.find((each) => each.name === name)?.value;
    assert.deepEqual(
      requests.map((request) => [request.user, request.database, parameter(request, 'database')]),
      ['dev dev', 'dev archive', 'archive archive'].map((databases) => {
        const [connected, database] = databases.split(' ');
        return [{ name: 'awsidc:ming@example.com', roles: ['awsidc:apac-sales'] }, connected, database];
      }),
    );
  });

  it('runs on a cluster, whose database is its own', async () => {
    const keys = await aws.person('ming@example.com', west);
    await aws.data(keys, west).send(new ListDatabasesCommand({ ClusterIdentifier: 'finance-cluster' }));
    assert.deepEqual(
      requests.map(({ database, parameters }) => [database, parameters]),
      [['finance', []]],
    );
  });

  it('gives pages of the size asked for, a thousand if none, and each name once', async () => {
    const sizes: Record<string, number[]> = {};
    for (const pageSize of [1000, 600, 0]) {
      const found: string[] = [];
      const seen: number[] = [];
      // The paginator writes the token into its input.
      const config = { client: aws.data(ming), pageSize };
      for await (const { Schemas = [] } of paginateListSchemas(config, { ...workgroup })) {
        seen.push(Schemas.length);
        found.push(...Schemas);
        aws.clock.advance(1);
      }
      sizes[`${pageSize} ${new Set(found).size}`] = seen;
    }
    assert.deepEqual(sizes, {
      '0 2500': [1000, 1000, 500],
      '600 2500': [600, 600, 600, 600, 100],
      '1000 2500': [1000, 1000, 500],
    });
  });

  it('does not take a token for another request', async () => {
    const { NextToken } = await list();
    aws.clock.advance(1);
    const errors = [
      await failure(list({ NextToken, TablePattern: 'a%' })),
      await failure(list({ NextToken, Database: 'archive' })),
      await failure(list({ NextToken: 'AAAA' })),
    ];
    assert.deepEqual(
      errors.map(({ name, message }) => `${name}: ${message}`),
      errors.map(() => 'ValidationException: NextToken is not valid for this request.'),
    );
  });

  it('takes three calls a second of an operation, of an account and Region', async () => {
    const outcome = (call: Promise<unknown>) =>
      call.then(
        () => 'OK',
        (error: Error) => error.name,
      );
    const keys = await aws.person('ethan@example.com');
    const others = await aws.person('ming@example.com', west);
    const first = [await outcome(list()), await outcome(list({}, keys)), await outcome(list())];
    const more = {
      fourth: await outcome(list()),
      'of another person': await outcome(list({}, keys)),
      'of another operation': await outcome(aws.data(ming).send(new ListDatabasesCommand(workgroup))),
      'in another account and Region': await outcome(list({}, others, west)),
    };
    aws.clock.advance(1);
    assert.deepEqual(
      { first, ...more, later: await outcome(list()) },
      {
        first: ['OK', 'OK', 'OK'],
        fourth: 'ThrottlingException',
        'of another person': 'ThrottlingException',
        'of another operation': 'OK',
        'in another account and Region': 'OK',
        later: 'OK',
      },
    );
  });

  it('answers what the database refused', async () => {
    const seen: unknown[] = [];
    for (const [message, sqlState] of [
      ['FATAL: database "nope" does not exist', '3D000'],
      ['ERROR: permission denied', '42501'],
    ] as const) {
      refusal = new SqlError(message, sqlState);
      const { name, message: shown, $fault: fault } = await failure(list());
      seen.push([name, shown, fault]);
    }
    assert.deepEqual(seen, [
      ['DatabaseConnectionException', 'FATAL: database "nope" does not exist', 'server'],
      ['ValidationException', 'ERROR: permission denied', 'client'],
    ]);
  });

  const refused: [label: string, change: Partial<ListTablesCommandInput>, message: RegExp][] = [
    ['no warehouse', { WorkgroupName: undefined }, /WorkgroupName or ClusterIdentifier is required/],
    ['a workgroup and a cluster', { ClusterIdentifier: 'finance-cluster' }, /not both/],
    ['an unknown workgroup', { WorkgroupName: 'nope' }, /endpoint doesn't exist/],
    ['no database', { Database: undefined }, /'database'.*null/],
    ['over a thousand', { MaxResults: 1001 }, /'maxResults'.*1000/],
    ['fewer than none', { MaxResults: -1 }, /'maxResults'.*0/],
    ['a secret', { SecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x' }, /SecretArn/],
    ['a database user', { DbUser: 'admin' }, /DbUser/],
  ];
  for (const [label, change, message] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(list(change));
      assert.deepEqual([error['name'], requests], ['ValidationException', []]);
      assert.match(String(error['message']), message);
    });
  }

  it('is not allowed to the bridge role, and is in the request log once', async () => {
    const bridge = await aws.bridge();
    const before = aws.log.entries().length;
    await failure(list({}, bridge));
    await list();
    assert.deepEqual(
      aws.log
        .entries(before)
        .map(({ operation, onBehalfOf, region, result }) => [operation, onBehalfOf, region, result]),
      [
        ['ListTables', '', east, 'AccessDeniedException'],
        ['ListTables', 'ming@example.com', east, 'OK'],
      ],
    );
  });
});
