import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import type { TypedRows } from './page/typedRows.ts';

/** One row as Redshift wrote it, but `true` and `false` spelled out; `null` is SQL NULL. */
export type Row = (string | null)[];

/** All pages of a result. They stay in memory until `release`. */
export interface AllRows {
  readonly pages: readonly TypedRows[];
  readonly rowCount: number;
  release(): void;
}

/** Rows of a result by their number; what is not in memory is fetched when it is asked for. */
export interface RowSource {
  readonly columns: readonly ResultColumn[];
  readonly totalRows: number;
  /** Bytes that all rows together take in memory, as far as those tell that have come. */
  readonly byteLength: number;
  /**
   * Rows `from` (counted from 0) up to and without `to`; fewer at the end of the result.
   * @throws StatementError where the service no longer has the result; Cancelled
   */
  rows(from: number, to: number, signal?: AbortSignal): Promise<Row[]>;
  /**
   * The same rows by columns, in order, in as many pieces as they come from.
   * @throws as `rows`
   */
  slices(from: number, to: number, signal?: AbortSignal): Promise<TypedRows[]>;
  /**
   * The pages in order, each fetched while the one before is read. Works for results that memory has no room for.
   * @throws as `rows`
   */
  pages(signal?: AbortSignal): AsyncGenerator<TypedRows, void, undefined>;
  /**
   * Loads everything, for work that needs all rows at once.
   * @param onProgress is told how many rows have come
   * @throws as `rows`
   */
  all(signal?: AbortSignal, onProgress?: (rows: number) => void): Promise<AllRows>;
  /** Lets go of what is held; rows asked for later are fetched again. */
  release(): void;
}
