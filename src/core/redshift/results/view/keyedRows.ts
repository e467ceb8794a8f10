/** Ranges up to this size are sorted by insertion. */
const small = 64;
const bits = 11;
const buckets = 1 << bits;
const mask = buckets - 1;
/** Of a word. */
const digits = 3;

/**
 * Rows with unsigned keys of 64 bits, each of them at the same place in three arrays. The caller fills them, and
 * `sort` puts places in order; rows of equal keys keep theirs.
 */
export class KeyedRows {
  rows: Uint32Array;
  high: Uint32Array;
  low: Uint32Array;
  #otherRows: Uint32Array;
  #otherHigh: Uint32Array;
  #otherLow: Uint32Array;
  readonly #counts = new Uint32Array(digits * buckets);

  /** @param rows and their keys, which are sorted in place or left behind */
  constructor(
    rows: Uint32Array,
    high: Uint32Array = new Uint32Array(rows.length),
    low: Uint32Array = new Uint32Array(rows.length),
  ) {
    const length = rows.length;
    this.rows = rows;
    this.high = high;
    this.low = low;
    this.#otherRows = new Uint32Array(length);
    this.#otherHigh = new Uint32Array(length);
    this.#otherLow = new Uint32Array(length);
  }

  /** Turns the order of the places `from` up to and without `to` around; equal keys stay equal. */
  complement(from: number, to: number): void {
    const { high, low } = this;
    for (let at = from; at < to; at++) {
      high[at] = ~(high[at] as number);
      low[at] = ~(low[at] as number);
    }
  }

  sort(from = 0, to = this.rows.length): void {
    if (to - from <= small) return this.#insert(from, to);
    this.#distribute(from, to, false);
    // The high words leave little to do where values differ much.
    for (let first = from; first < to;) {
      const { high } = this;
      const word = high[first];
      let end = first + 1;
      while (end < to && high[end] === word) end++;
      if (end - first > small) this.#distribute(first, end, true);
      else if (end - first > 1) this.#insert(first, end);
      first = end;
    }
  }

  #insert(from: number, to: number): void {
    const { rows, high, low } = this;
    for (let next = from + 1; next < to; next++) {
      const row = rows[next] as number;
      const upper = high[next] as number;
      const lower = low[next] as number;
      let at = next;
      for (; at > from; at--) {
        const before = high[at - 1] as number;
        if (before < upper || (before === upper && (low[at - 1] as number) <= lower)) break;
        rows[at] = rows[at - 1] as number;
        high[at] = before;
        low[at] = low[at - 1] as number;
      }
      rows[at] = row;
      high[at] = upper;
      low[at] = lower;
    }
  }

  /** By the digits of one word, the lowest first. */
  #distribute(from: number, to: number, byLow: boolean): void {
    this.#count(byLow ? this.low : this.high, from, to);
    let moved = false;
    for (let digit = 0; digit < digits; digit++) {
      const shift = digit * bits;
      const word = byLow ? this.low : this.high;
      const counts = this.#counts.subarray(digit * buckets, (digit + 1) * buckets);
      // All rows have the same one.
      if (counts[((word[from] as number) >>> shift) & mask] === to - from) continue;
      placesOf(counts, from);
      this.#move(counts, word, shift, from, to);
      moved = !moved;
    }
    if (!moved || to - from === this.rows.length) return;
    // What lies outside of the range is still in the other arrays.
    this.#otherRows.set(this.rows.subarray(from, to), from);
    this.#otherHigh.set(this.high.subarray(from, to), from);
    this.#otherLow.set(this.low.subarray(from, to), from);
    this.#swap();
  }

  #count(word: Uint32Array, from: number, to: number): void {
    const counts = this.#counts.fill(0);
    for (let at = from; at < to; at++) {
      const key = word[at] as number;
      (counts[key & mask] as number)++;
      (counts[buckets + ((key >>> bits) & mask)] as number)++;
      (counts[2 * buckets + (key >>> (2 * bits))] as number)++;
    }
  }

  #move(places: Uint32Array, word: Uint32Array, shift: number, from: number, to: number): void {
    const { rows, high, low } = this;
    const [toRows, toHigh, toLow] = [this.#otherRows, this.#otherHigh, this.#otherLow];
    for (let at = from; at < to; at++) {
      const digit = ((word[at] as number) >>> shift) & mask;
      const place = places[digit] as number;
      places[digit] = place + 1;
      toRows[place] = rows[at] as number;
      toHigh[place] = high[at] as number;
      toLow[place] = low[at] as number;
    }
    this.#swap();
  }

  #swap(): void {
    [this.rows, this.#otherRows] = [this.#otherRows, this.rows];
    [this.high, this.#otherHigh] = [this.#otherHigh, this.high];
    [this.low, this.#otherLow] = [this.#otherLow, this.low];
  }
}

/** Turns how many there are of each digit into where the first of them goes. */
function placesOf(counts: Uint32Array, from: number): void {
  let place = from;
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit] as number;
    counts[digit] = place;
    place += count;
  }
}
