import type { ByteRows } from './byteRows.ts';
import { KeyedRows } from './keyedRows.ts';

/** Bytes of a value that one key holds; its last byte tells how many there were, `more` where the value goes on. */
const step = 7;
const more = 8;
/** Which bytes of the words count where so many are left. */
const highMasks = [0, 0xff000000, 0xffff0000, 0xffffff00].concat(Array<number>(5).fill(0xffffffff));
const lowMasks = [0, 0, 0, 0, 0, 0xff000000, 0xffff0000, 0xffffff00, 0xffffff00];

/** Puts rows in the order of their bytes; equal ones keep their order. */
export function sortByBytes(rows: Uint32Array, values: ByteRows, descending: boolean): Uint32Array {
  const keyed = new KeyedRows(rows.slice());
  // Ranges whose rows are equal up to a depth.
  const ranges = [0, rows.length, 0];
  while (ranges.length > 0) {
    const depth = ranges.pop() as number;
    const to = ranges.pop() as number;
    const from = ranges.pop() as number;
    readKeys(keyed, values, from, to, depth);
    if (descending) keyed.complement(from, to);
    keyed.sort(from, to);
    pushTies(ranges, keyed, from, to, depth + step, descending ? 0xff - more : more);
  }
  return keyed.rows;
}

/** The next bytes of each row. */
function readKeys(keyed: KeyedRows, values: ByteRows, from: number, to: number, depth: number): void {
  const { rows, high, low } = keyed;
  const { bytes, starts } = values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at < to; at++) {
    const row = rows[at] as number;
    const start = (starts[row] as number) + depth;
    const left = Math.min((starts[row + 1] as number) - start, more);
    high[at] = view.getUint32(start) & (highMasks[left] as number);
    low[at] = (view.getUint32(start + 4) & (lowMasks[left] as number)) | left;
  }
}

/** Adds the ranges of several rows that have the same key and go on. */
function pushTies(
  ranges: number[],
  { high, low }: KeyedRows,
  from: number,
  to: number,
  depth: number,
  goesOn: number,
): void {
  for (let first = from; first < to;) {
    const upper = high[first];
    const lower = low[first] as number;
    let end = first + 1;
    while (end < to && high[end] === upper && low[end] === lower) end++;
    if (end - first > 1 && (lower & 0xff) === goesOn) ranges.push(first, end, depth);
    first = end;
  }
}
