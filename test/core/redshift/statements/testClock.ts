import type { StatementClock } from '../../../../src/core/redshift/statements/statements.ts';

/** Milliseconds of the longest pause between two calls; only what waits longer runs beside them. */
const longestPause = 3000;

export interface TestClock extends StatementClock {
  readonly slept: number[];
  advance(ms: number): void;
}

/** A clock that a pause moves on at once, and that stands still during calls. */
export const testClock = (): TestClock => {
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
