import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { isCancel } from '../../../src/core/errors.ts';
import { StatementCancelled, StatementError } from '../../../src/core/redshift/statementError.ts';
import {
  currentUser,
  runForPage,
  runStatement,
  type StatementClock,
  type StatementProgress,
} from '../../../src/core/redshift/statements.ts';
import { scriptedDataApi, type Answer, type Script, type ScriptedDataApi } from './scriptedDataApi.ts';

const warehouse = { kind: 'workgroup', name: 'redshift-tip-enabled', database: 'dev' } as const;
const request = { sql: 'SELECT 1', warehouse };
const refusal = { error: 'ValidationException', message: 'Unknown member WaitTimeSeconds.' };

const executed = (status?: string): Answer => ({
  body: { Id: 'st-1', ...(status && { Status: status, HasResultSet: true }) },
});
const described = (status: string, more: object = {}): Answer => ({
  body: { Id: 'st-1', Status: status, ...more },
});
const finished = described('FINISHED', {
  HasResultSet: true,
  ResultRows: 3,
  Duration: 42_500_000,
  RedshiftQueryId: 77,
});
const onePage: Answer = {
  body: {
    Records: [{ CSVRecords: 'awsidc:ming@example.com\r\n' }],
    ColumnMetadata: [{ name: 'current_user', typeName: 'name' }],
    TotalNumRows: 1,
  },
};

/** Milliseconds of the longest pause between two calls; only what waits longer runs beside them. */
const longestPause = 3000;

interface TestClock extends StatementClock {
  readonly slept: number[];
  advance(ms: number): void;
}

