import type { ResultRows, WarehouseColumn } from '../warehouse/contract.ts';
import { ExactNumber, JsonText } from './exactJson.ts';

/** A row in PostgreSQL's text form; `null` is SQL NULL. */
export type Row = readonly (string | null)[];

const quote = 0x22;
const comma = 0x2c;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Rows `from` up to and without `to` for GetStatementResultV2: RFC 4180, NULL empty and '' quoted, so that they differ. */
export function csvText(rows: ResultRows, from: number, to: number): string {
  let text = Buffer.allocUnsafe(64 * 1024);
  let length = 0;
  const reserve = (bytes: number): void => {
    if (length + bytes <= text.length) return;
    const larger = Buffer.allocUnsafe(2 * text.length + bytes);
    text.copy(larger, 0, 0, length);
    text = larger;
  };
  rows.visit(from, to, {
    value: (bytes, start, end, column) => {
      // Every byte a quote, the quotes around them and the comma.
      reserve(2 * Math.max(end - start, 0) + 3);
      if (column > 0) text[length++] = comma;
      if (end >= start) length = writeCsvValue(text, length, bytes, start, end);
    },
    rowEnd: () => {
      reserve(2);
      text[length++] = carriageReturn;
      text[length++] = lineFeed;
    },
  });
  return text.toString('utf8', 0, length);
}

/** Copies a value to `at`, quoted where it has to be. Gives the index behind it. */
function writeCsvValue(text: Buffer, at: number, bytes: Buffer, start: number, end: number): number {
  let to = at;
  for (let from = start; from < end; from++) {
    const byte = bytes[from] ?? 0;
    if (byte === quote || byte === comma || byte === carriageReturn || byte === lineFeed) break;
    text[to++] = byte;
  }
  if (end > start && to - at === end - start) return to;
  to = at;
  text[to++] = quote;
  for (let from = start; from < end; from++) {
    const byte = bytes[from] ?? 0;
    text[to++] = byte;
    if (byte === quote) text[to++] = quote;
  }
  text[to++] = quote;
  return to;
}

/** Rows `from` up to and without `to` for GetStatementResult: a Field for each value. */
export function fieldRecords(
  rows: ResultRows,
  columns: readonly WarehouseColumn[],
  from: number,
  to: number,
): JsonText {
  const records: string[] = [];
  let fields: string[] = [];
  rows.visit(from, to, {
    value: (bytes, start, end, column) => {
      const value = end < start ? null : bytes.toString('utf8', start, end);
      fields.push(value === null ? '{"isNull":true}' : field(value, columns[column]?.typeName));
    },
    rowEnd: () => {
      records.push(`[${fields.join(',')}]`);
      fields = [];
    },
  });
  return new JsonText(`[${records.join(',')}]`);
}

function field(value: string, typeName: string | undefined): string {
  switch (typeName) {
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return `{"longValue":${new ExactNumber(value).text}}`;
    case 'float4':
    case 'float8':
      // NaN and the infinities are words in JSON.
      return `{"doubleValue":${Number.isFinite(Number(value)) ? new ExactNumber(value).text : JSON.stringify(value)}}`;
    case 'bool':
      return `{"booleanValue":${value === 't' || value === 'true'}}`;
    default:
      return `{"stringValue":${JSON.stringify(value)}}`;
  }
}
