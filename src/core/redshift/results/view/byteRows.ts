import { NumberColumn, TextColumn, type Column } from '../page/column.ts';
import type { WholeColumn } from './wholeColumn.ts';
import { wholeNumberTexts } from './wholeNumberTexts.ts';

/** Bytes behind the last value, so that words may be read there. */
const padding = 8;
const encoder = new TextEncoder();

/** The values of a column as their texts in UTF-8, one behind the other. */
export interface ByteRows {
  readonly bytes: Uint8Array;
  /** Where each row begins, and the end of the last. What stands for NULL is anything. */
  readonly starts: Uint32Array;
}

/** Copies the values of all pages together. */
export function byteRows({ parts, rowCount, starts: firstRows }: WholeColumn): ByteRows {
  const texts = parts.map((part, page) =>
    textPart(part, (firstRows[page + 1] as number) - (firstRows[page] as number)),
  );
  const length = texts.reduce((sum, { from, to }) => sum + to - from, 0);
  const bytes = new Uint8Array(length + padding);
  const starts = new Uint32Array(rowCount + 1);
  let write = 0;
  texts.forEach(({ column, from, to }, page) => {
    bytes.set(column.bytes.subarray(from, to), write);
    const first = firstRows[page] as number;
    const rows = (firstRows[page + 1] as number) - first;
    for (let row = 0; row < rows; row++) starts[first + row] = column.start(row) - from + write;
    write += to - from;
  });
  starts[rowCount] = write;
  return { bytes, starts };
}

interface TextPart {
  readonly column: TextColumn;
  /** Where its bytes begin and end. */
  readonly from: number;
  readonly to: number;
}

function textPart(part: Column, rows: number): TextPart {
  const column = asText(part, rows);
  return { column, from: column.start(0), to: column.start(rows) };
}

/** A part as the UTF-8 of what is shown of it; the value of NULL is anything. */
export function asText(part: Column, rows: number): TextColumn {
  if (part instanceof TextColumn && part.kind !== 'boolean') return part;
  if (part instanceof NumberColumn && part.kind !== 'boolean') return wholeNumberTexts(part, rows);
  const texts = part.texts(0, rows).map((text) => encoder.encode(text ?? ''));
  const offsets = new Uint32Array(rows + 1);
  texts.forEach(({ length }, row) => (offsets[row + 1] = (offsets[row] as number) + length));
  const bytes = new Uint8Array(offsets[rows] as number);
  texts.forEach((text, row) => bytes.set(text, offsets[row]));
  return new TextColumn(part.kind, bytes, offsets, undefined);
}

/** Below 0 where the bytes `from` up to and without `end` come before the others. */
export function compareBytes(bytes: Uint8Array, from: number, end: number, others: Uint8Array): number {
  const length = Math.min(end - from, others.length);
  for (let at = 0; at < length; at++) {
    const difference = (bytes[from + at] as number) - (others[at] as number);
    if (difference !== 0) return difference;
  }
  return end - from - others.length;
}
