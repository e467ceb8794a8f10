import type { ResultViewSpec } from '../../../../protocol/resultViewSpec.ts';
import type { TextOrder, WorkRows } from './contract.ts';
import { filterRows } from './filterRows.ts';
import { allRows, isInOrder } from './selectRows.ts';
import { sortRows } from './sortRows.ts';
import { pageStarts, WholeColumn } from './wholeColumn.ts';

/**
 * Rows of the result by their place in the view; undefined where it shows all of them as they came.
 * @throws RedshiftIdentityError where there is no such column, or a filter's value does not fit its type
 */
export function viewOrder(
  rows: Omit<WorkRows, 'order'>,
  { sort, filters }: ResultViewSpec,
  textOrder: TextOrder,
): Uint32Array | undefined {
  const rowCount = pageStarts(rows.pages)[rows.pages.length] ?? 0;
  let order = filters.length > 0 ? filterRows(rows, filters) : allRows(rowCount);
  // Each sort keeps the order of those that come before it: the first key is the last one.
  for (const key of sort.toReversed())
    order = sortRows(order, WholeColumn.of(rows, key.column), key, textOrder);
  return order.length === rowCount && isInOrder(order) ? undefined : order;
}
