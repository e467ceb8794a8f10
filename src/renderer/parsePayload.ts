import type { ResultColumn, ResultPayload } from '../protocol/resultPayload.ts';

/** What an output holds cannot be drawn. The message is for the person who looks at the cell. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

type Fields = Record<string, unknown>;

/**
 * Checks what came out of an output: it may be of another version, or edited by hand.
 * @throws PayloadError
 */
export function parsePayload(value: unknown): ResultPayload {
  if (!isFields(value)) throw misshapen('the output');
  if (value['version'] !== 1) {
    throw new PayloadError(
      'This result was made by another version of Redshift Identity Notebooks. Run the cell again.',
    );
  }
  const payload: ResultPayload = {
    version: 1,
    statementId: text(value, 'statementId'),
    region: text(value, 'region'),
    warehouse: text(value, 'warehouse'),
    database: text(value, 'database'),
    account: text(value, 'account'),
    durationMs: count(value, 'durationMs'),
  };
  if (value['affectedRows'] !== undefined) payload.affectedRows = count(value, 'affectedRows');
  if (value['resultSet'] !== undefined) payload.resultSet = parseResultSet(value['resultSet']);
  return payload;
}

function parseResultSet(value: unknown): NonNullable<ResultPayload['resultSet']> {
  if (!isFields(value)) throw misshapen('resultSet');
  const { columns, rows } = value;
  if (!Array.isArray(columns)) throw misshapen('columns');
  if (!Array.isArray(rows) || !rows.every((row) => isRow(row, columns.length))) throw misshapen('rows');
  return {
    columns: columns.map(parseColumn),
    rows,
    totalRows: count(value, 'totalRows'),
    ...(value['resultId'] !== undefined && { resultId: text(value, 'resultId') }),
  };
}

function parseColumn(value: unknown): ResultColumn {
  if (!isFields(value)) throw misshapen('columns');
  return { name: text(value, 'name'), typeName: text(value, 'typeName'), numeric: value['numeric'] === true };
}

/** Whether this is a row of a result with so many columns. */
export function isRow(value: unknown, width: number): value is (string | null)[] {
  return (
    Array.isArray(value) &&
    value.length === width &&
    value.every((cell) => cell === null || typeof cell === 'string')
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw misshapen(name);
  return value;
}

function count(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw misshapen(name);
  return value;
}

function misshapen(what: string): PayloadError {
  return new PayloadError(
    `This result cannot be drawn: ${what} is missing or misshapen. Run the cell again.`,
  );
}
