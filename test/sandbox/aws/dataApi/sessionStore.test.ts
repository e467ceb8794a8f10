import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  ListSessionsCommand,
} from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import { StatementStore } from '../../../../src/sandbox/aws/dataApi/statementStore.ts';
import { failure, startFixture, west } from '../awsFixture.ts';
import type { AwsFixture, Keys } from '../awsFixture.ts';
import { heldWarehouse } from '../heldWarehouse.ts';
import type { HeldWarehouse } from '../heldWarehouse.ts';

const unavailable = 'ValidationException: Session is not available';
const day = 24 * 3600;

describe('sessions of the Data API', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    warehouse = heldWarehouse();
    aws = await startFixture({
      warehouse,
      clusterWarehouses: new Map([['finance-cluster', heldWarehouse()]]),
      activeSessions: 3,
    });
    aws.clock.stop();
  });
  after(() => aws.stop());
  beforeEach(async () => {
    // Every session of the test before is closed and forgotten by then.
    aws.clock.advance(3 * day);
    ming = await fresh();
    await aws.data(ming, west).send(new ListSessionsCommand({ WorkgroupName: place.WorkgroupName }));
    warehouse.statements.length = 0;
    warehouse.sessionEvents.length = 0;
  });

  const place = { Database: 'dev', WorkgroupName: 'redshift-tip-enabled' };
  /** Keys of an hour ago are no good. */
  const fresh = async (login = 'ming@example.com') => await aws.person(login, west);
  const execute = async (change: Partial<ExecuteStatementCommandInput>, keys = ming) =>
    await aws.data(keys, west).send(new ExecuteStatementCommand({ Sql: 'SELECT 1', ...change }));
  const open = async (SessionKeepAliveSeconds = 60, keys = ming) =>
    await execute({ ...place, SessionKeepAliveSeconds }, keys);
  const refusal = async (call: Promise<unknown>) => {
    const { name, message } = await failure(call);
    return `${String(name)}: ${String(message)}`;
  };
  /** Ends the newest statement, and waits until that is known. */
  const finish = async (Id: string | undefined, keys = ming) => {
    warehouse.statements.at(-1)?.finish();
    const command = new DescribeStatementCommand({ Id, WaitTimeSeconds: 5 });
    return await aws.data(keys, west).send(command);
  };
  const status = async (SessionId: string | undefined, keys = ming) => {
    const { Sessions } = await aws.data(keys, west).send(new ListSessionsCommand({ SessionId }));
    return Sessions?.[0]?.Status;
  };

  it('outlive their statement and run the next one on the same connection, as the same person', async () => {
    const first = await open();
    await finish(first.Id);
    const second = await execute({ SessionId: first.SessionId, Sql: 'SELECT 2' });
    const described = await finish(second.Id);
    assert.match(first.SessionId ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(
      {
        session: second.SessionId,
        place: [second.WorkgroupName, second.Database, second.DbUser],
        described: described.SessionId,
        pid: described.RedshiftPid,
        requests: warehouse.statements.map(({ request }) => [
          request.sql,
          request.user.name,
          request.database,
        ]),
      },
      {
        session: first.SessionId,
        place: ['redshift-tip-enabled', 'dev', 'awsidc:ming@example.com'],
        described: first.SessionId,
        pid: (await aws.data(ming, west).send(new DescribeStatementCommand({ Id: first.Id }))).RedshiftPid,
        requests: ['SELECT 1', 'SELECT 2'].map((sql) => [sql, 'awsidc:ming@example.com', 'dev']),
      },
    );
  });

  it('are not named where they end with their statement', async () => {
    const { Id, SessionId } = await execute(place);
    assert.deepEqual([SessionId, (await finish(Id)).SessionId], [undefined, undefined]);
  });

  it('take one statement at a time, refuse another and do not queue it', async () => {
    const { Id, SessionId } = await open();
    const busy = await refusal(execute({ SessionId }));
    const whileBusy = await status(SessionId);
    await finish(Id);
    const { Status } = await execute({ SessionId });
    assert.deepEqual(
      [busy, whileBusy, Status, warehouse.statements.length],
      [unavailable, 'BUSY', 'SUBMITTED', 2],
    );
  });

  it('give the same statement for the same client token, busy or not', async () => {
    const input = { ...place, SessionKeepAliveSeconds: 60, ClientToken: 'first' };
    const [first, again] = [await execute(input), await execute(input)];
    await finish(first.Id);
    const next = { SessionId: first.SessionId, ClientToken: 'second' };
    const [second, secondAgain] = [await execute(next), await execute(next)];
    assert.deepEqual(
      [again.Id, again.SessionId, secondAgain.Id, warehouse.statements.length],
      [first.Id, first.SessionId, second.Id, 2],
    );
  });

  it('are there again after a statement that failed or was cancelled', async () => {
    const first = await open();
    await aws.data(ming, west).send(new CancelStatementCommand({ Id: first.Id }));
    const second = await execute({ SessionId: first.SessionId });
    warehouse.statements.at(-1)?.fail(new Error('broken'));
    const { Status } = await finish(second.Id);
    assert.deepEqual([Status, await status(first.SessionId)], ['FAILED', 'AVAILABLE']);
  });

  it('are kept alive from the end of the last statement, as long as each one says', async () => {
    const first = await open(60);
    aws.clock.advance(120);
    await finish(first.Id);
    const seen: unknown[] = [];
    const { SessionId } = first;
    aws.clock.advance(59);
    const second = await execute({ SessionId });
    await finish(second.Id);
    aws.clock.advance(59);
    seen.push(await status(SessionId));
    const third = await execute({ SessionId, SessionKeepAliveSeconds: 10 });
    await finish(third.Id);
    aws.clock.advance(9);
    seen.push(await status(SessionId));
    aws.clock.advance(1);
    seen.push(await status(SessionId), await refusal(execute({ SessionId })), warehouse.sessionEvents);
    assert.deepEqual(seen, ['AVAILABLE', 'AVAILABLE', 'CLOSED', unavailable, ['close']]);
  });

  it('end with a statement that asks for no time after it', async () => {
    const first = await open();
    await finish(first.Id);
    const last = await execute({ SessionId: first.SessionId, SessionKeepAliveSeconds: 0 });
    await finish(last.Id);
    assert.deepEqual([await status(first.SessionId), warehouse.sessionEvents], ['CLOSED', ['close']]);
  });

  it('end after a day, with the statement that runs in them', async () => {
    const first = await open(day);
    aws.clock.advance(day);
    const keys = await fresh();
    const late = await refusal(execute({ SessionId: first.SessionId }, keys));
    const { Status } = await aws
      .data(keys, west)
      .send(new DescribeStatementCommand({ Id: first.Id, WaitTimeSeconds: 5 }));
    assert.deepEqual([late, Status, await status(first.SessionId, keys)], [unavailable, 'ABORTED', 'CLOSED']);
  });

  it('are forgotten a day after their end', async () => {
    const first = await open(10);
    await finish(first.Id);
    aws.clock.advance(10 + day);
    assert.equal(
      await refusal(execute({ SessionId: first.SessionId }, await fresh())),
      `ValidationException: Session with Id: ${first.SessionId} is invalid`,
    );
  });

  it('are so many and no more at a time', async () => {
    const ids = [await open(), await open(), await open()].map(({ Id }) => Id);
    const full = await refusal(open());
    const batch = await refusal(
      aws
        .data(ming, west)
        .send(new BatchExecuteStatementCommand({ ...place, Sqls: ['SELECT 1'], SessionKeepAliveSeconds: 1 })),
    );
    // A statement that leaves no session behind is none of them.
    await execute(place);
    await Promise.all(
      ids.map((Id, index) => {
        warehouse.statements[index]?.finish();
        return aws.data(ming, west).send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 5 }));
      }),
    );
    aws.clock.advance(60);
    const { SessionId } = await open();
    assert.deepEqual(
      [full, batch, typeof SessionId],
      [
        ...Array<string>(2).fill(
          'ActiveSessionsExceededException: The number of active sessions exceeds the limit (3).',
        ),
        'string',
      ],
    );
  });

  const invalid = 'ValidationException: Session with Id: ID is invalid';
  const refused: [
    label: string,
    change: Partial<ExecuteStatementCommandInput>,
    answer: string,
    login?: string,
  ][] = [
    ['one that nobody opened', { SessionId: '00000000-0000-4000-8000-000000000000' }, invalid],
    ["somebody else's", {}, invalid, 'frank@example.com'],
    [
      'one on another cluster than is named',
      { ClusterIdentifier: 'finance-cluster' },
      'ValidationException: The session is on another workgroup or cluster. Leave them out.',
    ],
    [
      'one on an unknown workgroup',
      { WorkgroupName: 'nowhere' },
      "ValidationException: Redshift endpoint doesn't exist in this region.",
    ],
    [
      'one of another database than is named',
      { Database: 'finance' },
      'ValidationException: The session is connected to another database. Leave Database out.',
    ],
    [
      'a database user beside one',
      { DbUser: 'admin' },
      'ValidationException: The sandbox does not offer DbUser. Leave it out.',
    ],
  ];
  for (const [label, change, answer, login] of refused) {
    it(`refuse ${label}`, async () => {
      const { Id, SessionId } = await open();
      await finish(Id);
      const keys = login === undefined ? ming : await fresh(login);
      const given = { SessionId, ...change };
      const shown = (await refusal(execute(given, keys))).replace(given.SessionId ?? '', 'ID');
      assert.deepEqual([shown, warehouse.statements.length], [answer, 1]);
    });
  }

  it('take the place beside their ID where it is theirs', async () => {
    const { Id, SessionId } = await open();
    await finish(Id);
    assert.equal((await execute({ SessionId, ...place })).SessionId, SessionId);
  });

  it('are of the person and role, whichever credentials come', async () => {
    const { Id, SessionId } = await open();
    await finish(Id);
    assert.equal((await execute({ SessionId }, await fresh())).SessionId, SessionId);
  });

  it('are five hundred at a time if not told otherwise', () => {
    const { sessions } = new StatementStore(warehouse, { now: () => aws.clock.now() });
    const request = {
      user: { name: 'ming', roles: [] },
      owner: 'ming',
      iamSession: 'ming',
      database: 'dev',
      endpoint: { WorkgroupName: 'w' },
      redshiftPid: 1,
      keepAliveSeconds: 1,
    };
    for (let count = 0; count < 500; count++) sessions.open(request);
    assert.throws(() => sessions.open(request), { code: 'ActiveSessionsExceededException' });
  });

  it('end when the sandbox does', async () => {
    const held = heldWarehouse();
    const other = await startFixture({ warehouse: held });
    const client = other.data(await other.person('ming@example.com', west), west);
    await client.send(
      new ExecuteStatementCommand({ ...place, Sql: 'SELECT 1', SessionKeepAliveSeconds: 60 }),
    );
    await other.stop();
    assert.deepEqual(held.sessionEvents, ['close']);
  });
});
