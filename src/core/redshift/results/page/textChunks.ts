import { CsvError } from './csvError.ts';
import { isSpace, skipSpace, skipValue, startsWith } from './jsonBytes.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** The texts of `Records` in the body of an answer of GetStatementResultV2; lists of them may stand in further lists, as the user guide has it. */
export class TextChunks {
  readonly bytes: Uint8Array;
  /** Index of the bracket that opens the list. */
  readonly open: number;
  #depth = 0;
  #close: number | undefined;

  private constructor(bytes: Uint8Array, open: number) {
    this.bytes = bytes;
    this.open = open;
  }

  /** @returns undefined where the body has another form */
  static of(body: Uint8Array): TextChunks | undefined {
    const open = findRecords(body);
    return open === undefined ? undefined : new TextChunks(body, open);
  }

  /** Index of the bracket that closes the list, once `next` has come to it. */
  get close(): number | undefined {
    return this.#close;
  }

  /**
   * Index of the first byte of the next text.
   * @param from index behind the last text's closing quote; `open` for the first one
   * @throws CsvError
   */
  next(from: number): number {
    for (let at = from; ; at++) {
      const byte = this.bytes[at];
      if (byte === openBracket) this.#depth++;
      else if (byte === closeBracket) {
        if (--this.#depth > 0) continue;
        this.#close = at;
        return at;
      } else if (byte === openBrace) return textStart(this.bytes, at);
      else if (byte !== comma && byte !== closeBrace && !isSpace(byte)) throw notCsv();
    }
  }
}

/** Index of the bracket that opens the list of the member `Records` of the object that the body is. */
function findRecords(body: Uint8Array): number | undefined {
  let at = skipSpace(body, 0);
  if (body[at] !== openBrace) return undefined;
  for (;;) {
    at = skipSpace(body, at + 1);
    const isRecords = startsWith(body, at, '"Records"');
    at = skipSpace(body, skipValue(body, at));
    if (body[at] !== colon) return undefined;
    at = skipSpace(body, at + 1);
    if (isRecords) return body[at] === openBracket ? at : undefined;
    at = skipSpace(body, skipValue(body, at));
    if (body[at] !== comma) return undefined;
  }
}

/** Of `{"CSVRecords":"…"}`. */
function textStart(body: Uint8Array, brace: number): number {
  const name = skipSpace(body, brace + 1);
  if (!startsWith(body, name, '"CSVRecords"')) throw notCsv();
  const at = skipSpace(body, name + '"CSVRecords"'.length);
  const text = skipSpace(body, at + 1);
  if (body[at] !== colon || body[text] !== quote) throw notCsv();
  return text + 1;
}

function notCsv(): CsvError {
  return new CsvError('A part of the page holds no CSV.');
}
