import type { Column } from './column.ts';
import type { CsvFields } from './csv.ts';
import { CsvError } from './csvError.ts';
import { Pacer } from './pacer.ts';
import { readColumn } from './readColumn.ts';

/** The rows of one page, by columns. What a number cannot hold exactly is kept as the text that came. */
export class TypedRows {
  readonly columns: readonly Column[];
  readonly rowCount: number;

  constructor(columns: readonly Column[], rowCount: number) {
    this.columns = columns;
    this.rowCount = rowCount;
  }

  /** Bytes that it holds. */
  get byteLength(): number {
    return this.columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  isNull(column: number, row: number): boolean {
    return this.columns[column]?.isNull(row) ?? true;
  }

  /** As Redshift wrote it, but `true` and `false` spelled out; `null` is SQL NULL. */
  text(column: number, row: number): string | null {
    return this.columns[column]?.text(row) ?? null;
  }

  /** For sorting and charts; see `Column.number`. */
  number(column: number, row: number): number {
    return this.columns[column]?.number(row) ?? NaN;
  }

  /** The rows `from` up to and without `to`, as rows from 0 on; the values are shared, not copied. */
  slice(from: number, to: number): TypedRows {
    const columns = this.columns.map((column) => column.slice(from, to));
    return new TypedRows(columns, to - from);
  }

  /** Rows `from` up to and without `to`, or as many as there are. */
  rows(from = 0, to = this.rowCount): (string | null)[][] {
    const first = Math.max(0, from);
    const end = Math.max(first, Math.min(to, this.rowCount));
    const texts = this.columns.map((column) => column.texts(first, end));
    return Array.from({ length: end - first }, (_, row) => texts.map((column) => column[row] ?? null));
  }
}

/**
 * Copies a page's values into columns, in slices that leave others their turn.
 * @throws CsvError where the rows have another number of values
 */
export async function readTypedRows(
  fields: CsvFields,
  columns: readonly { readonly typeName: string }[],
  pacer = new Pacer(),
): Promise<TypedRows> {
  const { rowCount, width } = fields;
  if (rowCount > 0 && width !== columns.length) {
    throw new CsvError(`The rows of the page have ${width} values for ${columns.length} columns.`);
  }
  const read: Column[] = [];
  for (const [index, { typeName }] of columns.entries()) {
    await pacer.pause();
    read.push(readColumn(fields, index, typeName));
  }
  return new TypedRows(read, rowCount);
}
