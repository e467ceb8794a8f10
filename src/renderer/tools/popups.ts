import { styleElement } from '../style/styleElement.ts';
import { keepTyping, take } from './keys.ts';

/** An element that a popup belongs to, or a point of the page. */
export type Anchor = Element | { readonly x: number; readonly y: number };

export interface PopupOptions {
  readonly anchor: Anchor;
  /** Where the focus goes when it closes by the keyboard or a choice. */
  returnFocus(): void;
  onClose?(): void;
}

/** Pixels between an anchor and its popup. */
const gap = 2;

/** Shows one popup at a time over the output; it is closed by Escape, a click elsewhere, or the focus going elsewhere. */
export class Popups {
  readonly #root: HTMLElement;
  #open: { readonly content: HTMLElement; readonly options: PopupOptions; unlisten(): void } | undefined;

  /** @param root the output, which popups are placed in; its position is relative */
  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /**
   * Puts the content at its anchor. Whoever calls it puts the focus into it.
   * @param styles rules for what is in it
   */
  open(content: HTMLElement, options: PopupOptions, ...styles: readonly string[]): void {
    this.close(false);
    content.classList.add('popup');
    content.prepend(styleElement(content.ownerDocument, ...styles));
    const { ownerDocument: document } = this.#root;
    const pressed = (event: Event): void => {
      const ours: Anchor[] = [content, options.anchor];
      const isOurs = ours.some((inside) => 'contains' in inside && inside.contains(event.target as Node));
      if (!isOurs) this.close(false);
    };
    const typed = (event: KeyboardEvent): void => {
      // What had the focus in it may be gone, so that nothing has it.
      if (event.key !== 'Escape' || !isInOrNowhere(content, document)) return;
      take(event);
      this.close();
    };
    const left = ({ relatedTarget: next }: FocusEvent): void => {
      // Without a next one the window lost the focus, or what had it went away.
      if (next && next !== options.anchor && !content.contains(next as Node)) this.close(false);
    };
    document.addEventListener('pointerdown', pressed, true);
    document.addEventListener('keydown', typed, true);
    content.addEventListener('focusout', left);
    const unlisten = (): void => {
      document.removeEventListener('pointerdown', pressed, true);
      document.removeEventListener('keydown', typed, true);
      content.removeEventListener('focusout', left);
    };
    this.#open = { content, options, unlisten };
    this.#root.append(content);
    this.place();
    keepTyping(content);
    content.addEventListener('keydown', (event) => {
      if (event.key === 'Tab') this.#keepInside(event, content);
    });
  }

  /** Closes what is open at this button, which was pressed again. @returns whether there was something */
  toggle(button: Element): boolean {
    if (this.#open?.options.anchor !== button) return false;
    this.close();
    return true;
  }

  close(returnsFocus = true): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    open.unlisten();
    open.content.remove();
    this.#root.style.minHeight = '';
    open.options.onClose?.();
    if (returnsFocus) open.options.returnFocus();
  }

  /** Again, where the content changed its size. */
  place(): void {
    if (!this.#open) return;
    const { content, options } = this.#open;
    const root = this.#root.getBoundingClientRect();
    const { left, top, bottom } = boxOf(options.anchor);
    const { offsetWidth: width, offsetHeight: height } = content;
    const below = bottom - root.top + gap;
    const above = top - root.top - gap - height;
    const isAbove = below + height > root.height && above >= 0;
    content.style.left = `${Math.max(0, Math.min(left - root.left, root.width - width))}px`;
    content.style.top = `${isAbove ? above : below}px`;
    // The editor of the next cell covers what hangs out of an output.
    if (!isAbove) this.#root.style.minHeight = `${below + height + gap}px`;
  }

  /** The popup comes last in the document: without this the focus would leave the output. */
  #keepInside(event: KeyboardEvent, content: HTMLElement): void {
    const stops = [
      ...content.querySelectorAll<HTMLElement>('button, input, select, textarea, [tabindex]'),
    ].filter((stop) => stop.tabIndex >= 0 && !stop.matches(':disabled') && !stop.closest('[hidden]'));
    const { activeElement } = this.#root.ownerDocument;
    const end = event.shiftKey ? stops[0] : stops.at(-1);
    if (
      stops.length > 0 &&
      activeElement !== end &&
      content.contains(activeElement) &&
      activeElement !== content
    ) {
      event.stopPropagation();
      return;
    }
    take(event);
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }
}

function isInOrNowhere(content: HTMLElement, { activeElement, body }: Document): boolean {
  return activeElement === null || activeElement === body || content.contains(activeElement);
}

function boxOf(anchor: Anchor): { left: number; top: number; bottom: number } {
  if ('getBoundingClientRect' in anchor) return anchor.getBoundingClientRect();
  return { left: anchor.x, top: anchor.y, bottom: anchor.y };
}
