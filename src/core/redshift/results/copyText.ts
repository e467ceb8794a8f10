import type { CopyFormat } from '../../../protocol/gridMessages.ts';
import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { RedshiftIdentityError } from '../../errors.ts';
import { copyWriter } from './copyWriters.ts';
import { Pacer } from './page/pacer.ts';

/** Cells with the same columns, of one block or of several. */
export interface CopyTable {
  readonly columns: readonly ResultColumn[];
  /** Some rows at a time: their values by columns. */
  pieces(): AsyncIterable<readonly (readonly (string | null)[])[]>;
}

export interface CopiedText {
  readonly text: string;
  readonly rows: number;
  readonly cells: number;
}

/** Characters that go onto the clipboard at most. */
const mostCharacters = 64_000_000;

/**
 * Cells as text for the clipboard. Tables with other columns stand one below the other, but in JSON and an IN list,
 * which hold them all in one.
 * @param onRows is told how many rows are written
 * @throws RedshiftIdentityError where the text gets larger than a clipboard should take
 */
export async function copyText(
  tables: readonly CopyTable[],
  format: CopyFormat,
  header: boolean,
  onRows: (rows: number) => void = () => {},
  most = mostCharacters,
): Promise<CopiedText> {
  const writer = copyWriter(format, header);
  const pacer = new Pacer();
  const parts: string[] = [];
  let [length, rows, cells] = [0, 0, 0];
  const counted = (part: string): string => {
    length += part.length;
    if (length > most) throw tooLong();
    return part;
  };
  for (const { columns, pieces } of tables) {
    parts.push(counted(writer.begin(columns)));
    for await (const values of pieces()) {
      const count = values[0]?.length ?? 0;
      const written: string[] = [];
      for (let row = 0; row < count; row++) {
        written.push(counted(writer.row(values.map((column) => column[row] ?? null))));
        // Rows may be long.
        if (pacer.isDue) await pacer.pause();
      }
      // Few long texts are put together faster than many short ones.
      parts.push(written.join(''));
      rows += count;
      cells += count * columns.length;
      onRows(rows);
    }
  }
  parts.push(counted(writer.end()));
  return { text: withoutLineEnd(parts.join('')), rows, cells };
}

/** What is pasted stands in a line, or a cell, of somebody's own. */
function withoutLineEnd(text: string): string {
  if (!text.endsWith('\n')) return text;
  return text.slice(0, text.endsWith('\r\n') ? -2 : -1);
}

function tooLong(): RedshiftIdentityError {
  return new RedshiftIdentityError('This is too much for the clipboard.', {
    code: 'CopyTooLarge',
    remedy: 'Copy fewer rows or columns, or export the result to a file instead.',
  });
}
