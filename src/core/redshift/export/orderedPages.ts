import type { WorkRows } from '../results/view/contract.ts';
import { NumberColumn, TextColumn, type Column } from '../results/page/column.ts';
import { TypedRows } from '../results/page/typedRows.ts';
import { Pacer } from '../results/page/pacer.ts';

/** Rows of a page that is put together. */
const pageRows = 4_096;
/** Values of such a page. */
const pageValues = 65_536;

/** The rows of a view in its order, put together page by page. */
export async function* orderedPages({
  columns,
  pages,
  order,
}: WorkRows & { readonly order: Uint32Array }): AsyncGenerator<TypedRows, void, undefined> {
  const firstRows = startsOf(pages);
  const pacer = new Pacer();
  const step = Math.max(1, Math.min(pageRows, Math.floor(pageValues / Math.max(1, columns.length))));
  for (let from = 0; from < order.length; from += step) {
    const places = placesOf(order.subarray(from, from + step), firstRows);
    const picked: Column[] = [];
    for (const column of columns.keys()) {
      picked.push(pickColumn(pages, column, places));
      await pacer.pause();
    }
    yield new TypedRows(picked, places.pages.length);
  }
}

/** Of each row, its page and its row in there. */
interface Places {
  readonly pages: Uint32Array;
  readonly rows: Uint32Array;
}

/** The number of each page's first row. */
function startsOf(pages: readonly TypedRows[]): number[] {
  let start = 0;
  return pages.map(({ rowCount }) => {
    start += rowCount;
    return start - rowCount;
  });
}

function placesOf(order: Uint32Array, firstRows: readonly number[]): Places {
  const places = { pages: new Uint32Array(order.length), rows: new Uint32Array(order.length) };
  order.forEach((row, index) => {
    let low = 0;
    let high = firstRows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((firstRows[middle] as number) <= row) low = middle;
      else high = middle - 1;
    }
    places.pages[index] = low;
    places.rows[index] = row - (firstRows[low] ?? 0);
  });
  return places;
}

function pickColumn(pages: readonly TypedRows[], index: number, places: Places): Column {
  const columns = pages.map((page) => page.columns[index] as Column);
  const nulls = pickNulls(columns, places);
  const numbers = pickNumbers(columns, places);
  const kind = (columns[0] as Column).kind;
  return numbers ? new NumberColumn(kind, numbers, nulls) : pickText(columns, places, nulls);
}

function pickNulls(columns: readonly Column[], { pages, rows }: Places): Uint8Array | undefined {
  let nulls: Uint8Array | undefined;
  for (let row = 0; row < rows.length; row++) {
    if (!(columns[pages[row] as number] as Column).isNull(rows[row] as number)) continue;
    nulls ??= new Uint8Array((rows.length + 7) >> 3);
    nulls[row >> 3] = (nulls[row >> 3] as number) | (1 << (row & 7));
  }
  return nulls;
}

/** Undefined where one of the pages has the column as text. */
function pickNumbers(
  columns: readonly Column[],
  { pages, rows }: Places,
): Int32Array | BigInt64Array | Uint8Array | undefined {
  const [first] = columns;
  if (!(first instanceof NumberColumn)) return undefined;
  const sources: NumberColumn['values'][] = [];
  for (const column of columns) {
    if (!(column instanceof NumberColumn)) return undefined;
    sources.push(column.values);
  }
  if (first.values instanceof BigInt64Array) {
    const picked = new BigInt64Array(rows.length);
    picked.forEach(
      (_, row) => (picked[row] = sources[pages[row] as number]?.[rows[row] as number] as bigint),
    );
    return picked;
  }
  const picked =
    first.values instanceof Int32Array ? new Int32Array(rows.length) : new Uint8Array(rows.length);
  picked.forEach((_, row) => (picked[row] = sources[pages[row] as number]?.[rows[row] as number] as number));
  return picked;
}

function pickText(
  columns: readonly Column[],
  { pages, rows }: Places,
  nulls: Uint8Array | undefined,
): TextColumn {
  const encoder = new TextEncoder();
  const values: Uint8Array[] = [];
  const offsets = new Uint32Array(rows.length + 1);
  let length = 0;
  rows.forEach((row, index) => {
    const column = columns[pages[index] as number] as Column;
    if (!column.isNull(row)) {
      const value =
        column instanceof TextColumn
          ? column.bytes.subarray(column.start(row), column.start(row + 1))
          : encoder.encode(column.text(row) ?? '');
      values.push(value);
      length += value.length;
    }
    offsets[index + 1] = length;
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const value of values) {
    bytes.set(value, at);
    at += value.length;
  }
  return new TextColumn((columns[0] as Column).kind, bytes, offsets, nulls);
}
