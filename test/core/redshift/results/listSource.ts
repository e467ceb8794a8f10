import type { Row, RowSource } from '../../../../src/core/redshift/results/contract.ts';
import { isNumericType } from '../../../../src/core/redshift/results/page/columnKind.ts';
import type { TypedRows } from '../../../../src/core/redshift/results/page/typedRows.ts';
import { typedPage } from './typedPage.ts';

/** A row source over rows that are there, which writes down what was asked of it. */
export interface ListSource extends RowSource {
  readonly asked: (readonly [from: number, to: number])[];
  /** How many hold all pages now. */
  holders: number;
  released: number;
  byteLength: number;
}

/**
 * @param names of the columns; a name with a colon brings its type along: `amount:int4`
 * @param pageRows rows of a page
 */
export function listSource(
  names: readonly string[],
  rows: readonly Row[],
  pageRows = Math.max(1, rows.length),
): ListSource {
  const columns = names.map((text) => {
    const [, name = '', typeName = 'varchar'] = /^(.*?)(?::([^:]*))?$/s.exec(text) ?? [];
    return { name, typeName, numeric: isNumericType(typeName) };
  });
  const page = (from: number, to: number): Promise<TypedRows> => typedPage(columns, rows.slice(from, to));
  const starts = Array.from({ length: Math.ceil(rows.length / pageRows) }, (_, index) => index * pageRows);
  const source: ListSource = {
    columns,
    totalRows: rows.length,
    byteLength: rows.length * names.length * 8,
    asked: [],
    holders: 0,
    released: 0,
    rows: async (from, to) => {
      source.asked.push([from, to]);
      return rows.slice(from, to).map((row) => [...row]);
    },
    slices: async (from, to) => {
      source.asked.push([from, to]);
      const end = Math.min(to, rows.length);
      return from < end ? [await page(from, end)] : [];
    },
    pages: async function* () {
      for (const start of starts) yield page(start, start + pageRows);
    },
    all: async (signal, onProgress) => {
      const pages: TypedRows[] = [];
      for await (const one of source.pages(signal)) {
        signal?.throwIfAborted();
        pages.push(one);
        onProgress?.(Math.min(rows.length, pages.length * pageRows));
      }
      source.holders++;
      let held = true;
      const release = (): void => {
        if (held) source.holders--;
        held = false;
      };
      return { pages, rowCount: rows.length, release };
    },
    release: () => {
      source.released++;
    },
  };
  return source;
}
