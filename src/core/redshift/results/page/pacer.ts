/** Milliseconds that work may keep everybody else waiting. */
const longest = 20;

/** Long work asks it now and then, so that other events have their turn. */
export class Pacer {
  readonly #now: () => number;
  #since: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#since = now();
  }

  get isDue(): boolean {
    return this.#now() - this.#since > longest;
  }

  /** Lets others go first, where it is time. */
  async pause(): Promise<void> {
    if (!this.isDue) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#since = this.#now();
  }
}
