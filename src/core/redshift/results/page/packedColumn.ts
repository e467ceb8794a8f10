import type { ColumnKind } from './columnKind.ts';

/** A bit for each row that is NULL; absent where none is. */
export type NullBits = Uint8Array | undefined;

/** A column as plain members that a message between threads can carry. No array is part of a larger buffer. */
export type PackedColumn =
  | {
      readonly kind: ColumnKind;
      readonly values: Int32Array | BigInt64Array | Uint8Array;
      readonly nulls: NullBits;
    }
  | {
      readonly kind: ColumnKind;
      /** UTF-8. */
      readonly bytes: Uint8Array;
      /** Where each row begins in `bytes`, and the end of the last; or the length of every row. */
      readonly offsets: Uint32Array | number;
      readonly nulls: NullBits;
    };

export function isNullBit(nulls: NullBits, row: number): boolean {
  return nulls !== undefined && ((nulls[row >> 3] as number) & (1 << (row & 7))) !== 0;
}

/** The bits of the rows `from` up to and without `to`. */
export function sliceNullBits(nulls: NullBits, from: number, to: number): NullBits {
  if (nulls === undefined) return undefined;
  const slice = new Uint8Array((to - from + 7) >> 3);
  let some = false;
  for (let row = from; row < to; row++) {
    if (!isNullBit(nulls, row)) continue;
    const at = row - from;
    slice[at >> 3] = (slice[at >> 3] as number) | (1 << (at & 7));
    some = true;
  }
  return some ? slice : undefined;
}

/** The array, or a copy where it is a part of a larger buffer, which a message would carry as a whole. */
export function tight<T extends Uint8Array | Uint32Array | Int32Array | BigInt64Array>(array: T): T {
  return array.byteLength === array.buffer.byteLength ? array : (array.slice() as T);
}
