import type { ResultColumn } from '../../../protocol/resultPayload.ts';

/** One row as Redshift wrote it, but `true` and `false` spelled out; `null` is SQL NULL. */
export type Row = (string | null)[];

/** Rows of a result by their number; what is not in memory is fetched when it is asked for. */
export interface RowSource {
  readonly columns: readonly ResultColumn[];
  readonly totalRows: number;
  /**
   * Rows `from` (counted from 0) up to and without `to`; fewer at the end of the result.
   * @throws StatementError where the service no longer has the result; Cancelled
   */
  rows(from: number, to: number, signal?: AbortSignal): Promise<Row[]>;
  /** Lets go of what is held; rows asked for later are fetched again. */
  release(): void;
}
