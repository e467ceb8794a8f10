import { formatCount } from '../../core/redshift/results/resultSummary.ts';
import { CallRefused } from '../callRefused.ts';
import { element } from '../element.ts';
import { textButton } from '../tools/button.ts';
import { messageText } from '../valueCell.ts';

/** Milliseconds after which waiting is worth a word. */
const noticeable = 300;

/** One line over the chart: what is waited for, with a way to end it, or what went wrong. */
export class ChartStatus {
  readonly element: HTMLElement;
  readonly #words: HTMLElement;
  readonly #cancel: HTMLButtonElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(document: Document, onCancel: () => void) {
    this.#words = element(document, 'span', '');
    this.#words.setAttribute('role', 'status');
    this.#cancel = textButton(document, 'Cancel', onCancel);
    this.#cancel.hidden = true;
    this.element = element(document, 'div', 'chart-status', this.#words, this.#cancel);
  }

  wait(): void {
    this.clear();
    this.#timer = setTimeout(() => {
      this.#words.textContent = 'Working on the rows…';
      this.#cancel.hidden = false;
    }, noticeable);
  }

  progress(done: number, total: number): void {
    if (this.#cancel.hidden) return;
    this.#words.textContent = `${formatCount(done)} of ${formatCount(total)} rows…`;
  }

  say(words: string): void {
    this.clear();
    this.#words.textContent = words;
  }

  fail(error: unknown): void {
    this.clear();
    this.element.classList.add('failed');
    const words = error instanceof CallRefused ? error.message : 'The chart can’t be drawn.';
    this.#words.replaceChildren(...messageText(this.element.ownerDocument, words));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.element.classList.remove('failed');
    this.#words.textContent = '';
    this.#cancel.hidden = true;
  }
}
