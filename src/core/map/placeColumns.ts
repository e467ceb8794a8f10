import type { MapChoice } from '../../protocol/chartChoice.ts';
import { RedshiftIdentityError } from '../errors.ts';
import type { Column } from '../redshift/results/page/column.ts';
import { columnKind } from '../redshift/results/page/columnKind.ts';
import type { WorkRows } from '../redshift/results/view/contract.ts';

/** Names of the columns that a map reads, each once. */
export function columnsOfPlace({ place, measure }: MapChoice): string[] {
  const places = place.kind === 'point' ? [place.latitude, place.longitude] : [place.column];
  return [...new Set([...places, ...(measure === undefined ? [] : [measure])])];
}

/**
 * Index of a column.
 * @throws RedshiftIdentityError where the result has no such column
 */
export function columnNamed({ columns }: Pick<WorkRows, 'columns'>, name: string): number {
  const index = columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  throw new RedshiftIdentityError(`The result has no column "${name}", which the map is drawn from.`, {
    code: 'ChartColumnMissing',
    remedy: 'Choose another column for the map.',
  });
}

/**
 * Index of the column that sizes and colours are of.
 * @throws RedshiftIdentityError where there is none, or where its values cannot be numbers
 */
export function measureColumn(
  rows: Pick<WorkRows, 'columns'>,
  { measure, aggregate }: MapChoice,
): number | undefined {
  if (measure === undefined) return undefined;
  const index = columnNamed(rows, measure);
  const kind = columnKind(rows.columns[index]?.typeName ?? '');
  const countable = ['integer', 'bigint', 'decimal', 'float', 'boolean', 'text'].includes(kind);
  if (countable || aggregate === 'count') return index;
  throw new RedshiftIdentityError(
    `Column "${measure}" holds no numbers, so its ${aggregate} cannot be drawn.`,
    {
      code: 'ChartColumnKind',
      remedy: 'Choose a column of numbers for the map, or count the rows.',
    },
  );
}

/** As near as a double comes; text that spells a number counts. NaN for everything else. */
export function numberAt(column: Column, row: number): number {
  if (column.kind !== 'text') return column.number(row);
  const text = column.text(row)?.trim() ?? '';
  return text === '' ? NaN : Number(text);
}

/** Calls `visit` for each row of the view. */
export function eachRow(
  { pages, order }: WorkRows,
  visit: (columns: readonly Column[], row: number) => void,
): void {
  if (order === undefined) {
    for (const { columns, rowCount } of pages)
      for (let row = 0; row < rowCount; row += 1) visit(columns, row);
    return;
  }
  const starts: number[] = [];
  let total = 0;
  for (const { rowCount } of pages) {
    starts.push(total);
    total += rowCount;
  }
  let [at, start, end] = [0, 0, 0];
  for (const row of order) {
    if (row < start || row >= end) {
      at = pageOf(starts, row);
      start = starts[at] ?? 0;
      end = starts[at + 1] ?? total;
    }
    const page = pages[at];
    if (page !== undefined) visit(page.columns, row - start);
  }
}

/** Index of the last start that is not behind the row. */
function pageOf(starts: readonly number[], row: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Rows of the view. */
export function rowsOf({ pages, order }: WorkRows): number {
  return order?.length ?? pages.reduce((sum, { rowCount }) => sum + rowCount, 0);
}
