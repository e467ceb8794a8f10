import { RedshiftIdentityError } from '../../errors.ts';
import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import type { Column } from '../../redshift/results/page/column.ts';
import type { WorkRows } from '../../redshift/results/view/contract.ts';

/** Rows of one page that are in the view. */
export interface PagePart {
  readonly column: (index: number) => Column;
  /** Rows of the page, ascending; undefined: all of them. */
  readonly picked: Uint32Array | undefined;
  readonly count: number;
  /** Place of the first one among all rows of the view, in the order of the result. */
  readonly first: number;
}

/** The rows of a view page by page, in the order of the result: reading goes forward whatever they are sorted by. */
export class ViewRows {
  readonly columns: readonly ResultColumn[];
  readonly parts: readonly PagePart[];
  readonly count: number;

  constructor({ columns, pages, order }: WorkRows) {
    this.columns = columns;
    const all = pages.reduce((sum, { rowCount }) => sum + rowCount, 0);
    // As many rows as there are: only sorted.
    const wanted = order === undefined || order.length === all ? undefined : new Uint8Array(all);
    if (wanted && order) for (const row of order) wanted[row] = 1;
    const parts: PagePart[] = [];
    let pageStart = 0;
    let first = 0;
    for (const page of pages) {
      const picked = wanted && onesOf(wanted.subarray(pageStart, pageStart + page.rowCount));
      const count = picked?.length ?? page.rowCount;
      const column = (index: number): Column => {
        const found = page.columns[index];
        if (found === undefined) throw new RangeError(`A page has no column ${index}.`);
        return found;
      };
      if (count > 0) parts.push({ column, picked, count, first });
      pageStart += page.rowCount;
      first += count;
    }
    this.parts = parts;
    this.count = first;
  }

  /** @throws RedshiftIdentityError where the result has no such column */
  indexOf(name: string): number {
    const index = this.columns.findIndex((column) => column.name === name);
    if (index >= 0) return index;
    throw new RedshiftIdentityError(`The result has no column “${name}”.`, {
      code: 'ChartColumnMissing',
      remedy: 'Choose another column for the chart, or select it in the statement.',
    });
  }
}

function onesOf(bits: Uint8Array): Uint32Array {
  const found = new Uint32Array(bits.reduce((sum, bit) => sum + bit, 0));
  let next = 0;
  for (let row = 0; row < bits.length; row++) if (bits[row] === 1) found[next++] = row;
  return found;
}
