/** Ranges up to this size are sorted by insertion. */
const small = 64;
const bits = 11;
const buckets = 1 << bits;
const mask = buckets - 1;
/** Of a key: three of each word. */
const digits = 6;

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

  constructor(rows: Uint32Array) {
    const length = rows.length;
    this.rows = rows;
    this.high = new Uint32Array(length);
    this.low = new Uint32Array(length);
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
    if (to - from <= small) this.#insert(from, to);
    else this.#distribute(from, to);
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

  /** By one digit after the other, the lowest first. */
  #distribute(from: number, to: number): void {
    this.#count(from, to);
    let moved = false;
    for (let digit = 0; digit < digits; digit++) {
      const shift = (digit % (digits / 2)) * bits;
      const word = digit < digits / 2 ? this.low : this.high;
      const counts = this.#counts.subarray(digit * buckets, (digit + 1) * buckets);
      // All rows have the same one.
      if (counts[((word[from] as number) >>> shift) & mask] === to - from) continue;
      placesOf(counts, from);
      this.#move(counts, word, shift, from, to);
      moved = !moved;
    }
    if (!moved) return;
    // What lies outside of the range is still in the other arrays.
    this.#otherRows.set(this.rows.subarray(from, to), from);
    this.#otherHigh.set(this.high.subarray(from, to), from);
    this.#otherLow.set(this.low.subarray(from, to), from);
    this.#swap();
  }

  #count(from: number, to: number): void {
    const { high, low } = this;
    const counts = this.#counts.fill(0);
    for (let at = from; at < to; at++) {
      const lower = low[at] as number;
      const upper = high[at] as number;
      (counts[lower & mask] as number)++;
      (counts[buckets + ((lower >>> bits) & mask)] as number)++;
      (counts[2 * buckets + (lower >>> (2 * bits))] as number)++;
      (counts[3 * buckets + (upper & mask)] as number)++;
      (counts[4 * buckets + ((upper >>> bits) & mask)] as number)++;
      (counts[5 * buckets + (upper >>> (2 * bits))] as number)++;
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
