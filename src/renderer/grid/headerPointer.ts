import type { HeaderSlot } from './drawnHeader.ts';
import { EdgeScroll } from './edgeScroll.ts';
import { followPull } from './pull.ts';

/** What the pointer does to headers. Each draws what it changed. */
export interface HeaderPointerActions {
  readonly header: HTMLElement;
  slotOf(target: Node): HeaderSlot | undefined;
  width(column: number): number;
  /** @param isLast false while it is still being pulled */
  resize(column: number, width: number, isLast: boolean): void;
  fit(column: number): void;
  /** What is in sight of the columns that a pulled one can come between: sides on the page. */
  readonly columnArea: { readonly left: number; readonly right: number };
  scrollBy(x: number, y: number): void;
  /** The place in front of which a column would come, at a point of the page. */
  gapAt(x: number): number;
  /** Shows where a column would come; undefined ends it. */
  showGap(place: number | undefined): void;
  move(column: number, before: number): void;
  sort(column: number, add: boolean): void;
  selectColumn(place: number, how: { extend: boolean; add: boolean }): void;
  openMenu(slot: HeaderSlot): void;
}

/** Pixels from where on a press is a pull. */
const firmPull = 5;

/** Lets the mouse sort, select, widen and move columns, and open their menus. */
export function watchHeaderPointer(actions: HeaderPointerActions): void {
  const { header } = actions;
  let wasPulled = false;
  header.addEventListener('pointerdown', (event) => {
    wasPulled = false;
    const slot = slotAt(event, actions);
    if (!slot || event.button !== 0 || isIn(event, '.column-menu')) return;
    if (isIn(event, '.edge')) return pullEdge(event, slot, actions);
    pullColumn(event, slot, actions, () => (wasPulled = true));
  });
  header.addEventListener('click', (event) => {
    const slot = slotAt(event, actions);
    if (!slot || wasPulled || isIn(event, '.edge')) return;
    const add = event.ctrlKey || event.metaKey;
    if (isIn(event, '.column-menu')) actions.openMenu(slot);
    else if (isIn(event, '.line')) actions.sort(slot.column, event.shiftKey || add);
    else actions.selectColumn(slot.place, { extend: event.shiftKey, add });
  });
  header.addEventListener('dblclick', (event) => {
    const slot = slotAt(event, actions);
    if (slot && isIn(event, '.edge')) actions.fit(slot.column);
  });
  header.addEventListener('contextmenu', (event) => {
    const slot = slotAt(event, actions);
    if (!slot) return;
    event.preventDefault();
    event.stopPropagation();
    actions.openMenu(slot);
  });
}

function pullEdge(event: PointerEvent, { column }: HeaderSlot, actions: HeaderPointerActions): void {
  const before = actions.width(column);
  let width = before;
  followPull(event, actions.header, {
    moved({ movedX }) {
      width = before + movedX;
      actions.resize(column, width, false);
    },
    ended(isKept) {
      if (width !== before) actions.resize(column, isKept ? width : before, true);
    },
  });
}

function pullColumn(
  event: PointerEvent,
  { column }: HeaderSlot,
  actions: HeaderPointerActions,
  onPull: () => void,
): void {
  let at = event.clientX;
  let gap: number | undefined;
  const showGap = (): void => {
    const { left, right } = actions.columnArea;
    gap = actions.gapAt(Math.min(Math.max(left, at), right));
    actions.showGap(gap);
  };
  const edges = new EdgeScroll(actions.header.ownerDocument.defaultView, {
    sides: () => ({ ...actions.columnArea, top: -Infinity, bottom: Infinity }),
    scrollBy: (x) => actions.scrollBy(x, 0),
    scrolled: showGap,
  });
  followPull(event, actions.header, {
    moved({ x, y, movedX, movedY }) {
      if (gap === undefined && Math.hypot(movedX, movedY) < firmPull) return;
      onPull();
      at = x;
      showGap();
      edges.moveTo({ x, y });
    },
    ended(isKept) {
      edges.stop();
      actions.showGap(undefined);
      if (isKept && gap !== undefined) actions.move(column, gap);
    },
  });
}

function slotAt({ target }: Event, actions: HeaderPointerActions): HeaderSlot | undefined {
  return target === null ? undefined : actions.slotOf(target as Node);
}

function isIn({ target }: Event, selector: string): boolean {
  return target !== null && 'closest' in target && (target as Element).closest(selector) !== null;
}
