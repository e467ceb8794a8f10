import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { sessionStatus } from '../../../../src/core/redshift/statements/sessionStatus.ts';
import { StatementCancelled } from '../../../../src/core/redshift/statements/statementError.ts';
import { runStatement } from '../../../../src/core/redshift/statements/statements.ts';
import {
  StatementSession,
  type SessionMemory,
  type SessionRunOptions,
} from '../../../../src/core/redshift/statements/statementSession.ts';
import { finished, warehouse } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type Script, type ScriptedDataApi } from './scriptedDataApi.ts';
import { testClock } from './testClock.ts';

/** As clusters answer, both for a session that is busy and for one that has ended. */
const notAvailable: Answer = { error: 'ValidationException', message: 'Session is not available' };
const opened = (sessionId: string, status = 'FINISHED'): Answer => ({
  body: { Id: `st-${sessionId}`, SessionId: sessionId, Status: status, HasResultSet: false },
});
const listed = (status: string): Answer => ({ body: { Sessions: [{ SessionId: 'se-1', Status: status }] } });

describe('a session of statements', () => {
  let api: ScriptedDataApi | undefined;
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

  async function open(script: Script, known?: SessionMemory) {
    const scripted = await scriptedDataApi({ DescribeStatement: [finished], ...script });
    api = scripted;
    const { client } = scripted;
    const memories: (SessionMemory | undefined)[] = [];
    const clock = testClock();
    const session = new StatementSession({
      keepAliveSeconds: () => 600,
      known,
      clock,
      onChange: (memory) => memories.push(memory),
      status: (id, signal) => sessionStatus(client, id, signal),
    });
    const events: string[] = [];
    const run = (sql: string, options: SessionRunOptions = {}) =>
      session.run(
        { sql, warehouse },
        { onSession: (event) => events.push(event), ...options },
        async (request, asked) => ({ statement: await runStatement(client, request, asked) }),
      );
    const asked = () =>
      scripted.calls
        .filter(({ operation }) => operation === 'ExecuteStatement')
        .map(({ input: { Sql, SessionId, WorkgroupName, SessionKeepAliveSeconds } }) => [
          Sql,
          SessionId,
          WorkgroupName,
          SessionKeepAliveSeconds,
        ]);
    return { session, run, memories, events, asked, scripted, clock };
  }

  it('is opened by its first statement, and named by the next ones in the place of the workgroup', async () => {
    const { run, asked, memories } = await open({ ExecuteStatement: [opened('se-1')] });
    await run('CREATE TEMP TABLE t (a int)');
    await run('SELECT a FROM t');
    assert.deepEqual(asked(), [
      ['CREATE TEMP TABLE t (a int)', undefined, 'redshift-tip-enabled', 600],
      ['SELECT a FROM t', 'se-1', undefined, 600],
    ]);
    assert.deepEqual(memories, [{ id: 'se-1', inTransaction: false }]);
  });

  it('goes on in a session of an earlier window', async () => {
    const known = { id: 'se-1', inTransaction: false };
    const { run, asked } = await open({ ExecuteStatement: [opened('se-1')] }, known);
    await run('SELECT 1');
    assert.deepEqual(asked(), [['SELECT 1', 'se-1', undefined, 600]]);
  });

  it('runs one statement at a time, in the order of asking', async () => {
    const { run, scripted } = await open({ ExecuteStatement: [opened('se-1', 'STARTED')] });
    await Promise.all([run('SELECT 1'), run('SELECT 2')]);
    assert.deepEqual(scripted.operations(), [
      'ExecuteStatement',
      'DescribeStatement',
      'ExecuteStatement',
      'DescribeStatement',
    ]);
  });

  it('is there although its first statement failed', async () => {
    const failed: Answer = { body: { Id: 'st-1', SessionId: 'se-1', Status: 'FAILED', Error: 'ERROR: no' } };
    const { session, run } = await open({ ExecuteStatement: [failed], DescribeStatement: [failed] });
    await assert.rejects(run('SELECT x'), /ERROR: no/);
    assert.deepEqual(session.memory, { id: 'se-1', inTransaction: false });
  });

  it('is waited for while another statement runs in it', async () => {
    const { run, events, asked } = await open(
      { ExecuteStatement: [notAvailable, notAvailable, opened('se-1')], ListSessions: [listed('BUSY')] },
      { id: 'se-1', inTransaction: true },
    );
    await run('SELECT 1');
    assert.deepEqual(
      [events, asked().map(([, id]) => id)],
      [
        ['waiting', 'waiting'],
        ['se-1', 'se-1', 'se-1'],
      ],
    );
  });

  const ends: [string, Script[string]][] = [
    ['closed', [listed('CLOSED')]],
    ['unknown', [{ error: 'ResourceNotFoundException' }]],
    ['not told of', [{ error: 'AccessDeniedException' }]],
    ['not told of without its workgroup', [{ error: 'ValidationException' }]],
  ];
  for (const [label, ListSessions] of ends) {
    it(`is replaced, and that is told, where it is ${label}`, async () => {
      const { run, events, asked, memories, clock } = await open(
        {
          ExecuteStatement: [({ input }) => (input['SessionId'] ? notAvailable : opened('se-2'))],
          ListSessions,
        },
        { id: 'se-1', inTransaction: false },
      );
      await run('SELECT 1', { clientToken: 'token' });
      assert.deepEqual(
        [events.at(-1), asked().at(-1), memories.at(-1), clock.now() < 30_000],
        [
          'replaced',
          ['SELECT 1', undefined, 'redshift-tip-enabled', 600],
          { id: 'se-2', inTransaction: false },
          true,
        ],
      );
    });
  }

  it('is kept where no answer comes to what became of it', async () => {
    const known = { id: 'se-1', inTransaction: true };
    const { session, run, clock } = await open(
      {
        ExecuteStatement: [notAvailable],
        ListSessions: [() => (clock.now() > 10_000 ? 'drop' : listed('BUSY'))],
      },
      known,
    );
    await assert.rejects(run('SELECT 1'), { code: 'NetworkFailure' });
    assert.deepEqual(session.memory, known);
  });

  it('is a request of its own for the service once it was replaced', async () => {
    const { run, scripted } = await open(
      { ExecuteStatement: [notAvailable, opened('se-2')], ListSessions: [listed('CLOSED')] },
      { id: 'se-1', inTransaction: false },
    );
    await run('SELECT 1', { clientToken: 'token' });
    const tokens = scripted.calls.flatMap(({ input }) => input['ClientToken'] ?? []);
    assert.deepEqual([tokens.length, tokens[0], new Set(tokens).size], [2, 'token', 2]);
  });

  it('runs nothing outside of a transaction that was lost with it', async () => {
    const { session, run, asked } = await open(
      { ExecuteStatement: [opened('se-1'), notAvailable], ListSessions: [listed('CLOSED')] },
      undefined,
    );
    await run('BEGIN');
    await assert.rejects(run('DELETE FROM sales'), { code: 'TransactionLost' });
    assert.deepEqual([asked().length, session.memory], [2, undefined]);
  });

  const transactions: [string, string[], boolean][] = [
    ['BEGIN', ['BEGIN'], true],
    ['START TRANSACTION READ ONLY', ['start\ttransaction read only'], true],
    ['COMMIT', ['BEGIN', 'COMMIT'], false],
    ['END', ['BEGIN', 'end'], false],
    ['ROLLBACK', ['BEGIN', 'ROLLBACK'], false],
    ['TRUNCATE', ['BEGIN', 'TRUNCATE t'], false],
    ['ROLLBACK TO a savepoint', ['BEGIN', 'ROLLBACK TO s'], true],
    ['other statements', ['BEGIN', 'SELECT 1'], true],
    ['none', ['SELECT 1'], false],
  ];
  for (const [label, statements, expected] of transactions) {
    it(`knows whether a transaction is open after ${label}`, async () => {
      const { session, run } = await open({ ExecuteStatement: [opened('se-1')] });
      for (const sql of statements) await run(sql);
      assert.equal(session.memory?.inTransaction, expected);
    });
  }

  const failedWord = (text: string): Answer => ({ body: { Id: 'st-1', Status: 'FAILED', Error: text } });
  const denied: Answer = { error: 'AccessDeniedException' };
  const failures: [string, string, Script, boolean][] = [
    ['a COMMIT that was not taken', 'COMMIT', { ExecuteStatement: [denied] }, true],
    [
      'a COMMIT that failed',
      'COMMIT',
      { ExecuteStatement: [failedWord('no')], DescribeStatement: [failedWord('no')] },
      false,
    ],
    [
      'a COMMIT whose end is not known',
      'COMMIT',
      { ExecuteStatement: [opened('se-1', 'STARTED')], DescribeStatement: [denied] },
      true,
    ],
    [
      'a BEGIN whose end is not known',
      'BEGIN',
      { ExecuteStatement: [opened('se-1', 'STARTED')], DescribeStatement: [denied] },
      true,
    ],
    ['a BEGIN that was not taken', 'BEGIN', { ExecuteStatement: [denied] }, false],
  ];
  for (const [label, sql, script, expected] of failures) {
    it(`knows whether a transaction is open after ${label}`, async () => {
      const { session, run } = await open(script, { id: 'se-1', inTransaction: sql === 'COMMIT' });
      await assert.rejects(run(sql));
      assert.deepEqual(session.memory, { id: 'se-1', inTransaction: expected });
    });
  }

  it('is kept where the wait for it is interrupted while the service is asked', async () => {
    const abort = new AbortController();
    const known = { id: 'se-1', inTransaction: true };
    const { session, run, clock } = await open(
      {
        ExecuteStatement: [notAvailable],
        ListSessions: [
          () => {
            if (clock.now() > 10_000) abort.abort();
            return listed('BUSY');
          },
        ],
      },
      known,
    );
    await assert.rejects(run('SELECT 1', { signal: abort.signal }), StatementCancelled);
    assert.deepEqual(session.memory, known);
  });

  it('starts nothing that was interrupted while it waited for its turn', async () => {
    const { run, asked } = await open({ ExecuteStatement: [opened('se-1')] });
    const abort = new AbortController();
    const first = run('SELECT 1');
    const second = run('SELECT 2', { signal: abort.signal });
    abort.abort();
    await first;
    await assert.rejects(second, StatementCancelled);
    assert.deepEqual(asked().length, 1);
  });

  it('is ended with a rollback that lets it go at once', async () => {
    const { session, run, asked, scripted } = await open({ ExecuteStatement: [opened('se-1')] });
    await run('BEGIN');
    await session.end({ warehouse }, (request, options) => runStatement(scripted.client, request, options));
    assert.deepEqual([asked().at(-1), session.memory], [['ROLLBACK', 'se-1', undefined, 1], undefined]);
  });

  const unconfirmed: [string, Answer, boolean][] = [
    ['confirmed', opened('se-1'), true],
    ['not there any more', notAvailable, true],
    ['denied', { error: 'AccessDeniedException' }, false],
  ];
  for (const [label, answer, expected] of unconfirmed) {
    it(`tells whether it is ended for sure: ${label}`, async () => {
      const { session, scripted } = await open(
        { ExecuteStatement: [answer] },
        { id: 'se-1', inTransaction: true },
      );
      const ended = await session.end({ warehouse }, (request, options) =>
        runStatement(scripted.client, request, options),
      );
      assert.equal(ended, expected);
    });
  }

  it('that was never opened ends without a call', async () => {
    const { session, scripted } = await open({});
    await session.end({ warehouse }, (request, options) => runStatement(scripted.client, request, options));
    assert.deepEqual(scripted.calls, []);
  });
});
