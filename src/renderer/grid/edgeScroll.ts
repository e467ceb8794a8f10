/** What is in sight of a table that scrolls. */
export interface EdgeView {
  /** Sides on the page; where one is endless, nothing scrolls that way. */
  sides(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  scrollBy(x: number, y: number): void;
  /** The table has scrolled below the pointer. */
  scrolled(): void;
}

/** Pixels that a frame scrolls by for each pixel that the pointer is beyond an edge. */
const speed = 0.35;

/** Scrolls as long as a pointer that pulls something is beyond an edge, the faster the further it is. */
export class EdgeScroll {
  readonly #window: Window | null;
  readonly #view: EdgeView;
  #at = { x: 0, y: 0 };
  #frame: number | undefined;

  constructor(window: Window | null, view: EdgeView) {
    this.#window = window;
    this.#view = view;
  }

  /** The pointer is here on the page. */
  moveTo(at: { readonly x: number; readonly y: number }): void {
    this.#at = at;
    this.#frame ??= this.#window?.requestAnimationFrame(() => this.#step());
  }

  stop(): void {
    if (this.#frame !== undefined) this.#window?.cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #step(): void {
    this.#frame = undefined;
    const { left, right, top, bottom } = this.#view.sides();
    const x = beyond(this.#at.x, left, right);
    const y = beyond(this.#at.y, top, bottom);
    if (x === 0 && y === 0) return;
    this.#view.scrollBy(x * speed, y * speed);
    this.#view.scrolled();
    this.moveTo(this.#at);
  }
}

function beyond(at: number, low: number, high: number): number {
  return at < low ? at - low : at > high ? at - high : 0;
}
