import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import type { CopyFormat } from '../../protocol/gridMessages.ts';
import type { CellBlock } from '../../protocol/resultViewSpec.ts';
import { cellCount } from './statusLine.ts';
import type { Tools } from './tools.ts';

/** Copies the selected cells as spreadsheets take them. */
export async function copySelection(tools: Tools): Promise<void> {
  return copyBlocks(tools, tools.grid.selection, { format: 'tsv', header: false });
}

/** Copies cells of the view, and says how many. */
export async function copyBlocks(
  tools: Tools,
  blocks: readonly CellBlock[],
  { format, header }: { readonly format: CopyFormat; readonly header: boolean },
): Promise<void> {
  const { model, document } = tools;
  try {
    if (cellCount(blocks) === 0) return tools.say('Nothing is selected');
    if (model.calls) {
      const { viewId } = model.view;
      await model.calls.call('copy', { viewId, blocks, format, header });
    } else await document.defaultView?.navigator.clipboard.writeText(drawnText(tools, blocks, header));
    tools.say(`Copied ${extent(blocks)}`);
  } catch (error) {
    tools.refuse(error);
  }
}

/** `12 rows × 3 columns`, `1 cell`, `5 cells`. */
export function extent(blocks: readonly CellBlock[], rowCount?: number): string {
  const cells = cellCount(blocks);
  const [block] = blocks;
  if (cells === 1 || blocks.length !== 1 || !block) return plural(cells, 'cell');
  const rows = block.to - block.from;
  const all = rows === rowCount && rows > 1 ? 'all ' : '';
  return `${all}${plural(rows, 'row')} × ${plural(block.columns.length, 'column')}`;
}

function plural(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** Tab-separated text of what the output itself holds. */
function drawnText({ model }: Tools, blocks: readonly CellBlock[], header: boolean): string {
  const lines: string[][] = [];
  for (const { from, to, columns } of blocks) {
    if (header) lines.push(columns.map((column) => field(model.columns[column]?.name ?? '')));
    for (let row = from; row < to; row++)
      lines.push(columns.map((column) => field(model.previewValue({ row, column }).value ?? '')));
  }
  return lines.map((line) => line.join('\t')).join('\n');
}

/** As spreadsheets quote it. */
function field(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As the platform writes it. */
export function copyKey(document: Document): string {
  return `${commandKey(document)}C`;
}

export function commandKey({ defaultView }: Document): string {
  return /mac/i.test(defaultView?.navigator.userAgent ?? '') ? '⌘' : 'Ctrl+';
}
