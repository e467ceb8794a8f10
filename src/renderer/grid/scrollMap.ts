/** Pixels of an element's height. Chromium ends at 33 million of the screen's own, which this keeps below at a zoom of 400 %. */
export const mostHeight = 8_000_000;

/**
 * Maps the place of a scrollbar to the place in rows that together are higher than an element can be. Near both
 * ends a pixel is a pixel, so that the first and the last row are reached exactly; between them it is more.
 */
export class ScrollMap {
  /** Pixels of the element that stands for the content. */
  readonly height: number;
  /** The last place of the content, in pixels from its top. */
  readonly lastTop: number;
  readonly #lastScroll: number;
  /** Pixels at each end in which both go alike. */
  readonly #exact: number;
  readonly #scale: number;

  constructor(contentHeight: number, viewHeight: number, most = mostHeight) {
    this.height = Math.min(contentHeight, most);
    this.lastTop = Math.max(0, contentHeight - viewHeight);
    this.#lastScroll = Math.max(0, this.height - viewHeight);
    this.#exact = this.#lastScroll / 4;
    this.#scale = this.isScaled ? (this.lastTop - 2 * this.#exact) / (this.#lastScroll - 2 * this.#exact) : 1;
  }

  get isScaled(): boolean {
    return this.lastTop > this.#lastScroll;
  }

  toTop(scroll: number): number {
    const at = Math.min(Math.max(0, scroll), this.#lastScroll);
    if (at <= this.#exact) return at;
    const left = this.#lastScroll - at;
    if (left <= this.#exact) return this.lastTop - left;
    return this.#exact + (at - this.#exact) * this.#scale;
  }

  toScroll(top: number): number {
    const at = Math.min(Math.max(0, top), this.lastTop);
    if (at <= this.#exact) return at;
    const left = this.lastTop - at;
    if (left <= this.#exact) return this.#lastScroll - left;
    return this.#exact + (at - this.#exact) / this.#scale;
  }

  /** Whether the scrollbar is at an end, and can't go on in that direction. */
  isAtEnd(scroll: number): boolean {
    return scroll < 1 || scroll > this.#lastScroll - 1;
  }
}

/** Where the content is, told by where the scrollbar went: a turn of the wheel moves by its own pixels, wherever it happens. */
export class ScrollPlace {
  /** Pixels from the top of the content. */
  top = 0;
  #scroll = 0;
  #map = new ScrollMap(0, 0);
  #viewHeight = 0;

  /** Where the scrollbar is, as far as it was told. */
  get scroll(): number {
    return this.#scroll;
  }

  get map(): ScrollMap {
    return this.#map;
  }

  /** @returns where the scrollbar has to be, after the content or the view changed its height */
  fit(contentHeight: number, viewHeight: number, most = mostHeight): number {
    this.#map = new ScrollMap(contentHeight, viewHeight, most);
    this.#viewHeight = viewHeight;
    return this.go(this.top);
  }

  /** @returns where the scrollbar has to be */
  go(top: number): number {
    this.top = Math.min(Math.max(0, top), this.#map.lastTop);
    return this.#map.toScroll(this.top);
  }

  /** The scrollbar was put there, as near as the browser can. */
  placed(scroll: number): void {
    this.#scroll = scroll;
  }

  /** The reader moved the scrollbar. @returns whether that moved the content */
  scrolled(scroll: number): boolean {
    const step = scroll - this.#scroll;
    if (step === 0) return false;
    const before = this.top;
    const isNear = this.#map.isScaled && Math.abs(step) < this.#viewHeight;
    const top = isNear ? this.top + step : this.#map.toTop(scroll);
    this.top = Math.min(Math.max(0, top), this.#map.lastTop);
    this.#scroll = scroll;
    return this.top !== before;
  }

  /** Where the scrollbar belongs, if it is elsewhere. @param urgent only where it could not go on */
  correction(urgent: boolean): number | undefined {
    const scroll = this.#map.toScroll(this.top);
    if (Math.abs(scroll - this.#scroll) < 2) return undefined;
    return urgent && !this.#map.isAtEnd(this.#scroll) ? undefined : scroll;
  }
}
