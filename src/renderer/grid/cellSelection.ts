import type { CellBlock } from '../../protocol/resultViewSpec.ts';

/** A cell by its row and by the place of its column among those that show. */
export interface Spot {
  readonly row: number;
  readonly place: number;
}

/** What a click or a key does to what is selected already. */
export interface SelectHow {
  /** From where the last selection began. */
  readonly extend?: boolean;
  /** Besides what is selected. */
  readonly add?: boolean;
}

interface CellRange {
  readonly kind: 'cells' | 'rows' | 'columns';
  readonly anchor: Spot;
  readonly end: Spot;
}

interface Edges {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/** Which cells are selected, as ranges; the last one is the one that grows. */
export class CellSelection {
  #ranges: CellRange[] = [];
  #active: Spot | undefined;
  #rowCount = 0;
  #placeCount = 0;

  /** The cell that keys start from. */
  get active(): Spot | undefined {
    return this.#active;
  }

  get isSingle(): boolean {
    const [range, more] = this.#edges();
    return !more && range !== undefined && range.to - range.from === 1 && range.first === range.last;
  }

  /** Starts anew with one cell, in a table of another size. */
  reset(rowCount: number, placeCount: number, at: Spot = { row: 0, place: 0 }): void {
    this.#rowCount = rowCount;
    this.#placeCount = placeCount;
    this.#ranges = [];
    this.#active = undefined;
    if (rowCount > 0 && placeCount > 0) this.cell(at);
  }

  cell(to: Spot, how: SelectHow = {}): void {
    this.#select('cells', this.#inside(to), how);
  }

  row(row: number, how: SelectHow = {}): void {
    this.#select('rows', this.#inside({ row, place: this.#active?.place ?? 0 }), how);
  }

  column(place: number, how: SelectHow = {}): void {
    this.#select('columns', this.#inside({ row: this.#active?.row ?? 0, place }), how);
  }

  all(): void {
    if (!this.#active) return;
    const last = { row: this.#rowCount - 1, place: this.#placeCount - 1 };
    this.#ranges = [{ kind: 'cells', anchor: { row: 0, place: 0 }, end: last }];
  }

  /** Only the active cell stays. @returns false where there was nothing else */
  collapse(): boolean {
    if (!this.#active || this.isSingle) return false;
    this.cell(this.#active);
    return true;
  }

  includes(row: number, place: number): boolean {
    return this.#edges().some(
      ({ from, to, first, last }) => row >= from && row < to && place >= first && place <= last,
    );
  }

  /** The places of a row that are selected, as a test that is made once for all its cells. */
  inRow(row: number): (place: number) => boolean {
    const here = this.#edges().filter(({ from, to }) => row >= from && row < to);
    return (place) => here.some(({ first, last }) => place >= first && place <= last);
  }

  /** @param columns by place @returns blocks that do not overlap, from the top down */
  blocks(columns: readonly number[]): CellBlock[] {
    const edges = this.#edges();
    const bounds = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
    const blocks: CellBlock[] = [];
    for (const [index, from] of bounds.entries()) {
      const to = bounds[index + 1];
      if (to === undefined) break;
      const places = new Set<number>();
      for (const range of edges) {
        if (range.from > from || range.to < to) continue;
        for (let place = range.first; place <= range.last; place++) places.add(place);
      }
      if (places.size === 0) continue;
      const inOrder = [...places].sort((a, b) => a - b).flatMap((place) => columns[place] ?? []);
      const above = blocks.at(-1);
      const isSame = above?.to === from && above.columns.join() === inOrder.join();
      if (isSame) blocks[blocks.length - 1] = { ...above, to };
      else blocks.push({ from, to, columns: inOrder });
    }
    return blocks;
  }

  #select(kind: CellRange['kind'], to: Spot, { extend, add }: SelectHow): void {
    if (this.#rowCount === 0 || this.#placeCount === 0) return;
    const last = this.#ranges.at(-1);
    const anchor = extend ? (last?.anchor ?? to) : to;
    const kept = extend ? this.#ranges.slice(0, -1) : add ? this.#ranges : [];
    const range: CellRange = { kind, anchor, end: to };
    const same = add && !extend ? kept.findIndex((other) => isSameRange(other, range)) : -1;
    // A second Ctrl+click takes back what the first one added.
    this.#ranges = same >= 0 && kept.length > 1 ? kept.filter((_, at) => at !== same) : [...kept, range];
    this.#active = to;
  }

  #inside({ row, place }: Spot): Spot {
    return {
      row: Math.min(Math.max(0, row), Math.max(0, this.#rowCount - 1)),
      place: Math.min(Math.max(0, place), Math.max(0, this.#placeCount - 1)),
    };
  }

  #edges(): Edges[] {
    return this.#ranges.map(({ kind, anchor, end }) => ({
      from: kind === 'columns' ? 0 : Math.min(anchor.row, end.row),
      to: kind === 'columns' ? this.#rowCount : Math.max(anchor.row, end.row) + 1,
      first: kind === 'rows' ? 0 : Math.min(anchor.place, end.place),
      last: kind === 'rows' ? this.#placeCount - 1 : Math.max(anchor.place, end.place),
    }));
  }
}

function isSameRange(one: CellRange, other: CellRange): boolean {
  const isWhole = one.kind !== 'cells';
  const sameRow = one.anchor.row === other.anchor.row && one.end.row === other.end.row;
  const samePlace = one.anchor.place === other.anchor.place && one.end.place === other.end.place;
  return (
    one.kind === other.kind && (isWhole ? (one.kind === 'rows' ? sameRow : samePlace) : sameRow && samePlace)
  );
}
