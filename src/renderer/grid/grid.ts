import type { CellBlock } from '../../protocol/resultViewSpec.ts';
import { element } from '../element.ts';
import { Listeners } from '../listeners.ts';
import { watchCellPointer } from './cellPointer.ts';
import { CellSelection, type Spot } from './cellSelection.ts';
import { markPattern, tooltip } from './cellText.ts';
import type { CellPlace, ColumnPlace, Grid, GridEvents, GridRows, GridStart } from './contract.ts';
import type { SortMark } from './drawnHeader.ts';
import { handleKey, type KeyActions } from './gridKeys.ts';
import { watchHeaderPointer } from './headerPointer.ts';
import { heightHandle } from './heightHandle.ts';
import { GridScreen } from './screen.ts';
import { TroubleLine } from './trouble.ts';

let grids = 0;

/** Draws the rows of a result: what is in sight of them, whatever their number. */
export function createGrid(document: Document, start: GridStart): Grid {
  return new ResultGrid(document, start);
}

class ResultGrid implements Grid {
  readonly element: HTMLElement;
  readonly #screen: GridScreen;
  readonly #selection = new CellSelection();
  readonly #listeners = new Listeners<GridEvents>();
  readonly #handle: ReturnType<typeof heightHandle>;

  constructor(document: Document, start: GridStart) {
    const trouble = new TroubleLine(document, () => this.#screen.retry());
    const activeId = `redshift-identity-active-${++grids}`;
    this.#screen = new GridScreen(document, start, this.#selection, activeId, (told) => trouble.say(told));
    const { viewport } = this.#screen;
    this.#handle = heightHandle(document, viewport, () => {
      this.#screen.draw();
      this.#tell('layout', undefined);
    });
    const { scroller } = viewport;
    scroller.tabIndex = 0;
    scroller.setAttribute('role', 'grid');
    scroller.setAttribute('aria-multiselectable', 'true');
    scroller.setAttribute('aria-label', start.label ?? 'Query result');
    this.element = element(
      document,
      'div',
      'redshift-identity-grid',
      scroller,
      trouble.element,
      this.#handle.element,
    );
    this.#watch(scroller);
    this.#startSelection();
    this.#handle.update();
    this.#screen.draw();
  }

  get layout(): readonly ColumnPlace[] {
    return this.#screen.layout.places;
  }

  setLayout(layout: readonly ColumnPlace[]): void {
    this.#changeLayout(() => this.#screen.layout.set(layout));
  }

  get selection(): readonly CellBlock[] {
    return this.#selection.blocks(this.#screen.layout.shown);
  }

  get activeCell(): CellPlace | undefined {
    const { active } = this.#selection;
    const column = active && this.#screen.layout.shown[active.place];
    return column === undefined ? undefined : { row: active?.row ?? 0, column };
  }

  show(rows: GridRows): void {
    const column = this.activeCell?.column;
    if (this.#screen.show(rows)) {
      this.#startSelection(column === undefined ? 0 : this.#screen.layout.placeOf(column));
    } else this.#keepSelection(column);
    this.#handle.update();
    this.#screen.draw();
    this.#tell('selection', undefined);
  }

  markSorted(keys: readonly SortMark[]): void {
    this.#screen.sorted = keys;
    this.#screen.headersChanged();
    this.#screen.draw();
  }

  markFiltered(columns: ReadonlySet<number>): void {
    this.#screen.filtered = columns;
    this.#screen.headersChanged();
    this.#screen.draw();
  }

  reveal({ row, column }: CellPlace): void {
    const place = this.#screen.layout.placeOf(column);
    if (place < 0) return;
    this.#screen.headerPlace = undefined;
    this.#select(() => this.#selection.cell({ row, place }));
    this.#screen.reveal({ row, place }, 'upper');
    this.#screen.draw();
  }

  highlight(text: string, matchCase: boolean): void {
    this.#screen.pattern = markPattern(text, matchCase);
    this.#screen.draw();
  }

  fit(columns: readonly number[]): void {
    this.#changeLayout(() => {
      for (const column of columns) {
        this.#screen.layout.resize(column, this.#screen.fittingWidth(column));
      }
    });
  }

  get height(): number | undefined {
    return this.#screen.viewport.wantedHeight;
  }

  setHeight(height: number | undefined): void {
    this.#screen.viewport.setHeight(height);
    this.#handle.update();
    this.#screen.draw();
  }

  focus(): void {
    this.#screen.viewport.scroller.focus({ preventScroll: true });
  }

  on<Name extends keyof GridEvents>(name: Name, listener: (event: GridEvents[Name]) => void): () => void {
    return this.#listeners.on(name, listener);
  }

  dispose(): void {
    this.#screen.dispose();
  }

  #tell<Name extends keyof GridEvents>(name: Name, event: GridEvents[Name]): void {
    this.#listeners.tell(name, event);
  }

  #startSelection(place = 0): void {
    const { rowCount, layout } = this.#screen;
    this.#selection.reset(rowCount, layout.shown.length, { row: 0, place: Math.max(0, place) });
  }

  /** The active cell stays in its column, among others than before. */
  #keepSelection(column: number | undefined): void {
    const { rowCount, layout } = this.#screen;
    const place = column === undefined ? 0 : Math.max(0, layout.placeOf(column));
    this.#selection.reset(rowCount, layout.shown.length, { row: this.#selection.active?.row ?? 0, place });
  }

  #select(change: () => void): void {
    change();
    this.#screen.draw();
    this.#tell('selection', undefined);
  }

  /** Changes places of columns. What is selected stays only where the same columns show in the same order. */
  #changeLayout(change: () => void): void {
    const { layout } = this.#screen;
    const before = layout.shown;
    const column = this.activeCell?.column;
    const header = before[this.#screen.headerPlace ?? -1];
    change();
    const isSame = before.join() === layout.shown.join();
    if (!isSame) {
      this.#keepSelection(column);
      if (header !== undefined) this.#screen.headerPlace = Math.max(0, layout.placeOf(header));
    }
    this.#screen.resize();
    this.#screen.draw();
    this.#tell('layout', undefined);
    if (!isSame) this.#tell('selection', undefined);
  }

  #watch(scroller: HTMLElement): void {
    const screen = this.#screen;
    const selection = this.#selection;
    scroller.addEventListener('keydown', (event) => {
      const isInMenu = event.target !== scroller;
      // Its button is no stop of its own; Enter and Space press it.
      if (isInMenu && (event.key === 'Enter' || event.key === ' ')) return;
      if (!handleKey(event, this.#keyActions())) return;
      if (isInMenu) this.focus();
      event.preventDefault();
      // VS Code hears every key that reaches the window, and has commands of its own for most.
      event.stopPropagation();
    });
    scroller.addEventListener('pointerover', ({ target }) => showTooltip(target, screen));
    watchCellPointer({
      scroller,
      get cellArea() {
        return screen.cellArea;
      },
      spotAt: (x, y) => screen.spotAt(x, y),
      includes: ({ row, place }) => selection.includes(row, place),
      select: (kind, spot, how) => {
        screen.headerPlace = undefined;
        this.#select(() => (kind === 'row' ? selection.row(spot.row, how) : selection.cell(spot, how)));
      },
      selectAll: () => this.#select(() => selection.all()),
      scrollBy: (x, y) => screen.viewport.scrollBy(x, y),
      openDetail: (spot) => this.#openDetail(spot),
      openMenu: (x, y) => this.#tell('cellMenu', { x, y }),
    });
    watchHeaderPointer({
      header: screen.header.element,
      slotOf: (target) => screen.header.slotOf(target),
      width: (column) => screen.layout.width(screen.layout.placeOf(column)),
      resize: (column, width, isLast) => {
        screen.layout.resize(column, width);
        screen.resize();
        screen.draw();
        if (isLast) this.#tell('layout', undefined);
      },
      fit: (column) => this.fit([column]),
      get columnArea() {
        return screen.columnArea;
      },
      scrollBy: (x, y) => {
        screen.viewport.scrollBy(x, y);
        screen.draw();
      },
      gapAt: (x) => screen.gapAt(x),
      showGap: (place) => screen.showGap(place),
      move: (column, before) => this.#changeLayout(() => screen.layout.move(column, before)),
      sort: (column, add) => this.#tell('sort', { column, add }),
      selectColumn: (place, how) => this.#select(() => selection.column(place, how)),
      openMenu: ({ column, menu }) => this.#tell('columnMenu', { column, anchor: menu }),
    });
  }

  #openDetail({ row, place }: Spot): void {
    const column = this.#screen.layout.shown[place];
    if (column !== undefined) this.#tell('detail', { row, column });
  }

  #keyActions(): KeyActions {
    const screen = this.#screen;
    const selection = this.#selection;
    const { layout } = screen;
    const column = (place: number): number => layout.shown[place] ?? -1;
    return {
      selection,
      rowCount: screen.rowCount,
      placeCount: layout.shown.length,
      pageRows: screen.pageRows,
      headerPlace: screen.headerPlace,
      goToHeader: (place) => {
        screen.headerPlace = place;
        screen.reveal({ row: -1, place });
        screen.draw();
      },
      goToCell: (spot, extend) => {
        screen.headerPlace = undefined;
        screen.reveal(spot);
        this.#select(() => selection.cell(spot, { extend }));
      },
      selectRow: (row) => this.#select(() => selection.row(row)),
      selectColumn: (place) => this.#select(() => selection.column(place)),
      selectAll: () => this.#select(() => selection.all()),
      collapse: () => {
        const hasChanged = selection.collapse();
        if (hasChanged) this.#select(() => {});
        return hasChanged;
      },
      openDetail: () => selection.active && this.#openDetail(selection.active),
      openCellMenu: () => {
        const { left = 0, bottom = 0 } = screen.activeElement?.getBoundingClientRect() ?? {};
        this.#tell('cellMenu', { x: left, y: bottom });
      },
      openColumnMenu: (place) => {
        const slot = screen.header.slotAt(place);
        if (slot) this.#tell('columnMenu', { column: slot.column, anchor: slot.menu });
      },
      sort: (place, add) => this.#tell('sort', { column: column(place), add }),
      moveColumn: (place, step) => {
        const before = step < 0 ? place - 1 : place + 2;
        if (before >= 0) this.#changeLayout(() => layout.move(column(place), before));
        screen.reveal({ row: -1, place: screen.headerPlace ?? place });
        screen.draw();
      },
      widen: (place, pixels) =>
        this.#changeLayout(() => layout.resize(column(place), layout.width(place) + pixels)),
    };
  }
}

/** Of a value that does not fit into its cell. */
function showTooltip(target: EventTarget | null, screen: GridScreen): void {
  if (target === null || !('closest' in target)) return;
  const cell = (target as Element).closest<HTMLElement>('[role="gridcell"][aria-colindex]');
  if (!cell || cell.title !== '' || cell.scrollWidth <= cell.clientWidth) return;
  const row = Number(cell.closest('[role="row"]')?.getAttribute('aria-rowindex')) - 2;
  const value = screen.value({ row, place: Number(cell.getAttribute('aria-colindex')) - 2 });
  if (value) cell.title = tooltip(value);
}
