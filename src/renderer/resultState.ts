import type { ChartChoice } from '../protocol/chartChoice.ts';
import type { ResultViewSpec } from '../protocol/resultViewSpec.ts';
import type { ColumnPlace } from './grid/contract.ts';
import { isFields } from './payloadFields.ts';
import { wholeResult } from './viewSpec.ts';

export type Pane = 'table' | 'chart' | 'map';

/** What is drawn of a result, and whether its cell's marker says so. */
export interface DrawnChoice {
  readonly choice: ChartChoice | undefined;
  readonly isKept: boolean;
}

/** What somebody made of one result: kept while its output is drawn anew. */
export interface ResultState {
  readonly spec: ResultViewSpec;
  readonly layout?: readonly ColumnPlace[];
  /** Pixels of the rows, where somebody chose them. */
  readonly height?: number | undefined;
  /** Absent: as the output asks for. */
  readonly pane?: Pane;
  /** The view of `spec`, and whose it is: a result that was fetched anew has another ID. */
  readonly view?:
    { readonly resultId: string; readonly viewId: string; readonly rowCount: number } | undefined;
  readonly choices?: Partial<Readonly<Record<Pane, DrawnChoice>>>;
}

/** Results whose state is remembered. */
const mostResults = 100;

interface StateKeeping {
  getState(): unknown;
  setState(state: unknown): void;
}

/** The states of all results, by statement ID; VS Code keeps them while the window reloads, where it can. */
export class ResultStates {
  readonly #states = new Map<string, ResultState>();
  readonly #keeping: StateKeeping | undefined;

  /** @param context what VS Code gives to the renderer's `activate` */
  constructor(context: unknown) {
    this.#keeping = keepsState(context) ? context : undefined;
    const kept = this.#keeping?.getState();
    if (!isFields(kept) || !Array.isArray(kept['results'])) return;
    for (const entry of kept['results'] as unknown[]) {
      const [id, state] = Array.isArray(entry) ? (entry as unknown[]) : [];
      // Only this renderer writes it, but another version of it may have.
      if (typeof id === 'string' && isState(state)) this.#states.set(id, state);
    }
  }

  of(statementId: string): ResultState {
    return this.#states.get(statementId) ?? { spec: wholeResult };
  }

  change(statementId: string, change: Partial<ResultState>): void {
    const state = { ...this.of(statementId), ...change };
    this.#states.delete(statementId);
    this.#states.set(statementId, state);
    for (const oldest of this.#states.keys()) {
      if (this.#states.size <= mostResults) break;
      this.#states.delete(oldest);
    }
    this.#keeping?.setState({ results: [...this.#states] });
  }
}

function isState(state: unknown): state is ResultState {
  if (!isFields(state) || !isFields(state['spec'])) return false;
  const { sort, filters } = state['spec'];
  const { layout, view } = state;
  return (
    [sort, filters].every((list) => Array.isArray(list) && list.every(isOfColumn)) &&
    (layout === undefined || (Array.isArray(layout) && layout.every(isOfColumn))) &&
    (view === undefined || isFields(view))
  );
}

function isOfColumn(value: unknown): boolean {
  return isFields(value) && typeof value['column'] === 'number';
}

function keepsState(context: unknown): context is StateKeeping {
  const { getState, setState } = Object(context) as Partial<Record<keyof StateKeeping, unknown>>;
  return typeof getState === 'function' && typeof setState === 'function';
}
