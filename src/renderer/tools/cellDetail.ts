import { columnKind } from '../../core/redshift/results/page/columnKind.ts';
import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { GridCalls } from '../../protocol/gridMessages.ts';
import { isCancelled, refusalText } from '../callRefused.ts';
import { element } from '../element.ts';
import type { CellPlace } from '../grid/contract.ts';
import { styleElement } from '../style/styleElement.ts';
import { detailStyle } from '../style/detailStyle.ts';
import { messageText, valueText } from '../valueCell.ts';
import { iconButton } from './button.ts';
import { parseJson } from './jsonNodes.ts';
import { jsonTree } from './jsonTree.ts';
import { hasCommandKey, take } from './keys.ts';
import type { Tools } from './tools.ts';

export interface CellDetail {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** Shows the cell; where it is shown already, gives the focus to its value. */
  open(cell: CellPlace): void;
  close(): void;
}

/** Milliseconds that the active cell stays before its value is asked for. */
const movingPause = 120;
/** Characters that are drawn; the editor has all. */
const mostDrawn = 100_000;

type Value = GridCalls['cell']['answer'];

/** The whole value of the active cell, below the grid. */
export function cellDetail(tools: Tools): CellDetail {
  const { document, model, grid } = tools;
  const title = element(document, 'div', 'detail-title');
  const copy = iconButton(document, 'copy', 'Copy Value', () => void copyShown());
  const open = iconButton(document, 'open', 'Open in Editor', () => void openShown());
  const end = iconButton(document, 'close', 'Close (Escape)', () => close());
  const bar = element(document, 'div', 'detail-bar', title, copy, open, end);
  const body = element(document, 'div', 'detail-body');
  const panel = element(document, 'section', 'detail', styleElement(document, detailStyle), bar, body);
  panel.hidden = true;
  let shown: CellPlace | undefined;
  let value: Value | undefined;
  let asking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (cell: CellPlace, drawn: Value): void => {
    value = drawn;
    const { name = '', typeName = '' } = model.columns[cell.column] ?? {};
    const place = [`row ${formatCount(cell.row + 1)}`, lengthText(drawn, typeName)].filter(
      (words) => words !== '',
    );
    panel.setAttribute('aria-label', visibleText(`Value of ${name}, row ${formatCount(cell.row + 1)}`));
    title.replaceChildren(
      element(document, 'bdi', 'detail-name', ...valueText(document, name)),
      element(document, 'bdi', 'type', ...valueText(document, typeName)),
      element(document, 'span', 'detail-place', place.join(' · ')),
    );
    body.replaceChildren(valueView(document, drawn, typeName));
    copy.hidden = !drawn.value;
  };

  const show = async (cell: CellPlace): Promise<void> => {
    clearTimeout(timer);
    asking?.abort();
    shown = cell;
    panel.hidden = false;
    const { calls, view } = model;
    open.hidden = !calls;
    if (!calls) return draw(cell, model.previewValue(cell));
    const { signal } = (asking = new AbortController());
    try {
      const answer = await calls.call('cell', { ...cell, viewId: view.viewId }, { signal });
      if (!signal.aborted) draw(cell, answer);
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      value = undefined;
      body.replaceChildren(element(document, 'p', 'problem', refusalText(error)));
    }
  };

  const close = (): void => {
    clearTimeout(timer);
    asking?.abort();
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    shown = undefined;
    if (hadFocus) grid.focus();
  };

  const copyShown = async (): Promise<void> => {
    if (!value?.value) return;
    try {
      await document.defaultView?.navigator.clipboard.writeText(value.value);
      tools.say('Copied the value');
    } catch {
      tools.say('This window doesn’t allow copying from here. Copy the cell in the grid.');
    }
  };

  const openShown = async (): Promise<void> => {
    if (!shown) return;
    await model.calls?.call('openCell', { ...shown, viewId: model.view.viewId }).catch(tools.refuse);
  };

  const follow = (): void => {
    const { activeCell: active } = grid;
    if (panel.hidden || !active) return;
    if (active.row === shown?.row && active.column === shown.column) return;
    clearTimeout(timer);
    timer = setTimeout(() => void show(active), movingPause);
  };
  grid.on('selection', follow);
  // The same place holds another value then.
  model.on('view', () => {
    shown = undefined;
    if (grid.activeCell) follow();
    else close();
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !hasCommandKey(event)) {
      take(event);
      close();
    } else if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });

  return {
    element: panel,
    get isOpen() {
      return !panel.hidden;
    },
    open(cell) {
      if (!panel.hidden && shown?.row === cell.row && shown.column === cell.column)
        body.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
      else void show(cell);
    },
    close,
  };
}

function valueView(document: Document, { value, length }: Value, typeName: string): HTMLElement {
  if (value === null) return lineView(document, 'null', 'NULL');
  if (value === '') return lineView(document, 'null', 'Empty text');
  const isWhole = value.length >= length;
  if (isWhole && columnKind(typeName) === 'json') {
    const node = parseJson(value);
    if (node?.kind === 'object' || node?.kind === 'array') return jsonTree(document, node, 'JSON');
  }
  const drawn = value.slice(0, mostDrawn);
  const text = element(document, 'pre', 'detail-text', ...messageText(document, drawn));
  // Without it the keyboard could not scroll it.
  text.tabIndex = 0;
  text.setAttribute('role', 'group');
  text.setAttribute('aria-label', 'Value');
  if (drawn.length >= Math.max(length, value.length)) return text;
  const note = `The first ${formatCount(drawn.length)} characters. Open it in an editor to see all.`;
  return element(document, 'div', '', text, element(document, 'p', 'form-note', note));
}

function lineView(document: Document, className: string, words: string): HTMLElement {
  const line = element(document, 'p', className, words);
  line.tabIndex = 0;
  line.setAttribute('role', 'group');
  line.setAttribute('aria-label', 'Value');
  return line;
}

/** Of text in characters, of VARBYTE in bytes; nothing of what is short by nature. */
function lengthText({ value, length }: Value, typeName: string): string {
  if (value === null) return '';
  const kind = columnKind(typeName);
  const size = Math.max(length, value.length);
  if (kind === 'binary') return `${formatCount(Math.ceil(size / 2))} bytes`;
  if (kind !== 'text' && kind !== 'json' && kind !== 'geometry') return '';
  return `${formatCount(size)} ${size === 1 ? 'character' : 'characters'}`;
}
