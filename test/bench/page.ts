/** Rows of a page of about 1 MB. */
export const pageRows = 10_000;
/** Milliseconds that the statement takes, half of a poll's second. */
export const serviceTime = 500;
/** Pages of the result; each has the same rows. */
export const pages = 100;
/** Pages that the slow way reads in each of its turns. */
export const scaledPages = 20;
/** Pages that a workbook in memory has room for. */
export const excelPages = 5;

const columns = [
  ['sale_id', 'int8'],
  ['quantity', 'int4'],
  ['amount', 'numeric'],
  ['discount', 'float8'],
  ['is_online', 'bool'],
  ['sold_at', 'timestamp'],
  ['country', 'varchar'],
  ['note', 'varchar'],
] as const;

const countries = ['Japan', 'Deutschland', 'Korea, Republic of', 'España', 'United States', '中国'];
const ColumnMetadata = columns.map(([name, typeName]) => ({ name, label: name, typeName }));

/** As GetStatementResultV2 answers: text that has to be quoted, NULLs and wide characters among the plain values. */
export function csvPage(): object {
  return { Records: [{ CSVRecords: table().map(csvRow).join('') }], ColumnMetadata };
}

/** The same rows as GetStatementResult answers. */
export function jsonPage(): object {
  return { Records: table().map((row) => row.map(jsonField)), ColumnMetadata };
}

type Value = string | null;

function table(): Value[][] {
  return Array.from({ length: pageRows }, (_, row) => [
    String(9_007_199_254_740_993n + BigInt(row) * 7919n),
    String((row * 31) % 100),
    ((row * 7919) % 1_000_000).toFixed(2),
    row % 9 === 0 ? null : String(Math.sqrt(row) / 7),
    row % 3 === 0 ? 't' : 'f',
    new Date(1_700_000_000_000 + row * 61_000).toISOString().replace('T', ' ').slice(0, 19),
    countries[row % countries.length] ?? '',
    row % 20 === 0 ? null : row % 10 === 0 ? `says "yes", ${row}` : `order ${row} was shipped`,
  ]);
}

function csvRow(row: readonly Value[]): string {
  const values = row.map((value) =>
    value !== null && /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : (value ?? ''),
  );
  return `${values.join(',')}\r\n`;
}

function jsonField(value: Value, column: number): object {
  if (value === null) return { isNull: true };
  const typeName = columns[column]?.[1] ?? '';
  if (/^int/.test(typeName)) return { longValue: Number(value) };
  if (typeName === 'float8') return { doubleValue: Number(value) };
  return typeName === 'bool' ? { booleanValue: value === 't' } : { stringValue: value };
}
