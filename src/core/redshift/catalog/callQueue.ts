import type { StatementClock } from '../statements/statementContract.ts';

/** Runs calls one at a time, in the order in which they came. */
export type CallQueue = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * A queue for the metadata operations, which a whole AWS account shares.
 * @param callsPerSecond the most that are started in a second
 */
export function createCallQueue(clock: StatementClock, callsPerSecond: number): CallQueue {
  const spacing = Math.ceil(1000 / callsPerSecond);
  let last: Promise<unknown> = Promise.resolve();
  let earliest = Number.NEGATIVE_INFINITY;
  return (call) => {
    const turn = last.then(async () => {
      const wait = earliest - clock.now();
      if (wait > 0) await clock.sleep(wait);
      earliest = clock.now() + spacing;
      return call();
    });
    // A failure belongs to its caller; the next one in the queue still gets its turn.
    last = turn.catch(() => undefined);
    return turn;
  };
}
