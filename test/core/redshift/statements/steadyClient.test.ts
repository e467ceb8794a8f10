import { CancelStatementCommand, DescribeStatementCommand } from '@aws-sdk/client-redshift-data';
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { CallQuotas } from '../../../../src/core/redshift/statements/callQuotas.ts';
import { faultRetries } from '../../../../src/core/redshift/statements/retries.ts';
import {
  callOptions,
  type QuotaWait,
  type StatementClock,
} from '../../../../src/core/redshift/statements/statementContract.ts';
import { StatementCancelled } from '../../../../src/core/redshift/statements/statementError.ts';
import { runStatement } from '../../../../src/core/redshift/statements/statements.ts';
import { steadyClient } from '../../../../src/core/redshift/statements/steadyClient.ts';
import { described, finished, warehouse } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type Script, type ScriptedDataApi } from './scriptedDataApi.ts';

describe('a client that keeps at it', () => {
  let api: ScriptedDataApi | undefined;
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

  async function open(script: Script) {
    const scripted = await scriptedDataApi(script, { retryStrategy: faultRetries(() => 0) });
    api = scripted;
    let time = 0;
    const clock: StatementClock = { now: () => time, sleep: async (ms) => void (time += ms) };
    const renewed: string[] = [];
    let key = 'ASIA1';
    const client = steadyClient(
      scripted.client,
      {
        accessKeyId: async () => key,
        renew: async (refused) => {
          renewed.push(refused);
          key = `${key}1`;
        },
      },
      new CallQuotas({ clock, random: () => 1 }),
    );
    return { client, scripted, renewed, elapsed: () => time };
  }
  const describeOne = () => new DescribeStatementCommand({ Id: 'st-1' });
  const throttled: Answer = { error: 'ThrottlingException', message: 'Rate exceeded' };

  it('waits out throttling with pauses that double, and says so', async () => {
    const { client, scripted, elapsed } = await open({
      DescribeStatement: [throttled, throttled, throttled, finished],
    });
    const told: (QuotaWait | undefined)[] = [];
    await client.send(describeOne(), callOptions({ onQuota: (wait) => told.push(wait) }));
    const wait = { operation: 'DescribeStatement', perSecond: 100 };
    assert.deepEqual(
      [scripted.calls.length, elapsed(), told],
      [4, 500 + 1000 + 2000, [wait, undefined, wait, undefined, wait, undefined]],
    );
  });

  it('gives up after a minute of throttling', async () => {
    const { client, scripted, elapsed } = await open({ DescribeStatement: [throttled] });
    await assert.rejects(client.send(describeOne()), { name: 'ThrottlingException' });
    assert.deepEqual([scripted.calls.length, elapsed() > 45_000 && elapsed() < 75_000], [8, true]);
  });

  for (const refusal of ['ExpiredTokenException', 'UnrecognizedClientException']) {
    it(`has the session renewed after ${refusal}, and sends the call once more`, async () => {
      const { client, scripted, renewed } = await open({
        DescribeStatement: [{ error: refusal }, described('STARTED')],
      });
      assert.equal((await client.send(describeOne())).Status, 'STARTED');
      assert.deepEqual([scripted.calls.length, renewed], [2, ['ASIA1']]);
    });
  }

  it('renews once only for a call', async () => {
    const { client, renewed } = await open({ DescribeStatement: [{ error: 'ExpiredTokenException' }] });
    await assert.rejects(client.send(describeOne()), { name: 'ExpiredTokenException' });
    assert.deepEqual(renewed, ['ASIA1']);
  });

  const sentAgain: [string, Answer, number][] = [
    ['a dropped connection', 'drop', 2],
    ['a 500', { error: 'InternalServerException', status: 500 }, 2],
    ['a 503', { error: 'ServiceUnavailable', status: 503 }, 2],
    ['a refusal', { error: 'AccessDeniedException' }, 1],
    ['what is invalid', { error: 'ValidationException' }, 1],
  ];
  for (const [label, answer, calls] of sentAgain) {
    it(`sends ${calls === 1 ? 'nothing again' : 'again'} after ${label}`, async () => {
      const { client, scripted } = await open({ DescribeStatement: [answer, finished] });
      await client.send(describeOne()).catch(() => undefined);
      assert.equal(scripted.calls.length, calls);
    });
  }

  it('starts no statement that was interrupted while it waited for a quota', async () => {
    const { client, scripted } = await open({ ExecuteStatement: [throttled] });
    const abort = new AbortController();
    const run = runStatement(
      client,
      { sql: 'DELETE FROM sales', warehouse },
      { signal: abort.signal, onQuota: () => abort.abort() },
    );
    await assert.rejects(run, (error) => error instanceof StatementCancelled && !error.statementId);
    assert.deepEqual(scripted.operations(), ['ExecuteStatement']);
  });

  it('goes on after the interrupt where the statement may run already, and cancels it', async () => {
    const started: Answer = { body: { Id: 'st-1', Status: 'STARTED' } };
    const { client, scripted } = await open({
      ExecuteStatement: ['drop', throttled, started],
      CancelStatement: [{ body: { Status: true } }],
      DescribeStatement: [described('ABORTED')],
    });
    const abort = new AbortController();
    const run = runStatement(
      client,
      { sql: 'DELETE FROM sales', warehouse },
      { signal: abort.signal, onQuota: () => abort.abort() },
    );
    await assert.rejects(run, { endState: 'ABORTED', statementId: 'st-1' });
    assert.equal(new Set(scripted.calls.flatMap(({ input }) => input['ClientToken'] ?? [])).size, 1);
  });

  it('says that a statement may run where a refusal came after a broken connection', async () => {
    const { client } = await open({
      ExecuteStatement: ['drop', { error: 'ActiveStatementsExceededException' }],
    });
    const run = runStatement(client, { sql: 'DELETE FROM sales', warehouse });
    await assert.rejects(run, { code: 'StatementUnclear' });
  });

  it('keeps each operation to its own quota', async () => {
    const { client, elapsed } = await open({ CancelStatement: [{ body: { Status: true } }] });
    for (let call = 0; call < 6; call++) await client.send(new CancelStatementCommand({ Id: 'st-1' }));
    assert.equal(Math.round(elapsed() / 100) * 100, 1000);
  });
});
