import type { ColumnCondition } from '../../protocol/resultViewSpec.ts';
import { withFilter } from '../viewSpec.ts';
import { copyGroup } from './copyMenu.ts';
import { openMenu, type MenuItem } from './menu.ts';
import type { Tools } from './tools.ts';

/** Shows what can be done with the selected cells and the active one. */
export function openCellMenu(
  tools: Tools,
  point: { readonly x: number; readonly y: number },
  showDetail: () => void,
): void {
  const { document, popups, grid } = tools;
  const value: MenuItem = { label: 'Show Value', hint: 'Enter', run: showDetail };
  const groups = [{ items: [value, ...valueFilters(tools)] }, copyGroup(tools, grid.selection)];
  openMenu(document, popups, 'Cells', groups, { anchor: point, returnFocus: () => grid.focus() });
}

/** Rows that hold the same in this column, or something else. */
function valueFilters(tools: Tools): MenuItem[] {
  const { model, grid } = tools;
  const { activeCell: cell } = grid;
  if (!model.calls || !cell) return [];
  const item = (label: string, isSame: boolean): MenuItem => ({
    label,
    run: () => void filterByValue(tools, cell.row, cell.column, isSame),
  });
  return [item('Filter by This Value', true), item('Exclude This Value', false)];
}

async function filterByValue(tools: Tools, row: number, column: number, isSame: boolean): Promise<void> {
  const { model } = tools;
  try {
    const answer = await model.calls?.call('cell', { viewId: model.view.viewId, row, column });
    if (!answer) return;
    const { value } = answer;
    const condition: ColumnCondition =
      value === null
        ? { kind: isSame ? 'null' : 'notNull' }
        : { kind: isSame ? 'equals' : 'notEquals', value };
    await model.apply(withFilter(model.spec, { column, ...condition }));
  } catch (error) {
    tools.refuse(error);
  }
}
