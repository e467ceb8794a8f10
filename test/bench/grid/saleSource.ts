import type { RowSource } from '../../../src/core/redshift/results/contract.ts';
import type { TypedRows } from '../../../src/core/redshift/results/page/typedRows.ts';
import { typedPage } from '../../core/redshift/results/typedPage.ts';
import { saleColumns, sourceOf } from '../../renderer/browser/generatedResult.ts';
import { rowCount, sale } from './sales.ts';

/** Rows of a page. */
const pageRows = 10_000;

/** The sales as the extension host holds them. */
export async function saleSource(): Promise<RowSource> {
  const pages: TypedRows[] = [];
  for (let first = 0; first < rowCount; first += pageRows) {
    const rows = Array.from({ length: pageRows }, (_, row) => sale(first + row));
    pages.push(await typedPage(saleColumns, rows));
  }
  return sourceOf(saleColumns, pages);
}
