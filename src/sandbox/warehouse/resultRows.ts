import { dataRow, readRow } from './wire.ts';
import type { ResultRows, RowVisitor } from './contract.ts';

/** What a DataRow message holds before its first value: type, length and number of values. */
const rowHead = 7;
/** The length before each value; -1 is NULL. */
const valueHead = 4;

/** Rows kept as the DataRow messages that the backend sent, in the pieces in which they came. */
export class MessageRows implements ResultRows {
  readonly #pieces: { bytes: Buffer; firstRow: number }[] = [];
  #count = 0;
  #heldBytes = 0;
  #textBytes = 0;

  get count(): number {
    return this.#count;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get textBytes(): number {
    return this.#textBytes;
  }

  /** Adds whole messages. The memory is kept, so it must not change afterwards. */
  append(messages: Uint8Array): void {
    const bytes = Buffer.from(messages.buffer, messages.byteOffset, messages.byteLength);
    this.#pieces.push({ bytes, firstRow: this.#count });
    this.#heldBytes += bytes.length;
    for (let at = 0; at < bytes.length; at = rowEnd(bytes, at)) {
      this.#count++;
      this.#textBytes += rowText(bytes, at);
    }
  }

  pageEnd(from: number, bytes: number): number {
    let end = from;
    let size = 0;
    this.#walk(from, this.#count, (piece, at) => {
      size += rowText(piece, at);
      end++;
      return size < bytes;
    });
    return end;
  }

  visit(from: number, to: number, visitor: RowVisitor): void {
    this.#walk(from, to, (bytes, at) => {
      const count = bytes.readInt16BE(at + 5);
      let start = at + rowHead;
      for (let column = 0; column < count; column++) {
        const length = bytes.readInt32BE(start);
        start += valueHead;
        visitor.value(bytes, start, start + length, column);
        start += Math.max(length, 0);
      }
      visitor.rowEnd();
      return true;
    });
  }

  values(from = 0, to = this.#count): (string | null)[][] {
    const rows: (string | null)[][] = [];
    this.#walk(from, to, (bytes, at) => rows.push(readRow(bytes, at + 5)) > 0);
    return rows;
  }

  /** Calls with each row's place until there is no more or `onRow` says so. */
  #walk(from: number, to: number, onRow: (bytes: Buffer, at: number) => boolean): void {
    let row = from;
    for (let piece = this.#pieceOf(from); piece < this.#pieces.length; piece++) {
      const { bytes = Buffer.alloc(0), firstRow = 0 } = this.#pieces[piece] ?? {};
      let at = 0;
      for (let skipped = firstRow; skipped < row && at < bytes.length; skipped++) at = rowEnd(bytes, at);
      for (; at < bytes.length; at = rowEnd(bytes, at)) {
        if (row >= to || !onRow(bytes, at)) return;
        row++;
      }
    }
  }

  /** Number of the piece that holds a row. */
  #pieceOf(row: number): number {
    let low = 0;
    for (let high = this.#pieces.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle]?.firstRow ?? 0) <= row) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** A small result out of values that are at hand. */
export function resultRows(rows: readonly (readonly (string | null)[])[]): ResultRows {
  const made = new MessageRows();
  for (const row of rows) made.append(dataRow(row));
  return made;
}

function rowEnd(bytes: Buffer, at: number): number {
  return at + 1 + bytes.readInt32BE(at + 1);
}

/** Bytes of a row's values, one more for each. */
function rowText(bytes: Buffer, at: number): number {
  return rowEnd(bytes, at) - at - rowHead - bytes.readInt16BE(at + 5) * (valueHead - 1);
}
