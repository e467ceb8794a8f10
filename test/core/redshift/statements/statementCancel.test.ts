import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { isCancel } from '../../../../src/core/errors.ts';
import { StatementCancelled } from '../../../../src/core/redshift/statements/statementError.ts';
import { runForPage, runStatement } from '../../../../src/core/redshift/statements/statements.ts';
import { described, executed, finished, request } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type Script, type ScriptedDataApi } from './scriptedDataApi.ts';
import { testClock } from './testClock.ts';

describe('interrupting a statement', () => {
  let api: ScriptedDataApi | undefined;
  const start = async (...script: Parameters<typeof scriptedDataApi>): Promise<ScriptedDataApi> => {
    api = await scriptedDataApi(...script);
    return api;
  };
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

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
