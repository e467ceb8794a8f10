import { RedshiftIdentityError } from '../../../core/errors.ts';
import type { ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import type { ResultWork, TextOrder } from '../../../core/redshift/results/view/contract.ts';
import type { GridCalls } from '../../../protocol/gridMessages.ts';
import type { CellBlock } from '../../../protocol/resultViewSpec.ts';
import type { CallHandlers, CallOptions, OtherHandlers } from './callHandlers.ts';
import { cellCalls, type CellServices } from './cellCalls.ts';
import { copyCall, type CopyServices } from './copyCall.ts';
import { findCalls } from './findCalls.ts';
import type { KeptResult } from './keptResult.ts';
import { makeView, withRows } from './resultViews.ts';

/** Rows that are read for the aggregates of a few cells, without the rest of the result. */
const fewRows = 10_000;

export interface ResultServices extends CellServices, CopyServices {
  readonly work: ResultWork;
  readonly memory: () => ResultMemory;
  readonly textOrder: () => TextOrder;
}

/** What answers a grid's calls. Kinds that nobody brings along are refused with a sentence. */
export function resultHandlers(services: ResultServices, others: OtherHandlers = {}): CallHandlers {
  const { work, memory, textOrder } = services;
  return {
    ...cellCalls(services),
    ...findCalls(services),
    copy: copyCall(services),
    view: async (kept, { spec }, options) => {
      const viewing = { work, memory: memory(), textOrder: textOrder() };
      const view = await makeView(kept, spec, viewing, options);
      if (!view) return { viewId: '', rowCount: kept.source.totalRows };
      return { viewId: view.id, rowCount: view.rows.order.length };
    },
    aggregate: (kept, ask, options) => aggregate(kept, ask, options, services),
    profile: (kept, { viewId, column }, options) =>
      withRows(kept, viewId, memory(), options, (rows) => work.profile(rows, column, options.signal)),
    suggestChart: missing,
    chart: missing,
    keepChart: missing,
    saveChart: missing,
    act: missing,
    ...others,
  };
}

async function aggregate(
  kept: KeptResult,
  { viewId, blocks }: GridCalls['aggregate']['ask'],
  options: CallOptions,
  { work, memory }: ResultServices,
): Promise<GridCalls['aggregate']['answer']> {
  if (blocks.length === 0) return { cells: 0, nulls: 0, numbers: 0 };
  const from = Math.min(...blocks.map((block) => block.from));
  const to = Math.max(...blocks.map((block) => block.to));
  const { signal } = options;
  if (viewId !== '' || to - from > fewRows) {
    return withRows(kept, viewId, memory(), options, (rows) => work.aggregate(rows, blocks, signal));
  }
  const pages = await kept.source.slices(from, to, signal);
  const shifted = blocks.map((block): CellBlock => ({
    ...block,
    from: block.from - from,
    to: block.to - from,
  }));
  return work.aggregate({ columns: kept.source.columns, pages, order: undefined }, shifted, signal);
}

async function missing(): Promise<never> {
  throw new RedshiftIdentityError('This is not possible here.', { code: 'NotPossible' });
}
