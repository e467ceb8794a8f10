import type { Column } from '../page/column.ts';
import {
  ceilDecimal,
  compareDecimals,
  floorDecimal,
  isShortDecimal,
  parseDecimal,
  type Decimal,
} from './decimal.ts';
import type { Operand } from './operand.ts';
import { doubleKey, momentKey, oddKey, readSortKeys, type KeyFamily, type Keys } from './sortKeys.ts';

/** Keys of one family, both ends included. */
export interface KeyRange {
  readonly from: KeyEnd;
  readonly to: KeyEnd;
}

interface KeyEnd {
  readonly high: number;
  readonly low: number;
  /** The number exactly, where the key is that of its nearest double. */
  readonly exact?: Decimal | undefined;
}

const wordRange = 2n ** 32n;
const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;
const start: KeyEnd = { high: 0, low: 0 };

/** The values between two operands of the column's kind; undefined where there can be none. */
export function keyRange(
  family: Exclude<KeyFamily, undefined>,
  from: Operand | undefined,
  to: Operand | undefined,
): KeyRange | undefined {
  if (family === 'int32' || family === 'int64') return wholeRange(family, from, to);
  // What is no value of the column's type is in no range.
  const end: KeyEnd = { high: oddKey, low: oddKey - 1 };
  return { from: keyEnd(from, 'from') ?? start, to: keyEnd(to, 'to') ?? end };
}

function keyEnd(operand: Operand | undefined, side: 'from' | 'to'): KeyEnd | undefined {
  if (operand?.kind === 'moment') {
    const [high, low] = momentKey(operand[side]);
    return { high, low };
  }
  if (operand?.kind !== 'number') return undefined;
  const [high, low] = doubleKey(operand.value);
  return { high, low, exact: operand.exact };
}

function wholeRange(
  family: 'int32' | 'int64',
  from: Operand | undefined,
  to: Operand | undefined,
): KeyRange | undefined {
  const [first, last] = [wholeNumber(from, ceilDecimal, smallest), wholeNumber(to, floorDecimal, largest)];
  const [least, most] = family === 'int32' ? [-(2n ** 31n), 2n ** 31n - 1n] : [smallest, largest];
  if (first > last || first > most || last < least) return undefined;
  const end = (value: bigint): KeyEnd => {
    const shifted = value - least;
    return family === 'int32'
      ? { high: Number(shifted), low: 0 }
      : { high: Number(shifted / wordRange), low: Number(shifted % wordRange) };
  };
  return { from: end(first < least ? least : first), to: end(last > most ? most : last) };
}

function wholeNumber(operand: Operand | undefined, round: (value: Decimal) => bigint, open: bigint): bigint {
  if (operand?.kind === 'boolean') return operand.value ? 1n : 0n;
  if (operand?.kind !== 'number') return open;
  if (operand.exact !== undefined) return round(operand.exact);
  // NaN is the largest number.
  return operand.value < 0 ? smallest - 1n : largest + 1n;
}

/** Ranges in their order, each once. */
export interface SortedRanges {
  readonly ranges: readonly KeyRange[];
  /** No key lies in two of them. */
  readonly areApart: boolean;
}

export function sortRanges(ranges: readonly KeyRange[]): SortedRanges {
  const sorted: KeyRange[] = [];
  let areApart = true;
  for (const range of ranges.toSorted((one, other) => compareEnds(one.from, other.from))) {
    const last = sorted.at(-1);
    if (last && isSame(last.from, range.from) && isSame(last.to, range.to)) continue;
    if (last && compareEnds(last.to, range.from) >= 0) areApart = false;
    sorted.push(range);
  }
  return { ranges: sorted, areApart };
}

function compareEnds(one: KeyEnd, other: KeyEnd): number {
  return one.high - other.high || one.low - other.low;
}

function isSame(one: KeyEnd, other: KeyEnd): boolean {
  if (compareEnds(one, other) !== 0) return false;
  if (one.exact === undefined || other.exact === undefined) return one.exact === other.exact;
  return compareDecimals(one.exact, other.exact) === 0;
}

/**
 * Sets the byte of each row whose value lies in one of the ranges.
 * @param keys room for a key of each row
 * @param marks one byte a row
 */
export function markInRanges(
  part: Column,
  rowCount: number,
  family: Exclude<KeyFamily, undefined>,
  { ranges, areApart }: SortedRanges,
  keys: Keys,
  marks: Uint8Array,
): void {
  const mayTie = readSortKeys(part, rowCount, family, keys, 0);
  const { high, low } = keys;
  if (family === 'int32') low.fill(0, 0, rowCount);
  // A double is all that there is of a float.
  const isExact =
    mayTie || (part.kind !== 'float' && ranges.some(({ from, to }) => isLong(from) || isLong(to)));
  const mark = (row: number, range: KeyRange, upper: number, lower: number): void => {
    if (part.isNull(row) || marks[row] === 1) return;
    if (!isExact || isBetween(part, row, upper, lower, range.from, range.to)) marks[row] = 1;
  };
  for (let row = 0; row < rowCount; row++) {
    const upper = high[row] as number;
    const lower = low[row] as number;
    if (areApart) {
      const range = rangeOf(ranges, upper, lower);
      if (range !== undefined) mark(row, range, upper, lower);
      continue;
    }
    for (const range of ranges) if (sideOf(range, upper, lower) === 0) mark(row, range, upper, lower);
  }
}

/** @param ranges apart */
function rangeOf(ranges: readonly KeyRange[], high: number, low: number): KeyRange | undefined {
  let first = 0;
  let end = ranges.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    const range = ranges[middle] as KeyRange;
    const side = sideOf(range, high, low);
    if (side === 0) return range;
    if (side < 0) end = middle;
    else first = middle + 1;
  }
  return undefined;
}

/** Below 0 before the range, above it behind. */
function sideOf({ from, to }: KeyRange, high: number, low: number): number {
  if (high < from.high || (high === from.high && low < from.low)) return -1;
  return high > to.high || (high === to.high && low > to.low) ? 1 : 0;
}

/** Whether a number with fewer digits may have its double. */
function isLong({ exact }: KeyEnd): boolean {
  return exact !== undefined && !isShortDecimal(exact);
}

/** Whether a value whose key may be that of other values, too, is between the ends. */
function isBetween(part: Column, row: number, high: number, low: number, from: KeyEnd, to: KeyEnd): boolean {
  const isAt = (end: KeyEnd): boolean => end.exact !== undefined && end.high === high && end.low === low;
  if (!isAt(from) && !isAt(to)) return true;
  const value = parseDecimal(part.text(row) ?? '');
  if (value === undefined) return true;
  if (isAt(from) && from.exact !== undefined && compareDecimals(value, from.exact) < 0) return false;
  return !isAt(to) || to.exact === undefined || compareDecimals(value, to.exact) <= 0;
}
