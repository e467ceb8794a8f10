import { setTimeout as delay } from 'node:timers/promises';

/** Until a slow machine has drawn or run what was asked for; a failing test waits this long, a passing one doesn't. Milliseconds. */
export const patience = 60_000;
/** Until a press that had no effect is made again. */
export const soon = { timeout: 1000 };

/** Reads, or presses, again and again until that gives something. @param what for the error */
export async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not come in ${patience / 1000} s.`);
    await delay(100);
  }
}

/** True where it came about, undefined where it did not. */
export function happened(event: Promise<unknown>): Promise<true | undefined> {
  return event.then(
    () => true,
    () => undefined,
  );
}
