import { NumberColumn, TextColumn, type Column } from '../results/page/column.ts';
import type { ByteText } from './byteText.ts';
import type { AppendRow } from './rowPieces.ts';

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const minus = 0x2d;
const plus = 0x2b;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
const upperE = 0x45;
const lowerE = 0x65;

const shortEscapes: Readonly<Record<number, string>> = {
  [0x08]: '\\b',
  [0x09]: '\\t',
  [0x0a]: '\\n',
  [0x0c]: '\\f',
  [0x0d]: '\\r',
};

/**
 * Appends values of a column as JSON: numbers exactly as Redshift wrote them, SUPER as what it holds, all else as
 * strings; NaN and the infinities, which JSON has no numbers for, too.
 */
export function appendsJson(column: Column, out: ByteText): AppendRow {
  const { kind } = column;
  if (column instanceof NumberColumn) {
    return (row) => out.ascii(column.text(row) ?? 'null');
  }
  if (column instanceof TextColumn && kind !== 'boolean' && kind !== 'json') {
    const { bytes } = column;
    const isNumber = kind === 'integer' || kind === 'bigint' || kind === 'decimal' || kind === 'float';
    return (row) => {
      if (column.isNull(row)) return out.ascii('null');
      const start = column.start(row);
      const end = column.start(row + 1);
      if (isNumber && isJsonNumber(bytes, start, end)) out.bytes(bytes, start, end);
      else appendString(bytes, start, end, out);
    };
  }
  return (row) => {
    const text = column.text(row);
    if (text === null) out.ascii('null');
    else if (kind === 'boolean' && /^(true|false)$/.test(text)) out.ascii(text);
    else if (kind === 'json' && isJson(text)) out.text(text.replace(/[\r\n]+/g, ' '));
    else appendText(text, out);
  };
}

/** A string in quotes. */
export function appendText(text: string, out: ByteText): void {
  const bytes = new TextEncoder().encode(text);
  appendString(bytes, 0, bytes.length, out);
}

function appendString(bytes: Uint8Array, start: number, end: number, out: ByteText): void {
  out.byte(quote);
  let from = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= space && byte !== quote && byte !== backslash) continue;
    out.bytes(bytes, from, at);
    from = at + 1;
    if (byte === quote || byte === backslash) {
      out.byte(backslash);
      out.byte(byte);
    } else out.ascii(shortEscapes[byte] ?? `\\u${byte.toString(16).padStart(4, '0')}`);
  }
  out.bytes(bytes, from, end);
  out.byte(quote);
}

/** Whether the bytes are a number by JSON's grammar. */
function isJsonNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const whole = bytes[start] === minus ? start + 1 : start;
  let at = digitsEnd(bytes, whole, end);
  if (at === whole || (bytes[whole] === zero && at > whole + 1)) return false;
  if (at < end && bytes[at] === dot) {
    const fraction = at + 1;
    at = digitsEnd(bytes, fraction, end);
    if (at === fraction) return false;
  }
  if (at < end && (bytes[at] === lowerE || bytes[at] === upperE)) {
    const sign = bytes[at + 1];
    const exponent = at + (sign === minus || sign === plus ? 2 : 1);
    at = digitsEnd(bytes, exponent, end);
    if (at === exponent) return false;
  }
  return at === end;
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= zero && (bytes[at] as number) <= nine) at++;
  return at;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
