import type { WorkRows } from './contract.ts';
import { pageStarts } from './wholeColumn.ts';

/** Places in a view: from the first up to and without the second. */
export type RowRange = readonly [from: number, to: number];

/** One byte for each row of the result: 1 where it stands at one of these places of the view. */
export function selectRows({ pages, order }: WorkRows, ranges: readonly RowRange[]): Uint8Array {
  const selected = new Uint8Array(pageStarts(pages)[pages.length] ?? 0);
  for (const [from, to] of ranges) {
    if (order === undefined) selected.fill(1, from, to);
    else for (const row of order.subarray(from, to)) selected[row] = 1;
  }
  return selected;
}

/** Rows in the order in which they came. */
export function allRows(rowCount: number): Uint32Array {
  const rows = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) rows[row] = row;
  return rows;
}

/** Whether each row is at the place at which it came. */
export function isInOrder(order: Uint32Array): boolean {
  for (let at = 0; at < order.length; at++) if (order[at] !== at) return false;
  return true;
}
