import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { columnKind, type ColumnKind } from './page/columnKind.ts';

const number = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

const typeWords: Partial<Readonly<Record<ColumnKind, string>>> = {
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
};

/** A value as Redshift reads it in a statement: of the column's type, NULL as NULL. */
export function sqlLiteral(value: string | null, { typeName }: ResultColumn): string {
  if (value === null) return 'NULL';
  const kind = columnKind(typeName);
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
      return number.test(value) ? value : quoteText(value);
    case 'float':
      // NaN and Infinity have no literal of their own.
      return number.test(value) ? value : `${quoteText(value)}::float8`;
    case 'boolean':
      return /^(true|false)$/.test(value) ? value : quoteText(value);
    case 'json':
      return `JSON_PARSE(${quoteText(value)})`;
    case 'binary':
      return `TO_VARBYTE(${quoteText(value)}, 'hex')`;
    case 'time':
      return `${/tz|with time zone/i.test(typeName) ? 'TIMETZ' : 'TIME'} ${quoteText(value)}`;
    default: {
      const word = typeWords[kind];
      return word === undefined ? quoteText(value) : `${word} ${quoteText(value)}`;
    }
  }
}

/** Redshift takes a backslash for an escape in every string. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
