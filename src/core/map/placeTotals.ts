import type { Aggregate } from '../../protocol/chartChoice.ts';

/** The measure of each place, from the rows that are there. Places are numbered from 0. */
export class PlaceTotals {
  readonly #aggregate: Aggregate;
  /** Rows of each place. */
  readonly rows: number[] = [];
  readonly #counts: number[] = [];
  readonly #sums: number[] = [];
  /** What the sums have lost to rounding. */
  readonly #lost: number[] = [];
  readonly #least: number[] = [];
  readonly #greatest: number[] = [];
  readonly #values: number[][] = [];

  constructor(aggregate: Aggregate) {
    this.#aggregate = aggregate;
  }

  /** @param value NaN where there is none */
  add(place: number, value: number): void {
    this.rows[place] = (this.rows[place] ?? 0) + 1;
    if (Number.isNaN(value)) return;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    switch (this.#aggregate) {
      case 'sum':
      case 'average':
        return this.#addUp(place, value);
      case 'min':
        this.#least[place] = Math.min(this.#least[place] ?? Infinity, value);
        return;
      case 'max':
        this.#greatest[place] = Math.max(this.#greatest[place] ?? -Infinity, value);
        return;
      case 'median':
        (this.#values[place] ??= []).push(value);
        return;
      case 'count':
    }
  }

  /** @returns null where no row of the place has a value */
  measure(place: number): number | null {
    const count = this.#counts[place] ?? 0;
    if (this.#aggregate === 'count') return count;
    if (count === 0) return null;
    const sum = (this.#sums[place] ?? 0) + (this.#lost[place] ?? 0);
    switch (this.#aggregate) {
      case 'sum':
        return sum;
      case 'average':
        return sum / count;
      case 'min':
        return this.#least[place] ?? null;
      case 'max':
        return this.#greatest[place] ?? null;
      case 'median':
        return median(this.#values[place] ?? []);
    }
  }

  /** Neumaier's compensated sum: a million amounts of money end on the right cent. */
  #addUp(place: number, value: number): void {
    const sum = this.#sums[place] ?? 0;
    const next = sum + value;
    const lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    this.#sums[place] = next;
    this.#lost[place] = (this.#lost[place] ?? 0) + lost;
  }
}

function median(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const [below, above] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}
