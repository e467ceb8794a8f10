import { Cancelled } from '../../../core/errors.ts';
import { copyText, type CopyTable } from '../../../core/redshift/results/copyText.ts';
import type { CellBlock } from '../../../protocol/resultViewSpec.ts';
import type { CallHandler } from './callHandlers.ts';
import type { KeptResult } from './keptResult.ts';
import { rowCountOf, viewTexts } from './viewTexts.ts';

/** Cells that are read at once. */
const pieceCells = 20_000;

export interface CopyServices {
  writeClipboard(text: string): Promise<void>;
}

/** Puts cells onto the clipboard. */
export function copyCall({ writeClipboard }: CopyServices): CallHandler<'copy'> {
  return async (kept, { viewId, blocks, format, header }, { signal, progress }) => {
    const rowCount = rowCountOf(kept, viewId);
    const inside = blocks
      .map(({ from, to, columns }) => ({ from, to: Math.min(to, rowCount), columns }))
      .filter(({ from, to, columns }) => from < to && columns.length > 0);
    const total = inside.reduce((sum, { from, to }) => sum + to - from, 0);
    const tables = tablesOf(kept, viewId, inside, signal);
    const copied = await copyText(tables, format, header, (done) => progress(done, total));
    if (signal.aborted) throw new Cancelled();
    if (copied.rows > 0) await writeClipboard(copied.text);
    return { rows: copied.rows, cells: copied.cells };
  };
}

/** Blocks of the same columns one behind the other are one table. */
function tablesOf(
  kept: KeptResult,
  viewId: string,
  blocks: readonly CellBlock[],
  signal: AbortSignal,
): CopyTable[] {
  const groups: { columns: readonly number[]; blocks: CellBlock[] }[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (last?.columns.join() === block.columns.join()) last.blocks.push(block);
    else groups.push({ columns: block.columns, blocks: [block] });
  }
  return groups.map((group) => ({
    columns: group.columns.flatMap((column) => kept.source.columns[column] ?? []),
    pieces: async function* () {
      const step = Math.max(1, Math.floor(pieceCells / group.columns.length));
      for (const { from, to } of group.blocks) {
        for (let at = from; at < to; at += step) {
          if (signal.aborted) throw new Cancelled();
          yield viewTexts(kept, viewId, [at, Math.min(to, at + step)], group.columns, signal);
        }
      }
    },
  }));
}
