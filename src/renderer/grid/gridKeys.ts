import type { CellSelection, Spot } from './cellSelection.ts';

/** What keys do. Each draws what it changed. */
export interface KeyActions {
  readonly selection: CellSelection;
  readonly rowCount: number;
  readonly placeCount: number;
  /** Rows that a page key goes on by. */
  readonly pageRows: number;
  /** Place of the header that has the focus, rather than a cell. */
  readonly headerPlace: number | undefined;
  goToHeader(place: number): void;
  goToCell(spot: Spot, extend: boolean): void;
  selectRow(row: number): void;
  selectColumn(place: number): void;
  selectAll(): void;
  /** @returns false where only one cell was selected */
  collapse(): boolean;
  openDetail(): void;
  openCellMenu(): void;
  openColumnMenu(place: number): void;
  sort(place: number, add: boolean): void;
  moveColumn(place: number, step: -1 | 1): void;
  widen(place: number, pixels: number): void;
}

/** Pixels that a key changes a width by. */
const widthStep = 16;

/** @returns whether the key was for the grid, and nobody else is to act on it */
export function handleKey(event: KeyboardEvent, actions: KeyActions): boolean {
  if (event.isComposing || actions.placeCount === 0) return false;
  const { headerPlace } = actions;
  if (headerPlace !== undefined) return handleHeaderKey(event, headerPlace, actions);
  return handleCellKey(event, actions);
}

function handleHeaderKey(event: KeyboardEvent, place: number, actions: KeyActions): boolean {
  const { key, shiftKey, altKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  const go = (to: number): true => {
    actions.goToHeader(Math.min(Math.max(0, to), actions.placeCount - 1));
    return true;
  };
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined;
  if (step !== undefined) {
    if (altKey && shiftKey) actions.widen(place, step * widthStep);
    else if (altKey) actions.moveColumn(place, step);
    else return go(ctrl ? (step < 0 ? 0 : Infinity) : place + step);
    return true;
  }
  if (isMenuKey(event) || (key === 'ArrowDown' && altKey)) {
    actions.openColumnMenu(place);
    return true;
  }
  switch (key) {
    case 'Home':
      return go(0);
    case 'End':
      return go(Infinity);
    case 'ArrowUp':
    case 'PageUp':
      return true;
    case 'ArrowDown':
    case 'PageDown':
    case 'Escape':
      if (actions.rowCount === 0) return true;
      actions.goToCell({ row: key === 'ArrowDown' ? 0 : (actions.selection.active?.row ?? 0), place }, false);
      return true;
    case 'Enter':
      actions.sort(place, shiftKey);
      return true;
    case ' ':
      actions.selectColumn(place);
      return true;
    default:
      return false;
  }
}

function handleCellKey(event: KeyboardEvent, actions: KeyActions): boolean {
  const { key, shiftKey, altKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  const { active } = actions.selection;
  if (altKey) return false;
  if (!active) {
    if (!key.startsWith('Arrow')) return false;
    actions.goToHeader(0);
    return true;
  }
  if (isMenuKey(event)) {
    actions.openCellMenu();
    return true;
  }
  if (key === 'ArrowUp' && active.row === 0 && !shiftKey && !ctrl) {
    actions.goToHeader(active.place);
    return true;
  }
  const to = target(key, ctrl, active, actions);
  if (to) {
    actions.goToCell(to, shiftKey);
    return true;
  }
  if (key === 'Escape') return actions.collapse();
  if ((key === 'a' || key === 'A') && ctrl && !shiftKey) actions.selectAll();
  else if (key === ' ' && ctrl) actions.selectColumn(active.place);
  else if (key === ' ' && shiftKey) actions.selectRow(active.row);
  else if ((key === 'Enter' && !ctrl && !shiftKey) || key === 'F2') actions.openDetail();
  else return false;
  return true;
}

/** Where a key goes to, inside of the table; undefined where it goes nowhere. */
function target(
  key: string,
  ctrl: boolean,
  { row, place }: Spot,
  { rowCount, placeCount, pageRows }: KeyActions,
): Spot | undefined {
  const last = { row: rowCount - 1, place: placeCount - 1 };
  const steps: Readonly<Record<string, Spot>> = {
    ArrowUp: { row: ctrl ? 0 : row - 1, place },
    ArrowDown: { row: ctrl ? last.row : row + 1, place },
    ArrowLeft: { row, place: ctrl ? 0 : place - 1 },
    ArrowRight: { row, place: ctrl ? last.place : place + 1 },
    Home: { row: ctrl ? 0 : row, place: 0 },
    End: { row: ctrl ? last.row : row, place: last.place },
    PageUp: { row: row - pageRows, place },
    PageDown: { row: row + pageRows, place },
  };
  const to = steps[key];
  return (
    to && {
      row: Math.min(Math.max(0, to.row), last.row),
      place: Math.min(Math.max(0, to.place), last.place),
    }
  );
}

function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
