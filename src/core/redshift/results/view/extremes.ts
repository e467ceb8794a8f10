import type { Column } from '../page/column.ts';
import { asText, compareBytes } from './byteRows.ts';
import { compareDecimals, parseDecimal } from './decimal.ts';
import { doubleKey, keyFamily, oddKey, readSortKeys, type KeyFamily } from './sortKeys.ts';
import type { WholeColumn } from './wholeColumn.ts';

/** The smallest or the largest value of some cells. */
interface Extreme {
  readonly text: string;
  /** Values of the lowest class decide; the others are not compared with them. */
  readonly class: 'number' | 'date' | 'time' | 'text';
  /** Of a number, that of its double. */
  readonly key: readonly [high: number, low: number];
}

export interface Extremes {
  readonly min: Extreme;
  readonly max: Extreme;
}

const classes: readonly Extreme['class'][] = ['number', 'date', 'time', 'text'];

/** Of the rows whose byte is 1; undefined where they hold no value of the column's type. */
export function columnExtremes(column: WholeColumn, selected: Uint8Array): Extremes | undefined {
  const family = keyFamily(column);
  let extremes: Extremes | undefined;
  column.parts.forEach((part, page) => {
    const rows = selected.subarray(column.starts[page], column.starts[page + 1]);
    const of = family === undefined ? extremesOfBytes(part, rows) : extremesOfKeys(part, rows, family);
    extremes = mergeExtremes(extremes, of);
  });
  return extremes;
}

/** Of both; numbers before dates, dates before times, times before text. */
export function mergeExtremes(left: Extremes | undefined, right: Extremes | undefined): Extremes | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const order = classes.indexOf(left.min.class) - classes.indexOf(right.min.class);
  if (order !== 0) return order < 0 ? left : right;
  return {
    min: compareExtremes(right.min, left.min) < 0 ? right.min : left.min,
    max: compareExtremes(right.max, left.max) > 0 ? right.max : left.max,
  };
}

const encoder = new TextEncoder();

function compareExtremes(left: Extreme, right: Extreme): number {
  if (left.class === 'text') {
    const bytes = encoder.encode(left.text);
    return compareBytes(bytes, 0, bytes.length, encoder.encode(right.text));
  }
  const difference = left.key[0] - right.key[0] || left.key[1] - right.key[1];
  if (difference !== 0 || left.class !== 'number') return difference;
  const [one, other] = [parseDecimal(left.text), parseDecimal(right.text)];
  return one === undefined || other === undefined ? 0 : compareDecimals(one, other);
}

function extremesOfKeys(
  part: Column,
  selected: Uint8Array,
  family: Exclude<KeyFamily, undefined>,
): Extremes | undefined {
  const rowCount = selected.length;
  const [high, low] = [new Uint32Array(rowCount), new Uint32Array(rowCount)];
  const mayTie = readSortKeys(part, rowCount, family, { high, low }, 0);
  const hasOdd = family === 'number' || family === 'moment';
  let [min, max] = [-1, -1];
  const compare = (row: number, other: number): number => {
    const difference =
      (high[row] as number) - (high[other] as number) || (low[row] as number) - (low[other] as number);
    return difference !== 0 || !mayTie ? difference : compareTexts(part, row, other);
  };
  for (let row = 0; row < rowCount; row++) {
    if (selected[row] === 0 || part.isNull(row)) continue;
    if (hasOdd && high[row] === oddKey && low[row] === oddKey) continue;
    if (min < 0 || compare(row, min) < 0) min = row;
    if (max < 0 || compare(row, max) > 0) max = row;
  }
  if (min < 0) return undefined;
  const valueClass = classOf(part);
  const extreme = (row: number): Extreme => {
    const text = part.text(row) ?? '';
    const key: Extreme['key'] =
      valueClass === 'number' ? doubleKey(Number(text)) : [high[row] as number, low[row] as number];
    return { text, class: valueClass, key };
  };
  return { min: extreme(min), max: extreme(max) };
}

function compareTexts(part: Column, row: number, other: number): number {
  const [one, two] = [parseDecimal(part.text(row) ?? ''), parseDecimal(part.text(other) ?? '')];
  return one === undefined || two === undefined ? 0 : compareDecimals(one, two);
}

function classOf({ kind }: Column): Extreme['class'] {
  if (kind === 'boolean') return 'text';
  if (kind === 'time') return 'time';
  return kind === 'date' || kind === 'timestamp' || kind === 'timestamptz' ? 'date' : 'number';
}

function extremesOfBytes(part: Column, selected: Uint8Array): Extremes | undefined {
  const texts = asText(part, selected.length);
  const { bytes } = texts;
  let min: Uint8Array | undefined;
  let max: Uint8Array | undefined;
  let [minRow, maxRow] = [-1, -1];
  for (let row = 0; row < selected.length; row++) {
    if (selected[row] === 0 || part.isNull(row)) continue;
    const [from, end] = [texts.start(row), texts.start(row + 1)];
    if (min === undefined || compareBytes(bytes, from, end, min) < 0) {
      [min, minRow] = [bytes.subarray(from, end), row];
    }
    if (max === undefined || compareBytes(bytes, from, end, max) > 0) {
      [max, maxRow] = [bytes.subarray(from, end), row];
    }
  }
  if (min === undefined) return undefined;
  const extreme = (row: number): Extreme => ({ text: part.text(row) ?? '', class: 'text', key: [0, 0] });
  return { min: extreme(minRow), max: extreme(maxRow) };
}