/** A clock that a pause moves on at once, and that stands still during calls. */
const testClock = (): TestClock => {
  let time = 0;
  const timers = new Map<() => void, number>();
  const advance = (ms: number): void => {
    time += ms;
    for (const [ring, due] of timers) if (due <= time) ring();
  };
  const slept: number[] = [];
  return {
    slept,
    advance,
    now: () => time,
    sleep: async (ms, signal) => {
      if (ms > longestPause) {
        return new Promise((resolve) => {
          timers.set(resolve, time + ms);
          signal?.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      slept.push(ms);
      advance(ms);
    },
  };
};

describe('statements', () => {
  let api: ScriptedDataApi | undefined;
  const start = async (...script: Parameters<typeof scriptedDataApi>): Promise<ScriptedDataApi> => {
    api = await scriptedDataApi(...script);
    return api;
  };
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

  it('runs a statement to its end by long polling', async () => {
    const { client, calls } = await start({
      ExecuteStatement: [executed('STARTED')],
      DescribeStatement: [described('STARTED'), finished],
    });
    const progress: StatementProgress[] = [];
    const parameters = [{ name: 'region', value: 'APAC' }];
    const result = await runStatement(
      client,
      { ...request, parameters, statementName: 'cell' },
      { clientToken: 'token-1', onProgress: (step) => progress.push(step) },
    );
    assert.deepEqual(result, {
      statementId: 'st-1',
      hasResultSet: true,
      rowCount: 3,
      durationMs: 42.5,
      queryId: 77,
    });
    assert.deepEqual(progress, [
      { state: 'SUBMITTED' },
      { state: 'STARTED', statementId: 'st-1' },
      { state: 'FINISHED', statementId: 'st-1' },
    ]);
    const wait = { operation: 'DescribeStatement', input: { Id: 'st-1', WaitTimeSeconds: 30 } };
    const input = {
      Sql: 'SELECT 1',
      WorkgroupName: 'redshift-tip-enabled',
      Database: 'dev',
      Parameters: [{ name: 'region', value: 'APAC' }],
      StatementName: 'cell',
      ResultFormat: 'CSV',
      ClientToken: 'token-1',
      WaitTimeSeconds: 1,
    };
    assert.deepEqual(calls, [{ operation: 'ExecuteStatement', input }, wait, wait]);
  });

  it('names a cluster as a cluster', async () => {
    const { client, calls } = await start({ ExecuteStatement: [executed()], DescribeStatement: [finished] });
    await runStatement(client, { ...request, warehouse: { kind: 'cluster', name: 'c1', database: 'dev' } });
    const { ClusterIdentifier, WorkgroupName } = calls[0]?.input ?? {};
    assert.deepEqual(
      { ClusterIdentifier, WorkgroupName },
      { ClusterIdentifier: 'c1', WorkgroupName: undefined },
    );
  });

  it('fetches the page of a short statement with three calls in all', async () => {
    const { client, operations } = await start({
      ExecuteStatement: [executed('FINISHED')],
      DescribeStatement: [finished],
      GetStatementResultV2: [onePage],
    });
    const { statement, page } = await runForPage(client, request);
    assert.deepEqual([statement.durationMs, page?.rows], [42.5, [['awsidc:ming@example.com']]]);
    assert.deepEqual(operations().sort(), ['DescribeStatement', 'ExecuteStatement', 'GetStatementResultV2']);
  });

  it('fetches no page for a statement without a result set', async () => {
    const { client, operations } = await start({
      ExecuteStatement: [{ body: { Id: 'st-1', Status: 'FINISHED', HasResultSet: false } }],
      DescribeStatement: [described('FINISHED', { HasResultSet: false, ResultRows: 12 })],
    });
    assert.deepEqual(await runForPage(client, request), {
      statement: { statementId: 'st-1', hasResultSet: false, rowCount: 12, durationMs: 0 },
    });
    assert.deepEqual(operations(), ['ExecuteStatement', 'DescribeStatement']);
  });

  it('tells the current user', async () => {
    const { client, calls } = await start({
      ExecuteStatement: [executed('FINISHED')],
      DescribeStatement: [finished],
      GetStatementResultV2: [onePage],
    });
    assert.equal(await currentUser(client, warehouse), 'awsidc:ming@example.com');
    assert.equal(calls[0]?.input['Sql'], 'SELECT current_user');
  });

  describe('ends', () => {
    const sql = 'SELECT *\nFROM nowhere';
    const rows: { label: string; script: Script; expected: object }[] = [
      {
        label: 'FAILED with a position',
        script: {
          ExecuteStatement: [executed('STARTED')],
          DescribeStatement: [
            described('FAILED', { Error: 'ERROR: relation "nowhere" does not exist\n  Position: 15' }),
          ],
        },
        expected: {
          code: 'StatementFailed',
          statementId: 'st-1',
          position: 15,
          line: 2,
          message: 'ERROR: relation "nowhere" does not exist\n  Position: 15',
        },
      },
      {
        label: 'FAILED within the first second',
        script: {
          ExecuteStatement: [executed('FAILED')],
          DescribeStatement: [described('FAILED', { Error: 'ERROR: permission denied for relation sales' })],
        },
        expected: {
          code: 'StatementFailed',
          statementId: 'st-1',
          message: 'ERROR: permission denied for relation sales',
          remedy: /role/,
        },
      },
      {
        label: 'ABORTED from elsewhere',
        script: { ExecuteStatement: [executed()], DescribeStatement: [described('ABORTED')] },
        expected: { code: 'StatementAborted', statementId: 'st-1' },
      },
      {
        label: 'refused at the start',
        script: {
          ExecuteStatement: [
            { error: 'ActiveStatementsExceededException', message: 'Too many active statements.' },
          ],
        },
        expected: {
          code: 'ActiveStatementsExceededException',
          message: 'ExecuteStatement: ActiveStatementsExceededException: Too many active statements.',
          remedy: /500/,
        },
      },
      {
        label: 'lost to another identity',
        script: {
          ExecuteStatement: [executed()],
          DescribeStatement: [{ error: 'ResourceNotFoundException', message: 'Query does not exist.' }],
        },
        expected: { code: 'ResourceNotFoundException', statementId: 'st-1', remedy: /24 hours/ },
      },
      {
        label: 'a refused signature shows no signed header',
        script: {
          ExecuteStatement: [
            {
              error: 'InvalidSignatureException',
              message: 'No match.\n\nCanonical x-amz-security-token:SECRET',
            },
          ],
        },
        expected: { message: 'ExecuteStatement: InvalidSignatureException: No match.' },
      },
      {
        label: 'no answer to any attempt',
        script: { ExecuteStatement: ['drop'] },
        expected: { code: 'StatementUnclear', message: /may be running/ },
      },
      {
        label: 'no answer about a running statement',
        script: { ExecuteStatement: [executed('STARTED')], DescribeStatement: ['drop'] },
        expected: { code: 'NetworkFailure', statementId: 'st-1', message: /may still be running/ },
      },
    ];
    for (const { label, script, expected } of rows) {
      it(label, async () => {
        const { client } = await start(script);
        const run = runStatement(client, { ...request, sql }, { clock: testClock() });
        await assert.rejects(run, (error: unknown) => {
          assert.ok(error instanceof StatementError);
          assert.throws(() => {
            throw error;
          }, expected);
          return true;
        });
      });
    }

    it('an empty parameter is refused before anything is sent', async () => {
      const { client, calls } = await start({});
      const run = runStatement(client, { ...request, parameters: [{ name: 'region', value: '' }] });
      await assert.rejects(run, { code: 'InvalidParameter', message: /:region/ });
      assert.deepEqual(calls, []);
    });
  });

  describe('ClientToken', () => {
    const tokens = ({ calls }: ScriptedDataApi): unknown[] =>
      calls
        .filter(({ operation }) => operation === 'ExecuteStatement')
        .map(({ input }) => input['ClientToken']);
    const rows: { label: string; answers: Answer[]; maxAttempts: number; sent: number }[] = [
      { label: 'after a dropped connection', answers: ['drop', executed()], maxAttempts: 1, sent: 2 },
      { label: 'in the retries of the SDK', answers: ['drop', executed()], maxAttempts: 3, sent: 2 },
      {
        label: 'after a fault of the service',
        answers: [{ error: 'InternalServerException', status: 500 }, executed()],
        maxAttempts: 1,
        sent: 2,
      },
      { label: 'after a refused WaitTimeSeconds', answers: [refusal, executed()], maxAttempts: 1, sent: 2 },
    ];
    for (const { label, answers, maxAttempts, sent } of rows) {
      it(`stays the same ${label}`, async () => {
        const running = await start(
          { ExecuteStatement: answers, DescribeStatement: [finished] },
          { maxAttempts },
        );
        await runStatement(running.client, request, { clock: testClock() });
        const [token, ...others] = tokens(running);
        assert.match(String(token), /^[\w-]{1,64}$/);
        assert.deepEqual(others, Array<unknown>(sent - 1).fill(token));
      });
    }

    it('differs from one statement to the next', async () => {
      const running = await start({ ExecuteStatement: [executed()], DescribeStatement: [finished] });
      await runStatement(running.client, request);
      await runStatement(running.client, request);
      assert.equal(new Set(tokens(running)).size, 2);
    });
  });

  it('goes on with a started statement that met a fault of the service', async () => {
    const fault = { error: 'ExecuteStatementException', status: 500, members: { StatementId: 'st-1' } };
    const { client, operations } = await start({ ExecuteStatement: [fault], DescribeStatement: [finished] });
    assert.equal((await runStatement(client, request)).rowCount, 3);
    assert.deepEqual(operations(), ['ExecuteStatement', 'DescribeStatement']);
  });

  describe('without long polling', () => {
    it('polls by the time that has passed, and never asks to wait again', async () => {
      const running = await start({
        ExecuteStatement: [refusal, executed()],
        DescribeStatement: [described('STARTED'), described('STARTED'), finished],
      });
      const clock = testClock();
      await runStatement(running.client, request, { clock });
      await runStatement(running.client, request, { clock });
      const waits = running.calls.map(({ input }) => input['WaitTimeSeconds']);
      assert.deepEqual(waits, [1, ...Array<undefined>(waits.length - 1).fill(undefined)]);
      assert.equal(clock.slept.length, 2);
      assert.ok(clock.slept.every((ms) => ms >= 50 && ms <= 3000));
    });

    it('remembers what the first DescribeStatement was told', async () => {
      const running = await start({ ExecuteStatement: [executed()], DescribeStatement: [refusal, finished] });
      await runStatement(running.client, request, { clock: testClock() });
      await runStatement(running.client, request, { clock: testClock() });
      const waits = running.calls.map(({ input }) => input['WaitTimeSeconds']);
      assert.deepEqual(waits, [1, 30, undefined, undefined, undefined]);
    });

    const rows: { label: string; first: Answer }[] = [
      { label: 'a proxy that cuts long requests', first: { error: 'GatewayTimeout', status: 504 } },
      {
        label: 'too many waiters',
        first: { error: 'ActiveWaitingRequestsExceededException', message: 'Too many waiting requests.' },
      },
      { label: 'an endpoint that answers at once', first: described('STARTED') },
      { label: 'throttling', first: { error: 'ThrottlingException', message: 'Rate exceeded' } },
    ];
    for (const { label, first } of rows) {
      it(`pauses after ${label}`, async () => {
        const { client, operations } = await start({
          ExecuteStatement: [executed('STARTED')],
          DescribeStatement: [first, finished],
        });
        const clock = testClock();
        await runStatement(client, request, { clock });
        assert.deepEqual(
          [operations(), clock.slept.length],
          [['ExecuteStatement', 'DescribeStatement', 'DescribeStatement'], 1],
        );
      });
    }
  });

  describe('interrupt', () => {
    const cancelled: Answer = { body: { Status: true } };
    const tooLate = {
      error: 'ValidationException',
      message: 'Could not cancel a query that is already FINISHED.',
    };
    interface Row {
      label: string;
      script: (abort: () => void) => Script;
      operations: string[];
      statementId?: string;
      endState?: string;
    }
    /** An answer during which the person interrupts. */
    const during =
      (abort: () => unknown, answer: Answer): (() => Answer) =>
      () => {
        abort();
        return answer;
      };
    const rows: Row[] = [
      {
        label: 'before the start sends nothing',
        script: (abort) => {
          abort();
          return {};
        },
        operations: [],
      },
      {
        label: 'while ExecuteStatement is on its way waits for the ID',
        script: (abort) => ({
          ExecuteStatement: [during(abort, executed('SUBMITTED'))],
          CancelStatement: [cancelled],
          DescribeStatement: [described('ABORTED')],
        }),
        operations: ['ExecuteStatement', 'CancelStatement', 'DescribeStatement'],
        statementId: 'st-1',
        endState: 'ABORTED',
      },
      {
        label: 'while ExecuteStatement breaks off asks again for the ID',
        script: (abort) => ({
          ExecuteStatement: [during(abort, 'drop'), executed('STARTED')],
          CancelStatement: [cancelled],
          DescribeStatement: [described('ABORTED')],
        }),
        operations: ['ExecuteStatement', 'ExecuteStatement', 'CancelStatement', 'DescribeStatement'],
        statementId: 'st-1',
        endState: 'ABORTED',
      },
      {
        label: 'while ExecuteStatement is refused leaves nothing behind',
        script: (abort) => ({ ExecuteStatement: [during(abort, { error: 'AccessDeniedException' })] }),
        operations: ['ExecuteStatement'],
      },
      {
        label: 'in the last moment of a short statement tells that it finished',
        script: (abort) => ({ ExecuteStatement: [during(abort, executed('FINISHED'))] }),
        operations: ['ExecuteStatement'],
        statementId: 'st-1',
        endState: 'FINISHED',
      },
      {
        label: 'in the last moment of a failing statement asks nothing more',
        script: (abort) => ({ ExecuteStatement: [during(abort, executed('FAILED'))] }),
        operations: ['ExecuteStatement'],
        statementId: 'st-1',
        endState: 'FAILED',
      },
      {
        label: 'goes on where the calls are throttled',
        script: (abort) => ({
          ExecuteStatement: [during(abort, executed('STARTED'))],
          CancelStatement: [{ error: 'ThrottlingException' }, cancelled],
          DescribeStatement: [
            { error: 'ThrottlingException' },
            { error: 'ThrottlingException' },
            { error: 'ThrottlingException' },
            { error: 'ThrottlingException' },
            { error: 'ThrottlingException' },
            described('ABORTED'),
          ],
        }),
        operations: [
          'ExecuteStatement',
          'CancelStatement',
          ...Array<string>(5).fill('DescribeStatement'),
          'CancelStatement',
          'DescribeStatement',
        ],
        statementId: 'st-1',
        endState: 'ABORTED',
      },
      {
        label: 'while the statement runs leaves the long poll at once',
        script: (abort) => ({
          ExecuteStatement: [executed('STARTED')],
          DescribeStatement: [during(abort, 'hang'), described('STARTED'), described('ABORTED')],
          CancelStatement: [cancelled],
        }),
        operations: [
          'ExecuteStatement',
          'DescribeStatement',
          'CancelStatement',
          'DescribeStatement',
          'DescribeStatement',
        ],
        statementId: 'st-1',
        endState: 'ABORTED',
      },
      {
        label: 'that comes too late tells that it finished',
        script: (abort) => ({
          ExecuteStatement: [executed('STARTED')],
          DescribeStatement: [during(abort, 'hang'), finished],
          CancelStatement: [tooLate],
        }),
        operations: ['ExecuteStatement', 'DescribeStatement', 'CancelStatement', 'DescribeStatement'],
        statementId: 'st-1',
        endState: 'FINISHED',
      },
      {
        label: 'while the page is fetched tells that it finished',
        script: (abort) => ({
          ExecuteStatement: [executed('FINISHED')],
          DescribeStatement: [finished],
          GetStatementResultV2: [during(abort, 'hang')],
        }),
        operations: ['ExecuteStatement', 'DescribeStatement', 'GetStatementResultV2'],
        statementId: 'st-1',
        endState: 'FINISHED',
      },
    ];
    for (const { label, script, operations, statementId, endState } of rows) {
      it(label, async () => {
        const controller = new AbortController();
        const running = await start(script(() => controller.abort()));
        const run = runForPage(running.client, request, { signal: controller.signal, clock: testClock() });
        await assert.rejects(run, (error: unknown) => {
          assert.ok(isCancel(error) && error instanceof StatementCancelled);
          assert.deepEqual([error.statementId, error.endState], [statementId, endState]);
          return true;
        });
        // Page and details leave side by side, in either order.
        assert.deepEqual(running.operations().sort(), operations.sort());
      });
    }

    it('does not wait for a call that the SDK holds', async () => {
      const controller = new AbortController();
      const { client } = await start({
        ExecuteStatement: [executed('STARTED')],
        CancelStatement: [cancelled],
        DescribeStatement: [described('ABORTED')],
      });
      let held = false;
      client.middlewareStack.add(
        (next, { commandName }) =>
          (call) => {
            if (held || commandName !== 'DescribeStatementCommand') return next(call);
            held = true;
            controller.abort();
            return new Promise(() => {});
          },
        { step: 'initialize' },
      );
      const run = runStatement(client, request, { signal: controller.signal, clock: testClock() });
      await assert.rejects(run, { statementId: 'st-1', endState: 'ABORTED' });
    });

    it('sends CancelStatement again where the statement had not begun', async () => {
      const controller = new AbortController();
      let cancels = 0;
      const running = await start({
        ExecuteStatement: [during(() => controller.abort(), executed('SUBMITTED'))],
        CancelStatement: [{ error: 'ValidationException', message: 'It has not started.' }, cancelled],
        DescribeStatement: [
          () => {
            cancels = running.operations().filter((operation) => operation === 'CancelStatement').length;
            return described(cancels < 2 ? 'SUBMITTED' : 'ABORTED');
          },
        ],
      });
      const run = runStatement(running.client, request, { signal: controller.signal, clock: testClock() });
      await assert.rejects(run, StatementCancelled);
      assert.equal(cancels, 2);
    });

    const stubborn: { label: string; answer: Answer; describes: (count: number) => boolean }[] = [
      { label: 'runs on', answer: described('STARTED'), describes: (count) => count > 5 },
      {
        label: 'cannot be seen any more',
        answer: { error: 'AccessDeniedException' },
        describes: (count) => count === 1,
      },
      { label: 'gets no answer', answer: 'hang', describes: (count) => count === 1 },
    ];
    for (const { label, answer, describes } of stubborn) {
      it(`says so where a cancelled statement ${label}`, async () => {
        const controller = new AbortController();
        const clock = testClock();
        const { client, operations } = await start({
          ExecuteStatement: [during(() => controller.abort(), executed('STARTED'))],
          CancelStatement: [cancelled],
          DescribeStatement: [during(() => answer === 'hang' && clock.advance(60_000), answer)],
        });
        const run = runStatement(client, request, { signal: controller.signal, clock });
        await assert.rejects(run, {
          code: 'CancelUnclear',
          statementId: 'st-1',
          message: /may still be running/,
        });
        assert.ok(describes(operations().filter((operation) => operation === 'DescribeStatement').length));
      });
    }
  });
});
