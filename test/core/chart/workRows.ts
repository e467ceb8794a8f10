import type { Row } from '../../../src/core/redshift/results/contract.ts';
import { isNumericType } from '../../../src/core/redshift/results/page/columnKind.ts';
import type { WorkRows } from '../../../src/core/redshift/results/view/contract.ts';
import { typedPage } from '../redshift/results/typedPage.ts';

/**
 * Rows as they are worked on, in pages of so many.
 * @param columns names with types: `amount numeric`
 */
export async function workRows(
  columns: readonly string[],
  rows: readonly Row[],
  options: { readonly pageRows?: number; readonly order?: readonly number[] } = {},
): Promise<WorkRows> {
  const described = columns.map((column) => {
    const [name = '', ...type] = column.split(' ');
    const typeName = type.join(' ') || 'varchar';
    return { name, typeName, numeric: isNumericType(typeName) };
  });
  const { pageRows = Math.max(1, rows.length), order } = options;
  const pages = [];
  for (let from = 0; from === 0 || from < rows.length; from += pageRows) {
    pages.push(await typedPage(described, rows.slice(from, from + pageRows)));
  }
  return { columns: described, pages, order: order && Uint32Array.from(order) };
}
