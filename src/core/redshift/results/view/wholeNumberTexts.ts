import { TextColumn, type NumberColumn } from '../page/column.ts';

const minus = 0x2d;
const zero = 0x30;
/** Of the smallest of 64 bits, with its sign. */
const mostBytes = 20;
const lowerUnit = 1_000_000_000n;

/** Whole numbers as they are shown; what stands for NULL is anything. */
export function wholeNumberTexts({ kind, values }: NumberColumn, rows: number): TextColumn {
  const bytes = new Uint8Array(rows * mostBytes);
  const offsets = new Uint32Array(rows + 1);
  let write = 0;
  for (let row = 0; row < rows; row++) {
    const value = values[row] as number | bigint;
    const number = Number(value);
    if (number < 0) bytes[write++] = minus;
    if (typeof value === 'number' || Number.isSafeInteger(number)) {
      write = writeDigits(bytes, write, Math.abs(number), 1);
    } else {
      const upper = Math.abs(Number(value / lowerUnit));
      write = writeDigits(bytes, write, upper, 1);
      write = writeDigits(bytes, write, Math.abs(Number(value % lowerUnit)), 9);
    }
    offsets[row + 1] = write;
  }
  return new TextColumn(kind, bytes.subarray(0, write), offsets, undefined);
}

/** @returns the index behind the last digit */
function writeDigits(bytes: Uint8Array, at: number, value: number, atLeast: number): number {
  let length = atLeast;
  for (let limit = 10 ** length; value >= limit; limit *= 10) length++;
  let rest = value;
  for (let place = at + length - 1; place >= at; place--) {
    const next = Math.floor(rest / 10);
    bytes[place] = zero + (rest - next * 10);
    rest = next;
  }
  return at + length;
}
