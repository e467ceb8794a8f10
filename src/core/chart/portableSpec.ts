import { mostPayloadBytes } from '../../protocol/resultPayload.ts';
import type { ChartData, PlotChoice } from '../../protocol/chartChoice.ts';
import { plotSpec, type ChartSpec } from './plotSpec.ts';

/** Marks beyond which there is no use in trying. */
const fewestMarks = 50;

/**
 * A chart for other front ends, small enough for an output: of a scatter plot with an even choice of its marks.
 * @returns undefined where it does not get small enough
 */
export function portableSpec(choice: PlotChoice, data: ChartData): ChartSpec | undefined {
  const mayLeaveOut = choice.mark === 'point' && choice.aggregate === undefined;
  for (let rows = data.rows; ; rows = rows.filter((_, index) => index % 2 === 0)) {
    const spec = plotSpec(choice, { ...data, rows });
    if (new TextEncoder().encode(JSON.stringify(spec)).length <= mostPayloadBytes) return spec;
    if (!mayLeaveOut || rows.length < fewestMarks) return undefined;
  }
}
