import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { element } from '../element.ts';
import type { Spot } from './cellSelection.ts';
import { cellSlot, drawCell, SlotRow, type CellSlot, type DrawnColumns } from './drawnCells.ts';

/** What the body shows. */
export interface BodyLook {
  readonly columns: DrawnColumns;
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** Pixels by which the first row is above the top. */
  readonly shift: number;
  readonly active: Spot | undefined;
  readonly pattern: RegExp | undefined;
  value(row: number, column: number): string | null | undefined;
  selectedIn(row: number): (place: number) => boolean;
}

interface DrawnRow {
  readonly slots: SlotRow<CellSlot>;
  readonly number: HTMLElement;
  row: number;
}

/** The rows in sight. Elements that scroll out of it come in again on the other side. */
export class DrawnRows {
  readonly element: HTMLElement;
  readonly #activeId: string;
  readonly #rows: DrawnRow[] = [];
  #active: HTMLElement | undefined;

  /** @param activeId ID that the element of the active cell is given */
  constructor(document: Document, activeId: string) {
    this.element = element(document, 'div', 'rows');
    this.element.setAttribute('role', 'rowgroup');
    this.#activeId = activeId;
  }

  /** @returns whether the active cell is among what is drawn */
  draw(look: BodyLook): boolean {
    const { from, to } = look;
    this.#turn(from, to - from);
    for (const drawn of this.#rows.splice(to - from)) drawn.slots.element.remove();
    while (this.#rows.length < to - from) this.#add();
    this.#rows.forEach((drawn, at) => this.#drawRow(drawn, from + at, look));
    this.element.style.transform = `translateY(${-look.shift}px)`;
    const { active } = look;
    return this.#mark(active && this.#rows[active.row - from]?.slots.slotAt(active.place)?.element);
  }

  /** Of a row that is drawn. */
  cellAt({ row, place }: Spot): HTMLElement | undefined {
    return this.#rows.find((drawn) => drawn.row === row)?.slots.slotAt(place)?.element;
  }

  /** Of all rows that are drawn. */
  cellsAt(place: number): HTMLElement[] {
    return this.#rows.flatMap(({ slots }) => slots.slotAt(place)?.element ?? []);
  }

  #drawRow(drawn: DrawnRow, row: number, { columns, value, selectedIn, pattern }: BodyLook): void {
    const { slots, number } = drawn;
    if (drawn.row !== row) {
      drawn.row = row;
      slots.element.setAttribute('aria-rowindex', String(row + 2));
      slots.element.classList.toggle('odd', row % 2 === 1);
      number.textContent = formatCount(row + 1);
    }
    const isSelected = selectedIn(row);
    slots.place(columns, (slot) =>
      drawCell(slot, {
        value: value(row, slot.column),
        pattern,
        isSelected: isSelected(slot.place),
        isNumeric: columns.describe(slot.column).numeric,
      }),
    );
  }

  /** As `SlotRow` does with columns. */
  #turn(from: number, count: number): void {
    const step = from - (this.#rows[0]?.row ?? from);
    if (step === 0 || Math.abs(step) >= Math.min(count, this.#rows.length)) return;
    const turned = step > 0 ? this.#rows.splice(0, step) : this.#rows.splice(step);
    const elements = turned.map(({ slots }) => slots.element);
    if (step > 0) {
      this.element.append(...elements);
      this.#rows.push(...turned);
    } else {
      this.element.prepend(...elements);
      this.#rows.unshift(...turned);
    }
  }

  #add(): void {
    const { ownerDocument: document } = this.element;
    const row = element(document, 'div', 'row');
    row.setAttribute('role', 'row');
    const number = element(document, 'div', 'row-number');
    number.setAttribute('role', 'rowheader');
    number.setAttribute('aria-colindex', '1');
    this.#rows.push({ slots: new SlotRow(row, number, () => cellSlot(document)), number, row: -1 });
    this.element.append(row);
  }

  #mark(active: HTMLElement | undefined): boolean {
    if (this.#active !== active) {
      this.#active?.classList.remove('active');
      this.#active?.removeAttribute('id');
      active?.classList.add('active');
      if (active) active.id = this.#activeId;
      this.#active = active;
    }
    return active !== undefined;
  }
}
