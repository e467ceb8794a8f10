import type { SortKey } from '../../../../protocol/resultViewSpec.ts';
import { byteRows, compareBytes } from './byteRows.ts';
import { collationRanks } from './collation.ts';
import type { TextOrder } from './contract.ts';
import { compareDecimals, parseDecimal } from './decimal.ts';
import { KeyedRows } from './keyedRows.ts';
import { isInOrder } from './selectRows.ts';
import { sortByBytes } from './sortByBytes.ts';
import { keyFamily, readSortKeys, type KeyFamily, type Keys } from './sortKeys.ts';
import type { WholeColumn } from './wholeColumn.ts';

const encoder = new TextEncoder();

/** Rows in the order of a column; those that are equal keep their order. */
export function sortRows(
  rows: Uint32Array,
  column: WholeColumn,
  { descending, nulls }: Pick<SortKey, 'descending' | 'nulls'>,
  textOrder: TextOrder,
): Uint32Array {
  const { values, missing } = partition(rows, column);
  const sorted =
    textOrder.kind === 'locale' && column.kind === 'text'
      ? sortTexts(values, column, descending, textOrder.locale)
      : sortValues(values, column, descending).rows;
  if (missing.length === 0) return sorted;
  const whole = new Uint32Array(rows.length);
  whole.set(sorted, nulls === 'first' ? missing.length : 0);
  whole.set(missing, nulls === 'first' ? 0 : sorted.length);
  return whole;
}

/** Tells NULLs from values, each in their order. */
export function partition(
  rows: Uint32Array,
  { parts, starts, rowCount }: WholeColumn,
): { values: Uint32Array; missing: Uint32Array } {
  const isNull = new Uint8Array(rowCount);
  let count = 0;
  parts.forEach((part, page) => {
    const first = starts[page] as number;
    const size = (starts[page + 1] as number) - first;
    for (let row = 0; row < size; row++) {
      if (part.isNull(row)) count = isNull[first + row] = 1;
    }
  });
  if (count === 0) return { values: rows, missing: new Uint32Array(0) };
  const split = { values: new Uint32Array(rows.length), missing: new Uint32Array(rows.length) };
  let [valueCount, missingCount] = [0, 0];
  for (const row of rows) {
    if (isNull[row] === 1) split.missing[missingCount++] = row;
    else split.values[valueCount++] = row;
  }
  return {
    values: split.values.subarray(0, valueCount),
    missing: split.missing.subarray(0, missingCount),
  };
}

/** Rows in the order of their values. */
export interface SortedRows {
  readonly rows: Uint32Array;
  /** Of the row at each place; absent where the order is not that of keys. */
  readonly keys?: { readonly family: Exclude<KeyFamily, undefined> } & Keys;
  /** One byte a row: 1 where it has the value of the one behind it. */
  readonly same: Uint8Array;
}

/** @param rows none of which is NULL */
export function sortValues(rows: Uint32Array, column: WholeColumn, descending = false): SortedRows {
  const family = keyFamily(column);
  if (family === undefined) {
    return sortByBytes(rows, byteRows(column), descending);
  }
  const high = new Uint32Array(column.rowCount);
  const low = new Uint32Array(family === 'int32' ? 0 : column.rowCount);
  let mayTie = false;
  column.parts.forEach((part, page) => {
    const first = column.starts[page] as number;
    const size = (column.starts[page + 1] as number) - first;
    if (readSortKeys(part, size, family, { high, low }, first)) mayTie = true;
  });
  const keyed = sortByKeys(rows, high, low, descending);
  if (mayTie) sortTies(keyed, column, descending);
  const same = sameKeys(keyed);
  if (mayTie) {
    for (let at = 0; at < same.length; at++) {
      if (same[at] === 1 && !isSame(column, keyed.rows[at] as number, keyed.rows[at + 1] as number))
        same[at] = 0;
    }
  }
  return { rows: keyed.rows, keys: { family, high: keyed.high, low: keyed.low }, same };
}

function sameKeys({ high, low }: KeyedRows): Uint8Array {
  const same = new Uint8Array(high.length);
  for (let at = 0; at + 1 < same.length; at++) {
    if (high[at] === high[at + 1] && low[at] === low[at + 1]) same[at] = 1;
  }
  return same;
}

function isSame(column: WholeColumn, left: number, right: number): boolean {
  const [one, other] = [column.text(left) ?? '', column.text(right) ?? ''];
  return one === other || compareExactly(exactValue(one), exactValue(other)) === 0;
}

function sortTexts(rows: Uint32Array, column: WholeColumn, descending: boolean, locale: string): Uint32Array {
  const ranks = collationRanks(rows, byteRows(column), locale);
  return sortByKeys(rows, ranks, new Uint32Array(0), descending).rows;
}

/**
 * Keys are by row.
 * @param low empty where the high words decide
 */
function sortByKeys(rows: Uint32Array, high: Uint32Array, low: Uint32Array, descending: boolean): KeyedRows {
  const keyed = new KeyedRows(
    rows.slice(),
    placedKeys(rows, high),
    low.length > 0 ? placedKeys(rows, low) : undefined,
  );
  if (descending) keyed.complement(0, rows.length);
  keyed.sort();
  return keyed;
}

/** The keys of the rows at the places of the rows; the same array where rows and places are the same. */
function placedKeys(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  if (rows.length === keys.length && isInOrder(rows)) return keys;
  const placed = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place++) placed[place] = keys[rows[place] as number] as number;
  return placed;
}

/** Sorts rows of the same key by their values. */
function sortTies({ rows, high, low }: KeyedRows, column: WholeColumn, descending: boolean): void {
  const sign = descending ? -1 : 1;
  for (let from = 0; from < rows.length;) {
    let to = from + 1;
    while (to < rows.length && high[to] === high[from] && low[to] === low[from]) to++;
    if (to - from > 1) sortEqual(rows.subarray(from, to), column, sign);
    from = to;
  }
}

function sortEqual(rows: Uint32Array, column: WholeColumn, sign: number): void {
  const first = column.text(rows[0] as number);
  if (rows.every((row) => column.text(row) === first)) return;
  const values = Array.from(rows, (row) => ({ row, value: exactValue(column.text(row) ?? '') }));
  values.sort((left, right) => sign * compareExactly(left.value, right.value));
  values.forEach(({ row }, at) => (rows[at] = row));
}

type ExactValue = ReturnType<typeof exactValue>;

function exactValue(text: string) {
  return { bytes: encoder.encode(text), decimal: parseDecimal(text) };
}

/** Numbers as such, and what is none by its bytes. */
function compareExactly(left: ExactValue, right: ExactValue): number {
  return left.decimal !== undefined && right.decimal !== undefined
    ? compareDecimals(left.decimal, right.decimal)
    : compareBytes(left.bytes, 0, left.bytes.length, right.bytes);
}
