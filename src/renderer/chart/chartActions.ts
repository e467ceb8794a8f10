import type { ChartSpec } from '../../core/chart/plotSpec.ts';
import type { ChartChoice } from '../../protocol/chartChoice.ts';
import { element } from '../element.ts';
import type { ResultCalls } from '../grid/contract.ts';
import { textButton } from '../tools/button.ts';
import type { Drawing } from './contract.ts';

export interface ChartActionsContext {
  readonly document: Document;
  readonly calls: ResultCalls;
  readonly isKept: boolean;
  drawing(): Drawing | undefined;
  choice(): ChartChoice | undefined;
  spec(): ChartSpec | undefined;
  onKept(isKept: boolean): void;
  onValues(isShown: boolean): void;
  onProblem(error: unknown): void;
}

/** What can be done with a chart: keep it in the notebook, read its values, save it. */
export class ChartActions {
  readonly element: HTMLElement;
  readonly #context: ChartActionsContext;
  readonly #keep: HTMLButtonElement;
  readonly #needDrawing: HTMLButtonElement[];
  #isKept: boolean;

  constructor(context: ChartActionsContext) {
    const { document } = context;
    this.#context = context;
    this.#isKept = context.isKept;
    this.#keep = textButton(
      document,
      'Keep in Notebook',
      () => void (this.#isKept ? this.#remove() : this.keep()),
    );
    this.#keep.title = 'Written into the cell’s marker: drawn again at the next run, and saved with the file';
    const values = textButton(document, 'Values', () => {
      const isShown = values.getAttribute('aria-expanded') !== 'true';
      values.setAttribute('aria-expanded', String(isShown));
      context.onValues(isShown);
    });
    values.setAttribute('aria-expanded', 'false');
    const saves = [
      this.#saveButton('SVG', 'svg', (drawing) => drawing.svg()),
      this.#saveButton('PNG', 'png', (drawing) => drawing.png()),
      this.#saveButton('Vega-Lite', 'json', async () => JSON.stringify(context.spec(), null, 2)),
    ];
    this.#needDrawing = [values, ...saves];
    this.allow(false, false);
    const words = element(document, 'span', 'chart-words', 'Save as');
    words.setAttribute('aria-hidden', 'true');
    const save = element(document, 'div', 'chart-group', words, ...saves);
    save.setAttribute('role', 'group');
    save.setAttribute('aria-label', 'Save as');
    this.element = element(document, 'div', 'chart-actions', this.#keep, values, save);
    this.#show();
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  /** @param keep there is a choice that can be drawn, if not of these rows @param drawing there is a drawing */
  allow(keep: boolean, drawing: boolean): void {
    for (const button of this.#needDrawing) setEnabled(button, drawing);
    setEnabled(this.#keep, keep || this.#isKept);
  }

  async keep(): Promise<void> {
    const choice = this.#context.choice();
    if (choice) await this.#set(choice);
  }

  #remove(): Promise<void> {
    return this.#set(null);
  }

  async #set(choice: ChartChoice | null): Promise<void> {
    try {
      await this.#context.calls.call('keepChart', { choice });
      this.#isKept = choice !== null;
      this.#show();
      this.#context.onKept(this.#isKept);
    } catch (error) {
      this.#context.onProblem(error);
    }
  }

  #show(): void {
    this.#keep.setAttribute('aria-pressed', String(this.#isKept));
  }

  #saveButton(
    label: string,
    format: 'svg' | 'png' | 'json',
    contentOf: (drawing: Drawing) => Promise<string>,
  ): HTMLButtonElement {
    const { document, calls, onProblem } = this.#context;
    const save = async (): Promise<void> => {
      const drawing = this.#context.drawing();
      if (!drawing) return;
      try {
        await calls.call('saveChart', { format, content: await contentOf(drawing) });
      } catch (error) {
        onProblem(error);
      }
    };
    const button = textButton(document, label, () => void save());
    button.setAttribute('aria-label', `Save as ${label}`);
    button.title = `Save as ${label}`;
    return button;
  }
}

/** The focus stays on it either way. */
function setEnabled(button: HTMLButtonElement, isEnabled: boolean): void {
  if (isEnabled) button.removeAttribute('aria-disabled');
  else button.setAttribute('aria-disabled', 'true');
}
