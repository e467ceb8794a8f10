import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  ListStatementsCommand,
  paginateListStatements,
} from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementCommandInput, ListStatementsCommandInput } from '@aws-sdk/client-redshift-data';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { failure, keysOf, site, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse } from '../aws/heldWarehouse.ts';

const workgroup = { WorkgroupName: 'redshift-tip-enabled' };
const cluster = { ClusterIdentifier: 'finance-cluster' };

describe('ListStatements', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let finance: HeldWarehouse;
  let ming: Keys;
  let role: Keys;
  before(async () => {
    [warehouse, finance] = [heldWarehouse(), heldWarehouse()];
    aws = await startFixture({ warehouse, clusterWarehouses: new Map([['finance-cluster', finance]]) });
    aws.clock.stop();
    ming = await aws.person('ming@example.com', west);
    role = await aws.dataRole(west);
    for (const [name, change, end] of statements) {
      aws.clock.advance(1);
      const place = 'ClusterIdentifier' in change ? finance : warehouse;
      const { Id } = await execute({ StatementName: name, ...change });
      const held = place.statements.at(-1);
      if (end !== 'SUBMITTED') held?.start();
      if (end === 'FINISHED') held?.finish();
      if (end === 'FAILED') held?.fail(new SqlError('ERROR: no', '42501'));
      await aws.data(ming, west).send(new DescribeStatementCommand({ Id }));
    }
  });
  after(() => aws.stop());

  const statements: [
    name: string,
    change: Partial<ExecuteStatementCommandInput>,
    end: 'FINISHED' | 'FAILED' | 'STARTED' | 'SUBMITTED',
  ][] = [
    ['sales-1', workgroup, 'FINISHED'],
    ['sales-2', workgroup, 'FAILED'],
    ['Sales-3', { ...workgroup, Database: 'archive' }, 'FINISHED'],
    ['stock', { ...workgroup, Parameters: [{ name: 'a', value: 'x' }], ResultFormat: 'CSV' }, 'STARTED'],
    ['stocks', workgroup, 'SUBMITTED'],
    ['budget', { ...cluster, Database: 'finance' }, 'FINISHED'],
  ];
  const execute = async (change: Partial<ExecuteStatementCommandInput>, keys = ming) =>
    await aws
      .data(keys, west)
      .send(new ExecuteStatementCommand({ Sql: 'SELECT :a', Database: 'dev', ...change }));
  const list = async (input: Partial<ListStatementsCommandInput>, keys = ming) =>
    await aws.data(keys, west).send(new ListStatementsCommand({ ...workgroup, ...input }));
  const names = async (input: Partial<ListStatementsCommandInput>, keys = ming) =>
    (await list(input, keys)).Statements?.map(({ StatementName }) => StatementName);

  const lists: [label: string, input: ListStatementsCommandInput, names: string[]][] = [
    ['finished statements if not told which, newest first', {}, ['Sales-3', 'sales-1']],
    ['statements in every state', { Status: 'ALL' }, ['stocks', 'stock', 'Sales-3', 'sales-2', 'sales-1']],
    ['those that failed', { Status: 'FAILED' }, ['sales-2']],
    ['those that run', { Status: 'STARTED' }, ['stock']],
    ['none that were picked', { Status: 'PICKED' }, []],
    [
      'by the beginning of the name as it is written',
      { Status: 'ALL', StatementName: 'sales' },
      ['sales-2', 'sales-1'],
    ],
    ['of a database', { Status: 'ALL', Database: 'archive' }, ['Sales-3']],
    ['of a cluster', { ...cluster, WorkgroupName: undefined, Status: 'ALL' }, ['budget']],
  ];
  for (const [label, input, expected] of lists) {
    it(`lists ${label}`, async () => {
      assert.deepEqual(await names(input), expected);
    });
  }

  it('tells what each one is', async () => {
    const { Statements = [] } = await list({ Status: 'STARTED' });
    assert.deepEqual(
      Statements.map(({ Id, CreatedAt, UpdatedAt, ...rest }) => ({
        ...rest,
        Id: typeof Id,
        times: (UpdatedAt?.getTime() ?? 0) - (CreatedAt?.getTime() ?? 0),
      })),
      [
        {
          Id: 'string',
          times: 0,
          QueryString: 'SELECT :a',
          Status: 'STARTED',
          StatementName: 'stock',
          QueryParameters: [{ name: 'a', value: 'x' }],
          IsBatchStatement: false,
          ResultFormat: 'CSV',
        },
      ],
    );
  });

  it('tells a batch as one, and the session of each', async () => {
    const ethan = await aws.person('ethan@example.com', west);
    const { Id, SessionId } = await aws.data(ethan, west).send(
      new BatchExecuteStatementCommand({
        ...workgroup,
        Database: 'dev',
        Sqls: ['SELECT 1', 'SELECT 2'],
        SessionKeepAliveSeconds: 5,
      }),
    );
    const { Statements = [] } = await list({ Status: 'ALL' }, ethan);
    assert.deepEqual(
      Statements.map(({ CreatedAt: _created, UpdatedAt: _updated, ...rest }) => rest),
      [
        {
          Id,
          IsBatchStatement: true,
          QueryStrings: ['SELECT 1', 'SELECT 2'],
          ResultFormat: 'JSON',
          SessionId,
          Status: 'SUBMITTED',
        },
      ],
    );
  });

  it("lists nobody else's", async () => {
    const frank = await aws.person('frank@example.com', west);
    assert.deepEqual([await names({ Status: 'ALL' }, frank), await names({ Status: 'ALL' }, role)], [[], []]);
  });

  it('lists what ran on every warehouse for a role without a person', async () => {
    await execute({ ...workgroup, StatementName: 'one' }, role);
    aws.clock.advance(1);
    await execute({ ...cluster, Database: 'finance', StatementName: 'two' }, role);
    assert.deepEqual(await names({ WorkgroupName: undefined, Status: 'ALL' }, role), ['two', 'one']);
  });

  it('lists what the same person ran with other credentials, and leaves it out on request', async () => {
    const again = await aws.person('ming@example.com', west);
    const { awsAdditionalDetails } = await aws.exchange('ming@example.com', west);
    const { Credentials } = await aws.sts(await aws.bridge(west), west).send(
      new AssumeRoleCommand({
        RoleArn: site(west).dataRoleArn,
        RoleSessionName: 'another-session',
        ProvidedContexts: [
          {
            ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
            ContextAssertion: awsAdditionalDetails?.identityContext,
          },
        ],
      }),
    );
    const other = keysOf(Credentials);
    assert.deepEqual(
      [
        await names({}, again),
        await names({ RoleLevel: false }, again),
        await names({}, other),
        await names({ RoleLevel: false }, other),
      ],
      [['Sales-3', 'sales-1'], ['Sales-3', 'sales-1'], ['Sales-3', 'sales-1'], []],
    );
  });

  it('gives pages of the size asked for, each statement once, while new ones come', async () => {
    const found: (string | undefined)[][] = [];
    const config = { client: aws.data(ming, west), pageSize: 2 };
    for await (const { Statements = [] } of paginateListStatements(config, { ...workgroup, Status: 'ALL' })) {
      found.push(Statements.map(({ StatementName }) => StatementName));
      aws.clock.advance(1);
      await execute({ ...workgroup, StatementName: 'late' });
    }
    assert.deepEqual(found, [['stocks', 'stock'], ['Sales-3', 'sales-2'], ['sales-1']]);
  });

  it('forgets statements after 24 hours', async () => {
    aws.clock.advance(24 * 3600 + 60);
    const keys = await aws.person('ming@example.com', west);
    assert.deepEqual(await names({ Status: 'ALL' }, keys), []);
    ming = keys;
  });

  it('does not take a token for another request', async () => {
    await execute({ ...workgroup, StatementName: 'a' });
    await execute({ ...workgroup, StatementName: 'b' });
    const { NextToken } = await list({ Status: 'ALL', MaxResults: 1 });
    const errors = await Promise.all(
      [{ NextToken }, { NextToken: 'AAAA', Status: 'ALL' } as const].map((input) => failure(list(input))),
    );
    assert.deepEqual(
      errors.map(({ message }) => message),
      Array<string>(2).fill('NextToken is not valid for this request.'),
    );
  });

  const refused: [label: string, input: ListStatementsCommandInput, message: RegExp][] = [
    [
      'an identity-enhanced session that names no warehouse',
      { WorkgroupName: undefined },
      /WorkgroupName or ClusterIdentifier is required with an identity-enhanced role session/,
    ],
    ['a workgroup and a cluster', cluster, /not both/],
    ['an unknown workgroup', { WorkgroupName: 'nowhere' }, /endpoint doesn't exist/],
    ['over a hundred', { MaxResults: 101 }, /'maxResults'.*100/],
    ['fewer than none', { MaxResults: -1 }, /'maxResults'.*0/],
    ['an unknown state', { Status: 'DONE' as 'ALL' }, /'status'/],
    ['a name over 500 characters', { StatementName: 'x'.repeat(501) }, /'statementName'/],
  ];
  for (const [label, input, message] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(list(input));
      assert.equal(error['name'], 'ValidationException');
      assert.match(String(error['message']), message);
    });
  }
});
