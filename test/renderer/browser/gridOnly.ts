import { createGrid } from '../../../src/renderer/grid/grid.ts';
import { gridStyle } from '../../../src/renderer/grid/gridStyle.ts';
import { parsePayload } from '../../../src/renderer/parsePayload.ts';
import type { ActivationFunction } from '../../../src/renderer/rendererApi.ts';
import { openCalls } from '../../../src/renderer/resultCalls.ts';

/** A renderer that draws the grid of a result and nothing around it. Tests find the grid at `window.grid`, its events at `window.heard`. */
export const activate: ActivationFunction = (context) => {
  const callsOf = openCalls(context);
  return {
    renderOutputItem(item, parent) {
      const { resultSet } = parsePayload(item.json());
      if (!resultSet) return;
      const { ownerDocument: document } = parent;
      const { rows: preview, totalRows, resultId } = resultSet;
      const calls = resultId === undefined ? undefined : callsOf?.(resultId);
      const draw = (columns: typeof resultSet.columns): void => {
        const grid = createGrid(document, { columns, rowCount: totalRows, viewId: '', preview, calls });
        const style = document.createElement('style');
        style.textContent = gridStyle;
        const heard: unknown[] = [];
        for (const name of ['layout', 'detail', 'columnMenu', 'sort', 'cellMenu'] as const) {
          grid.on(name, (event) => heard.push([name, event]));
        }
        Object.assign(window, { grid, heard });
        parent.replaceChildren(style, grid.element);
      };
      if (resultSet.totalColumns === undefined || !calls) return draw(resultSet.columns);
      void calls.call('columns', {}).then(({ columns }) => draw(columns));
    },
    disposeOutputItem() {},
  };
};
