import { CsvError } from './csvError.ts';
import { escapedCharacters, readCodePoint, writeUtf8 } from './jsonBytes.ts';
import type { Scratch } from './scratch.ts';
import type { TextChunks } from './textChunks.ts';

/** Where the values of a page stand in its bytes. */
export interface CsvFields {
  readonly bytes: Uint8Array;
  /** Values in a row; 0 where there is no row. */
  readonly width: number;
  readonly rowCount: number;
  /** Two numbers a value, row after row: its first byte and the one behind its last; for NULL the second is the smaller one. */
  readonly places: Int32Array;
}

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const backslash = 0x5c;

// Where the scanner stands.
const atStart = 0;
const inPlain = 1;
const inQuoted = 2;
const behindQuote = 3;
const behindReturn = 4;

/**
 * Finds the values in the CSV of GetStatementResultV2, which has no header line. Rows end with CRLF or LF; the last
 * one may go without. It goes once over the JSON that the CSV came in, and writes the bare values over it.
 */
export class CsvScanner {
  readonly #bytes: Uint8Array;
  readonly #chunks: TextChunks;
  readonly #scratch: Scratch;
  #places: Int32Array;
  #read: number;
  #write: number;
  #state = atStart;
  #fieldStart = 0;
  /** Index in `places` of the next value, and of the first one of its row. */
  #place = 0;
  #rowPlace = 0;
  #width = 0;
  #rowCount = 0;

  /** @throws CsvError */
  constructor(chunks: TextChunks, scratch: Scratch) {
    this.#bytes = chunks.bytes;
    this.#chunks = chunks;
    this.#scratch = scratch;
    this.#read = this.#write = chunks.next(chunks.open);
    // Twelve bytes a value; it grows where they are shorter.
    this.#places = scratch.places(2 * Math.max(4, Math.ceil(chunks.bytes.length / 12)));
  }

  fields(): CsvFields {
    return { bytes: this.#bytes, width: this.#width, rowCount: this.#rowCount, places: this.#places };
  }

  /**
   * Goes on for about so many bytes. False once all is read.
   * @throws CsvError
   */
  scan(atMost: number): boolean {
    const chunks = this.#chunks;
    const bytes = this.#bytes;
    const until = Math.min(bytes.length, this.#read + atMost);
    let read = this.#read;
    let write = this.#write;
    let state = this.#state;
    while (read < until && chunks.close === undefined) {
      let byte = bytes[read++] as number;
      // Most bytes mean nothing but themselves.
      if (state === inPlain) {
        while ((byte > comma ? byte !== backslash : byte === space) && read < until) {
          bytes[write++] = byte;
          byte = bytes[read++] as number;
        }
      } else if (state === inQuoted) {
        while (byte !== backslash && byte !== quote && read < until) {
          bytes[write++] = byte;
          byte = bytes[read++] as number;
        }
      }
      // Quotes of the CSV are escaped: this one ends the chunk.
      if (byte === quote) {
        read = chunks.next(read);
        continue;
      }
      if (byte === backslash) {
        byte = escapedCharacters[bytes[read] as number] as number;
        if (byte !== 0) read++;
        else {
          const codePoint = readCodePoint(bytes, read);
          read += codePoint > 0xffff ? 11 : 5;
          if (codePoint > 0x7f) {
            if (state === atStart) this.#fieldStart = write;
            else if (state > inQuoted) throw this.#textBehindQuote();
            state = state === atStart ? inPlain : state;
            write = writeUtf8(bytes, write, codePoint);
            continue;
          }
          byte = codePoint;
        }
      }
      if (state === atStart) {
        this.#fieldStart = write;
        if (byte === quote) {
          state = inQuoted;
          continue;
        }
        state = inPlain;
      }
      if (state === inPlain) {
        if (byte !== comma && byte !== lineFeed) {
          bytes[write++] = byte;
          continue;
        }
        // A carriage return alone is part of the value.
        if (byte === lineFeed && write > this.#fieldStart && bytes[write - 1] === carriageReturn) write--;
        this.#endPlain(write);
      } else if (state === inQuoted) {
        if (byte === quote) state = behindQuote;
        else bytes[write++] = byte;
        continue;
      } else if (state === behindQuote && byte === quote) {
        bytes[write++] = byte;
        state = inQuoted;
        continue;
      } else if (state === behindQuote && byte === carriageReturn) {
        state = behindReturn;
        continue;
      } else {
        if (byte !== lineFeed && (byte !== comma || state === behindReturn)) throw this.#textBehindQuote();
        this.#endField(this.#fieldStart, write);
      }
      if (byte === lineFeed) this.#endRow();
      state = atStart;
    }
    this.#read = read;
    this.#write = write;
    this.#state = state;
    if (chunks.close === undefined && read < bytes.length) return true;
    this.#end();
    return false;
  }

  #end(): void {
    if (this.#chunks.close === undefined) throw new CsvError('The page ends inside a text.');
    if (this.#state === inQuoted) throw this.#error('holds a quoted value that never ends');
    if (this.#state === behindReturn) throw this.#textBehindQuote();
    // A comma as the last character still opens a field.
    if (this.#state === atStart && this.#place === this.#rowPlace) return;
    if (this.#state === atStart) this.#fieldStart = this.#write;
    if (this.#state === behindQuote) this.#endField(this.#fieldStart, this.#write);
    else this.#endPlain(this.#write);
    this.#endRow();
  }

  // AWS doesn't document how this CSV tells NULL from ''. Settled here: an empty field is NULL, a quoted empty field is ''.
  #endPlain(end: number): void {
    this.#endField(this.#fieldStart, end === this.#fieldStart ? end - 1 : end);
  }

  #endField(start: number, end: number): void {
    if (this.#place >= this.#places.length) this.#places = this.#scratch.places(this.#place * 2);
    this.#places[this.#place++] = start;
    this.#places[this.#place++] = end;
  }

  #endRow(): void {
    const width = (this.#place - this.#rowPlace) / 2;
    if (this.#rowCount === 0) this.#width = width;
    else if (width !== this.#width)
      throw this.#error(`has ${width} values, the rows before it ${this.#width}`);
    this.#rowPlace = this.#place;
    this.#rowCount++;
  }

  #textBehindQuote(): CsvError {
    return this.#error('has text behind a closing quote');
  }

  #error(what: string): CsvError {
    return new CsvError(`Row ${this.#rowCount + 1} of the page ${what}.`);
  }
}
