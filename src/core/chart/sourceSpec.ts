import type { PlotChoice } from '../../protocol/chartChoice.ts';
import type { RowSource } from '../redshift/results/contract.ts';
import { chartData } from './chartData.ts';
import type { ChartSpec } from './plotSpec.ts';
import { portableSpec } from './portableSpec.ts';

/**
 * A chart of all rows of a result for other front ends; undefined where it does not get small enough.
 * @throws as `chartData`; what the source throws
 */
export async function sourceSpec(source: RowSource, choice: PlotChoice): Promise<ChartSpec | undefined> {
  const { pages, release } = await source.all();
  try {
    return portableSpec(choice, chartData({ columns: source.columns, pages, order: undefined }, choice));
  } finally {
    release();
  }
}
