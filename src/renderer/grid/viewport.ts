import { element } from '../element.ts';
import { ScrollPlace } from './scrollMap.ts';

/** Pixels. */
export const rowHeight = 22;
export const headerHeight = 42;
/** Rows that show unless somebody wants more. */
const usualRows = 15;
const leastRows = 2;
/** Where nothing is laid out: a document without a window. */
const assumedWidth = 1_000;
/** Milliseconds without scrolling after which the scrollbar is put where it belongs. */
const rest = 150;

/** The part of the page in which a grid scrolls, and the stage on it that stays in sight. */
export class Viewport {
  readonly scroller: HTMLElement;
  /** Holds what is drawn. As large as what is in sight. */
  readonly stage: HTMLElement;
  readonly #room: HTMLElement;
  readonly #place = new ScrollPlace();
  readonly #onChange: () => void;
  readonly #observer: ResizeObserver | undefined;
  #rowCount = 0;
  #wantedHeight: number | undefined;
  #width = assumedWidth;
  #height: number;
  #left = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param onChange what is in sight changed */
  constructor(document: Document, onChange: () => void) {
    this.stage = element(document, 'div', 'stage');
    this.#room = element(document, 'div', 'room', this.stage);
    this.scroller = element(document, 'div', 'scroller', this.#room);
    this.#onChange = onChange;
    this.#height = this.usualHeight;
    this.scroller.addEventListener('scroll', () => this.#scrolled());
    const { ResizeObserver: Observer } = document.defaultView ?? {};
    if (!Observer) return;
    this.#observer = new Observer(() => this.#measure());
    this.#observer.observe(this.scroller);
  }

  /** Whether the browser says how large it is; before that nothing needs to be drawn. */
  get isMeasured(): boolean {
    return !this.#observer || this.scroller.isConnected;
  }

  /** Pixels of the view, scrollbars not among them. */
  get width(): number {
    return this.#width;
  }

  /** Pixels of the view below the header. */
  get bodyHeight(): number {
    return Math.max(rowHeight, this.#height - headerHeight);
  }

  /** Pixels from the top of the first row. */
  get top(): number {
    return this.#place.top;
  }

  get left(): number {
    return this.#left;
  }

  get usualHeight(): number {
    return headerHeight + usualRows * rowHeight + 2;
  }

  /** Pixels between which the height can be chosen. */
  get heights(): { least: number; most: number } {
    const whole = headerHeight + Math.max(1, this.#rowCount) * rowHeight + 20;
    return { least: headerHeight + leastRows * rowHeight, most: Math.min(whole, 2_000) };
  }

  get wantedHeight(): number | undefined {
    return this.#wantedHeight;
  }

  /** Pixels; undefined: as usual. */
  setHeight(height: number | undefined): void {
    const { least, most } = this.heights;
    this.#wantedHeight =
      height === undefined ? undefined : Math.round(Math.max(least, Math.min(height, most)));
    this.#fit();
  }

  /** @param width pixels of all that there is from left to right */
  resize(rowCount: number, width: number): void {
    this.#rowCount = rowCount;
    this.#room.style.width = `${width}px`;
    this.#fit();
  }

  /** Scrolls as little as it takes, or so that the row is in the upper half. */
  showRow(row: number, how: 'near' | 'upper'): void {
    const top = row * rowHeight;
    const isAbove = top < this.top;
    const isBelow = top + rowHeight > this.top + this.bodyHeight;
    if (!isAbove && !isBelow) return;
    if (how === 'upper') return this.goTo(top - Math.floor(this.bodyHeight / 3));
    this.goTo(isAbove ? top : top + rowHeight - this.bodyHeight);
  }

  goTo(top: number): void {
    this.#put(this.#place.go(top));
  }

  goLeft(left: number): void {
    this.scroller.scrollLeft = left;
    this.#left = this.scroller.scrollLeft;
  }

  /** Pixels per frame, while something is pulled over an edge. */
  scrollBy(x: number, y: number): void {
    if (y !== 0) this.goTo(this.top + y);
    if (x !== 0) this.goLeft(this.left + x);
  }

  dispose(): void {
    this.#observer?.disconnect();
    clearTimeout(this.#rest);
  }

  #fit(): void {
    const content = Math.max(1, this.#rowCount) * rowHeight;
    const height = this.#wantedHeight ?? this.usualHeight;
    this.scroller.style.maxHeight = `${height}px`;
    // Else a table that is as wide as its columns would get a second scrollbar because of the first.
    this.scroller.style.overflowY = headerHeight + content > height ? 'scroll' : 'auto';
    const scroll = this.#place.fit(content, this.bodyHeight);
    this.#room.style.height = `${headerHeight + this.#place.map.height}px`;
    this.#put(scroll);
  }

  #measure(): void {
    const { clientWidth, clientHeight, scrollLeft } = this.scroller;
    if (clientWidth === 0) return;
    this.#left = scrollLeft;
    this.#width = clientWidth;
    this.#height = clientHeight;
    this.stage.style.width = `${clientWidth}px`;
    this.stage.style.height = `${clientHeight}px`;
    const scroll = this.#place.fit(Math.max(1, this.#rowCount) * rowHeight, this.bodyHeight);
    this.#put(scroll);
    this.#onChange();
  }

  #put(scroll: number): void {
    // Looking at the scrollbar makes the browser lay everything out.
    if (Math.abs(this.#place.scroll - scroll) < 0.5) return;
    this.scroller.scrollTop = scroll;
    // The browser rounds, and ends at the last place there is.
    this.#place.placed(this.scroller.scrollTop);
  }

  #scrolled(): void {
    const { scrollTop, scrollLeft } = this.scroller;
    const hasMoved = this.#place.scrolled(scrollTop) || scrollLeft !== this.#left;
    this.#left = scrollLeft;
    const urgent = this.#place.correction(true);
    if (urgent !== undefined) this.#put(urgent);
    clearTimeout(this.#rest);
    if (this.#place.map.isScaled) this.#rest = setTimeout(() => this.#settle(), rest);
    if (hasMoved) this.#onChange();
  }

  #settle(): void {
    const scroll = this.#place.correction(false);
    if (scroll !== undefined) this.#put(scroll);
  }
}
