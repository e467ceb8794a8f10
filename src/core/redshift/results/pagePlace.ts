import type { Held } from './resultMemory.ts';
import type { TypedRows } from './page/typedRows.ts';

/** Where a page stands in its result, and its rows while memory has room for them. */
export class PagePlace implements Held {
  /** Fetches the page; absent for the first one. */
  readonly token: string | undefined;
  readonly firstRow: number;
  readonly #isInUse: () => boolean;
  #values: TypedRows | undefined;
  #rowCount: number | undefined;
  #byteLength = 0;

  constructor(token: string | undefined, firstRow: number, isInUse: () => boolean) {
    this.token = token;
    this.firstRow = firstRow;
    this.#isInUse = isInUse;
  }

  get values(): TypedRows | undefined {
    return this.#values;
  }

  /** Known since the page was fetched first, also after it was let go. */
  get rowCount(): number | undefined {
    return this.#rowCount;
  }

  /** Of the page when it was held last. */
  get byteLength(): number {
    return this.#byteLength;
  }

  get inUse(): boolean {
    return this.#isInUse();
  }

  hold(values: TypedRows): void {
    this.#values = values;
    this.#rowCount = values.rowCount;
    this.#byteLength = values.byteLength;
  }

  letGo(): void {
    this.#values = undefined;
  }
}
