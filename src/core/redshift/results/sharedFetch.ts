import { Cancelled } from '../../errors.ts';

/** One fetch for everybody who waits for it, given up when the last of them has gone. */
export class SharedFetch<T> {
  readonly #controller = new AbortController();
  readonly #outcome: Promise<T>;
  #settled = false;
  #waiting = 0;

  constructor(fetch: (signal: AbortSignal) => Promise<T>) {
    this.#outcome = Promise.resolve(this.#controller.signal).then(fetch);
    const settle = (): void => {
      this.#settled = true;
    };
    this.#outcome.then(settle, settle);
  }

  get isGivenUp(): boolean {
    return this.#controller.signal.aborted;
  }

  /** @throws Cancelled when `signal` aborts or the fetch is given up, else what the fetch throws */
  async wait(signal?: AbortSignal): Promise<T> {
    const ends = [this.#controller.signal, ...(signal === undefined ? [] : [signal])];
    if (ends.some(({ aborted }) => aborted)) throw new Cancelled();
    let leave = (): void => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(new Cancelled());
    });
    for (const end of ends) end.addEventListener('abort', leave);
    this.#waiting++;
    try {
      return await Promise.race([this.#outcome, left]);
    } finally {
      for (const end of ends) end.removeEventListener('abort', leave);
      if (--this.#waiting === 0) this.giveUp();
    }
  }

  /** Everybody who still waits gets a Cancelled. */
  giveUp(): void {
    if (!this.#settled) this.#controller.abort();
  }
}
