import { element } from '../element.ts';

/** Why rows don't come. */
export interface Trouble {
  /** For the person. */
  readonly words: string;
  /** Asking once more may help. */
  readonly canRetry: boolean;
}

/** A line over the last rows that says why others don't come, and asks for them again. */
export class TroubleLine {
  readonly element: HTMLElement;
  readonly #words: HTMLElement;
  readonly #again: HTMLElement;

  constructor(document: Document, onRetry: () => void) {
    this.#words = element(document, 'span');
    this.#words.setAttribute('role', 'status');
    const again = element(document, 'button', 'again', 'Try Again');
    again.type = 'button';
    again.addEventListener('click', onRetry);
    this.#again = again;
    this.element = element(document, 'div', 'trouble', this.#words, again);
    this.element.hidden = true;
  }

  /** @param trouble undefined: there is none */
  say(trouble: Trouble | undefined): void {
    const words = trouble?.words ?? '';
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#again.hidden = trouble?.canRetry !== true;
    this.element.hidden = trouble === undefined;
  }
}
