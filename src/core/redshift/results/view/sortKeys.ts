import { NumberColumn, TextColumn, type Column } from '../page/column.ts';
import type { ColumnKind } from '../page/columnKind.ts';
import { MomentReader, type Moment } from './moment.ts';
import { NumberReader } from './numberReader.ts';
import type { WholeColumn } from './wholeColumn.ts';

/**
 * What the keys of a column are made of: whole numbers, doubles, or points in time. Undefined: it is ordered by its
 * bytes. The whole numbers of `int32` need only the high word.
 */
export type KeyFamily = 'int32' | 'int64' | 'number' | 'moment' | undefined;

export function keyFamily({ kind, parts }: Pick<WholeColumn, 'kind' | 'parts'>): KeyFamily {
  if (parts.length > 0 && parts.every((part) => part instanceof NumberColumn)) {
    return parts.some(({ values }) => values instanceof BigInt64Array) ? 'int64' : 'int32';
  }
  return familyOfKind(kind);
}

function familyOfKind(kind: ColumnKind): KeyFamily {
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
      return 'number';
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return 'moment';
    default:
      return undefined;
  }
}

/** Unsigned, in the order of the values. */
export interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Key of what is no value of the column's type: it comes behind all that are. Not of the families of whole numbers. */
export const oddKey = 0xffffffff;
const nanKey: readonly [high: number, low: number] = [0xffffffff, 0xfffffffe];

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
// Where the sign of a double is.
const upper = words[1] === 0x3ff00000 ? 1 : 0;
const lower = 1 - upper;

/** NaN is the largest number, as Redshift has it. */
export function doubleKey(value: number): [high: number, low: number] {
  if (Number.isNaN(value)) return [...nanKey];
  double[0] = value + 0;
  const high = words[upper] as number;
  const low = words[lower] as number;
  return high >= 0x80000000 ? [~high >>> 0, ~low >>> 0] : [(high | 0x80000000) >>> 0, low];
}

/** The double that a key stands for. */
export function doubleOfKey(high: number, low: number): number {
  const negative = high < 0x80000000;
  words[upper] = negative ? ~high : high & 0x7fffffff;
  words[lower] = negative ? ~low : low;
  return double[0] as number;
}

// Redshift's years from 4713 BC to 294276 AD lie between 0 and 2⁴⁴ then.
const firstSecond = -(2 ** 40);
const microsBits = 2 ** 20;

export function momentKey({ seconds, micros }: Moment): [high: number, low: number] {
  const shifted = seconds - firstSecond;
  const high = Math.floor(shifted / 4096);
  return [high, (shifted - high * 4096) * microsBits + micros];
}

export function momentOfKey(high: number, low: number): Moment {
  return {
    seconds: high * 4096 + Math.floor(low / microsBits) + firstSecond,
    micros: low % microsBits,
  };
}

/**
 * Writes the key of each row of a part, from the index `at` on; that of NULL is anything.
 * @returns whether different values may have the same key: the doubles of long numbers, and what is no value of the type
 */
export function readSortKeys(
  part: Column,
  rowCount: number,
  family: Exclude<KeyFamily, undefined>,
  { high, low }: Keys,
  at: number,
): boolean {
  if (part instanceof NumberColumn) return readNumbers(part, rowCount, family, { high, low }, at);
  if (!(part instanceof TextColumn)) return false;
  return family === 'moment'
    ? readMoments(part, rowCount, { high, low }, at)
    : readDecimals(part, rowCount, { high, low }, at);
}

function readNumbers(
  { values }: NumberColumn,
  rowCount: number,
  family: KeyFamily,
  { high, low }: Keys,
  at: number,
): boolean {
  let mayTie = false;
  if (family === 'number') {
    for (let row = 0; row < rowCount; row++) {
      const value = Number(values[row]);
      if (!Number.isSafeInteger(value)) mayTie = true;
      [high[at + row], low[at + row]] = doubleKey(value);
    }
  } else if (values instanceof BigInt64Array) {
    const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    for (let row = 0; row < rowCount; row++) {
      high[at + row] = (halves[2 * row + upper] as number) ^ 0x80000000;
      low[at + row] = halves[2 * row + lower] as number;
    }
  } else if (family === 'int64') {
    for (let row = 0; row < rowCount; row++) {
      const value = values[row] as number;
      high[at + row] = value < 0 ? 0x7fffffff : 0x80000000;
      low[at + row] = value;
    }
  } else {
    for (let row = 0; row < rowCount; row++) high[at + row] = (values[row] as number) ^ 0x80000000;
  }
  return mayTie;
}

function readDecimals(part: TextColumn, rowCount: number, { high, low }: Keys, at: number): boolean {
  const reader = new NumberReader(part.bytes);
  // A double is all that there is of a float.
  const isFloat = part.kind === 'float';
  let mayTie = false;
  for (let row = 0, start = part.start(0); row < rowCount; row++) {
    const from = start;
    start = part.start(row + 1);
    if (part.isNull(row)) continue;
    const value = reader.read(from, start);
    if (!Number.isNaN(value)) {
      double[0] = value;
      const upperWord = words[upper] as number;
      const isNegative = upperWord >= 0x80000000;
      high[at + row] = isNegative ? ~upperWord : upperWord | 0x80000000;
      low[at + row] = isNegative ? ~(words[lower] as number) : (words[lower] as number);
      if (!reader.isShort && !isFloat) mayTie = true;
    } else {
      high[at + row] = reader.isNumber ? nanKey[0] : oddKey;
      low[at + row] = reader.isNumber ? nanKey[1] : oddKey;
      if (!reader.isNumber) mayTie = true;
    }
  }
  return mayTie;
}

function readMoments(part: TextColumn, rowCount: number, { high, low }: Keys, at: number): boolean {
  const reader = new MomentReader();
  const { bytes } = part;
  let mayTie = false;
  for (let row = 0, start = part.start(0); row < rowCount; row++) {
    const from = start;
    start = part.start(row + 1);
    if (part.isNull(row)) continue;
    if (reader.read(bytes, from, start)) {
      const shifted = reader.seconds - firstSecond;
      const upperWord = Math.floor(shifted / 4096);
      high[at + row] = upperWord;
      low[at + row] = (shifted - upperWord * 4096) * microsBits + reader.micros;
    } else {
      high[at + row] = oddKey;
      low[at + row] = oddKey;
      mayTie = true;
    }
  }
  return mayTie;
}
