import { formatRowCount } from '../core/redshift/results/resultSummary.ts';
import type { ResultPayload } from '../protocol/resultPayload.ts';
import { createGrid } from './grid/grid.ts';
import { paneSlot } from './paneSlot.ts';
import type { ResultContext } from './resultContext.ts';
import type { ResultFacts } from './resultFacts.ts';
import { ResultModel } from './resultModel.ts';
import type { Pane } from './resultState.ts';
import { chips } from './tools/chips.ts';
import { lazyTools } from './tools/lazyTools.ts';
import { copySelection } from './tools/copyCells.ts';
import { findBar } from './tools/findBar.ts';
import { hasCommandKey, take } from './tools/keys.ts';
import { Popups } from './tools/popups.ts';
import { statusLine } from './tools/statusLine.ts';
import { toolbar } from './tools/toolbar.ts';
import type { Tools } from './tools/tools.ts';
import { isWhole, withNextSort } from './viewSpec.ts';

export interface TableView {
  readonly toolbar: HTMLElement;
  /** From above to below. */
  readonly elements: readonly HTMLElement[];
  dispose(): void;
}

/** The rows of a result with everything that works on them. @param root the output that they are put into */
export function tableView(
  document: Document,
  root: HTMLElement,
  payload: ResultPayload,
  resultSet: NonNullable<ResultPayload['resultSet']>,
  facts: ResultFacts,
  { calls: callsOf, states }: ResultContext,
): TableView {
  const { statementId, chart, nullOrder } = payload;
  const { resultId, columns, totalRows, rows: preview } = resultSet;
  const model = new ResultModel(
    resultSet,
    resultId === undefined ? undefined : callsOf?.(resultId),
    nullOrder,
  );
  const state = states.of(statementId);
  const { calls } = model;
  const label = `Query result: ${formatRowCount(totalRows)}, ${columns.length} columns`;
  const grid = createGrid(document, { columns, rowCount: totalRows, viewId: '', preview, calls, label });
  const popups = new Popups(root);
  const status = statusLine(document, model, grid);
  const tools: Tools = { document, model, grid, popups, say: status.say, refuse: status.refuse };
  const find = findBar(tools);
  const lazy = lazyTools(tools);
  const { detail } = lazy;

  const slot = paneSlot({
    document,
    model,
    choiceOf: (pane) => {
      const kept =
        chart && (chart.mark === 'map') === (pane === 'map') ? { choice: chart, isKept: true } : undefined;
      return states.of(statementId).choices?.[pane] ?? kept;
    },
    keepChoice: (pane, choice) =>
      states.change(statementId, { choices: { ...states.of(statementId).choices, [pane]: choice } }),
    onClose: () => choose('table', true),
    refuse: status.refuse,
  });
  const show = (pane: Pane, takesFocus: boolean): void => {
    if (pane !== 'table' && find.isOpen) find.close();
    if (pane !== 'table') detail.close();
    root.dataset['pane'] = pane;
    grid.element.hidden = pane !== 'table';
    bar.markPane(pane);
    void slot.show(pane, takesFocus);
    if (pane === 'table' && takesFocus) grid.focus();
  };
  const choose = (pane: Pane, takesFocus: boolean): void => {
    states.change(statementId, { pane });
    show(pane, takesFocus);
  };
  /** For what works on the table alone. */
  const showTable = (): void => {
    if (grid.element.hidden) choose('table', false);
  };
  const bar = toolbar(tools, lazy, {
    find() {
      showTable();
      find.open();
    },
    columns(options) {
      showTable();
      lazy.columns(options);
    },
    show: (pane) => choose(pane, false),
  });

  const showView = (): void => {
    const { view, spec } = model;
    grid.show({ columns: model.columns, viewId: view.viewId, rowCount: view.rowCount });
    facts.showRows(view.rowCount);
    if (resultId === undefined) return;
    const kept = isWhole(spec) ? undefined : { resultId, ...view };
    states.change(statementId, { spec, view: kept });
  };
  model.on('view', showView);
  model.on('columns', showView);
  model.on('spec', ({ sort, filters }) => {
    grid.markSorted(sort);
    grid.markFiltered(new Set(filters.map(({ column }) => column)));
  });
  grid.on('layout', () => states.change(statementId, { layout: grid.layout, height: grid.height }));
  grid.on('columnMenu', ({ column, anchor }) => lazy.columnMenu(column, anchor));
  grid.on('sort', ({ column, add }) => {
    if (calls) void model.apply(withNextSort(model.spec, column, add, model.nullOrder));
  });
  grid.on('cellMenu', (point) =>
    lazy.cellMenu(point, () => {
      if (grid.activeCell) detail.open(grid.activeCell);
    }),
  );
  grid.on('detail', (cell) => detail.open(cell));

  const pressKey = (event: KeyboardEvent): void => {
    const isInGrid = grid.element.contains(event.target as Node);
    if (hasCommandKey(event) && !event.altKey && !event.shiftKey) {
      const key = event.key.toLowerCase();
      if (key === 'f' && calls && !grid.element.hidden) find.open();
      else if (key === 'c' && isInGrid) void copySelection(tools);
      else return;
    } else if (event.key === 'Escape' && isInGrid && detail.isOpen) detail.close();
    else if (event.key === 'Escape' && isInGrid && find.isOpen) find.close();
    else return;
    take(event);
  };
  root.addEventListener('keydown', pressKey);

  if (state.layout?.length === grid.layout.length) grid.setLayout(state.layout);
  if (state.height !== undefined) grid.setHeight(state.height);
  show(state.pane ?? (chart === undefined ? 'table' : chart.mark === 'map' ? 'map' : 'chart'), false);
  if (calls && resultSet.totalColumns !== undefined && resultSet.totalColumns > columns.length) {
    void model.loadColumns().then(() => state.layout && grid.setLayout(state.layout));
  }
  if (!isWhole(state.spec)) {
    const isSame = state.view !== undefined && state.view.resultId === resultId;
    void model.restore(state.spec, isSame ? state.view : undefined);
  }

  return {
    toolbar: bar.element,
    elements: [chips(tools, lazy), find.element, slot.element, grid.element, detail.element, status.element],
    dispose() {
      root.removeEventListener('keydown', pressKey);
      popups.close(false);
      model.cancel();
      detail.close();
      slot.dispose();
      grid.dispose();
    },
  };
}
