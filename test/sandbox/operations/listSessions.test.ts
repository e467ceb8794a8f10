import assert from 'node:assert/strict';
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  ListSessionsCommand,
  paginateListSessions,
} from '@aws-sdk/client-redshift-data';
import type { ListSessionsCommandInput } from '@aws-sdk/client-redshift-data';
import { failure, startFixture, west } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { heldWarehouse } from '../aws/heldWarehouse.ts';

const workgroup = { WorkgroupName: 'redshift-tip-enabled' };
const cluster = { ClusterIdentifier: 'finance-cluster' };

describe('ListSessions', () => {
  let aws: AwsFixture;
  let ming: Keys;
  let role: Keys;
  /** By the name that the test gives them. */
  const ids: Record<string, string> = {};
  const warehouse = heldWarehouse();
  before(async () => {
    aws = await startFixture({ warehouse, clusterWarehouses: new Map([['finance-cluster', warehouse]]) });
    aws.clock.stop();
    ming = await aws.person('ming@example.com', west);
    role = await aws.dataRole(west);
    await open('closed', { ...workgroup, Database: 'dev' }, 1);
    await open('open', { ...workgroup, Database: 'dev' }, 600);
    await open('archive', { ...workgroup, Database: 'archive' }, 600);
    await open('finance', { ...cluster, Database: 'finance' }, 600);
    await open('role', { ...workgroup, Database: 'dev' }, 600, role);
    await open('busy', { ...workgroup, Database: 'dev' }, 600, ming, false);
  });
  after(() => aws.stop());

  const open = async (
    name: string,
    place: { Database: string; WorkgroupName?: string; ClusterIdentifier?: string },
    SessionKeepAliveSeconds: number,
    keys = ming,
    ends = true,
  ) => {
    const client = aws.data(keys, west);
    const { Id, SessionId = '' } = await client.send(
      new ExecuteStatementCommand({ Sql: 'SELECT 1', ...place, SessionKeepAliveSeconds }),
    );
    ids[name] = SessionId;
    if (ends) {
      warehouse.statements.at(-1)?.finish();
      await client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 5 }));
    } else ids['statement'] = Id ?? '';
    aws.clock.advance(1);
  };
  const list = async (input: ListSessionsCommandInput, keys = ming) =>
    await aws.data(keys, west).send(new ListSessionsCommand(input));
  const nameOf = (id: string | undefined) => Object.keys(ids).find((name) => ids[name] === id) ?? id;
  const names = async (input: ListSessionsCommandInput, keys = ming) =>
    (await list(input, keys)).Sessions?.map(({ SessionId }) => nameOf(SessionId));

  const lists: [label: string, input: ListSessionsCommandInput, names: string[]][] = [
    ['open ones if not told which, newest first', workgroup, ['busy', 'archive', 'open']],
    ['those that run a statement', { ...workgroup, Status: 'BUSY' }, ['busy']],
    ['those that wait for one', { ...workgroup, Status: 'AVAILABLE' }, ['archive', 'open']],
    ['closed ones', { ...workgroup, Status: 'CLOSED' }, ['closed']],
    ['those of a database', { ...workgroup, Database: 'archive' }, ['archive']],
    ['those of a cluster', cluster, ['finance']],
    ['those of this IAM session', { ...workgroup, RoleLevel: false }, ['busy', 'archive', 'open']],
  ];
  for (const [label, input, expected] of lists) {
    it(`lists ${label}`, async () => {
      assert.deepEqual(await names(input), expected);
    });
  }

  it('tells what each one is', async () => {
    const [busy] = (await list({ SessionId: ids['busy'] })).Sessions ?? [];
    const [done] = (await list({ SessionId: ids['finance'] })).Sessions ?? [];
    const after = (from?: Date, to?: Date) => ((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 1000;
    assert.deepEqual(
      [busy, done].map((session) => ({
        ...session,
        SessionId: nameOf(session?.SessionId),
        CreatedAt: 0,
        UpdatedAt: after(session?.CreatedAt, session?.UpdatedAt),
        SessionTtl: after(session?.UpdatedAt, session?.SessionTtl),
      })),
      [
        {
          SessionId: 'busy',
          Status: 'BUSY',
          CreatedAt: 0,
          UpdatedAt: 0,
          SessionTtl: 24 * 3600,
          Database: 'dev',
          DbUser: 'awsidc:ming@example.com',
          ...workgroup,
          SessionAliveSeconds: 600,
          CurrentStatementId: ids['statement'],
        },
        {
          SessionId: 'finance',
          Status: 'AVAILABLE',
          CreatedAt: 0,
          UpdatedAt: 0,
          SessionTtl: 600,
          Database: 'finance',
          DbUser: 'awsidc:ming@example.com',
          ...cluster,
          SessionAliveSeconds: 600,
        },
      ],
    );
  });

  it('finds a closed one by its ID', async () => {
    const [session] = (await list({ SessionId: ids['closed'] })).Sessions ?? [];
    assert.deepEqual([nameOf(session?.SessionId), session?.Status], ['closed', 'CLOSED']);
  });

  it("lists nobody else's", async () => {
    const frank = await aws.person('frank@example.com', west);
    assert.deepEqual(
      [await names(workgroup, frank), await names({}, role), await names({ RoleLevel: false }, role)],
      [[], ['role'], ['role']],
    );
  });

  for (const [label, id] of [
    ['that nobody opened', () => '00000000-0000-4000-8000-000000000000'],
    ['of somebody else', () => ids['role']],
  ] as const) {
    it(`does not find a session ${label}`, async () => {
      const error = await failure(list({ SessionId: id() }));
      assert.deepEqual(
        [error['name'], error['message'], error['ResourceId']],
        ['ResourceNotFoundException', 'Session does not exist.', id()],
      );
    });
  }

  it('gives pages of the size asked for, each session once', async () => {
    const found: unknown[] = [];
    const config = { client: aws.data(ming, west), pageSize: 2 };
    for await (const { Sessions = [] } of paginateListSessions(config, workgroup)) {
      found.push(Sessions.map(({ SessionId }) => nameOf(SessionId)));
    }
    assert.deepEqual(found, [['busy', 'archive'], ['open']]);
  });

  const SessionId = '00000000-0000-4000-8000-000000000000';
  const refused: [label: string, input: ListSessionsCommandInput, message: RegExp][] = [
    [
      'an identity-enhanced session that names no warehouse',
      {},
      /WorkgroupName or ClusterIdentifier is required with an identity-enhanced role session/,
    ],
    ['an ID and a workgroup', { SessionId, ...workgroup }, /SessionId or WorkgroupName, not both/],
    ['an ID and a cluster', { SessionId, ...cluster }, /SessionId or ClusterIdentifier, not both/],
    ['an ID and a state', { SessionId, Status: 'BUSY' }, /SessionId or Status, not both/],
    ['an ID and a database', { SessionId, Database: 'dev' }, /SessionId or Database, not both/],
    ['a workgroup and a cluster', { ...workgroup, ...cluster }, /not both/],
    ['what is no ID', { SessionId: 'x' }, /'sessionId'/],
    ['an unknown state', { ...workgroup, Status: 'OPEN' as 'BUSY' }, /'status'/],
    ['over a hundred', { ...workgroup, MaxResults: 101 }, /'maxResults'.*100/],
  ];
  for (const [label, input, message] of refused) {
    it(`refuses ${label}`, async () => {
      const error = await failure(list(input));
      assert.equal(error['name'], 'ValidationException');
      assert.match(String(error['message']), message);
    });
  }
});
