import type { ExportRows } from '../../../../src/core/redshift/export/contract.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { isNumericType } from '../../../../src/core/redshift/results/page/columnKind.ts';
import { splitPageBody } from '../../../../src/core/redshift/results/page/pageBody.ts';
import { Scratch } from '../../../../src/core/redshift/results/page/scratch.ts';
import { readTypedRows, type TypedRows } from '../../../../src/core/redshift/results/page/typedRows.ts';
import type { ResultColumn } from '../../../../src/protocol/resultPayload.ts';
import { writeCsv } from '../results/writeCsv.ts';

/** Columns as `amount:numeric(10,2)`; without a type they are text. */
export function columnsOf(names: readonly string[]): ResultColumn[] {
  return names.map((text) => {
    const [, name = '', typeName = 'varchar'] = /^(.*?)(?::([^:]*))?$/s.exec(text) ?? [];
    return { name, typeName, numeric: isNumericType(typeName) };
  });
}

/** The rows as the Data API sends them, read as the product reads them. */
export async function typedPages(
  columns: readonly ResultColumn[],
  rows: readonly Row[],
  pageRows = rows.length,
): Promise<TypedRows[]> {
  const pages: TypedRows[] = [];
  for (let from = 0; from === 0 || from < rows.length; from += Math.max(1, pageRows)) {
    const Records = [{ CSVRecords: writeCsv(rows.slice(from, from + pageRows)) }];
    const split = await splitPageBody(new TextEncoder().encode(JSON.stringify({ Records })), new Scratch());
    if (split === undefined) throw new Error('This is no page.');
    pages.push(await readTypedRows(split.fields, columns));
  }
  return pages;
}

export async function exportRows(
  names: readonly string[],
  rows: readonly Row[],
  pageRows?: number,
): Promise<ExportRows> {
  const columns = columnsOf(names);
  const pages = await typedPages(columns, rows, pageRows);
  return {
    columns,
    pages: async function* () {
      yield* pages;
    },
  };
}

/** All pieces of a file together. */
export async function wholeFile(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
