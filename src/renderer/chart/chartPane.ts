import type { ChartChoice, ChartData } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { CallRefused } from '../callRefused.ts';
import { element } from '../element.ts';
import type { ResultCalls } from '../grid/contract.ts';
import { keepTyping } from '../tools/keys.ts';
import { valueText } from '../valueCell.ts';
import { ChartActions } from './chartActions.ts';
import { showFields } from './chartEditor.ts';
import { ChartStatus } from './chartStatus.ts';
import { chartStyle } from './chartStyle.ts';
import { onThemeChange, readTheme } from './chartTheme.ts';
import type { Drawing } from './contract.ts';
import { kindOfChart, type ChartParts } from './kindOfChart.ts';
import type { ChartSpec } from '../../core/chart/plotSpec.ts';
import { valuesTable } from './valuesTable.ts';

export interface ChartPaneContext {
  readonly document: Document;
  readonly calls: ResultCalls;
  /** All columns of the result. */
  readonly columns: readonly ResultColumn[];
  readonly viewId: string;
  /** What to draw; undefined: what suits the columns. */
  readonly choice: ChartChoice | undefined;
  /** Without a choice: a map rather than a chart. */
  readonly map: boolean;
  /** The choice is written in the cell's marker. */
  readonly isKept: boolean;
  /** Something else is drawn, or kept or no longer kept: for a state that outlives the pane. */
  onChoice(choice: ChartChoice | undefined, isKept: boolean): void;
  /** The person wants the table back. */
  onClose(): void;
}

export interface ChartPane {
  readonly element: HTMLElement;
  /** The chart as it stands. */
  readonly choice: ChartChoice | undefined;
  /** Draws another view of the same result. */
  update(viewId: string): void;
  focus(): void;
  dispose(): void;
}

/** A chart of a result with what chooses it. Its style is its own: put `element` anywhere inside the output. */
export function chartPane(context: ChartPaneContext): ChartPane {
  return new Pane(context);
}

/** Pixels below which nothing is drawn: the output is hidden. */
const leastWidth = 50;

class Pane implements ChartPane {
  readonly element: HTMLElement;
  readonly #context: ChartPaneContext;
  readonly #parts: ChartParts;
  readonly #editor: HTMLElement;
  readonly #status: ChartStatus;
  readonly #canvas: HTMLElement;
  readonly #notes: HTMLElement;
  readonly #actions: ChartActions;
  readonly #ends: (() => void)[] = [];
  #viewId: string;
  #choice: ChartChoice | undefined;
  #data: ChartData | undefined;
  #drawing: Drawing | undefined;
  /** Of the drawing. */
  #spec: ChartSpec | undefined;
  #values: HTMLElement | undefined;
  #asking: AbortController | undefined;
  /** Counts what was begun to be drawn: only the last one is shown. */
  #turn = 0;
  #width = 0;

  constructor(context: ChartPaneContext) {
    const { document, map, choice } = context;
    this.#context = context;
    this.#viewId = context.viewId;
    this.#choice = choice;
    this.#parts = kindOfChart(choice ? choice.mark === 'map' : map);
    this.#editor = element(document, 'div', 'chart-tools');
    this.#editor.setAttribute('role', 'group');
    this.#editor.setAttribute('aria-label', 'What is drawn');
    this.#status = new ChartStatus(document, () => this.#asking?.abort());
    this.#canvas = element(document, 'div', 'chart-drawing');
    this.#notes = element(document, 'ul', 'chart-notes');
    this.#actions = new ChartActions({
      document,
      calls: context.calls,
      isKept: context.isKept,
      drawing: () => this.#drawing,
      choice: () => this.#choice,
      spec: () => this.#spec,
      onKept: (isKept) => context.onChoice(this.#choice, isKept),
      onValues: (isShown) => this.#showValues(isShown),
      onProblem: (error) => this.#status.fail(error),
    });
    this.element = element(
      document,
      'section',
      'redshift-identity-chart',
      element(document, 'style', '', chartStyle),
      this.#editor,
      this.#status.element,
      this.#canvas,
      this.#notes,
      this.#actions.element,
    );
    this.element.setAttribute('aria-label', this.#parts.name);
    keepTyping(this.element);
    this.#ends.push(
      onThemeChange(document, () => void this.#draw()),
      this.#watchWidth(),
    );
    void this.#begin();
  }

  get choice(): ChartChoice | undefined {
    return this.#choice;
  }

