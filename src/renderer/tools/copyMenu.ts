import type { CopyFormat } from '../../protocol/gridMessages.ts';
import type { CellBlock } from '../../protocol/resultViewSpec.ts';
import { copyBlocks, copyKey, extent } from './copyCells.ts';
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

/** Shows the ways to copy: of the selected cells, or of all rows where no more than one is. */
export function openCopyMenu(tools: Tools, options: PopupOptions): void {
  const { selection } = tools.grid;
  const blocks = cellCount(selection) <= 1 ? wholeView(tools) : selection;
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

function wholeView({ grid, model }: Tools): CellBlock[] {
  const columns = shownColumns(grid.layout).map(({ column }) => column);
  return [{ from: 0, to: model.view.rowCount, columns }];
}
