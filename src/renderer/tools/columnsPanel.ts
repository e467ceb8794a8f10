import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import { element } from '../element.ts';
import type { ColumnPlace } from '../grid/contract.ts';
import { formStyle } from '../style/formStyle.ts';
import { valueText } from '../valueCell.ts';
import { iconButton, textButton } from './button.ts';
import { everythingShown, moved, shownColumns, withPlace } from './layoutChange.ts';
import { take } from './keys.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

/** Lines that are drawn: the search finds the others. */
const mostLines = 200;

/** Shows all columns, to be hidden, brought back, moved and found. */
export function openColumnsPanel(tools: Tools, options: PopupOptions): void {
  const { document, grid, model, popups } = tools;
  const search = element(document, 'input', 'field');
  search.type = 'search';
  search.placeholder = 'Find a column';
  search.setAttribute('aria-label', search.placeholder);
  const list = element(document, 'ul', 'column-list');
  list.setAttribute('aria-label', 'Columns');
  const note = element(document, 'p', 'form-note');
  note.setAttribute('role', 'status');
  const setLayout = (layout: readonly ColumnPlace[]): void => {
    grid.setLayout(layout);
    draw();
  };
  const draw = (): void => {
    const { layout } = grid;
    const wanted = search.value.toLowerCase();
    const found = layout.filter(({ column }) => nameOf(column).toLowerCase().includes(wanted));
    const focused = focusedLine(list);
    list.replaceChildren(...found.slice(0, mostLines).map((place) => line(place, layout)));
    const shown = shownColumns(layout).length;
    const counts = `${formatCount(shown)} of ${formatCount(layout.length)} shown`;
    note.textContent = found.length > mostLines ? `${counts}; find others by their names` : counts;
    if (focused) list.querySelector<HTMLElement>(focused)?.focus();
    popups.place();
  };
  const nameOf = (column: number): string => model.columns[column]?.name ?? '';
  const line = (place: ColumnPlace, layout: readonly ColumnPlace[]): HTMLElement => {
    const { column, hidden, pinned } = place;
    const name = nameOf(column);
    const box = element(document, 'input');
    box.type = 'checkbox';
    box.checked = !hidden;
    // One column at least: an empty grid has no way back.
    box.disabled = !hidden && shownColumns(layout).length === 1;
    box.addEventListener('change', () => setLayout(withPlace(grid.layout, column, { hidden: !box.checked })));
    const words = element(document, 'bdi', 'check-name', ...valueText(document, name));
    words.title = visibleText(name);
    const label = element(document, 'label', 'check', box, words);
    if (pinned) label.append(element(document, 'span', 'check-count', 'pinned'));
    const move = (by: -1 | 1): void => {
      const next = moved(grid.layout, column, by);
      if (next) setLayout(next);
    };
    const buttons = ([-1, 1] as const).map((by) => {
      const way = by < 0 ? 'left' : 'right';
      const button = iconButton(
        document,
        by < 0 ? 'up' : 'down',
        visibleText(`Move ${name} to the ${way}`),
        () => move(by),
      );
      button.disabled = hidden || moved(layout, column, by) === undefined;
      button.dataset['move'] = way;
      return button;
    });
    const item = element(document, 'li', '', label, ...buttons);
    item.dataset['column'] = String(column);
    item.addEventListener('keydown', (event) => {
      if (!event.altKey || hidden || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      take(event);
      move(event.key === 'ArrowUp' ? -1 : 1);
    });
    return item;
  };
  const everything = textButton(document, 'Show All', () => setLayout(everythingShown(grid.layout)));
  everything.title = 'All columns, in the order of the result';
  const close = textButton(document, 'Close', () => popups.close());
  const buttons = element(document, 'div', 'form-buttons', everything, close);
  const panel = element(document, 'div', 'form', search, list, note, buttons);
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Columns');
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });
  search.addEventListener('input', draw);
  draw();
  popups.open(panel, options, formStyle);
  search.focus();
}

/** Of the control that has the focus, so that the line drawn anew gets it back. */
function focusedLine(list: HTMLElement): string | undefined {
  const { activeElement } = list.ownerDocument;
  const column = activeElement?.closest<HTMLElement>('li')?.dataset['column'];
  if (!list.contains(activeElement) || column === undefined) return undefined;
  const way = (activeElement as HTMLElement).dataset['move'];
  return `[data-column="${column}"] ${way === undefined ? 'input' : `[data-move="${way}"]:enabled, [data-column="${column}"] input`}`;
}
