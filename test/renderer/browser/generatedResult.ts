import type { Row, RowSource } from '../../../src/core/redshift/results/contract.ts';
import { TypedRows } from '../../../src/core/redshift/results/page/typedRows.ts';
import type { ResultColumn } from '../../../src/protocol/resultPayload.ts';
import { typedPage } from '../../core/redshift/results/typedPage.ts';

/** Rows of a page. */
const pageRows = 10_000;
const countries = ['Japan', 'Deutschland', 'Korea, Republic of', 'España', 'United States', '中国'];

/** The columns of the result that the benchmarks read. */
export const saleColumns: readonly ResultColumn[] = [
  { name: 'sale_id', typeName: 'int8', numeric: true },
  { name: 'quantity', typeName: 'int4', numeric: true },
  { name: 'amount', typeName: 'numeric', numeric: true },
  { name: 'discount', typeName: 'float8', numeric: true },
  { name: 'is_online', typeName: 'bool', numeric: false },
  { name: 'sold_at', typeName: 'timestamp', numeric: false },
  { name: 'country', typeName: 'varchar', numeric: false },
  { name: 'note', typeName: 'varchar', numeric: false },
];

/** Beyond what a double holds exactly; each row has its own. */
export const saleId = (row: number): string => String(9_007_199_254_740_993n + BigInt(row) * 7919n);

/** Mixed columns, with NULLs, wide characters and text that CSV quotes. Only `sale_id` differs from page to page. */
export async function saleRows(rowCount = 1_000_000): Promise<RowSource> {
  const shared = await typedPage(saleColumns, sales(Math.min(pageRows, rowCount)));
  const pages: TypedRows[] = [];
  for (let first = 0; first < rowCount; first += pageRows) {
    const length = Math.min(pageRows, rowCount - first);
    if (length < shared.rowCount) {
      pages.push(await typedPage(saleColumns, sales(length, first)));
      continue;
    }
    const ids = Array.from({ length }, (_, row) => [saleId(first + row)]);
    const id = await typedPage(saleColumns.slice(0, 1), ids);
    pages.push(new TypedRows([...id.columns, ...shared.columns.slice(1)], length));
  }
  return sourceOf(saleColumns, pages);
}

/** A result of these rows. @param columns names, with a type where it is not varchar: `amount:numeric` */
export async function tableRows(
  columns: readonly (string | ResultColumn)[],
  rows: readonly Row[],
): Promise<RowSource> {
  const described = columns.map(columnOf);
  return sourceOf(described, [await typedPage(described, rows)]);
}

function columnOf(column: string | ResultColumn): ResultColumn {
  if (typeof column !== 'string') return column;
  const [name = '', typeName = 'varchar'] = column.split(':');
  return { name, typeName, numeric: /^(int|float|numeric)/.test(typeName) };
}

function sales(length: number, first = 0): Row[] {
  return Array.from({ length }, (_, row) => [
    saleId(first + row),
    String((row * 31) % 100),
    ((row * 7919) % 1_000_000).toFixed(2),
    row % 9 === 0 ? null : String(Math.sqrt(row) / 7),
    row % 3 === 0 ? 't' : 'f',
    new Date(1_700_000_000_000 + row * 61_000).toISOString().replace('T', ' ').slice(0, 19),
    countries[row % countries.length] ?? '',
    row % 20 === 0 ? null : row % 10 === 0 ? `says "yes", ${row}` : `order ${row} was shipped`,
  ]);
}

export function sourceOf(columns: readonly ResultColumn[], pages: readonly TypedRows[]): RowSource {
  const rowCount = pages.reduce((sum, page) => sum + page.rowCount, 0);
  const slices = async (from: number, to: number): Promise<TypedRows[]> => {
    const found: TypedRows[] = [];
    let first = 0;
    for (const page of pages) {
      const [start, end] = [Math.max(0, from - first), Math.min(page.rowCount, to - first)];
      if (start < end) found.push(page.slice(start, end));
      first += page.rowCount;
    }
    return found;
  };
  return {
    columns,
    totalRows: rowCount,
    byteLength: pages.reduce((sum, page) => sum + page.byteLength, 0),
    rows: async (from, to) => (await slices(from, to)).flatMap((slice) => slice.rows()),
    slices,
    async *pages() {
      yield* pages;
    },
    all: async () => ({ pages, rowCount, release() {} }),
    release() {},
  };
}
