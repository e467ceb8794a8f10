import type { ByteRows } from './byteRows.ts';
import { KeyedRows } from './keyedRows.ts';

/** Bytes of a value that one key holds; its last byte tells how many there were, `more` where the value goes on. */
const step = 7;
const more = 8;
/** Which bytes of the words count where so many are left. */
const highMasks = [0, 0xff000000, 0xffff0000, 0xffffff00].concat(Array<number>(5).fill(0xffffffff));
const lowMasks = [0, 0, 0, 0, 0, 0xff000000, 0xffff0000, 0xffffff00, 0xffffff00];

interface ByteOrder {
  readonly rows: Uint32Array;
  /** One byte a row: 1 where it is equal to the one behind it. */
  readonly same: Uint8Array;
}

/** Puts rows in the order of their bytes; equal ones keep their order. */
export function sortByBytes(rows: Uint32Array, values: ByteRows, descending: boolean): ByteOrder {
  const keyed = new KeyedRows(rows.slice());
  const same = new Uint8Array(rows.length);
  // Ranges whose rows are equal up to a depth.
  const ranges = [0, rows.length, 0];
  while (ranges.length > 0) {
    const depth = ranges.pop() as number;
    const to = ranges.pop() as number;
    const from = ranges.pop() as number;
    readKeys(keyed, values, from, to, depth);
    if (descending) keyed.complement(from, to);
    keyed.sort(from, to);
    const goesOn = descending ? 0xff - more : more;
    forTies(keyed, from, to, (first, end, lowByte) => {
      if (lowByte === goesOn) ranges.push(first, end, depth + step);
      else same.fill(1, first, end - 1);
    });
  }
  return { rows: keyed.rows, same };
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

/** Tells the ranges of several rows that have the same key. */
function forTies(
  { high, low }: KeyedRows,
  from: number,
  to: number,
  tell: (first: number, end: number, lowByte: number) => void,
): void {
  for (let first = from; first < to;) {
    const upper = high[first];
    const lower = low[first] as number;
    let end = first + 1;
    while (end < to && high[end] === upper && low[end] === lower) end++;
    if (end - first > 1) tell(first, end, lower & 0xff);
    first = end;
  }
}
