import type { SelectHow, Spot } from './cellSelection.ts';
import { EdgeScroll } from './edgeScroll.ts';
import { followPull } from './pull.ts';

/** What the pointer does to cells. Each draws what it changed. */
export interface CellPointerActions {
  readonly scroller: HTMLElement;
  /** What is in sight of the cells that scroll: sides on the page. */
  readonly cellArea: DOMRect;
  /** The cell at a point of the page, or the nearest one that is in sight. */
  spotAt(x: number, y: number): Spot;
  includes(spot: Spot): boolean;
  select(kind: 'cell' | 'row', spot: Spot, how: SelectHow): void;
  selectAll(): void;
  scrollBy(x: number, y: number): void;
  openDetail(spot: Spot): void;
  openMenu(x: number, y: number): void;
}

/** Lets the mouse select cells, rows and blocks, and open what is behind a cell. */
export function watchCellPointer(actions: CellPointerActions): void {
  const { scroller } = actions;
  scroller.addEventListener('pointerdown', (event) => {
    const { target } = event;
    if (!isElement(target)) return;
    if (event.button === 0 && target.closest('.corner')) return actions.selectAll();
    const place = placeOf(target);
    if (!place) return;
    const { kind, spot } = place;
    const add = event.ctrlKey || event.metaKey;
    // Ctrl and a click is how a Mac with one button opens a menu.
    if (event.button === 2 || (event.ctrlKey && isMac(scroller))) {
      // A menu is about what is selected, where it is opened on it.
      if (!actions.includes(spot)) actions.select(kind, spot, {});
      return;
    }
    if (event.button !== 0) return;
    actions.select(kind, spot, { extend: event.shiftKey, add });
    // A finger that moves scrolls.
    if (event.pointerType !== 'touch') dragSelection(event, kind, actions);
  });
  scroller.addEventListener('dblclick', ({ target }) => {
    const place = isElement(target) ? placeOf(target) : undefined;
    if (place?.kind === 'cell') actions.openDetail(place.spot);
  });
  scroller.addEventListener('contextmenu', (event) => {
    if (!isElement(event.target) || !placeOf(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    actions.openMenu(event.clientX, event.clientY);
  });
}

/** While the pointer is beyond an edge the table scrolls, and the selection goes on growing. */
function dragSelection(start: PointerEvent, kind: 'cell' | 'row', actions: CellPointerActions): void {
  const { scroller } = actions;
  let at = { x: start.clientX, y: start.clientY };
  let hasMoved = false;
  const grow = (): void => actions.select(kind, actions.spotAt(at.x, at.y), { extend: true });
  const edges = new EdgeScroll(scroller.ownerDocument.defaultView, {
    sides: () => {
      const { left, right, top, bottom } = actions.cellArea;
      return kind === 'row'
        ? { left: -Infinity, right: Infinity, top, bottom }
        : { left, right, top, bottom };
    },
    scrollBy: (x, y) => actions.scrollBy(x, y),
    scrolled: grow,
  });
  followPull(start, scroller, {
    moved({ x, y, movedX, movedY }) {
      // A click of a trembling hand selects one cell.
      hasMoved ||= Math.abs(movedX) + Math.abs(movedY) > 3;
      if (!hasMoved) return;
      at = { x, y };
      grow();
      edges.moveTo(at);
    },
    ended: () => edges.stop(),
  });
}

/** The cell, or the row by its number, that an element belongs to. */
function placeOf(target: Element): { kind: 'cell' | 'row'; spot: Spot } | undefined {
  const cell = target.closest('[role="gridcell"][aria-colindex], [role="rowheader"]');
  const row = Number(cell?.closest('[role="row"]')?.getAttribute('aria-rowindex')) - 2;
  if (!cell || !(row >= 0)) return undefined;
  const isNumber = cell.getAttribute('role') === 'rowheader';
  const place = isNumber ? 0 : Number(cell.getAttribute('aria-colindex')) - 2;
  return { kind: isNumber ? 'row' : 'cell', spot: { row, place } };
}

function isElement(target: EventTarget | null): target is Element {
  return target !== null && 'closest' in target;
}

function isMac(element: HTMLElement): boolean {
  return /Mac/.test(element.ownerDocument.defaultView?.navigator.platform ?? '');
}
