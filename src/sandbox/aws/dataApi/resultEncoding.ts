import type { ResultRows, WarehouseColumn } from '../../warehouse/contract.ts';
import { ByteText } from '../byteText.ts';
import { JsonText } from '../exactJson.ts';

/** A row in PostgreSQL's text form; `null` is SQL NULL. */
export type Row = readonly (string | null)[];

const quote = 0x22;
const comma = 0x2c;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const space = 0x20;
const backslash = 0x5c;
const nine = 0x39;
const trueLetter = 0x74;

/** Rows `from` up to and without `to` for GetStatementResultV2: RFC 4180, NULL empty and '' quoted, so that they differ. */
export function csvText(rows: ResultRows, from: number, to: number): string {
  const text = new ByteText();
  rows.visit(from, to, {
    value: (bytes, start, end, column) => {
      if (column > 0) text.ascii(',');
      if (isPlain(bytes, start, end)) text.bytes(bytes, start, end);
      else if (end >= start) addQuoted(text, bytes, start, end);
    },
    rowEnd: () => text.ascii('\r\n'),
  });
  return text.toString();
}

function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === quote || byte === comma || byte === carriageReturn || byte === lineFeed) return false;
  }
  return end > start;
}

function addQuoted(text: ByteText, bytes: Buffer, start: number, end: number): void {
  text.ascii('"');
  let from = start;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== quote) continue;
    text.bytes(bytes, from, at + 1);
    text.ascii('"');
    from = at + 1;
  }
  text.bytes(bytes, from, end);
  text.ascii('"');
}

/** Rows `from` up to and without `to` for GetStatementResult: a Field for each value. */
export function fieldRecords(
  rows: ResultRows,
  columns: readonly WarehouseColumn[],
  from: number,
  to: number,
): JsonText {
  const fields = columns.map(({ typeName }) => fieldOfType(typeName));
  const text = new ByteText();
  let separator = '[';
  rows.visit(from, to, {
    value: (bytes, start, end, column) => {
      text.ascii(column === 0 ? `${separator}[` : ',');
      if (end < start) text.ascii('{"isNull":true}');
      else (fields[column] ?? stringField)(text, bytes, start, end);
    },
    rowEnd: () => {
      text.ascii(']');
      separator = ',';
    },
  });
  text.ascii(separator === '[' ? '[]' : ']');
  return new JsonText(text.toString());
}

type WriteField = (text: ByteText, bytes: Buffer, start: number, end: number) => void;

const longField: WriteField = (text, bytes, start, end) => {
  text.ascii('{"longValue":');
  text.bytes(bytes, start, end);
  text.ascii('}');
};

const doubleField: WriteField = (text, bytes, start, end) => {
  // NaN and the infinities are words in JSON.
  const mark = (bytes[end - 1] ?? 0) > nine ? '"' : '';
  text.ascii(`{"doubleValue":${mark}`);
  text.bytes(bytes, start, end);
  text.ascii(`${mark}}`);
};

const booleanField: WriteField = (text, bytes, start) =>
  text.ascii(bytes[start] === trueLetter ? '{"booleanValue":true}' : '{"booleanValue":false}');

const stringField: WriteField = (text, bytes, start, end) => {
  text.ascii('{"stringValue":"');
  let from = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= space && byte !== quote && byte !== backslash) continue;
    text.bytes(bytes, from, at);
    text.ascii(JSON.stringify(String.fromCharCode(byte)).slice(1, -1));
    from = at + 1;
  }
  text.bytes(bytes, from, end);
  text.ascii('"}');
};

function fieldOfType(typeName: string): WriteField {
  if (/^(int[248]|oid)$/.test(typeName)) return longField;
  if (/^float[48]$/.test(typeName)) return doubleField;
  return typeName === 'bool' ? booleanField : stringField;
}
