import type { Row } from './contract.ts';

const nullMark = 0x9e3779b9;

/**
 * How often each row occurs. It keeps 96 bits of a row in its place, so that its size depends on the number of rows
 * alone. The hash is seeded at random: nobody can plant rows that are taken for one another.
 */
export class RowCounts {
  readonly #seeds = crypto.getRandomValues(new Uint32Array(3));
  readonly #mask: number;
  /** Three words for each slot. */
  readonly #hashes: Uint32Array;
  /** 0 marks a free slot. */
  readonly #counts: Int32Array;
  readonly #matched: Int32Array;
  #a = 0;
  #b = 0;
  #c = 0;

  /** @param rows at most, that `add` is called with */
  constructor(rows: number) {
    const slots = 2 ** Math.ceil(Math.log2(rows * 1.5 + 2));
    this.#mask = slots - 1;
    this.#hashes = new Uint32Array(slots * 3);
    this.#counts = new Int32Array(slots);
    this.#matched = new Int32Array(slots);
  }

  add(row: Row): void {
    const slot = this.#slotOf(row);
    this.#hashes[slot * 3] = this.#a;
    this.#hashes[slot * 3 + 1] = this.#b;
    this.#hashes[slot * 3 + 2] = this.#c;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Pairs a row of the other side with one that was added and has no partner yet. False where there is none. */
  match(row: Row): boolean {
    const slot = this.#slotOf(row);
    const matched = this.#matched[slot] ?? 0;
    if (matched >= (this.#counts[slot] ?? 0)) return false;
    this.#matched[slot] = matched + 1;
    return true;
  }

  /** Takes a partner back, to find the rows that have none. False where no partner is left. */
  unmatch(row: Row): boolean {
    const slot = this.#slotOf(row);
    const matched = this.#matched[slot] ?? 0;
    if (matched === 0) return false;
    this.#matched[slot] = matched - 1;
    return true;
  }

  /** The slot that holds the row, or the free one that it would get. */
  #slotOf(row: Row): number {
    this.#hash(row);
    let slot = this.#a & this.#mask;
    while ((this.#counts[slot] ?? 0) > 0 && !this.#holds(slot)) slot = (slot + 1) & this.#mask;
    return slot;
  }

  #holds(slot: number): boolean {
    const at = slot * 3;
    return (
      this.#hashes[at] === this.#a && this.#hashes[at + 1] === this.#b && this.#hashes[at + 2] === this.#c
    );
  }

  #hash(row: Row): void {
    let [a = 0, b = 0, c = 0] = this.#seeds;
    const mix = (word: number): void => {
      a = Math.imul(a ^ word, 0x85ebca6b);
      a ^= a >>> 15;
      b = Math.imul(b ^ word, 0xc2b2ae35);
      b ^= b >>> 13;
      c = Math.imul(c ^ word, 0x27d4eb2f);
      c ^= c >>> 16;
    };
    for (const value of row) {
      if (value === null) {
        mix(nullMark);
        mix(a);
        continue;
      }
      // The length first: no value runs into the next one.
      mix(value.length);
      for (let index = 0; index < value.length; index++) mix(value.charCodeAt(index));
    }
    this.#a = Math.imul(a ^ (b >>> 7) ^ (c << 9), 0x165667b1) >>> 0;
    this.#b = Math.imul(b ^ (c >>> 11) ^ (a << 5), 0x9e3779b1) >>> 0;
    this.#c = c >>> 0;
  }
}
