import { CsvError } from './csv.ts';
import { Pacer } from './pacer.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Bytes that are unescaped between two looks at the clock. */
const sliceBytes = 1 << 20;

/** The body of an answer of GetStatementResultV2, taken apart before it is parsed as JSON. */
export interface PageBody {
  /** The chunks of `Records`, joined: a row may begin in one and end in the next. */
  readonly csv: Uint8Array;
  /** The same JSON with an empty list of `Records`. */
  readonly rest: Uint8Array;
}

/**
 * Takes the CSV out of the body by bytes, which costs a fraction of a text of megabytes made for a JSON parser.
 * Chunks may stand in further lists, as the user guide has them.
 * @param body overwritten where something is returned
 * @returns undefined where the body begins in another form: the SDK reads it then
 * @throws CsvError where the form is lost inside `Records`
 */
export async function splitPageBody(body: Uint8Array, pacer = new Pacer()): Promise<PageBody | undefined> {
  const open = findRecords(body);
  if (open === undefined) return undefined;
  let read = open + 1;
  let write = read;
  let depth = 1;
  while (depth > 0) {
    const byte = body[read];
    if (byte === openBracket) depth++;
    else if (byte === closeBracket) depth--;
    else if (byte === openBrace) {
      const text = chunkText(body, read);
      if (text === undefined) throw new CsvError('A part of the page holds no CSV.');
      let place: TextPlace = { read: text, write, ended: false };
      while (!place.ended) {
        place = unescape(body, place.read, place.write, sliceBytes);
        await pacer.pause();
      }
      ({ read, write } = place);
      read = skipSpace(body, read);
      if (body[read] !== closeBrace) throw new CsvError('A part of the page holds no CSV.');
    } else if (byte !== comma && !isSpace(byte)) {
      throw new CsvError('A part of the page holds no CSV.');
    }
    read++;
  }
  const csv = body.subarray(open + 1, write);
  const rest = new Uint8Array(open + 1 + body.length - (read - 1));
  rest.set(body.subarray(0, open + 1));
  rest.set(body.subarray(read - 1), open + 1);
  return { csv, rest };
}

/** Index of the bracket that opens the list of the member `Records` of the object that the body is. */
function findRecords(body: Uint8Array): number | undefined {
  let at = skipSpace(body, 0);
  if (body[at] !== openBrace) return undefined;
  for (at++; ; at++) {
    at = skipSpace(body, at);
    const isRecords = startsWith(body, at, '"Records"');
    at = skipSpace(body, skipValue(body, at));
    if (body[at] !== colon) return undefined;
    at = skipSpace(body, at + 1);
    if (isRecords) return body[at] === openBracket ? at : undefined;
    at = skipSpace(body, skipValue(body, at));
    if (body[at] !== comma) return undefined;
  }
}

/** Index of the first byte of the text in `{"CSVRecords":"…"}`. */
function chunkText(body: Uint8Array, brace: number): number | undefined {
  let at = skipSpace(body, brace + 1);
  if (!startsWith(body, at, '"CSVRecords"')) return undefined;
  at = skipSpace(body, at + '"CSVRecords"'.length);
  if (body[at] !== colon) return undefined;
  at = skipSpace(body, at + 1);
  return body[at] === quote ? at + 1 : undefined;
}

/** Index behind a JSON value; a value that never ends ends with the body. */
function skipValue(body: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < body.length; at++) {
    const byte = body[at];
    if (byte === quote) {
      for (at++; at < body.length && body[at] !== quote; at++) if (body[at] === backslash) at++;
    } else if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) {
      if (depth === 0) return at;
      depth--;
    } else if (depth > 0 || !(byte === comma || byte === colon || isSpace(byte))) continue;
    else return at;
    if (depth === 0) return at + 1;
  }
  return body.length;
}

interface TextPlace {
  /** Behind the closing quote, where `ended`. */
  readonly read: number;
  readonly write: number;
  readonly ended: boolean;
}

/** Writes a JSON string's text over itself, for about so many bytes. */
function unescape(body: Uint8Array, from: number, to: number, atMost: number): TextPlace {
  const until = Math.min(body.length, from + atMost);
  let read = from;
  let write = to;
  while (read < until) {
    const byte = body[read++] as number;
    if (byte === quote) return { read, write, ended: true };
    if (byte !== backslash) {
      body[write++] = byte;
      continue;
    }
    const letter = body[read++] as number;
    const plain = letter < 128 ? (escapes[letter] as number) : 0;
    if (plain !== 0) {
      body[write++] = plain;
      continue;
    }
    if (letter !== 0x75) throw new CsvError('A text of the page is not JSON.');
    let code = hexCode(body, read);
    read += 4;
    // Two escapes make one character outside the basic plane; the rest of a pair alone is no character.
    if (code >= 0xd800 && code < 0xdc00 && body[read] === backslash && body[read + 1] === 0x75) {
      const second = hexCode(body, read + 2);
      if (second >= 0xdc00 && second < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
        read += 6;
      }
    }
    write = writeUtf8(body, write, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  }
  if (read >= body.length) throw new CsvError('The page ends inside a text.');
  return { read, write, ended: false };
}

/** What stands for each letter behind a backslash; 0 for none. */
const escapes = new Uint8Array(128);
for (const [letter, character] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  escapes[letter?.charCodeAt(0) ?? 0] = character?.charCodeAt(0) ?? 0;
}

function hexCode(body: Uint8Array, at: number): number {
  let code = 0;
  for (let index = at; index < at + 4; index++) {
    const digit = Number.parseInt(String.fromCharCode(body[index] ?? 0), 16);
    if (Number.isNaN(digit)) throw new CsvError('A text of the page is not JSON.');
    code = code * 16 + digit;
  }
  return code;
}

function writeUtf8(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    bytes[at++] = code;
  } else if (code < 0x800) {
    bytes[at++] = 0xc0 | (code >> 6);
    bytes[at++] = 0x80 | (code & 63);
  } else {
    if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
    else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 63);
    }
    bytes[at++] = 0x80 | ((code >> 6) & 63);
    bytes[at++] = 0x80 | (code & 63);
  }
  return at;
}

function startsWith(body: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (body[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

function skipSpace(body: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(body[at])) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
