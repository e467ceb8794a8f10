import type { ColumnProfile } from '../../../../protocol/gridMessages.ts';
import type { ColumnKind } from '../page/columnKind.ts';
import { shownText } from './aggregateCells.ts';
import type { WorkRows } from './contract.ts';
import { histogram, type CountedNumbers } from './histogram.ts';
import { NumberSum } from './numberSum.ts';
import { allRows, selectRows } from './selectRows.ts';
import { doubleOfKey, momentOfKey, oddKey, type KeyFamily } from './sortKeys.ts';
import { partition, sortValues, type SortedRows } from './sortRows.ts';
import { pageStarts, WholeColumn } from './wholeColumn.ts';

/** The most frequent values that are told. */
const mostTop = 50;

/** What a column holds, in the rows of the view. Everything is counted, nothing is estimated. */
export function profileColumn(rows: WorkRows, index: number): ColumnProfile {
  const column = WholeColumn.of(rows, index);
  const all = rows.order ?? allRows(column.rowCount);
  const { values, missing } = partition(all, column);
  const sorted = sortValues(values, column);
  const runs = countRuns(sorted, column.kind);
  const text = (row: number | undefined): string => (row === undefined ? '' : (column.text(row) ?? ''));
  const last = lastValue(sorted);
  const steps = runs.numbers === undefined ? [] : histogram(runs.numbers, column.kind);
  const average = averageOf(rows, column);
  return {
    rows: all.length,
    nulls: missing.length,
    distinct: runs.distinct,
    ...(last >= 0 && { min: shownText(text(sorted.rows[0])), max: shownText(text(sorted.rows[last])) }),
    ...(average !== undefined && { average }),
    ...(steps.length > 0 && { histogram: steps }),
    top: runs.top.map(({ row, count }) => topValue(text(row), count)),
  };
}

function topValue(text: string, rows: number): ColumnProfile['top'][number] {
  const value = shownText(text);
  return { value, rows, ...(value !== text && { cut: true }) };
}

interface Run {
  readonly row: number;
  readonly count: number;
}

interface Runs {
  readonly distinct: number;
  /** Most frequent first; of equally frequent ones the smaller value. */
  readonly top: readonly Run[];
  /** Absent where the column has no numbers, dates or times. */
  readonly numbers?: CountedNumbers;
}

function countRuns(sorted: SortedRows, kind: ColumnKind): Runs {
  const { rows } = sorted;
  const keys = kind === 'boolean' ? undefined : sorted.keys;
  const top: Run[] = [];
  const values = new Float64Array(keys === undefined ? 0 : rows.length);
  const counts = new Uint32Array(values.length);
  let [distinct, length] = [0, 0];
  for (let from = 0; from < rows.length;) {
    let to = from + 1;
    while (sorted.same[to - 1] === 1) to++;
    distinct++;
    addTop(top, { row: rows[from] as number, count: to - from });
    if (keys !== undefined && !isOdd(sorted, from)) {
      values[length] = numberOfKey(keys.family, keys.high[from] as number, keys.low[from] as number);
      counts[length++] = to - from;
    }
    from = to;
  }
  if (length === 0) return { distinct, top };
  return { distinct, top, numbers: { values: values.subarray(0, length), counts } };
}

function addTop(top: Run[], run: Run): void {
  const least = top[mostTop - 1];
  if (least !== undefined && least.count >= run.count) return;
  const at = top.findIndex(({ count }) => count < run.count);
  top.splice(at < 0 ? top.length : at, 0, run);
  top.length = Math.min(top.length, mostTop);
}

/** Whether the row at a place holds no value of the column's type. */
function isOdd({ keys }: SortedRows, place: number): boolean {
  if (keys === undefined || keys.family === 'int32' || keys.family === 'int64') return false;
  return keys.high[place] === oddKey && keys.low[place] === oddKey;
}

/** Place of the largest value; -1 where there is none. */
function lastValue(sorted: SortedRows): number {
  let last = sorted.rows.length - 1;
  while (last >= 0 && isOdd(sorted, last)) last--;
  return last;
}

function numberOfKey(family: Exclude<KeyFamily, undefined>, high: number, low: number): number {
  switch (family) {
    case 'int32':
      return high - 2 ** 31;
    case 'int64':
      return (high - 2 ** 31) * 2 ** 32 + low;
    case 'number':
      return doubleOfKey(high, low);
    case 'moment': {
      const { seconds, micros } = momentOfKey(high, low);
      return seconds + micros / 1e6;
    }
  }
}

function averageOf(rows: WorkRows, column: WholeColumn): string | undefined {
  const length = pageStarts(rows.pages)[rows.pages.length] ?? 0;
  const selected = selectRows(rows, [[0, rows.order?.length ?? length]]);
  const sum = new NumberSum();
  column.parts.forEach((part, page) =>
    sum.add(part, selected.subarray(column.starts[page], column.starts[page + 1])),
  );
  return sum.average;
}
