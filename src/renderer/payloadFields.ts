import type { ResultColumn, ResultPayload } from '../protocol/resultPayload.ts';

/** What an output holds cannot be drawn. The message is for the person who looks at the cell. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

export type Fields = Record<string, unknown>;

/** @throws PayloadError where an output is no object, or of another version */
export function readVersioned(value: unknown): Fields {
  if (!isFields(value)) throw misshapen('the output');
  if (value['version'] === 1) return value;
  throw new PayloadError(
    'This result was made by another version of Redshift Identity Notebooks. Run the cell again.',
  );
}

/** @throws PayloadError, as all of these */
export function parseResultSet(value: unknown): NonNullable<ResultPayload['resultSet']> {
  if (!isFields(value)) throw misshapen('resultSet');
  const { columns, rows, cut } = value;
  if (!Array.isArray(columns)) throw misshapen('columns');
  const [totalColumns, bytes] = ['totalColumns', 'bytes'].map((name) => optionalCount(value, name));
  return {
    columns: columns.map(parseColumn),
    rows: parseRows(rows, columns.length),
    totalRows: count(value, 'totalRows'),
    ...(totalColumns !== undefined && { totalColumns }),
    ...(bytes !== undefined && { bytes }),
    ...(cut !== undefined && { cut: parseCut(cut) }),
    ...(value['resultId'] !== undefined && { resultId: text(value, 'resultId') }),
  };
}

function parseColumn(value: unknown): ResultColumn {
  if (!isFields(value)) throw misshapen('columns');
  const [precision, scale] = ['precision', 'scale'].map((name) => optionalCount(value, name));
  return {
    name: text(value, 'name'),
    typeName: text(value, 'typeName'),
    numeric: value['numeric'] === true,
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
  };
}

/** Places of values that were cut off: row, column, whole length. */
function parseCut(value: unknown): [number, number, number][] {
  if (Array.isArray(value) && value.every(isPlace)) return value;
  throw misshapen('cut');
}

function isPlace(value: unknown): value is [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every((number) => Number.isInteger(number));
}

/** Whether this is a row of a result with so many columns. */
function isRow(value: unknown, width: number): value is (string | null)[] {
  return (
    Array.isArray(value) &&
    value.length === width &&
    value.every((cell) => cell === null || typeof cell === 'string')
  );
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw misshapen(name);
  return value;
}

export function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw misshapen(name);
  return value;
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined ? undefined : text(fields, name);
}

export function optionalCount(fields: Fields, name: string): number | undefined {
  return fields[name] === undefined ? undefined : count(fields, name);
}

/** Rows of a table with so many columns. */
export function parseRows(value: unknown, width: number, name = 'rows'): (string | null)[][] {
  if (Array.isArray(value) && value.every((row) => isRow(row, width))) return value;
  throw misshapen(name);
}

export function misshapen(what: string): PayloadError {
  return new PayloadError(
    `This result cannot be drawn: ${what} is missing or misshapen. Run the cell again.`,
  );
}
