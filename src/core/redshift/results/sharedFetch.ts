import { Cancelled } from '../../errors.ts';

/** One fetch for everybody who waits for it, given up when the last of them has gone. */
export class SharedFetch<T> {
  readonly #controller = new AbortController();
  readonly #outcome: Promise<T>;
  #waiting = 0;

  constructor(fetch: (signal: AbortSignal) => Promise<T>) {
    this.#outcome = fetch(this.#controller.signal);
    // Whoever waits is told; nobody may be left.
    this.#outcome.catch(() => {});
  }

  get isGivenUp(): boolean {
    return this.#controller.signal.aborted;
  }

  /** @throws Cancelled when `signal` aborts or the fetch is given up, else what the fetch throws */
  async wait(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw new Cancelled();
    const ends = AbortSignal.any([this.#controller.signal, ...(signal === undefined ? [] : [signal])]);
    let leave = (): void => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(new Cancelled());
      ends.addEventListener('abort', leave);
    });
    this.#waiting++;
    try {
      return await Promise.race([this.#outcome, left]);
    } finally {
      ends.removeEventListener('abort', leave);
      if (--this.#waiting === 0) this.#controller.abort();
    }
  }

  /** Everybody who waits gets a Cancelled. */
  giveUp(): void {
    this.#controller.abort();
  }
}
