import type { GridStart } from './contract.ts';
import { RowWindows, type Sight } from './rowWindows.ts';
import type { Trouble } from './trouble.ts';

/** Milliseconds in which the rows of the view before stay, so that nothing flickers. */
const patience = 200;

/** The values of the view that is shown, and for a moment those of the one before. */
export class ViewRows {
  readonly #start: Pick<GridStart, 'preview' | 'calls'>;
  readonly #onChange: () => void;
  readonly #onTrouble: (trouble: Trouble | undefined) => void;
  #viewId: string | undefined;
  #rowCount = 0;
  #windows: RowWindows | undefined;
  #before: RowWindows | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onChange values came, or went */
  constructor(
    start: Pick<GridStart, 'preview' | 'calls'>,
    onChange: () => void,
    onTrouble: (trouble: Trouble | undefined) => void,
  ) {
    this.#start = start;
    this.#onChange = onChange;
    this.#onTrouble = onTrouble;
  }

  /** Rows that can be shown: without anybody to ask, those that are there. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** @returns false where it is the one that is shown already */
  open({ viewId, rowCount }: { readonly viewId: string; readonly rowCount: number }): boolean {
    const { calls, preview } = this.#start;
    const count = calls ? rowCount : Math.min(rowCount, preview.length);
    if (this.#viewId === viewId && this.#rowCount === count) return false;
    this.#windows?.dispose();
    this.#onTrouble(undefined);
    this.#before = this.#windows;
    clearTimeout(this.#timer);
    if (this.#before) this.#timer = setTimeout(() => this.#replaced(), patience);
    this.#viewId = viewId;
    this.#rowCount = count;
    this.#windows = new RowWindows({
      viewId,
      rowCount: count,
      preview: viewId === '' ? preview : [],
      calls,
      onValues: () => this.#replaced(),
      onTrouble: this.#onTrouble,
    });
    return true;
  }

  /** @returns undefined where it has not come */
  value(row: number, column: number): string | null | undefined {
    const value = this.#windows?.value(row, column);
    return value === undefined ? this.#before?.value(row, column) : value;
  }

  look(sight: Sight): void {
    this.#windows?.look(sight);
  }

  retry(): void {
    this.#windows?.retry();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#windows?.dispose();
  }

  #replaced(): void {
    clearTimeout(this.#timer);
    this.#before = undefined;
    this.#onChange();
  }
}
