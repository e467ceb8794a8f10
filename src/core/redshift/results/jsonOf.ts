import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { columnKind } from './page/columnKind.ts';

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A value as JSON: numbers exactly as Redshift wrote them, booleans, SUPER as what it holds, all else as a string. */
export function jsonOf(value: string | null, { typeName }: Pick<ResultColumn, 'typeName'>): string {
  if (value === null) return 'null';
  switch (columnKind(typeName)) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
      return number.test(value) ? value : JSON.stringify(value);
    case 'boolean':
      return /^(true|false)$/.test(value) ? value : JSON.stringify(value);
    case 'json':
      return isJson(value) ? value : JSON.stringify(value);
    default:
      return JSON.stringify(value);
  }
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
