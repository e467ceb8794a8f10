import { JSDOM } from 'jsdom';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import type { OtherHandlers } from '../../src/host/notebook/results/callHandlers.ts';
import type { GridRequest } from '../../src/protocol/gridMessages.ts';
import { resultMimeType, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import { payloadOf } from './browser/gridPage.ts';
import { openHostSide, type HostSide } from './browser/hostSide.ts';

/** The renderer with one output, and the extension host's own answers. */
export interface DrawnOutput {
  readonly document: Document;
  readonly output: HTMLElement;
  readonly host: HostSide;
  /** What the renderer asked, in order. */
  readonly asked: GridRequest[];
  /** The first element; with a text: that holds it, or is named so. @throws where there is none */
  find<Found extends HTMLElement = HTMLElement>(selector: string, words?: string): Found;
  texts(selector: string): string[];
  /** Presses what `find` finds. */
  press(selector: string, words?: string): void;
  /** On what has the focus. @returns whether somebody took it */
  key(key: string, modifiers?: KeyboardEventInit): boolean;
  write(field: HTMLElement, value: string): void;
  /** Until it holds. @throws with its label after five seconds */
  until(label: string, holds: () => boolean): Promise<void>;
  /** Again, as when the notebook draws the output anew. */
  draw(payload?: Partial<ResultPayload>): void;
  /** Keys that came to the window, where VS Code hears them. */
  readonly keysLeft: string[];
}

export interface OutputOptions {
  readonly others?: OtherHandlers;
  readonly payload?: Partial<ResultPayload>;
  /** Nobody answers. */
  readonly alone?: boolean;
}

export async function openOutput(source: RowSource, options: OutputOptions = {}): Promise<DrawnOutput> {
  const { window } = new JSDOM('<!doctype html><body><div id="output"></div></body>', {
    pretendToBeVisual: true,
  });
  const { document } = window;
  const output = document.querySelector<HTMLElement>('#output') ?? missing('#output');
  const host = openHostSide(source, options);
  const asked: GridRequest[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  let state: unknown;
  const messaging = {
    postMessage(message: GridRequest) {
      asked.push(message);
      // As on the wire: later, and nothing shared.
      void host.hear(structuredClone(message), (answer) =>
        setImmediate(() => listeners.forEach((listener) => listener(structuredClone(answer)))),
      );
    },
    onDidReceiveMessage: (listener: (message: unknown) => void) => void listeners.push(listener),
  };
  const context = {
    getState: () => state,
    setState: (next: unknown) => void (state = structuredClone(next)),
    ...(!options.alone && messaging),
  };
  // As a browser loads it: what is imported later shares its modules.
  const { activate } = await import('../../src/renderer/index.ts');
  const renderer = activate(context);
  const held = await payloadOf(source, options.alone ? undefined : host.resultId);
  const keysLeft: string[] = [];
  window.addEventListener('keydown', ({ key }) => keysLeft.push(key));
  const all = (selector: string): HTMLElement[] => [...output.querySelectorAll<HTMLElement>(selector)];
  const find = <Found extends HTMLElement>(selector: string, words?: string): Found => {
    const named = (found: HTMLElement): boolean =>
      words === undefined ||
      found.getAttribute('aria-label') === words ||
      (found.textContent ?? '').includes(words);
    return (all(selector).find(named) ?? missing(`${selector} ${words ?? ''}`)) as Found;
  };
  const draw = (payload: Partial<ResultPayload> = {}): void =>
    renderer.renderOutputItem(
      { id: 'one', mime: resultMimeType, json: () => ({ ...held, ...options.payload, ...payload }) },
      output,
    );
  draw();
  return {
    document,
    output,
    host,
    asked,
    keysLeft,
    find,
    texts: (selector) => all(selector).map(({ textContent }) => textContent ?? ''),
    press: (selector, words) => find(selector, words).click(),
    key(key, modifiers = {}) {
      const event = new window.KeyboardEvent('keydown', {
        key,
        bubbles: true,
        cancelable: true,
        ...modifiers,
      });
      (document.activeElement ?? document.body).dispatchEvent(event);
      return event.defaultPrevented;
    },
    write(field, value) {
      (field as HTMLInputElement).value = value;
      for (const name of ['input', 'change']) field.dispatchEvent(new window.Event(name, { bubbles: true }));
    },
    async until(label, holds) {
      for (const end = Date.now() + 5_000; !holds();) {
        if (Date.now() > end) throw new Error(`This did not come: ${label}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    draw,
  };
}

function missing(what: string): never {
  throw new Error(`There is no ${what}`);
}
