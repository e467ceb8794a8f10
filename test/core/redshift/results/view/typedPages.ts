import assert from 'node:assert/strict';
import { splitPageBody } from '../../../../../src/core/redshift/results/page/pageBody.ts';
import { Scratch } from '../../../../../src/core/redshift/results/page/scratch.ts';
import { readTypedRows, type TypedRows } from '../../../../../src/core/redshift/results/page/typedRows.ts';
import type { WorkRows } from '../../../../../src/core/redshift/results/view/contract.ts';
import { writeCsv } from '../writeCsv.ts';

export type Value = string | null;

/** Rows as they come from the Data API, in pages of so many. */
export async function workRows(
  typeNames: readonly string[],
  rows: readonly (readonly Value[])[],
  pageSize = 3,
): Promise<WorkRows> {
  const columns = typeNames.map((typeName, index) => ({ name: `c${index}`, typeName, numeric: false }));
  const pages: TypedRows[] = [];
  for (let from = 0; from < rows.length; from += pageSize) {
    const body = JSON.stringify({ Records: [{ CSVRecords: writeCsv(rows.slice(from, from + pageSize)) }] });
    const split = await splitPageBody(new TextEncoder().encode(body), new Scratch());
    pages.push(await readTypedRows(split?.fields ?? assert.fail(), columns));
  }
  return { columns, pages, order: undefined };
}

/** One column. */
export function columnRows(typeName: string, values: readonly Value[], pageSize?: number): Promise<WorkRows> {
  return workRows(
    [typeName],
    values.map((value) => [value]),
    pageSize,
  );
}

/** Texts of a column in the order of a view. */
export function viewTexts({ pages }: WorkRows, order: Uint32Array | undefined, column = 0): Value[] {
  const all = pages.flatMap((page) => page.rows().map((row) => row[column] ?? null));
  return order === undefined ? all : Array.from(order, (row) => all[row] ?? null);
}
