import type { ColumnPlace } from './contract.ts';
import { leastWidth, mostWidth } from './firstWidths.ts';

/** Part of the view that pinned columns may take; those that don't fit scroll with the others. */
const mostPinned = 0.6;

/** Where columns stand in a view of some width. Places count from 0 over the columns that are not hidden. */
export interface ColumnGeometry {
  /** Pinned columns that stay; they are the first places. */
  readonly pinnedCount: number;
  /** Pixels that row numbers and pinned columns take. */
  readonly pinnedWidth: number;
  /** Pixels of all columns that scroll. */
  readonly movingWidth: number;
}

/** The order, widths and places of columns. */
export class ColumnLayout {
  #places: ColumnPlace[];
  #shown: number[] = [];
  #widths: number[] = [];
  /** Left side of each place, and behind the last one the right side of it, in pixels from the first place. */
  #lefts: number[] = [0];
  #pinned = 0;

  constructor(widths: readonly number[]) {
    this.#places = widths.map((width, column) => ({ column, width, hidden: false, pinned: false }));
    this.#arrange();
  }

  /** All columns, pinned ones first. */
  get places(): readonly ColumnPlace[] {
    return this.#places;
  }

  /** Columns that are not hidden, by place. */
  get shown(): readonly number[] {
    return this.#shown;
  }

  /** Each column of the result once; columns that are not named come behind. */
  set(places: readonly ColumnPlace[]): void {
    const known = new Map(this.#places.map((place) => [place.column, place]));
    const ordered: ColumnPlace[] = [];
    for (const place of [...places, ...this.#places]) {
      if (known.delete(place.column)) ordered.push({ ...place, width: clampWidth(place.width) });
    }
    this.#places = ordered;
    this.#arrange();
  }

  /** Columns that came to be known later. @param widths of those, in pixels */
  add(widths: readonly number[]): void {
    const first = this.#places.length;
    this.#places = this.#places.concat(
      widths.map((width, index) => ({ column: first + index, width, hidden: false, pinned: false })),
    );
    this.#arrange();
  }

  resize(column: number, width: number): void {
    this.set(this.#places.map((place) => (place.column === column ? { ...place, width } : place)));
  }

  /** Puts a column in front of the one at a place, or behind all. It is pinned where its new neighbours are. */
  move(column: number, before: number): void {
    const moved = this.#places.find((place) => place.column === column);
    if (!moved) return;
    const target = this.#shown[before];
    if (target === column) return;
    const pinned = before < this.#pinned || (before === this.#pinned && moved.pinned);
    const rest = this.#places.filter((place) => place !== moved);
    const at = target === undefined ? rest.length : rest.findIndex((place) => place.column === target);
    this.set([...rest.slice(0, at), { ...moved, pinned }, ...rest.slice(at)]);
  }

  placeOf(column: number): number {
    return this.#shown.indexOf(column);
  }

  width(place: number): number {
    return this.#widths[place] ?? 0;
  }

  geometry(viewWidth: number, numberWidth: number): ColumnGeometry {
    const room = viewWidth * mostPinned;
    let pinnedCount = 0;
    while (pinnedCount < this.#pinned && numberWidth + this.left(pinnedCount + 1) <= room) pinnedCount++;
    const pinnedWidth = numberWidth + this.left(pinnedCount);
    return { pinnedCount, pinnedWidth, movingWidth: this.left(this.#shown.length) - this.left(pinnedCount) };
  }

  /** Pixels from the left side of the first place. */
  left(place: number): number {
    return this.#lefts[Math.min(place, this.#shown.length)] ?? 0;
  }

  /** The place at a distance from the left side of the first place; the last one where it is beyond. */
  placeAt(x: number): number {
    let low = 0;
    let high = this.#shown.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lefts[middle] ?? 0) <= x) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  #arrange(): void {
    const pinned = this.#places.filter((place) => place.pinned);
    this.#places = [...pinned, ...this.#places.filter((place) => !place.pinned)];
    const shown = this.#places.filter((place) => !place.hidden);
    this.#shown = shown.map(({ column }) => column);
    this.#widths = shown.map(({ width }) => width);
    this.#pinned = pinned.filter((place) => !place.hidden).length;
    this.#lefts = [0];
    for (const width of this.#widths) this.#lefts.push((this.#lefts.at(-1) ?? 0) + width);
  }
}

function clampWidth(width: number): number {
  return Number.isFinite(width) ? Math.round(Math.min(Math.max(width, leastWidth), mostWidth)) : leastWidth;
}
