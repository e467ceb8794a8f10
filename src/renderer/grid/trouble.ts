import { element } from '../element.ts';

/** A line over the last rows that says why others don't come, and asks for them again. */
export class TroubleLine {
  readonly element: HTMLElement;
  readonly #words: HTMLElement;

  constructor(document: Document, onRetry: () => void) {
    this.#words = element(document, 'span');
    this.#words.setAttribute('role', 'status');
    const again = element(document, 'button', 'again', 'Try Again');
    again.type = 'button';
    again.addEventListener('click', onRetry);
    this.element = element(document, 'div', 'trouble', this.#words, again);
    this.element.hidden = true;
  }

  /** @param words undefined: there is no trouble */
  say(words: string | undefined): void {
    if (this.#words.textContent !== (words ?? '')) this.#words.textContent = words ?? '';
    this.element.hidden = words === undefined;
  }
}
