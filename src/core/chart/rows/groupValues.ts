import type { Aggregate } from '../../../protocol/chartChoice.ts';
import { columnKind } from '../../redshift/results/page/columnKind.ts';
import { columnNumbers } from './columnNumbers.ts';
import { exactSums } from './exactSums.ts';
import type { ViewRows } from './viewRows.ts';

/**
 * What a column gives for each group of rows; NULLs are left out, NaN where a group holds nothing else.
 * @param column index of the column; undefined: the rows are counted
 * @param groupOf the group of each row of the view
 */
export function groupValues(
  rows: ViewRows,
  column: number | undefined,
  how: Aggregate,
  groupOf: Uint32Array,
  groups: number,
): Float64Array {
  if (column === undefined) return counts(groupOf, groups, undefined);
  const numbers = columnNumbers(rows, column);
  if (how === 'count') return counts(groupOf, groups, numbers);
  if (how === 'median') return medians(numbers, groupOf, groups);
  if (how === 'min' || how === 'max') return extremes(numbers, groupOf, groups, how);
  const held = counts(groupOf, groups, numbers);
  const isExact = /^(integer|bigint|decimal)$/.test(columnKind(rows.columns[column]?.typeName ?? ''));
  const sums = isExact ? exactSums(rows, column, groupOf, groups) : compensatedSums(numbers, groupOf, groups);
  return sums.map((sum, group) => {
    const count = held[group] as number;
    return count === 0 ? NaN : how === 'average' ? sum / count : sum;
  });
}

function counts(groupOf: Uint32Array, groups: number, numbers: Float64Array | undefined): Float64Array {
  const found = new Float64Array(groups);
  for (let row = 0; row < groupOf.length; row++) {
    if (numbers && Number.isNaN(numbers[row])) continue;
    (found[groupOf[row] as number] as number)++;
  }
  return found;
}

function extremes(
  numbers: Float64Array,
  groupOf: Uint32Array,
  groups: number,
  how: 'min' | 'max',
): Float64Array {
  const found = new Float64Array(groups).fill(NaN);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] as number;
    const before = found[groupOf[row] as number] as number;
    // NaN compares with nothing: the first value always gets in.
    const keeps = how === 'min' ? before <= value : before >= value;
    if (!keeps && value === value) found[groupOf[row] as number] = value;
  }
  return found;
}

function medians(numbers: Float64Array, groupOf: Uint32Array, groups: number): Float64Array {
  const ends = new Uint32Array(groups + 1);
  for (let row = 0; row < numbers.length; row++) {
    if (!Number.isNaN(numbers[row])) (ends[(groupOf[row] as number) + 1] as number)++;
  }
  for (let group = 0; group < groups; group++) (ends[group + 1] as number) += ends[group] as number;
  const starts = ends.slice();
  const sorted = new Float64Array(ends[groups] as number);
  const next = ends;
  for (let row = 0; row < numbers.length; row++) {
    const group = groupOf[row] as number;
    if (!Number.isNaN(numbers[row])) sorted[(next[group] as number)++] = numbers[row] as number;
  }
  return Float64Array.from({ length: groups }, (_, group) => {
    const values = sorted.subarray(starts[group], starts[group + 1]).sort();
    if (values.length === 0) return NaN;
    const middle = values.length >> 1;
    const upper = values[middle] as number;
    return values.length % 2 === 1 ? upper : ((values[middle - 1] as number) + upper) / 2;
  });
}

/** Sums of doubles with what rounding took away added at the end (Neumaier). */
function compensatedSums(numbers: Float64Array, groupOf: Uint32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  const lost = new Float64Array(groups);
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] as number;
    if (Number.isNaN(value)) continue;
    const group = groupOf[row] as number;
    const before = sums[group] as number;
    const sum = before + value;
    const rest = Math.abs(before) >= Math.abs(value) ? before - sum + value : value - sum + before;
    (lost[group] as number) += rest;
    sums[group] = sum;
  }
  // Infinity less Infinity is no number.
  return sums.map((sum, group) => (Number.isFinite(sum) ? sum + (lost[group] as number) : sum));
}
