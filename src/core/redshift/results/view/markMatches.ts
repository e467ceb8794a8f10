import { NumberColumn, type Column, type TextColumn } from '../page/column.ts';
import { asText } from './byteRows.ts';
import type { TextSearch } from './textSearch.ts';

/**
 * Sets the byte of each row whose text, as it is shown, is found; NULL never is.
 * @param marks one byte a row, 0 before
 * @returns how many there are
 */
export function markMatches(part: Column, rowCount: number, search: TextSearch, marks: Uint8Array): number {
  // A whole number has no other characters.
  if (part instanceof NumberColumn && part.kind !== 'boolean' && /[^\d-]/.test(search.text)) return 0;
  const texts = asText(part, rowCount);
  if (!search.canCompareBytes(texts.bytes.subarray(texts.start(0), texts.start(rowCount)))) {
    return markTexts(part, rowCount, search, marks);
  }
  const isNull = (row: number): boolean => part.isNull(row);
  return search.place === 'contains' && search.bytes.length > 0
    ? markContaining(texts, rowCount, search, isNull, marks)
    : markEnds(texts, rowCount, search, isNull, marks);
}

type IsNull = (row: number) => boolean;

function markTexts(part: Column, rowCount: number, search: TextSearch, marks: Uint8Array): number {
  let count = 0;
  part.texts(0, rowCount).forEach((text, row) => {
    if (text === null || !search.matches(text)) return;
    marks[row] = 1;
    count++;
  });
  return count;
}

/** Goes over the bytes of all rows at once, after Horspool, and looks then which row a place belongs to. */
function markContaining(
  texts: TextColumn,
  rowCount: number,
  { bytes: wanted, fold }: TextSearch,
  isNull: IsNull,
  marks: Uint8Array,
): number {
  const { bytes } = texts;
  const last = wanted.length - 1;
  const lastByte = wanted[last] as number;
  const shifts = shiftsOf(wanted, fold);
  const end = texts.start(rowCount);
  let count = 0;
  let row = 0;
  let rowEnd = texts.start(1);
  for (let at = texts.start(0) + last; at < end;) {
    const byte = bytes[at] as number;
    if ((fold[byte] as number) !== lastByte || !isAt(bytes, at - last, wanted, fold)) {
      at += shifts[byte] as number;
      continue;
    }
    while (rowEnd <= at) rowEnd = texts.start(++row + 1);
    const begins = texts.start(row) <= at - last;
    if (begins && !isNull(row)) {
      marks[row] = 1;
      count++;
    }
    // The rest of a row that was found is of no interest; nothing is found across two rows.
    at = begins ? rowEnd + last : at + 1;
  }
  return count;
}

/** How far the end of the text looked for may move on, by the byte that is there. */
function shiftsOf(wanted: Uint8Array, fold: Uint8Array): Uint32Array {
  const length = wanted.length;
  const shifts = new Uint32Array(256).fill(length);
  for (let byte = 0; byte < 256; byte++) {
    const at = wanted.lastIndexOf(fold[byte] as number, length - 2);
    if (length > 1 && at >= 0) shifts[byte] = length - 1 - at;
  }
  return shifts;
}

function isAt(bytes: Uint8Array, start: number, wanted: Uint8Array, fold: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index++) {
    if (fold[bytes[start + index] as number] !== wanted[index]) return false;
  }
  return true;
}

function markEnds(
  texts: TextColumn,
  rowCount: number,
  { bytes: wanted, fold, place }: TextSearch,
  isNull: IsNull,
  marks: Uint8Array,
): number {
  let count = 0;
  for (let row = 0, start = texts.start(0); row < rowCount; row++) {
    const end = texts.start(row + 1);
    const isLongEnough = end - start >= wanted.length;
    const from = place === 'endsWith' ? end - wanted.length : start;
    if (isLongEnough && !isNull(row) && isAt(texts.bytes, from, wanted, fold)) {
      marks[row] = 1;
      count++;
    }
    start = end;
  }
  return count;
}
