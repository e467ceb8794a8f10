import type { WarehouseColumn } from '../warehouse/contract.ts';
import { ExactNumber } from './exactJson.ts';

export type Row = readonly (string | null)[];

/** One row of GetStatementResultV2: RFC 4180, NULL empty and '' quoted, so that they differ. */
export function csvRow(row: Row): string {
  return `${row.map(csvValue).join(',')}\r\n`;
}

/** One row of GetStatementResult: a Field for each value. */
export function fieldRow(row: Row, columns: readonly WarehouseColumn[]): object[] {
  return row.map((value, index) => (value === null ? { isNull: true } : field(value, columns[index])));
}

/** Characters of rows, each value with its separator. A million rows are counted without holding up the server. */
export function textSize(rows: readonly Row[]): number {
  let size = 0;
  for (const row of rows) {
    for (const value of row) size += (value?.length ?? 0) + 1;
  }
  return size;
}

function csvValue(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function field(value: string, column: WarehouseColumn | undefined): object {
  switch (column?.typeName) {
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return { longValue: new ExactNumber(value) };
    case 'float4':
    case 'float8':
      // NaN and the infinities are words in JSON.
      return { doubleValue: Number.isFinite(Number(value)) ? new ExactNumber(value) : value };
    case 'bool':
      return { booleanValue: value === 't' || value === 'true' };
    default:
      return { stringValue: value };
  }
}
