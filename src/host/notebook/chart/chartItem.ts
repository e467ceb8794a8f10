import type * as vscode from 'vscode';
import type { RowSource } from '../../../core/redshift/results/contract.ts';
import type { ChartChoice } from '../../../protocol/chartChoice.ts';
import { compactJson } from '../outputs.ts';

/** Vega-Lite's type in notebooks: renderers of other extensions and front ends know it. */
export const vegaLiteMimeType = 'application/vnd.vegalite.v5+json';

/** Bytes of a result that came with its first page, so that its chart keeps no output waiting; of larger ones it comes when it is looked at. */
const smallResult = 500_000;

/** The chart that a cell asks for, as an item of its result's output. None where the columns don't fit it. */
export async function chartItems(
  source: RowSource | undefined,
  choice: ChartChoice | undefined,
): Promise<vscode.NotebookCellOutputItem[]> {
  if (!source || !choice || choice.mark === 'map' || source.byteLength > smallResult) return [];
  try {
    const { sourceSpec } = await import('../../../core/chart/sourceSpec.ts');
    const spec = await sourceSpec(source, choice);
    return spec ? [compactJson(spec, vegaLiteMimeType)] : [];
  } catch {
    // The rows are shown all the same; where the chart is looked at, it says what is wrong.
    return [];
  }
}
