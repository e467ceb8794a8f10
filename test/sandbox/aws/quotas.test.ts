import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListSessionsCommand,
  ListStatementsCommand,
  ListTablesCommand,
} from '@aws-sdk/client-redshift-data';
import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { AwsError } from '../../../src/sandbox/aws/awsError.ts';
import { createCloud } from '../../../src/sandbox/aws/createCloud.ts';
import { redshiftData } from '../../../src/sandbox/aws/services.ts';
import { answering, startFixture } from './awsFixture.ts';
import type { AwsFixture } from './awsFixture.ts';

const operations = [...redshiftData.operations.keys()];

describe('quotas of the Data API', () => {
  let aws: AwsFixture;
  before(async () => {
    const nothing = { columns: [], rows: [], hasResultSet: false, rowCount: -1 };
    aws = await startFixture({
      warehouse: answering(() => Promise.resolve(nothing)),
      callsPerSecond: Object.fromEntries(operations.map((name) => [name, 1])),
    });
    aws.clock.stop();
  });
  after(() => aws?.stop());

  it('are the ones of Amazon Redshift if not told otherwise', async () => {
    const { callRate } = await createCloud({
      issuer: 'http://127.0.0.1:1',
      audiences: [],
      warehouses: new Map(),
      now: () => new Date(0),
    });
    const taken = (operation: string): number => {
      for (let calls = 0; ; calls++) {
        try {
          callRate.take(operation, { account: '111122223333', region: 'us-east-1' });
        } catch (error) {
          if (error instanceof AwsError && error.code === 'ThrottlingException') return calls;
          throw error;
        }
      }
    };
    assert.deepEqual(Object.fromEntries(operations.map((name) => [name, taken(name)])), {
      BatchExecuteStatement: 20,
      CancelStatement: 3,
      DescribeStatement: 100,
      DescribeTable: 3,
      ExecuteStatement: 30,
      GetStatementResult: 20,
      GetStatementResultV2: 20,
      ListDatabases: 3,
      ListSchemas: 3,
      ListSessions: 3,
      ListStatements: 3,
      ListTables: 3,
    });
  });

  const Id = '00000000-0000-4000-8000-000000000000';
  const workgroup = { WorkgroupName: 'redshift-tip-enabled' };
  const place = { ...workgroup, Database: 'dev' };
  const calls: Record<string, (client: RedshiftDataClient) => Promise<unknown>> = {
    BatchExecuteStatement: (client) =>
      client.send(new BatchExecuteStatementCommand({ ...place, Sqls: ['SELECT 1'] })),
    CancelStatement: (client) => client.send(new CancelStatementCommand({ Id })),
    DescribeStatement: (client) => client.send(new DescribeStatementCommand({ Id })),
    DescribeTable: (client) => client.send(new DescribeTableCommand(place)),
    ExecuteStatement: (client) => client.send(new ExecuteStatementCommand({ ...place, Sql: 'SELECT 1' })),
    GetStatementResult: (client) => client.send(new GetStatementResultCommand({ Id })),
    GetStatementResultV2: (client) => client.send(new GetStatementResultV2Command({ Id })),
    ListDatabases: (client) => client.send(new ListDatabasesCommand(place)),
    ListSchemas: (client) => client.send(new ListSchemasCommand(place)),
    ListSessions: (client) => client.send(new ListSessionsCommand(workgroup)),
    ListStatements: (client) => client.send(new ListStatementsCommand(workgroup)),
    ListTables: (client) => client.send(new ListTablesCommand(place)),
  };

  it('have an example here for each operation', () => {
    assert.deepEqual(Object.keys(calls), [...operations].sort());
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`throttle ${name} by itself, whatever became of the call before`, async () => {
      const client = aws.data(await aws.person('ming@example.com'));
      const outcome = async () =>
        await call(client).then(
          () => '',
          (error: Error) => error.name,
        );
      const throttled = [await outcome(), await outcome()].map((error) => error === 'ThrottlingException');
      aws.clock.advance(1);
      const later = (await outcome()) === 'ThrottlingException';
      aws.clock.advance(1);
      assert.deepEqual([throttled, later], [[false, true], false]);
    });
  }
});
