import { CsvError } from './csvError.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const letterU = 0x75;

/** Index behind a JSON value; one that never ends ends with the bytes. */
export function skipValue(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      for (at++; at < bytes.length && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
      continue;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
    } else {
      if (depth === 0 && (byte === comma || byte === colon || isSpace(byte))) return at;
      continue;
    }
    if (depth === 0) return at + 1;
  }
  return bytes.length;
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** @param text in ASCII */
export function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** The character that a letter behind a backslash stands for; 0 for `u` and for what is none. */
export const escapedCharacters = new Uint8Array(256);
for (const pair of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t']) {
  escapedCharacters[pair.charCodeAt(0)] = pair.charCodeAt(1);
}

/**
 * The character of `\uD83D\uDE00` or `\u00e9`; the half of a pair alone is U+FFFD.
 * @param at index of the `u`
 * @throws CsvError
 */
export function readCodePoint(bytes: Uint8Array, at: number): number {
  const first = readUnit(bytes, at);
  if (first < 0xd800 || first >= 0xe000) return first;
  if (first >= 0xdc00 || bytes[at + 5] !== backslash || bytes[at + 6] !== letterU) return 0xfffd;
  const second = readUnit(bytes, at + 6);
  return second < 0xdc00 || second >= 0xe000
    ? 0xfffd
    : 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

function readUnit(bytes: Uint8Array, at: number): number {
  const digits = String.fromCharCode(...bytes.subarray(at + 1, at + 5));
  if (bytes[at] !== letterU || !/^[\da-f]{4}$/i.test(digits))
    throw new CsvError('A text of the page is not JSON.');
  return Number.parseInt(digits, 16);
}

/** @returns index behind it */
export function writeUtf8(bytes: Uint8Array, at: number, codePoint: number): number {
  let write = at;
  if (codePoint < 0x80) {
    bytes[write++] = codePoint;
    return write;
  }
  if (codePoint < 0x800) bytes[write++] = 0xc0 | (codePoint >> 6);
  else {
    if (codePoint < 0x10000) bytes[write++] = 0xe0 | (codePoint >> 12);
    else {
      bytes[write++] = 0xf0 | (codePoint >> 18);
      bytes[write++] = 0x80 | ((codePoint >> 12) & 0x3f);
    }
    bytes[write++] = 0x80 | ((codePoint >> 6) & 0x3f);
  }
  bytes[write++] = 0x80 | (codePoint & 0x3f);
  return write;
}
