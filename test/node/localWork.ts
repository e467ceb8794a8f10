import { Cancelled } from '../../src/core/errors.ts';
import { chartData } from '../../src/core/chart/chartData.ts';
import { aggregateCells } from '../../src/core/redshift/results/view/aggregateCells.ts';
import type { ResultWork } from '../../src/core/redshift/results/view/contract.ts';
import { findMatches } from '../../src/core/redshift/results/view/findMatches.ts';
import { profileColumn } from '../../src/core/redshift/results/view/profileColumn.ts';
import { viewOrder } from '../../src/core/redshift/results/view/viewOrder.ts';

/** The work of the worker, in this thread. */
export const localWork: ResultWork = {
  order: async (rows, spec, textOrder, signal) => within(signal, () => viewOrder(rows, spec, textOrder)),
  find: async (rows, search, signal) => within(signal, () => findMatches(rows, search)),
  aggregate: async (rows, blocks, signal) => within(signal, () => aggregateCells(rows, blocks)),
  profile: async (rows, column, signal) => within(signal, () => profileColumn(rows, column)),
  chart: async (rows, choice, signal) => within(signal, () => chartData(rows, choice)),
};

function within<T>(signal: AbortSignal | undefined, work: () => T): T {
  if (signal?.aborted) throw new Cancelled();
  return work();
}
