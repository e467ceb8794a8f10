import type { ChartChoice, ChartData } from '../../../../protocol/chartChoice.ts';
import type { Aggregates, ColumnProfile } from '../../../../protocol/gridMessages.ts';
import type { ResultColumn } from '../../../../protocol/resultPayload.ts';
import type { CellBlock, ResultViewSpec } from '../../../../protocol/resultViewSpec.ts';
import type { TypedRows } from '../page/typedRows.ts';

/** How text is ordered: by its UTF-8 bytes, as Redshift does, or as people of the window's language do. */
export type TextOrder = { readonly kind: 'bytes' } | { readonly kind: 'locale'; readonly locale: string };

/** The rows that work is done on. */
export interface WorkRows {
  readonly columns: readonly ResultColumn[];
  /** All pages, in order. */
  readonly pages: readonly TypedRows[];
  /** Rows of the result by their place in the view; undefined: all, as they came. */
  readonly order: Uint32Array | undefined;
}

export interface Matches {
  /** Places in the view, ascending; of one row, in the order of the columns looked through. */
  readonly rows: Uint32Array;
  /** Column of each match. */
  readonly columns: Uint32Array;
  /** There are more than were kept. */
  readonly isMore: boolean;
}

/** Work on whole results, away from the thread that answers everybody. Each throws Cancelled when `signal` aborts. */
export interface ResultWork {
  /** @returns rows of the result in the order of the view; undefined where it shows all of them as they came */
  order(
    rows: Omit<WorkRows, 'order'>,
    spec: ResultViewSpec,
    textOrder: TextOrder,
    signal?: AbortSignal,
  ): Promise<Uint32Array | undefined>;
  find(
    rows: WorkRows,
    search: { readonly text: string; readonly matchCase: boolean; readonly columns: readonly number[] },
    signal?: AbortSignal,
  ): Promise<Matches>;
  aggregate(rows: WorkRows, blocks: readonly CellBlock[], signal?: AbortSignal): Promise<Aggregates>;
  profile(rows: WorkRows, column: number, signal?: AbortSignal): Promise<ColumnProfile>;
  /** @throws RedshiftIdentityError where a column is missing or of the wrong kind */
  chart(rows: WorkRows, choice: ChartChoice, signal?: AbortSignal): Promise<ChartData>;
}
