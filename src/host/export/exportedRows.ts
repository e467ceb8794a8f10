import { RedshiftIdentityError } from '../../core/errors.ts';
import type { ExportRows } from '../../core/redshift/export/contract.ts';
import { orderedPages } from '../../core/redshift/export/orderedPages.ts';
import type { TypedRows } from '../../core/redshift/results/page/typedRows.ts';
import type { KeptResult, ResultView } from '../notebook/results/keptResult.ts';

/** Rows that are taken out of a result: all of it, or a sorted or filtered view. */
export interface ExportedRows {
  readonly kept: KeptResult;
  readonly view: ResultView | undefined;
}

export function rowCountOf({ kept, view }: ExportedRows): number {
  return view ? view.rows.order.length : kept.source.totalRows;
}

/**
 * The rows for a file.
 * @param onRows is told how many have been read
 */
export function readRows(
  { kept, view }: ExportedRows,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): ExportRows {
  return {
    columns: kept.source.columns,
    pages: () => counted(view ? orderedPages(view.rows) : kept.source.pages(signal), onRows),
  };
}

/** What ended an export, in words: rows that went with their cell are no cancel of the person's. */
export function exportFailure(error: unknown, { kept }: ExportedRows, cancelled: AbortSignal): unknown {
  if (cancelled.aborted || !kept.gone.aborted) return error;
  return new RedshiftIdentityError(
    'The cell ran again, or its notebook was closed, before all rows were written.',
    {
      code: 'ResultGone',
      remedy: 'Export it again.',
      cause: error,
    },
  );
}

async function* counted(
  pages: AsyncIterable<TypedRows>,
  onRows: (rows: number) => void,
): AsyncGenerator<TypedRows, void, undefined> {
  let rows = 0;
  for await (const page of pages) {
    yield page;
    rows += page.rowCount;
    onRows(rows);
  }
}