  update(viewId: string): void {
    if (viewId === this.#viewId) return;
    this.#viewId = viewId;
    void this.#fetch();
  }

  focus(): void {
    this.#editor.querySelector('select')?.focus();
  }

  dispose(): void {
    this.#asking?.abort();
    this.#turn++;
    for (const end of this.#ends.splice(0)) end();
    this.#drawing?.dispose();
    this.#drawing = undefined;
  }

  async #begin(): Promise<void> {
    await this.#showFields();
    if (!this.#choice) {
      const turn = ++this.#turn;
      try {
        const asked = { map: this.#parts.isMap };
        const { choice } = await this.#ask(() =>
          this.#context.calls.call('suggestChart', asked, this.#options()),
        );
        if (turn !== this.#turn) return;
        if (!choice) return this.#status.say(this.#parts.nothing);
        this.#choice = choice;
        this.#context.onChoice(choice, this.#actions.isKept);
      } catch (error) {
        if (turn === this.#turn) this.#fail(error);
        return;
      }
      await this.#showFields();
    }
    await this.#fetch();
  }

  async #showFields(): Promise<void> {
    const fields = await this.#parts.fields(this.#choice, this.#context.columns);
    showFields(this.#editor, fields, (choice) => void this.#choose(choice));
  }

  /** What a person chose is kept: it is drawn at the next run too. */
  async #choose(choice: ChartChoice): Promise<void> {
    this.#choice = choice;
    void this.#showFields();
    await this.#fetch();
    if (this.#choice === choice && this.#data) await this.#actions.keep();
  }

  async #fetch(): Promise<void> {
    const choice = this.#choice;
    if (!choice) return;
    const turn = ++this.#turn;
    this.#data = undefined;
    try {
      const asked = { viewId: this.#viewId, choice };
      const data = await this.#ask(() => this.#context.calls.call('chart', asked, this.#options()));
      if (turn !== this.#turn) return;
      this.#data = data;
      await this.#draw();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Only the last call counts. */
  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#canvas.setAttribute('aria-busy', 'true');
    this.#status.wait();
    try {
      return await call();
    } finally {
      if (this.#asking === asking) {
        this.#status.clear();
        this.#canvas.removeAttribute('aria-busy');
      }
    }
  }

  #options(): { signal: AbortSignal; onProgress: (done: number, total: number) => void } {
    const asking = this.#asking ?? new AbortController();
    return {
      signal: asking.signal,
      onProgress: (done, total) => {
        if (this.#asking === asking) this.#status.progress(done, total);
      },
    };
  }

  async #draw(): Promise<void> {
    const { document } = this.#context;
    const choice = this.#choice;
    const data = this.#data;
    const width = Math.floor(this.#canvas.clientWidth);
    if (!choice || !data || width < leastWidth) return;
    const turn = ++this.#turn;
    // A map shows the world at least; axes without anything along them show nothing.
    if (data.rows.length === 0 && !this.#parts.isMap) return this.#showNothing(data);
    try {
      const theme = readTheme(this.element);
      const spec = await this.#parts.plan(choice, data, { theme, width });
      const { drawSpec } = await import('./drawSpec.ts');
      if (turn !== this.#turn) return;
      const fresh = element(document, 'div', '');
      const drawing = await drawSpec(fresh, spec, { theme, width });
      if (turn !== this.#turn) return drawing.dispose();
      this.#drawing?.dispose();
      this.#drawing = drawing;
      this.#spec = spec;
      this.#width = width;
      this.#canvas.replaceChildren(fresh);
      this.#showNotes(data);
      this.#actions.allow(true, true);
      if (this.#values) this.#showValues(true);
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  #showNothing(data: ChartData): void {
    this.#clear();
    this.#showNotes(data);
    if (this.#values) this.#showValues(true);
    this.#actions.allow(true, false);
  }

  #clear(): void {
    this.#drawing?.dispose();
    this.#drawing = undefined;
    this.#canvas.replaceChildren();
  }

  #showNotes({ rows, notes }: ChartData): void {
    const { document } = this.#context;
    const shown = rows.length === 0 ? ['There is nothing to draw in these rows.', ...notes] : notes;
    this.#notes.replaceChildren(
      ...shown.map((note) => element(document, 'li', '', ...valueText(document, note))),
    );
  }

  #showValues(isShown: boolean): void {
    this.#values?.remove();
    this.#values = undefined;
    if (!isShown || !this.#choice || !this.#data) return;
    this.#values = valuesTable(this.#context.document, this.#choice, this.#data);
    this.element.append(this.#values);
  }

  #fail(error: unknown): void {
    if (error instanceof CallRefused && error.code === 'cancelled') return this.#status.say('Cancelled.');
    this.#clear();
    this.#notes.replaceChildren();
    this.#actions.allow(false, false);
    this.#status.fail(error);
  }

  /** As wide as the output, whenever that changes. */
  #watchWidth(): () => void {
    const Observer = this.#context.document.defaultView?.ResizeObserver;
    if (!Observer) return () => {};
    const observer = new Observer(() => {
      const width = Math.floor(this.#canvas.clientWidth);
      if (width < leastWidth || width === this.#width) return;
      this.#width = width;
      if (this.#drawing && !this.#parts.isProportional) this.#drawing.resize(width);
      else if (this.#data) void this.#draw();
    });
    observer.observe(this.#canvas);
    return () => observer.disconnect();
  }
}
