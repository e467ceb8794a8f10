import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Worksheet } from 'exceljs';
import WorkbookWriter from 'exceljs/lib/stream/xlsx/workbook-writer.js';
import { RedshiftIdentityError } from '../../core/errors.ts';
import type { ExportOptions, ExportRows, FilePieces } from '../../core/redshift/export/contract.ts';
import type { TypedRows } from '../../core/redshift/results/page/typedRows.ts';
import { excelColumn, headerText, type CellValue } from './excelCells.ts';

/** The most that Excel has. */
const sheetRows = 1_048_576;
const mostColumns = 16_384;
/** Rows after which what they gave goes on. */
const sliceRows = 500;
/** Bytes at which a piece goes out. */
const pieceBytes = 262_144;

/**
 * An Excel workbook, typed; rows that a sheet has no room for go on in the next one.
 * @param rowsOfSheet the header among them
 * @throws RedshiftIdentityError `TooManyColumns`, `ValueDoesNotFit`
 */
export async function* excelPieces(
  { columns, pages }: ExportRows,
  { formulaGuard }: Pick<ExportOptions, 'formulaGuard'>,
  rowsOfSheet = sheetRows,
): FilePieces {
  if (columns.length > mostColumns) {
    throw new RedshiftIdentityError(`A sheet of Excel has ${mostColumns.toLocaleString('en-US')} columns.`, {
      code: 'TooManyColumns',
      remedy: 'Select fewer columns, or export as CSV.',
    });
  }
  const typed = columns.map((column) => excelColumn(column, formulaGuard));
  // The same object for all cells of a column: the library knows it again, and looks no further.
  const styles = typed.map(({ format }) => (format === undefined ? {} : { numFmt: format }));
  const header = columns.map((column) => headerText(column, formulaGuard));
  const out = new PassThrough({ highWaterMark: 4 * pieceBytes });
  const book = new WorkbookWriter({ stream: out, useStyles: true, zip: { zlib: { level: 1 } } });
  let sheets = 0;
  const openSheet = (): Worksheet => {
    sheets++;
    const sheet = book.addWorksheet(sheets === 1 ? 'Result' : `Result ${sheets}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    const names = sheet.addRow(header);
    names.font = { bold: true };
    names.commit();
    return sheet;
  };
  let sheet = openSheet();
  let rows = 1;
  for await (const page of pages()) {
    for (let from = 0; from < page.rowCount; from += sliceRows) {
      for (const values of cellsOf(page, from, Math.min(from + sliceRows, page.rowCount), typed)) {
        if (rows === rowsOfSheet) {
          sheet.commit();
          sheet = openSheet();
          rows = 1;
        }
        const row = sheet.addRow(values);
        for (let column = 0; column < values.length; column++) {
          if (values[column] !== undefined) row.getCell(column + 1).style = styles[column] ?? {};
        }
        row.commit();
        rows++;
      }
      // Compression runs beside; without a turn nothing of it would come, and all of it be kept.
      await turn();
      if (out.readableLength >= pieceBytes) yield* pending(out);
    }
  }
  const finished = book.commit().then(
    () => out.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  for await (const piece of out) yield piece as Uint8Array;
  await finished;
}

function* pending(out: PassThrough): Generator<Uint8Array> {
  const piece: unknown = out.read();
  if (piece !== null) yield piece as Uint8Array;
}

function* cellsOf(
  page: TypedRows,
  from: number,
  to: number,
  typed: readonly ReturnType<typeof excelColumn>[],
): Generator<(CellValue | undefined)[]> {
  const texts = page.columns.map((column) => column.texts(from, to));
  for (let row = 0; row < to - from; row++) {
    yield typed.map(({ value }, column) => {
      const text = texts[column]?.[row] ?? null;
      return text === null ? undefined : value(text);
    });
  }
}
