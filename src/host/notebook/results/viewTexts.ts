import type { TypedRows } from '../../../core/redshift/results/page/typedRows.ts';
import { PagedRows } from '../../../core/redshift/results/pagedRows.ts';
import type { KeptResult, ResultView } from './keptResult.ts';
import { viewOf } from './resultViews.ts';

const paged = new WeakMap<ResultView, PagedRows>();

/**
 * Values of some rows of a view, by columns; fewer at its end.
 * @throws CallRefused where the view was let go; what the source throws
 */
export async function viewTexts(
  kept: KeptResult,
  viewId: string,
  [from, to]: readonly [from: number, to: number],
  columns: readonly number[],
  signal: AbortSignal,
): Promise<(string | null)[][]> {
  const view = viewOf(kept, viewId);
  if (!view) return textsOf(await kept.source.slices(from, to, signal), columns);
  const rows = paged.get(view) ?? new PagedRows(view.rows.pages);
  paged.set(view, rows);
  return rows.texts(view.rows.order.subarray(from, to), columns);
}

/** @throws CallRefused where the view was let go */
export function rowCountOf(kept: KeptResult, viewId: string): number {
  return viewOf(kept, viewId)?.rows.order.length ?? kept.source.totalRows;
}

function textsOf(slices: readonly TypedRows[], columns: readonly number[]): (string | null)[][] {
  return columns.map((column) =>
    slices.flatMap((slice) => slice.columns[column]?.texts(0, slice.rowCount) ?? []),
  );
}
