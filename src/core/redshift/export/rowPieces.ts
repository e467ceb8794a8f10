import { Pacer } from '../results/page/pacer.ts';
import type { TypedRows } from '../results/page/typedRows.ts';
import type { ByteText } from './byteText.ts';
import type { ExportRows, FilePieces } from './contract.ts';

/** Bytes at which a piece goes out. */
const pieceBytes = 262_144;

/** Appends one row of the page that it was made for. */
export type AppendRow = (row: number) => void;

/**
 * The pieces of a file that has its rows one behind the other, in slices that leave others their turn.
 * @param out has what stands before the first row
 * @param close appends what stands behind the last one
 */
export async function* rowPieces(
  { pages }: ExportRows,
  out: ByteText,
  appendsTo: (page: TypedRows) => AppendRow,
  close: () => void = () => undefined,
): FilePieces {
  const pacer = new Pacer();
  for await (const page of pages()) {
    const append = appendsTo(page);
    for (let row = 0; row < page.rowCount; row++) {
      append(row);
      if (out.length >= pieceBytes) yield out.take();
      if (pacer.isDue) await pacer.pause();
    }
  }
  close();
  yield out.take();
}
