import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import type { CopyFormat } from '../../protocol/gridMessages.ts';
import type { CellBlock } from '../../protocol/resultViewSpec.ts';
import { shownColumns } from './layoutChange.ts';
import { openMenu, type MenuGroup } from './menu.ts';
import type { PopupOptions } from './popups.ts';
import { cellCount } from './statusLine.ts';
import type { Tools } from './tools.ts';

interface Way {
  readonly label: string;
  readonly format: CopyFormat;
  readonly header: boolean;
}

const ways: readonly Way[] = [
  { label: 'Tab-Separated', format: 'tsv', header: false },
  { label: 'Tab-Separated with Header', format: 'tsv', header: true },
  { label: 'CSV', format: 'csv', header: true },
  { label: 'JSON', format: 'json', header: true },
  { label: 'Markdown', format: 'markdown', header: true },
  { label: 'SQL VALUES', format: 'values', header: false },
  { label: 'SQL IN List', format: 'in', header: false },
];

/** Copies the selected cells as spreadsheets take them. */
export async function copySelection(tools: Tools): Promise<void> {
  return copyBlocks(tools, tools.grid.selection, { format: 'tsv', header: false });
}

/** Shows the ways to copy: of the selected cells or, with `isWide`, of all rows where no more than one is selected. */
export function openCopyMenu(tools: Tools, options: PopupOptions, isWide: boolean): void {
  const { selection } = tools.grid;
  const blocks = isWide && cellCount(selection) <= 1 ? wholeView(tools) : selection;
  openMenu(tools.document, tools.popups, 'Copy', [copyGroup(tools, blocks)], options);
}

/** @param blocks that are copied; the heading says how much that is */
export function copyGroup(tools: Tools, blocks: readonly CellBlock[]): MenuGroup {
  const known = tools.model.calls ? ways : ways.filter(({ format }) => format === 'tsv');
  return {
    heading: `Copy ${extent(blocks, tools.model.view.rowCount)} as`,
    items: known.map((way) => ({
      label: way.label,
      ...(way.format === 'tsv' && !way.header && { hint: copyKey(tools.document) }),
      run: () => void copyBlocks(tools, blocks, way),
    })),
  };
}

async function copyBlocks(
  tools: Tools,
  blocks: readonly CellBlock[],
  { format, header }: Pick<Way, 'format' | 'header'>,
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

function wholeView({ grid, model }: Tools): CellBlock[] {
  const columns = shownColumns(grid.layout).map(({ column }) => column);
  return [{ from: 0, to: model.view.rowCount, columns }];
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
