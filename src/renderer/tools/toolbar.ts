import { element } from '../element.ts';
import type { Pane } from '../resultState.ts';
import { iconButton, plainButton } from './button.ts';
import { copyKey, commandKey } from './copyCells.ts';
import { icon, type IconName } from './icon.ts';
import { nextIndex, take } from './keys.ts';
import type { LazyTools } from './lazyTools.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

export interface ToolbarActions {
  find(): void;
  columns(options: PopupOptions): void;
  show(pane: Pane): void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  /** Marks the one that is shown. */
  markPane(pane: Pane): void;
}

const panes: readonly { pane: Pane; picture: IconName; words: string }[] = [
  { pane: 'table', picture: 'table', words: 'Table' },
  { pane: 'chart', picture: 'chart', words: 'Chart' },
  { pane: 'map', picture: 'map', words: 'Map' },
];

/** What can be done with a result, at one stop of the Tab key; arrows go from tool to tool. */
export function toolbar(tools: Tools, lazy: LazyTools, actions: ToolbarActions): Toolbar {
  const { document, model, grid } = tools;
  const bar = element(document, 'div', 'toolbar');
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', 'Result');
  const switches = new Map<Pane, HTMLButtonElement>();
  if (model.calls) bar.append(paneSwitch(document, switches, actions));
  const add = (picture: IconName, name: string, open: (options: PopupOptions) => void): void => {
    const button: HTMLButtonElement = iconButton(document, picture, name, () => {
      if (tools.popups.toggle(button)) return;
      open({
        anchor: button,
        returnFocus: () => button.focus(),
        onClose: () => button.setAttribute('aria-expanded', 'false'),
      });
      button.setAttribute('aria-expanded', 'true');
    });
    button.setAttribute('aria-haspopup', picture === 'copy' || picture === 'export' ? 'menu' : 'dialog');
    button.setAttribute('aria-expanded', 'false');
    bar.append(button);
  };
  if (model.calls) {
    add('filter', 'Filter Rows', (options) => {
      const column = grid.activeCell?.column ?? 0;
      lazy.filter({ ...options, column, isFree: true });
    });
    bar.append(iconButton(document, 'find', `Find (${commandKey(document)}F)`, actions.find));
  }
  add('columns', 'Columns', actions.columns);
  add('copy', `Copy (${copyKey(document)})`, lazy.copy);
  if (model.calls) add('export', 'Export', lazy.export);
  moveByArrows(bar);
  return {
    element: bar,
    markPane(pane) {
      for (const [known, button] of switches) button.setAttribute('aria-pressed', String(known === pane));
    },
  };
}

function paneSwitch(
  document: Document,
  switches: Map<Pane, HTMLButtonElement>,
  actions: ToolbarActions,
): HTMLElement {
  const group = element(document, 'div', 'pane-switch');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Show as');
  for (const { pane, picture, words } of panes) {
    const label = element(document, 'span', 'pane-label', words);
    const button = plainButton(document, 'pane', [icon(document, picture), label], () => actions.show(pane));
    button.title = words;
    button.setAttribute('aria-label', words);
    switches.set(pane, button);
    group.append(button);
  }
  return group;
}

function moveByArrows(bar: HTMLElement): void {
  const buttons = [...bar.querySelectorAll('button')];
  const stopAt = (stop: HTMLElement): void => {
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  };
  const [first] = buttons;
  if (first) stopAt(first);
  bar.addEventListener('focusin', ({ target }) => stopAt(target as HTMLElement));
  bar.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === event.target);
    const next = nextIndex(event.key, at, buttons.length, ['ArrowLeft', 'ArrowRight']);
    if (next !== undefined) {
      take(event);
      buttons[next]?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });
}
