import { NumberColumn, TextColumn, type Column } from './column.ts';
import { columnKind, type ColumnKind } from './columnKind.ts';
import type { CsvFields } from './csv.ts';
import type { NullBits } from './packedColumn.ts';

const minus = 0x2d;
const zero = 0x30;

/**
 * One column of a page, copied out of its bytes. Whole numbers and booleans become numbers where every value comes
 * back from its number exactly as written; else the column is text.
 */
export function readColumn(fields: CsvFields, index: number, typeName: string): Column {
  const kind = columnKind(typeName);
  const shape = shapeOf(fields, index);
  const values = numbers(kind, fields, index);
  return values === undefined
    ? readText(kind, fields, index, shape)
    : new NumberColumn(kind, values, shape.nulls);
}

interface ColumnShape {
  readonly nulls: NullBits;
  /** Bytes of all values. */
  readonly totalLength: number;
  /** Bytes of each value; -1 where they differ, or where NULLs would take more room by it than offsets. */
  readonly commonLength: number;
}

function shapeOf({ places, rowCount, width }: CsvFields, index: number): ColumnShape {
  const step = 2 * width;
  let nulls: NullBits;
  let totalLength = 0;
  let shortest = Infinity;
  let longest = 0;
  for (let row = 0, place = 2 * index; row < rowCount; row++, place += step) {
    const length = (places[place + 1] as number) - (places[place] as number);
    if (length < 0) {
      nulls ??= new Uint8Array((rowCount + 7) >> 3);
      nulls[row >> 3] = (nulls[row >> 3] as number) | (1 << (row & 7));
      continue;
    }
    totalLength += length;
    if (length < shortest) shortest = length;
    if (length > longest) longest = length;
  }
  const isCommon = shortest >= longest && longest * rowCount <= totalLength + 4 * rowCount;
  return { nulls, totalLength, commonLength: isCommon ? longest : -1 };
}

function numbers(
  kind: ColumnKind,
  fields: CsvFields,
  index: number,
): Int32Array | BigInt64Array | Uint8Array | undefined {
  if (kind === 'integer') return readIntegers(fields, index);
  if (kind === 'bigint') return readBigints(fields, index);
  return kind === 'boolean' ? readBooleans(fields, index) : undefined;
}

function readBooleans({ bytes, places, rowCount, width }: CsvFields, index: number): Uint8Array | undefined {
  const values = new Uint8Array(rowCount);
  const step = 2 * width;
  for (let row = 0, place = 2 * index; row < rowCount; row++, place += step) {
    const start = places[place] as number;
    const length = (places[place + 1] as number) - start;
    if (length < 0) continue;
    if (isWord(bytes, start, length, 'true')) values[row] = 1;
    else if (!isWord(bytes, start, length, 'false')) return undefined;
  }
  return values;
}

/** The word, or its first letter. */
function isWord(bytes: Uint8Array, start: number, length: number, word: string): boolean {
  if (bytes[start] !== word.charCodeAt(0)) return false;
  if (length === 1) return true;
  if (length !== word.length) return false;
  for (let at = 1; at < length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return false;
  return true;
}

function readIntegers({ bytes, places, rowCount, width }: CsvFields, index: number): Int32Array | undefined {
  const values = new Int32Array(rowCount);
  const step = 2 * width;
  for (let row = 0, place = 2 * index; row < rowCount; row++, place += step) {
    let at = places[place] as number;
    const end = places[place + 1] as number;
    if (end < at) continue;
    const negative = bytes[at] === minus;
    if (negative) at++;
    if (!isPlainNumber(bytes, at, end, negative, 10)) return undefined;
    let value = 0;
    for (; at < end; at++) value = value * 10 + (bytes[at] as number) - zero;
    if (value > (negative ? 2_147_483_648 : 2_147_483_647)) return undefined;
    values[row] = negative ? -value : value;
  }
  return values;
}

/** Digits that String() would write again: neither a plus sign nor leading zeros nor `-0`. */
function isPlainNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  negative: boolean,
  mostDigits: number,
): boolean {
  const digits = end - start;
  if (digits < 1 || digits > mostDigits) return false;
  if (bytes[start] === zero && (digits > 1 || negative)) return false;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - zero;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/** Whether the lower half of an eight-byte number stands first, as it does nearly everywhere. */
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Eight-byte numbers by their halves, so that no BigInt is made for each. */
function readBigints(
  { bytes, places, rowCount, width }: CsvFields,
  index: number,
): BigInt64Array | undefined {
  const values = new BigInt64Array(rowCount);
  const halves = new Int32Array(values.buffer);
  const low = littleEndian ? 0 : 1;
  const step = 2 * width;
  for (let row = 0, place = 2 * index; row < rowCount; row++, place += step) {
    let at = places[place] as number;
    const end = places[place + 1] as number;
    if (end < at) continue;
    const negative = bytes[at] === minus;
    if (negative) at++;
    if (!isPlainNumber(bytes, at, end, negative, 19)) return undefined;
    // Both parts are exact as doubles: ten digits, then nine.
    const split = Math.max(at, end - 9);
    let upper = 0;
    for (; at < split; at++) upper = upper * 10 + (bytes[at] as number) - zero;
    let lower = 0;
    for (; at < end; at++) lower = lower * 10 + (bytes[at] as number) - zero;
    // upper × 10⁹ + lower = x × 2¹⁷ + y, and neither x nor y leaves 2⁵³.
    const head = Math.floor(upper / 0x20000);
    const x = head * 1e9;
    const y = (upper - head * 0x20000) * 1e9 + lower;
    const xHigh = Math.floor(x / 0x8000);
    const yHigh = Math.floor(y / 0x100000000);
    const sum = (x - xHigh * 0x8000) * 0x20000 + (y - yHigh * 0x100000000);
    const lowHalf = sum | 0;
    const high = xHigh + yHigh + (sum >= 0x100000000 ? 1 : 0);
    if (high > 0x7fffffff && !(negative && high === 0x80000000 && lowHalf === 0)) return undefined;
    // Two's complement; the carry goes up only past a lower half of 0.
    halves[2 * row + low] = negative ? -lowHalf : lowHalf;
    halves[2 * row + 1 - low] = negative ? (lowHalf === 0 ? -high : ~high) : high;
  }
  return values;
}

function readText(
  kind: ColumnKind,
  { bytes, places, rowCount, width }: CsvFields,
  index: number,
  { nulls, totalLength, commonLength }: ColumnShape,
): TextColumn {
  const step = 2 * width;
  // Values of one length need no offsets; a NULL takes as much room then.
  const offsets = commonLength < 0 ? new Uint32Array(rowCount + 1) : undefined;
  const copy = new Uint8Array(offsets === undefined ? commonLength * rowCount : totalLength);
  let write = 0;
  for (let row = 0, place = 2 * index; row < rowCount; row++, place += step) {
    const end = places[place + 1] as number;
    for (let at = places[place] as number; at < end;) copy[write++] = bytes[at++] as number;
    if (offsets === undefined) write = (row + 1) * commonLength;
    else offsets[row + 1] = write;
  }
  return new TextColumn(kind, copy, offsets ?? commonLength, nulls);
}
