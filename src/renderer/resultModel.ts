import type { ResultColumn, ResultPayload } from '../protocol/resultPayload.ts';
import type { ResultViewSpec, SortKey } from '../protocol/resultViewSpec.ts';
import { isCancelled } from './callRefused.ts';
import type { CellPlace, ResultCalls } from './grid/contract.ts';
import { Listeners } from './listeners.ts';
import { renewingCalls } from './renewingCalls.ts';
import { isWhole, wholeResult } from './viewSpec.ts';

/** Rows of a result as somebody wants to see them. */
export interface ResultView {
  /** '' for the whole result in its own order. */
  readonly viewId: string;
  readonly rowCount: number;
}

export interface ModelEvents {
  /** Other sort keys or filters are asked for; what is drawn follows with `view`. */
  spec: ResultViewSpec;
  view: ResultView;
  /** All columns of a result whose output holds only the first ones. */
  columns: readonly ResultColumn[];
  /** Rows that are read or ordered; undefined when that ended. */
  progress: { readonly done: number; readonly total: number } | undefined;
  problem: unknown;
}

/** One result: which of its rows are shown, in which order. Asks the extension host for views, and anew for those it let go of. */
export class ResultModel {
  readonly totalRows: number;
  /** Where a new sort key puts NULLs. */
  readonly nullOrder: SortKey['nulls'];
  /** Undefined where nobody can be asked. */
  readonly calls: ResultCalls | undefined;
  readonly #events = new Listeners<ModelEvents>();
  readonly #resultSet: NonNullable<ResultPayload['resultSet']>;
  #columns: readonly ResultColumn[];
  #spec: ResultViewSpec = wholeResult;
  #view: ResultView;
  /** The spec of `#view`, which `#spec` is ahead of while a view is being made. */
  #shown: ResultViewSpec = wholeResult;
  #making: AbortController | undefined;

  /** @param resultSet what the output holds of it */
  constructor(
    resultSet: NonNullable<ResultPayload['resultSet']>,
    calls?: ResultCalls,
    nullOrder: SortKey['nulls'] = 'last',
  ) {
    this.nullOrder = nullOrder;
    const { columns, totalRows } = resultSet;
    this.#columns = columns;
    this.#resultSet = resultSet;
    this.totalRows = totalRows;
    this.#view = { viewId: '', rowCount: totalRows };
    this.calls = calls && renewingCalls(calls, () => ({ viewId: this.#view.viewId, spec: this.#shown }));
  }

  get columns(): readonly ResultColumn[] {
    return this.#columns;
  }

  /** As asked for. */
  get spec(): ResultViewSpec {
    return this.#spec;
  }

  /** As drawn. */
  get view(): ResultView {
    return this.#view;
  }

  on<Name extends keyof ModelEvents>(name: Name, listener: (event: ModelEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** A value that the output itself holds, of the whole result in its own order. */
  previewValue({ row, column }: CellPlace): { value: string | null; length: number } {
    const value = this.#resultSet.rows[row]?.[column] ?? null;
    const cut = this.#resultSet.cut?.find(([cutRow, cutColumn]) => cutRow === row && cutColumn === column);
    return { value, length: cut?.[2] ?? value?.length ?? 0 };
  }

  /**
   * Takes up what was shown before the output was drawn anew.
   * @param view of the same result, where it was made already
   */
  async restore(spec: ResultViewSpec, view: ResultView | undefined): Promise<void> {
    if (view === undefined || !this.calls) return this.apply(spec);
    this.#spec = this.#shown = spec;
    this.#events.tell('spec', spec);
    this.#show({ viewId: view.viewId, rowCount: view.rowCount });
  }

  /** Asks for the rows of `spec`; until they are there, or where they don't come, what is shown stays. */
  async apply(spec: ResultViewSpec): Promise<void> {
    const { calls } = this;
    if (!calls && !isWhole(spec)) return;
    this.cancel();
    this.#spec = spec;
    this.#events.tell('spec', spec);
    if (!calls || isWhole(spec)) {
      this.#shown = spec;
      return this.#show({ viewId: '', rowCount: this.totalRows });
    }
    const making = (this.#making = new AbortController());
    try {
      const view = await calls.call('view', { spec }, this.#options(making));
      if (this.#making !== making) return;
      this.#shown = spec;
      this.#end(making);
      this.#show(view);
    } catch (error) {
      if (this.#making !== making) return;
      this.#spec = this.#shown;
      this.#end(making);
      this.#events.tell('spec', this.#spec);
      if (!isCancelled(error)) this.#events.tell('problem', error);
    }
  }

  /** Stops making a view. */
  cancel(): void {
    this.#making?.abort();
  }

  /** Asks for the columns that the output has no room for. */
  async loadColumns(): Promise<void> {
    try {
      const answer = await this.calls?.call('columns', {});
      if (!answer || answer.columns.length < this.#columns.length) return;
      this.#columns = answer.columns;
      this.#events.tell('columns', answer.columns);
    } catch (error) {
      if (!isCancelled(error)) this.#events.tell('problem', error);
    }
  }

  #options(making: AbortController): {
    signal: AbortSignal;
    onProgress: (done: number, total: number) => void;
  } {
    this.#events.tell('progress', { done: 0, total: this.totalRows });
    return {
      signal: making.signal,
      onProgress: (done, total) => {
        if (this.#making === making) this.#events.tell('progress', { done, total });
      },
    };
  }

  #end(making: AbortController): void {
    if (this.#making !== making) return;
    this.#making = undefined;
    this.#events.tell('progress', undefined);
  }

  #show(view: ResultView): void {
    this.#view = view;
    this.#events.tell('view', view);
  }
}
