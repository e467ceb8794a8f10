// Writes a million rows to a file once, the way that its first argument names, into the folder of its second one.
// In a process of its own, so that no way pays for what another one left behind.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { rfc4180 } from '../../src/core/redshift/export/csvDialect.ts';
import type { ExportFormat, ExportRows } from '../../src/core/redshift/export/contract.ts';
import { parquetColumn } from '../../src/core/redshift/export/parquetColumn.ts';
import { isNumericType } from '../../src/core/redshift/results/page/columnKind.ts';
import { splitPageBody } from '../../src/core/redshift/results/page/pageBody.ts';
import { Scratch } from '../../src/core/redshift/results/page/scratch.ts';
import { readTypedRows } from '../../src/core/redshift/results/page/typedRows.ts';
import { exportFile } from '../../src/node/export/exportFile.ts';
import { filePieces } from '../../src/node/export/filePieces.ts';
import { inRepository } from '../vscode/repository.ts';
import { watched } from './eventLoop.ts';
import { csvPage, excelPages, pages } from './page.ts';

/** The product's formats, and what is simpler. */
export type ExportWay = ExportFormat | 'joinedCsv' | 'wholeParquet' | 'wholeExcel';

export interface ExportRun {
  /** Milliseconds. */
  readonly ms: number;
  /** Milliseconds; see `watched`. */
  readonly block: number;
  /** Bytes of the process above those before, threads included. */
  readonly peak: number;
}

const [way, folder = ''] = process.argv.slice(2) as [ExportWay, string];
const body = csvPage() as { ColumnMetadata: { name: string; typeName: string }[] };
const columns = body.ColumnMetadata.map((column) => ({ ...column, numeric: isNumericType(column.typeName) }));
const split = await splitPageBody(new TextEncoder().encode(JSON.stringify(body)), new Scratch());
if (split === undefined) throw new Error('There is no page.');
const page = await readTypedRows(split.fields, columns);
const rows: ExportRows = {
  columns,
  pages: async function* () {
    for (let count = 0; count < pages; count++) yield page;
  },
};
const file = path.join(folder, way);

async function product(format: ExportFormat): Promise<void> {
  const options = { csv: rfc4180, formulaGuard: false };
  const worker = inRepository('dist', 'exportWorker.js');
  await exportFile(file, await filePieces(format, rows, options, worker));
}

/** Every row as an array of texts. */
async function allTexts(): Promise<(string | null)[][]> {
  const all: (string | null)[][] = [];
  for await (const { columns: read, rowCount } of rows.pages()) {
    const texts = read.map((column) => column.texts(0, rowCount));
    for (let row = 0; row < rowCount; row++) all.push(texts.map((column) => column[row] ?? null));
  }
  return all;
}

const simpler: Readonly<Record<Exclude<ExportWay, ExportFormat>, () => Promise<void>>> = {
  joinedCsv: async () => {
    const quoted = (value: string | null) =>
      value !== null && /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : (value ?? '');
    const lines = (await allTexts()).map((row) => row.map(quoted).join(','));
    await writeFile(file, lines.join('\r\n'));
  },
  wholeParquet: async () => {
    const typed = columns.map((column, index) => parquetColumn(column, index, column.name, [page]));
    const lists = typed.map(({ values }) => Array.from<unknown>(values(page)));
    const columnData = typed.map(({ element }, index) => ({
      name: element.name,
      data: Array.from({ length: pages }, () => lists[index] ?? []).flat(),
    }));
    const schema = [{ name: 'root', num_children: typed.length }, ...typed.map(({ element }) => element)];
    await writeFile(file, new Uint8Array(parquetWriteBuffer({ columnData, schema })));
  },
  // Of fewer rows: memory has no room for all.
  wholeExcel: async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Result');
    const texts = page.columns.map((column) => column.texts(0, page.rowCount));
    for (let count = 0; count < excelPages; count++) {
      for (let row = 0; row < page.rowCount; row++) sheet.addRow(texts.map((column) => column[row]));
    }
    await book.xlsx.writeFile(file);
  },
};

const before = process.memoryUsage.rss();
const isSimpler = (name: ExportWay): name is keyof typeof simpler => name in simpler;
const { ms, block } = await watched(() => (isSimpler(way) ? simpler[way]() : product(way)));
const run: ExportRun = { ms, block, peak: process.resourceUsage().maxRSS * 1024 - before };
process.send?.(run, () => process.disconnect());
