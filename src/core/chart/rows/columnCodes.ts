import { NumberColumn, TextColumn, type Column } from '../../redshift/results/page/column.ts';
import { ByteCodes } from './byteCodes.ts';
import type { ViewRows } from './viewRows.ts';

/** The values of a column by number: each different one once. */
export interface ColumnCodes {
  /** Of each row of the view, the index of its value. */
  readonly codes: Uint32Array;
  /** In the order in which they first come; `null` is SQL NULL. */
  readonly values: readonly (string | null)[];
}

export function columnCodes(rows: ViewRows, index: number): ColumnCodes {
  const codes = new Uint32Array(rows.count);
  const known = new Map<string | null, number>();
  const codeOfText = (text: string | null): number => codeIn(known, text);
  const byBytes = new ByteCodes(codeOfText);
  const byNumber = new Map<number | bigint, number>();
  for (const { column, picked, count, first } of rows.parts) {
    const codeOf = coder(column(index), codeOfText, byBytes, byNumber);
    for (let at = 0; at < count; at++) codes[first + at] = codeOf(picked ? (picked[at] as number) : at);
  }
  return { codes, values: [...known.keys()] };
}

/** A text for each different value rather than for each row. Pages of one column may be of different classes. */
function coder(
  column: Column,
  codeOfText: (text: string | null) => number,
  byBytes: ByteCodes,
  byNumber: Map<number | bigint, number>,
): (row: number) => number {
  if (column instanceof TextColumn) return (row) => byBytes.codeOf(column, row);
  if (!(column instanceof NumberColumn)) return (row) => codeOfText(column.text(row));
  const { values } = column;
  return (row) => {
    if (column.isNull(row)) return codeOfText(null);
    const value = values[row] as number | bigint;
    let code = byNumber.get(value);
    if (code === undefined) byNumber.set(value, (code = codeOfText(column.text(row))));
    return code;
  };
}

/** Likewise of numbers; NaN is NULL. */
export function numberCodes(numbers: Float64Array): { codes: Uint32Array; values: number[] } {
  const known = new Map<number, number>();
  const codes = new Uint32Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) codes[row] = codeIn(known, numbers[row] as number);
  return { codes, values: [...known.keys()] };
}

function codeIn<Value>(known: Map<Value, number>, value: Value): number {
  const code = known.get(value);
  if (code !== undefined) return code;
  known.set(value, known.size);
  return known.size - 1;
}
