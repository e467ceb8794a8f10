import { element } from '../element.ts';
import { menuStyle } from '../style/menuStyle.ts';
import { plainButton } from './button.ts';
import { icon } from './icon.ts';
import { hasCommandKey, nextIndex, take } from './keys.ts';
import type { PopupOptions, Popups } from './popups.ts';

export interface MenuItem {
  readonly label: string;
  /** A key, or what it works on. */
  readonly hint?: string;
  /** Given: one of several, marked where it is the one. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  run(): void;
}

/** Items between two lines; with a heading that says what they work on. */
export interface MenuGroup {
  readonly heading?: string;
  readonly items: readonly MenuItem[];
}

/** Shows a menu and gives it the focus. Groups without items leave no line. */
export function openMenu(
  document: Document,
  popups: Popups,
  name: string,
  groups: readonly MenuGroup[],
  options: PopupOptions,
): void {
  const menu = element(document, 'div', 'menu');
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', name);
  const filled = groups.filter(({ items }) => items.length > 0);
  menu.append(...filled.map((group) => groupView(document, popups, group)));
  const items = [...menu.querySelectorAll<HTMLButtonElement>('.menu-item')];
  const focus = (at: number): void => items[at]?.focus();
  menu.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item === document.activeElement);
    const next = nextIndex(event.key, at, items.length, ['ArrowUp', 'ArrowDown']);
    if (next !== undefined) {
      take(event);
      focus(next);
    } else if (event.key === 'Tab') {
      take(event);
      popups.close();
    } else if (event.key === 'Enter' || event.key === ' ') {
      // The browser presses the button by itself.
      event.stopPropagation();
    } else if (event.key.length === 1 && !hasCommandKey(event) && !event.altKey) {
      take(event);
      focus(startingWith(items, event.key, at));
    }
  });
  // A menu has no field in which the pointer and the keyboard could disagree.
  menu.addEventListener('pointermove', ({ target }) =>
    (target as Element).closest<HTMLElement>('.menu-item')?.focus({ preventScroll: true }),
  );
  popups.open(menu, options, menuStyle);
  focus(0);
}

function groupView(document: Document, popups: Popups, { heading, items }: MenuGroup): HTMLElement {
  const group = element(document, 'div', 'menu-group');
  group.setAttribute('role', 'group');
  if (heading !== undefined) {
    group.setAttribute('aria-label', heading);
    const title = element(document, 'div', 'menu-heading', heading);
    title.setAttribute('aria-hidden', 'true');
    group.append(title);
  }
  group.append(...items.map((item) => itemView(document, popups, item)));
  return group;
}

function itemView(document: Document, popups: Popups, item: MenuItem): HTMLElement {
  const mark = element(document, 'span', 'menu-mark');
  if (item.checked) mark.append(icon(document, 'check'));
  const view = plainButton(
    document,
    'menu-item',
    [mark, element(document, 'span', 'menu-label', item.label)],
    () => {
      if (item.disabled) return;
      popups.close();
      item.run();
    },
  );
  if (item.hint !== undefined) view.append(element(document, 'span', 'menu-hint', item.hint));
  view.tabIndex = -1;
  view.setAttribute('role', item.checked === undefined ? 'menuitem' : 'menuitemradio');
  if (item.checked !== undefined) view.setAttribute('aria-checked', String(item.checked));
  if (item.disabled) view.setAttribute('aria-disabled', 'true');
  return view;
}

/** The next item behind the active one that starts with the letter; else the active one. */
function startingWith(items: readonly HTMLElement[], letter: string, at: number): number {
  const wanted = letter.toLowerCase();
  const order = items.map((_, step) => (at + 1 + step) % items.length);
  return order.find((index) => labelOf(items[index]).startsWith(wanted)) ?? at;
}

function labelOf(item: HTMLElement | undefined): string {
  return item?.querySelector('.menu-label')?.textContent?.toLowerCase() ?? '';
}
