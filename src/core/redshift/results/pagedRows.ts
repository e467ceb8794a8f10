import type { TypedRows } from './page/typedRows.ts';

/** Rows of pages by their number in the whole result. */
export class PagedRows {
  readonly #pages: readonly TypedRows[];
  /** Number of each page's first row, and of the row behind the last one. */
  readonly #starts: Float64Array;

  constructor(pages: readonly TypedRows[]) {
    this.#pages = pages;
    this.#starts = new Float64Array(pages.length + 1);
    for (const [index, { rowCount }] of pages.entries()) {
      this.#starts[index + 1] = (this.#starts[index] ?? 0) + rowCount;
    }
  }

  get rowCount(): number {
    return this.#starts.at(-1) ?? 0;
  }

  /** The values of some rows, by columns. */
  texts(rows: Uint32Array, columns: readonly number[]): (string | null)[][] {
    const places = Array.from(rows, (row) => this.#placeOf(row));
    return columns.map((column) => places.map(({ page, row }) => page?.text(column, row) ?? null));
  }

  #placeOf(row: number): { page: TypedRows | undefined; row: number } {
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return { page: this.#pages[low], row: row - (this.#starts[low] ?? 0) };
  }
}
