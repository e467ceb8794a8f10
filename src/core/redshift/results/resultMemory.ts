/** Something that may be let go of and come back. */
export interface Held {
  readonly byteLength: number;
  /** Somebody works on it, so that letting go of it would free nothing. */
  readonly inUse: boolean;
  letGo(): void;
}

/** Bounds what all results hold together: what was looked at longest ago is let go first. */
export class ResultMemory {
  /** In the order of the last look. */
  readonly #held = new Set<Held>();
  #limit: number;
  #byteLength = 0;
  #newest: Held | undefined;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that are held now; above the limit only where they are in use, or one page alone is larger. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Bytes. */
  get limit(): number {
    return this.#limit;
  }

  setLimit(bytes: number): void {
    this.#limit = bytes;
    this.makeRoom();
  }

  /** Counts it in, or notes that it was looked at just now. */
  look(held: Held): void {
    if (!this.#held.delete(held)) this.#byteLength += held.byteLength;
    this.#held.add(held);
    this.#newest = held;
    this.makeRoom();
  }

  /** Counts it out; it was let go of by its owner. */
  forget(held: Held): void {
    if (this.#held.delete(held)) this.#byteLength -= held.byteLength;
    if (held === this.#newest) this.#newest = undefined;
  }

  /** For who no longer uses something that was too much. */
  makeRoom(): void {
    for (const held of this.#held) {
      // The newest one is being read.
      if (this.#byteLength <= this.#limit || held === this.#newest) return;
      if (held.inUse) continue;
      this.forget(held);
      held.letGo();
    }
  }
}
