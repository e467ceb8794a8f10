import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { runStatement } from '../../../../src/core/redshift/statements/statements.ts';
import { described, executed, finished, refusal, request } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type ScriptedDataApi } from './scriptedDataApi.ts';
import { testClock } from './testClock.ts';

describe('statements without long polling', () => {
  let api: ScriptedDataApi | undefined;
  const start = async (...script: Parameters<typeof scriptedDataApi>): Promise<ScriptedDataApi> => {
    api = await scriptedDataApi(...script);
    return api;
  };
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

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
