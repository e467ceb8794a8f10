import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { element } from '../element.ts';
import { drawValue } from './cellText.ts';

/** Columns that are drawn, by place; both ends of the moving ones are included. */
export interface DrawnColumns {
  readonly pinnedCount: number;
  readonly first: number;
  readonly last: number;
  /** Pixels by which the first moving one is left of where the moving ones begin. */
  readonly shift: number;
  column(place: number): number;
  width(place: number): number;
  describe(column: number): ResultColumn;
}

/** One place of a row or of the header; it is used for one column after another. */
export interface Slot {
  readonly element: HTMLElement;
  place: number;
  column: number;
  width: number;
}

/** The elements of a row: one in front, the pinned ones, and the moving ones, which stay in order while they are used again. */
export class SlotRow<S extends Slot> {
  readonly element: HTMLElement;
  readonly #strip: HTMLElement;
  readonly #make: () => S;
  #pinned: S[] = [];
  #moving: S[] = [];
  #shift = NaN;

  constructor(row: HTMLElement, front: HTMLElement, make: () => S) {
    const { ownerDocument: document } = row;
    this.element = row;
    this.#make = make;
    this.#strip = element(document, 'div', 'strip');
    row.append(front, element(document, 'div', 'moving', this.#strip));
  }

  /** @param draw is called for each slot; `isNew` where it had another column before */
  place(columns: DrawnColumns, draw: (slot: S, isNew: boolean) => void): void {
    const { first, last, pinnedCount } = columns;
    this.#fill(pinnedCount, this.#pinned, (slot) => this.#strip.parentElement?.before(slot.element));
    const count = Math.max(0, last - first + 1);
    this.#turn(first, count);
    this.#fill(count, this.#moving, (slot) => this.#strip.append(slot.element));
    this.#pinned.forEach((slot, place) => this.#set(slot, place, columns, draw));
    this.#moving.forEach((slot, at) => this.#set(slot, first + at, columns, draw));
    if (this.#shift === columns.shift) return;
    this.#shift = columns.shift;
    this.#strip.style.transform = `translateX(${-columns.shift}px)`;
  }

  slotAt(place: number): S | undefined {
    return this.#pinned[place] ?? this.#moving.find((slot) => slot.place === place);
  }

  get slots(): readonly S[] {
    return [...this.#pinned, ...this.#moving];
  }

  /** Puts slots that are out of sight on one side behind those on the other, so that most keep their column. */
  #turn(first: number, count: number): void {
    const step = first - (this.#moving[0]?.place ?? first);
    if (step === 0 || Math.abs(step) >= Math.min(count, this.#moving.length)) return;
    if (step > 0) {
      const turned = this.#moving.splice(0, step);
      this.#strip.append(...turned.map((slot) => slot.element));
      this.#moving.push(...turned);
    } else {
      const turned = this.#moving.splice(step);
      this.#strip.prepend(...turned.map((slot) => slot.element));
      this.#moving.unshift(...turned);
    }
  }

  #fill(count: number, slots: S[], add: (slot: S) => void): void {
    for (const slot of slots.splice(count)) slot.element.remove();
    while (slots.length < count) {
      const slot = this.#make();
      slots.push(slot);
      add(slot);
    }
  }

  #set(slot: S, place: number, columns: DrawnColumns, draw: (slot: S, isNew: boolean) => void): void {
    const column = columns.column(place);
    const isNew = slot.column !== column;
    slot.column = column;
    if (slot.place !== place) slot.element.setAttribute('aria-colindex', String(place + 2));
    slot.place = place;
    const width = columns.width(place);
    if (slot.width !== width) slot.element.style.width = `${width}px`;
    slot.width = width;
    draw(slot, isNew);
  }
}

/** A slot of a row of values. */
export interface CellSlot extends Slot {
  isDrawn: boolean;
  value: string | null | undefined;
  pattern: RegExp | undefined;
  isSelected: boolean | undefined;
  isNumeric: boolean | undefined;
}

export function cellSlot(document: Document): CellSlot {
  const cell = element(document, 'div', 'cell');
  cell.setAttribute('role', 'gridcell');
  return {
    element: cell,
    place: -1,
    column: -1,
    width: -1,
    isDrawn: false,
    value: undefined,
    pattern: undefined,
    isSelected: undefined,
    isNumeric: undefined,
  };
}

/** Changes of the element only what is another than before. */
export function drawCell(
  slot: CellSlot,
  look: {
    readonly value: string | null | undefined;
    readonly pattern: RegExp | undefined;
    readonly isSelected: boolean;
    readonly isNumeric: boolean;
  },
): void {
  const { element: cell } = slot;
  const { value, pattern, isSelected, isNumeric } = look;
  if (!slot.isDrawn || slot.value !== value || slot.pattern !== pattern) drawValue(cell, value, pattern);
  if (slot.isSelected !== isSelected) cell.setAttribute('aria-selected', String(isSelected));
  if (slot.isNumeric !== isNumeric) cell.classList.toggle('number', isNumeric);
  Object.assign(slot, look, { isDrawn: true });
}
