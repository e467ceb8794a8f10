/** The text is not the CSV that the Data API writes. The message holds a position, never a value. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Where the values of a page stand in its bytes. */
export interface CsvFields {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly rowCount: number;
  /** Two numbers a value, row after row: its first byte and the one behind its last; for NULL the second is the smaller one. */
  readonly places: Int32Array;
}

/**
 * Finds the values in a page of GetStatementResultV2, which has no header line. Rows end with CRLF or LF; the last
 * one may go without. The bytes become the scanner's own: quotes that were written twice are written once in them.
 */
export class CsvScanner {
  readonly #bytes: Uint8Array;
  readonly #width: number;
  #places: Int32Array;
  #at = 0;
  #rowCount = 0;

  /** @param width columns of the result; each row must have as many values */
  constructor(bytes: Uint8Array, width: number) {
    this.#bytes = bytes;
    this.#width = width;
    // A row of short values; it grows where there are shorter ones.
    this.#places = new Int32Array(Math.max(64, 2 * width, bytes.length >> 2));
  }

  /**
   * Goes on for about so many bytes, to the end of a row. False once all is read.
   * @throws CsvError
   */
  scan(atMost: number): boolean {
    const { length } = this.#bytes;
    const until = Math.min(length, this.#at + atMost);
    while (this.#at < until) this.#scanRows(until);
    return this.#at < length;
  }

  fields(): CsvFields {
    return { bytes: this.#bytes, width: this.#width, rowCount: this.#rowCount, places: this.#places };
  }

  #scanRows(until: number): void {
    const bytes = this.#bytes;
    const width = this.#width;
    const places = this.#places;
    const { length } = bytes;
    const room = places.length - 2 * width;
    let at = this.#at;
    let row = this.#rowCount;
    let place = row * width * 2;
    while (at < until && place <= room) {
      const end = place + 2 * width;
      for (;;) {
        if (place === end) throw this.#wrongWidth();
        if (bytes[at] === quote) {
          const open = at + 1;
          let write = open;
          for (at = open; ; at++) {
            if (at >= length) throw new CsvError(`The quoted field at byte ${open - 1} never ends.`);
            const byte = bytes[at] as number;
            if (byte === quote && bytes[++at] !== quote) break;
            bytes[write++] = byte;
          }
          requireFieldEnd(bytes, at);
          places[place++] = open;
          places[place++] = write;
        } else {
          const start = at;
          for (; at < length; at++) {
            const byte = bytes[at] as number;
            if (byte > comma) continue;
            if (byte === comma || byte === lineFeed) break;
            // A carriage return alone is part of the value.
            if (byte === carriageReturn && bytes[at + 1] === lineFeed) break;
          }
          // AWS doesn't document how this CSV tells NULL from ''. Settled here: an empty field is NULL, a quoted empty field is ''.
          places[place++] = start;
          places[place++] = at === start ? start - 1 : at;
        }
        if (bytes[at] !== comma) break;
        at++;
      }
      if (place !== end) throw this.#wrongWidth();
      at += bytes[at] === carriageReturn ? 2 : 1;
      this.#rowCount = ++row;
      this.#at = at;
    }
    if (at < until) this.#grow();
  }

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2);
    places.set(this.#places);
    this.#places = places;
  }

  #wrongWidth(): CsvError {
    const row = this.#rowCount + 1;
    return new CsvError(`Row ${row} of the page does not have ${this.#width} values.`);
  }
}

function requireFieldEnd(bytes: Uint8Array, at: number): void {
  const byte = bytes[at];
  if (byte === undefined || byte === comma || byte === lineFeed) return;
  if (byte === carriageReturn && bytes[at + 1] === lineFeed) return;
  throw new CsvError(`A closing quote at byte ${at - 1} is followed by text.`);
}
