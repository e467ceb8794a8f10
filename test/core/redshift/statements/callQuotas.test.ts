import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/core/errors.ts';
import { CallQuotas } from '../../../../src/core/redshift/statements/callQuotas.ts';
import type {
  QuotaWait,
  StatementClock,
} from '../../../../src/core/redshift/statements/statementContract.ts';

/** A clock that every pause moves on at once. */
function leapingClock(): StatementClock {
  let time = 0;
  return {
    now: () => time,
    sleep: async (ms) => {
      time += ms;
    },
  };
}

describe('quotas of calls', () => {
  /** Milliseconds at which each of `count` calls was let through. */
  async function letThrough(quotas: CallQuotas, clock: { now(): number }, count: number): Promise<number[]> {
    const times: number[] = [];
    for (let call = 0; call < count; call++) {
      await quotas.take('CancelStatement');
      times.push(clock.now());
    }
    return times;
  }

  it('let a second’s calls through at once, and the others one by one', async () => {
    const clock = leapingClock();
    const start = clock.now();
    const times = await letThrough(new CallQuotas({ clock }), clock, 6);
    assert.deepEqual(
      times.map((time) => Math.round((time - start) / 10) * 10),
      [0, 0, 0, 330, 670, 1000],
    );
  });

  it('are no concern of an operation that has none', async () => {
    const clock = leapingClock();
    const start = clock.now();
    const quotas = new CallQuotas({ clock });
    for (let call = 0; call < 500; call++) await quotas.take('GetCallerIdentity');
    assert.equal(clock.now(), start);
  });

  it('are counted for each operation by itself', async () => {
    const clock = leapingClock();
    const start = clock.now();
    const quotas = new CallQuotas({ clock });
    await letThrough(quotas, clock, 3);
    await quotas.take('ListStatements');
    assert.equal(clock.now(), start);
  });

  it('say that a call waits, and when it goes on', async () => {
    const clock = leapingClock();
    const quotas = new CallQuotas({ clock });
    await letThrough(quotas, clock, 3);
    const told: (QuotaWait | undefined)[] = [];
    await quotas.take('CancelStatement', { onQuota: (wait) => told.push(wait) });
    assert.deepEqual(told, [{ operation: 'CancelStatement', perSecond: 3 }, undefined]);
  });

  it('pause longer after each throttled call, and begin anew after one that succeeded', async () => {
    const clock = leapingClock();
    const quotas = new CallQuotas({ clock, random: () => 1 });
    const pauses: number[] = [];
    const pauseAfterThrottling = async () => {
      const before = clock.now();
      quotas.throttled('DescribeStatement');
      await quotas.take('DescribeStatement');
      pauses.push(clock.now() - before);
    };
    for (let time = 0; time < 7; time++) await pauseAfterThrottling();
    quotas.succeeded('DescribeStatement');
    await pauseAfterThrottling();
    assert.deepEqual(pauses, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 500]);
  });

  it('spread those that were throttled together over half of the pause', async () => {
    const clock = leapingClock();
    const quotas = new CallQuotas({ clock, random: () => 0 });
    const before = clock.now();
    quotas.throttled('DescribeStatement');
    await quotas.take('DescribeStatement');
    assert.equal(clock.now() - before, 250);
  });

  it('let a call that is cancelled go, and take nothing for it', async () => {
    const clock = leapingClock();
    const start = clock.now();
    const quotas = new CallQuotas({ clock });
    await letThrough(quotas, clock, 3);
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(quotas.take('CancelStatement', { signal: abort.signal }), Cancelled);
    await quotas.take('CancelStatement');
    assert.equal(Math.round((clock.now() - start) / 10) * 10, 330);
  });
});
