type Values = readonly (string | null)[];

/** Rows that are asked for together. */
export const chunkRows = 100;
/** Characters that are kept; a value counts as some more. */
const mostKept = 12_000_000;
const valueCost = 12;

interface Chunk {
  /** By column; shorter than `chunkRows` where not all rows are there. */
  readonly columns: Map<number, Values>;
  size: number;
}

/** Values that came, in chunks of rows; those that were looked at longest ago go first. */
export class RowCache {
  readonly #chunks = new Map<number, Chunk>();
  readonly #most: number;
  #size = 0;

  constructor(most = mostKept) {
    this.#most = most;
  }

  /** Characters, about. */
  get size(): number {
    return this.#size;
  }

  /** @returns undefined where it has not come */
  value(row: number, column: number): string | null | undefined {
    const chunk = this.#chunks.get(Math.floor(row / chunkRows));
    return chunk?.columns.get(column)?.[row % chunkRows];
  }

  /** The columns of which values are missing in a chunk, in rows that are needed. @param to not included */
  missing(chunk: number, columns: readonly number[], to: number): number[] {
    const known = this.#chunks.get(chunk);
    if (!known) return [...columns];
    const length = Math.min(chunkRows, to - chunk * chunkRows);
    return columns.filter((column) => (known.columns.get(column)?.length ?? 0) < length);
  }

  /** Marks chunks as looked at. */
  touch(first: number, last: number): void {
    for (let index = first; index <= last; index++) {
      const chunk = this.#chunks.get(index);
      if (!chunk) continue;
      this.#chunks.delete(index);
      this.#chunks.set(index, chunk);
    }
  }

  put(index: number, columns: readonly number[], values: readonly Values[]): void {
    const chunk = this.#chunks.get(index) ?? { columns: new Map<number, Values>(), size: 0 };
    this.#chunks.delete(index);
    this.#chunks.set(index, chunk);
    for (const [at, column] of columns.entries()) {
      const came = values[at];
      if (!came) continue;
      const before = chunk.columns.get(column);
      const grown = sizeOf(came) - (before ? sizeOf(before) : 0);
      chunk.columns.set(column, came);
      chunk.size += grown;
      this.#size += grown;
    }
    this.#trim(index);
  }

  #trim(latest: number): void {
    for (const [index, chunk] of this.#chunks) {
      if (this.#size <= this.#most) return;
      if (index === latest) continue;
      this.#chunks.delete(index);
      this.#size -= chunk.size;
    }
  }
}

function sizeOf(values: Values): number {
  return values.reduce((sum, value) => sum + (value?.length ?? 0) + valueCost, 0);
}
