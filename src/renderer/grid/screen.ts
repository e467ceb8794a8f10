import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { element } from '../element.ts';
import type { CellSelection, Spot } from './cellSelection.ts';
import { ColumnLayout } from './columnLayout.ts';
import type { GridRows, GridStart } from './contract.ts';
import type { DrawnColumns } from './drawnCells.ts';
import { DrawnHeader, type SortMark } from './drawnHeader.ts';
import { DrawnRows } from './drawnRows.ts';
import { firstWidths } from './firstWidths.ts';
import { textWidthIn, type TextWidth } from './textWidth.ts';
import { fittingWidth } from './fittingWidth.ts';
import { headerHeight, rowHeight, Viewport } from './viewport.ts';
import type { Trouble } from './trouble.ts';
import { ViewRows } from './viewRows.ts';

/** Columns beside those in sight of which values are asked for too. */
const nearColumns = 8;

/** What is in sight of a view: which rows and columns, where, and what they show. */
export class GridScreen {
  readonly viewport: Viewport;
  readonly header: DrawnHeader;
  readonly layout: ColumnLayout;
  readonly #start: GridStart;
  readonly #textWidth: TextWidth;
  readonly #selection: CellSelection;
  readonly #rows: DrawnRows;
  readonly #none: HTMLElement;
  readonly #noneCell: HTMLElement;
  readonly #gap: HTMLElement;
  readonly #activeId: string;
  readonly #view: ViewRows;
  #columns: readonly ResultColumn[];
  #headerVersion = 0;
  /** Place of the header that has the focus, rather than a cell. */
  headerPlace: number | undefined;
  sorted: readonly SortMark[] = [];
  filtered: ReadonlySet<number> = new Set();
  pattern: RegExp | undefined;

