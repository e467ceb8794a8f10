import type { ResultViewSpec } from '../../../protocol/resultViewSpec.ts';
import { Cancelled, isCancel, RedshiftIdentityError } from '../../../core/errors.ts';
import type { AllRows } from '../../../core/redshift/results/contract.ts';
import type { Held, ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import { formatCount } from '../../../core/redshift/results/resultSummary.ts';
import type { ResultWork, TextOrder, WorkRows } from '../../../core/redshift/results/view/contract.ts';
import type { CallOptions } from './callHandlers.ts';
import { viewGone } from './callRefused.ts';
import type { KeptResult, ResultView } from './keptResult.ts';

/** Views of one result that are kept: two windows on it, and the way back. */
const mostViews = 3;
const megabyte = 1_000_000;

export interface ViewServices {
  readonly work: Pick<ResultWork, 'order'>;
  readonly memory: ResultMemory;
  readonly textOrder: TextOrder;
}

/**
 * Sorts and filters a result, unless that was done before.
 * @returns undefined where the view shows all rows as they came
 * @throws RedshiftIdentityError where memory has no room for the result; what the source and the work throw
 */
export async function makeView(
  kept: KeptResult,
  spec: ResultViewSpec,
  { work, memory, textOrder }: ViewServices,
  options: CallOptions,
): Promise<ResultView | undefined> {
  if (spec.sort.length === 0 && spec.filters.length === 0) return undefined;
  const key = JSON.stringify([spec.sort, spec.filters, textOrder]);
  const known = [...kept.views.values()].find((view) => view.key === key);
  if (known) return used(kept, known);
  const loaded = await load(kept, memory, options);
  const { columns } = kept.source;
  try {
    const { signal } = options;
    const order = await work.order({ columns, pages: loaded.pages }, spec, textOrder, signal);
    if (signal.aborted) throw new Cancelled();
    if (order === undefined) {
      loaded.release();
      return undefined;
    }
    const id = crypto.randomUUID();
    const rows = { columns, pages: loaded.pages, order };
    const view = new HeldView({ id, key, rows, loaded, memory, forget: () => kept.views.delete(id) });
    kept.views.set(id, view);
    view.look();
    for (const oldest of [...kept.views.values()].slice(0, -mostViews)) oldest.release();
    return view;
  } catch (error) {
    loaded.release();
    throw error;
  }
}

/**
 * A view by its ID; undefined for '', which is the whole result in its own order.
 * @throws CallRefused where it was let go
 */
export function viewOf(kept: KeptResult, viewId: string): ResultView | undefined {
  if (viewId === '') return undefined;
  const view = kept.views.get(viewId);
  if (!view) throw viewGone();
  return used(kept, view);
}

/**
 * Lends work all rows of a view, or of the whole result where `viewId` is ''. They stay in memory until it ends.
 * @throws as `makeView`; CallRefused where the view was let go
 */
export async function withRows<T>(
  kept: KeptResult,
  viewId: string,
  memory: ResultMemory,
  options: CallOptions,
  work: (rows: WorkRows) => Promise<T>,
): Promise<T> {
  const view = viewOf(kept, viewId);
  if (view) return work(view.rows);
  const loaded = await load(kept, memory, options);
  try {
    return await work({ columns: kept.source.columns, pages: loaded.pages, order: undefined });
  } finally {
    loaded.release();
  }
}

async function load(
  { source }: KeptResult,
  memory: ResultMemory,
  { signal, progress }: CallOptions,
): Promise<AllRows> {
  const tooLarge = (): boolean => source.byteLength > memory.limit;
  if (tooLarge()) throw noRoom(source.totalRows, source.byteLength, memory.limit);
  // Later rows may be longer than those that the estimate was made of.
  const stop = new AbortController();
  try {
    return await source.all(AbortSignal.any([signal, stop.signal]), (rows) => {
      progress(rows, Math.max(rows, source.totalRows));
      if (tooLarge()) stop.abort();
    });
  } catch (error) {
    if (isCancel(error) && stop.signal.aborted && !signal.aborted) {
      throw noRoom(source.totalRows, source.byteLength, memory.limit);
    }
    throw error;
  }
}

function noRoom(rows: number, bytes: number, limit: number): RedshiftIdentityError {
  const megabytes = (count: number): string => `${formatCount(Math.ceil(count / megabyte))} MB`;
  return new RedshiftIdentityError(
    `All ${formatCount(rows)} rows would take about ${megabytes(bytes)} of memory; results may take ${megabytes(limit)}.`,
    {
      code: 'ResultTooLarge',
      remedy:
        'Raise the setting redshiftIdentity.results.memoryLimit, or sort and filter in SQL with ORDER BY and WHERE.',
    },
  );
}

function used(kept: KeptResult, view: ResultView): ResultView {
  kept.views.delete(view.id);
  kept.views.set(view.id, view);
  view.look();
  return view;
}

interface HeldViewParts extends Pick<ResultView, 'id' | 'key' | 'rows'> {
  readonly loaded: AllRows;
  readonly memory: ResultMemory;
  /** Its result knows it no longer. */
  forget(): void;
}

/** Keeps the pages of its result in memory as long as it is one of those used last. */
class HeldView implements ResultView, Held {
  readonly id: string;
  readonly key: string;
  readonly rows: ResultView['rows'];
  readonly inUse = false;
  readonly #parts: HeldViewParts;

  constructor(parts: HeldViewParts) {
    this.id = parts.id;
    this.key = parts.key;
    this.rows = parts.rows;
    this.#parts = parts;
  }

  get byteLength(): number {
    return this.rows.order.byteLength;
  }

  look(): void {
    this.#parts.memory.look(this);
  }

  letGo(): void {
    this.#parts.forget();
    this.#parts.loaded.release();
  }

  release(): void {
    this.#parts.memory.forget(this);
    this.letGo();
  }
}
