import type { ResultColumn } from '../../../../protocol/resultPayload.ts';
import { RedshiftIdentityError } from '../../../errors.ts';
import type { Column } from '../page/column.ts';
import { columnKind, type ColumnKind } from '../page/columnKind.ts';
import type { WorkRows } from './contract.ts';

/** One column of a whole result, over all of its pages. Rows count from 0 at the first page. */
export class WholeColumn {
  readonly name: string;
  readonly typeName: string;
  readonly kind: ColumnKind;
  readonly parts: readonly Column[];
  /** First row of each part, and the number of rows at the end. */
  readonly starts: Uint32Array;

  constructor({ name, typeName }: ResultColumn, parts: readonly Column[], starts: Uint32Array) {
    this.name = name;
    this.typeName = typeName;
    this.kind = columnKind(typeName);
    this.parts = parts;
    this.starts = starts;
  }

  /** @throws RedshiftIdentityError where there is no such column */
  static of({ columns, pages }: Omit<WorkRows, 'order'>, index: number): WholeColumn {
    const column = columns[index];
    if (column === undefined) {
      throw new RedshiftIdentityError(`The result has no column ${index + 1}.`, {
        code: 'NoSuchColumn',
        remedy: 'Clear the sort and the filters of the result, and set them again.',
      });
    }
    const parts = pages.map((page) => page.columns[index]).filter((part) => part !== undefined);
    return new WholeColumn(column, parts, pageStarts(pages));
  }

  get rowCount(): number {
    return this.starts[this.parts.length] ?? 0;
  }

  text(row: number): string | null {
    const page = pageOf(this.starts, row);
    return this.parts[page]?.text(row - (this.starts[page] as number)) ?? null;
  }
}

/** First row of each page, and the number of rows at the end. */
export function pageStarts(pages: readonly { readonly rowCount: number }[]): Uint32Array {
  const starts = new Uint32Array(pages.length + 1);
  pages.forEach(({ rowCount }, page) => (starts[page + 1] = (starts[page] as number) + rowCount));
  return starts;
}

/** Index of the page that holds a row. */
function pageOf(starts: Uint32Array, row: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