  /** @param activeId ID that the active cell's element is given */
  constructor(
    document: Document,
    start: GridStart,
    selection: CellSelection,
    activeId: string,
    onTrouble: (trouble: Trouble | undefined) => void,
  ) {
    this.#start = start;
    this.#selection = selection;
    this.#activeId = activeId;
    this.#view = new ViewRows(start, () => this.draw(), onTrouble);
    this.#view.open(start);
    this.#columns = start.columns;
    this.#textWidth = textWidthIn(document);
    this.layout = new ColumnLayout(firstWidths(start.columns, start.preview, this.#textWidth));
    this.viewport = new Viewport(document, () => this.draw());
    this.header = new DrawnHeader(document, activeId);
    this.#rows = new DrawnRows(document, activeId);
    this.#noneCell = element(document, 'div', 'cell');
    this.#noneCell.setAttribute('role', 'gridcell');
    const row = element(document, 'div', 'row', this.#noneCell);
    row.setAttribute('role', 'row');
    this.#none = element(document, 'div', 'none', row);
    this.#none.setAttribute('role', 'rowgroup');
    this.#gap = element(document, 'div', 'gap');
    this.#gap.hidden = true;
    this.viewport.stage.append(this.header.element, this.#rows.element, this.#none, this.#gap);
    this.resize();
  }

  get rowCount(): number {
    return this.#view.rowCount;
  }

  get columnCount(): number {
    return this.#columns.length;
  }

  /** Rows that are in sight as a whole. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.viewport.bodyHeight / rowHeight) - 1);
  }

  /** Draws another view, from its top on; or the same one with more columns. @returns whether it is another */
  show(rows: GridRows): boolean {
    const { columns } = rows;
    if (columns.length > this.#columns.length) {
      this.layout.add(firstWidths(columns.slice(this.#columns.length), [], this.#textWidth));
    }
    this.#columns = columns;
    const isOther = this.#view.open(rows);
    if (isOther) this.viewport.goTo(0);
    this.headersChanged();
    this.resize();
    return isOther;
  }

  retry(): void {
    this.#view.retry();
  }

  /** Names or marks are to be drawn anew. */
  headersChanged(): void {
    this.#headerVersion++;
  }

  /** The number of rows, or the place of columns, changed. */
  resize(): void {
    const { layout, viewport } = this;
    viewport.resize(this.rowCount, this.#numberWidth + layout.left(layout.shown.length));
    viewport.stage.style.setProperty('--number-width', `${this.#numberWidth}px`);
    const { scroller } = viewport;
    scroller.setAttribute('aria-rowcount', String(this.rowCount + 1));
    scroller.setAttribute('aria-colcount', String(layout.shown.length + 1));
    this.#none.hidden = this.rowCount > 0;
    this.#noneCell.textContent = this.filtered.size > 0 ? 'No rows match the filters' : 'No rows';
  }

  draw(): void {
    const { viewport, headerPlace } = this;
    if (!viewport.isMeasured) return;
    const { top, bodyHeight } = viewport;
    const from = Math.min(Math.floor(top / rowHeight), this.rowCount);
    const to = Math.min(Math.ceil((top + bodyHeight) / rowHeight), this.rowCount);
    const columns = this.#drawnColumns();
    const isHeaderActive = this.header.draw({
      columns,
      sorted: this.sorted,
      filtered: this.filtered,
      active: headerPlace,
      version: this.#headerVersion,
    });
    const isCellActive = this.#rows.draw({
      columns,
      from,
      to,
      shift: top - from * rowHeight,
      active: headerPlace === undefined ? this.#selection.active : undefined,
      pattern: this.pattern,
      value: (row, column) => this.#view.value(row, column),
      selectedIn: (row) => this.#selection.inRow(row),
    });
    const { scroller } = viewport;
    // An ID that nothing has would leave a screen reader nowhere.
    if (isHeaderActive || isCellActive) scroller.setAttribute('aria-activedescendant', this.#activeId);
    else scroller.removeAttribute('aria-activedescendant');
    if (to > from) this.#look(from, to, columns);
  }

  /** Scrolls so that a cell, or a header, is in sight. */
  reveal({ row, place }: Spot, how: 'near' | 'upper' = 'near'): void {
    if (row >= 0) this.viewport.showRow(row, how);
    const { pinnedCount, pinnedWidth } = this.#geometry;
    if (place < pinnedCount) return;
    const start = this.layout.left(pinnedCount);
    const left = this.layout.left(place) - start;
    const room = this.viewport.width - pinnedWidth;
    const right = left + Math.min(this.layout.width(place), room);
    if (left < this.viewport.left) this.viewport.goLeft(left);
    else if (right > this.viewport.left + room) this.viewport.goLeft(right - room);
  }

  get cellArea(): DOMRect {
    const { left, top, right, bottom } = this.viewport.stage.getBoundingClientRect();
    const x = left + this.#geometry.pinnedWidth;
    const y = top + headerHeight;
    return new DOMRect(x, y, right - x, bottom - y);
  }

  /** Columns that are pinned are part of it: another one may come between them. */
  get columnArea(): { left: number; right: number } {
    const { left, right } = this.viewport.stage.getBoundingClientRect();
    return { left: left + this.#numberWidth, right };
  }

  /** The cell at a point of the page, or the nearest one that is in sight. */
  spotAt(pageX: number, pageY: number): Spot {
    const { left, top, width, height } = this.viewport.stage.getBoundingClientRect();
    const y = Math.min(Math.max(0, pageY - top - headerHeight), height - headerHeight - 1);
    const row = Math.floor((y + this.viewport.top) / rowHeight);
    const place = this.layout.placeAt(this.#columnX(Math.min(Math.max(0, pageX - left), width - 1)));
    return { row: Math.min(row, this.rowCount - 1), place };
  }

  /** The gap between two columns, or at an end, that is nearest to a point of the page. */
  gapAt(pageX: number): number {
    const x = this.#columnX(pageX - this.viewport.stage.getBoundingClientRect().left);
    const place = this.layout.placeAt(x);
    return x > this.layout.left(place) + this.layout.width(place) / 2 ? place + 1 : place;
  }

  showGap(place: number | undefined): void {
    this.#gap.hidden = place === undefined;
    if (place === undefined) return;
    const { pinnedCount } = this.#geometry;
    const left = this.layout.left(place) - (place > pinnedCount ? this.viewport.left : 0);
    this.#gap.style.left = `${this.#numberWidth + left - 1}px`;
  }

  /** Pixels in which a column's header and the values in sight can be read. */
  fittingWidth(column: number): number {
    const place = this.layout.placeOf(column);
    const header = this.header.slotAt(place)?.element;
    const cells = this.#rows.cellsAt(place);
    const width = fittingWidth(this.viewport.stage, header ? [header, ...cells] : cells);
    const described = this.#columns[column];
    if (width > 0 || !described) return width;
    const values = this.#start.preview.map((row) => [row[column] ?? null]);
    return firstWidths([described], values, this.#textWidth)[0] ?? 0;
  }

  /** The whole value of a cell, as far as it came. */
  value({ row, place }: Spot): string | null | undefined {
    return this.#view.value(row, this.layout.shown[place] ?? -1);
  }

  get activeElement(): HTMLElement | undefined {
    const { active } = this.#selection;
    return this.headerPlace === undefined
      ? active && this.#rows.cellAt(active)
      : this.header.slotAt(this.headerPlace)?.element;
  }

  dispose(): void {
    this.#view.dispose();
    this.viewport.dispose();
  }

  get #numberWidth(): number {
    return Math.round(Math.max(3, formatCount(this.rowCount).length) * 7.6 + 20);
  }

  get #geometry(): ReturnType<ColumnLayout['geometry']> {
    return this.layout.geometry(this.viewport.width, this.#numberWidth);
  }

  /** From pixels in the view to pixels from the left side of the first column. */
  #columnX(x: number): number {
    const { pinnedWidth } = this.#geometry;
    const inColumns = x - this.#numberWidth;
    return x < pinnedWidth ? inColumns : inColumns + this.viewport.left;
  }

  #drawnColumns(): DrawnColumns {
    const { layout, viewport } = this;
    const { pinnedCount, pinnedWidth } = this.#geometry;
    const start = layout.left(pinnedCount);
    const x = start + viewport.left;
    const count = layout.shown.length;
    const first = Math.max(pinnedCount, layout.placeAt(x));
    const last = Math.min(count - 1, layout.placeAt(x + Math.max(1, viewport.width - pinnedWidth)));
    return {
      pinnedCount,
      first,
      last: pinnedCount >= count ? first - 1 : last,
      shift: x - layout.left(first),
      column: (place) => layout.shown[place] ?? -1,
      width: (place) => layout.width(place),
      describe: (column) => this.#columns[column] ?? { name: '', typeName: '', numeric: false },
    };
  }

  #look(from: number, to: number, { pinnedCount, first, last }: DrawnColumns): void {
    const { shown } = this.layout;
    const columns = [...shown.slice(0, pinnedCount), ...shown.slice(first, last + 1)];
    const near = [
      ...shown.slice(last + 1, last + 1 + nearColumns),
      ...shown.slice(Math.max(pinnedCount, first - nearColumns), first),
    ];
    this.#view.look({ from, to, columns, near });
  }
}
