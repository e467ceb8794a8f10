import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { element } from '../element.ts';
import { valueText } from '../valueCell.ts';
import { SlotRow, type DrawnColumns, type Slot } from './drawnCells.ts';

export interface SortMark {
  readonly column: number;
  readonly descending: boolean;
}

/** What headers show besides names and types. */
export interface HeaderLook {
  readonly columns: DrawnColumns;
  readonly sorted: readonly SortMark[];
  readonly filtered: ReadonlySet<number>;
  /** Place of the header that has the focus. */
  readonly active: number | undefined;
  /** Changes where headers that are drawn already have to be drawn anew. */
  readonly version: number;
}

export interface HeaderSlot extends Slot {
  readonly menu: HTMLElement;
  version: number;
}

/** Names and types of the columns, each with its marks, a button for its menu and an edge to pull. */
export class DrawnHeader {
  readonly element: HTMLElement;
  readonly corner: HTMLElement;
  readonly #slots: SlotRow<HeaderSlot>;
  readonly #activeId: string;
  #active: HTMLElement | undefined;

  constructor(document: Document, activeId: string) {
    this.#activeId = activeId;
    const row = element(document, 'div', 'row head');
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', '1');
    this.corner = element(document, 'div', 'corner', element(document, 'span', 'unseen', 'Row'));
    this.corner.setAttribute('role', 'columnheader');
    this.corner.setAttribute('aria-colindex', '1');
    this.corner.title = 'Select All';
    this.#slots = new SlotRow(row, this.corner, () => headerSlot(document));
    this.element = element(document, 'div', 'header', row);
    this.element.setAttribute('role', 'rowgroup');
  }

  /** @returns whether the active header is among what is drawn */
  draw({ columns, sorted, filtered, active, version }: HeaderLook): boolean {
    this.#slots.place(columns, (slot, isNew) => {
      if (!isNew && slot.version === version) return;
      slot.version = version;
      drawHeader(slot, columns.describe(slot.column), sorted, filtered.has(slot.column));
    });
    const found = active === undefined ? undefined : this.#slots.slotAt(active)?.element;
    if (this.#active !== found) {
      this.#active?.classList.remove('active');
      this.#active?.removeAttribute('id');
      found?.classList.add('active');
      if (found) found.id = this.#activeId;
      this.#active = found;
    }
    return found !== undefined;
  }

  /** The header that an element is in. */
  slotOf(target: Node): HeaderSlot | undefined {
    return this.#slots.slots.find((slot) => slot.element.contains(target));
  }

  slotAt(place: number): HeaderSlot | undefined {
    return this.#slots.slotAt(place);
  }
}

function headerSlot(document: Document): HeaderSlot {
  const menu = element(document, 'button', 'column-menu', chevron(document));
  menu.type = 'button';
  // The grid is one stop of the Tab key; its own keys open the menu.
  menu.tabIndex = -1;
  const header = element(document, 'div', 'cell');
  header.setAttribute('role', 'columnheader');
  return { element: header, menu, place: -1, column: -1, width: -1, version: -1 };
}

function drawHeader(
  { element: header, menu, column }: HeaderSlot,
  { name, typeName, numeric }: ResultColumn,
  sorted: readonly SortMark[],
  isFiltered: boolean,
): void {
  const { ownerDocument: document } = header;
  const at = sorted.findIndex((key) => key.column === column);
  const key = sorted[at];
  const marks: HTMLElement[] = [];
  if (key) {
    header.setAttribute('aria-sort', key.descending ? 'descending' : 'ascending');
    marks.push(mark(document, 'sort', key.descending ? '↓' : '↑', sorted.length > 1 ? String(at + 1) : ''));
  } else header.removeAttribute('aria-sort');
  if (isFiltered) marks.push(funnelMark(document));
  header.classList.toggle('number', numeric);
  const shown = visibleText(name);
  const spoken = [shown, visibleText(typeName)];
  if (key && sorted.length > 1) spoken.push(`sorted ${at + 1} of ${sorted.length}`);
  if (isFiltered) spoken.push('filtered');
  header.setAttribute('aria-label', spoken.join(', '));
  menu.setAttribute('aria-label', `Menu of ${shown}`);
  menu.title = `Sort, filter, column ${shown}`;
  const label = element(document, 'bdi', 'name', ...valueText(document, name));
  label.title = `${shown} · ${visibleText(typeName)}`;
  header.replaceChildren(
    element(document, 'div', 'line', label, ...marks),
    element(document, 'bdi', 'type', ...valueText(document, typeName)),
    menu,
    element(document, 'div', 'edge'),
  );
}

/** What the eye sees; what a screen reader says is `aria-sort`. */
function mark(document: Document, className: string, sign: string, order: string): HTMLElement {
  const made = element(document, 'span', `mark ${className}`, sign);
  if (order !== '') made.append(element(document, 'small', '', order));
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function funnelMark(document: Document): HTMLElement {
  const made = element(document, 'span', 'mark filter', icon(document, 'M2 3h12L9.5 8.5V13l-3-1.5v-3z'));
  made.setAttribute('aria-hidden', 'true');
  made.title = 'Filtered';
  return made;
}

function chevron(document: Document): SVGElement {
  return icon(document, 'M3.5 6 8 10.5 12.5 6');
}

function icon(document: Document, shape: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', shape);
  svg.append(path);
  return svg;
}
