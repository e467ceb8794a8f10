import { formatChoice } from '../../../core/chart/choiceText.ts';
import { suggestChart } from '../../../core/chart/suggestChart.ts';
import type { ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import type { ResultWork } from '../../../core/redshift/results/view/contract.ts';
import type { ChartChoice } from '../../../protocol/chartChoice.ts';
import type { GridCalls } from '../../../protocol/gridMessages.ts';
import { previewRows } from '../../../protocol/resultPayload.ts';
import type { CallOptions, OtherHandlers } from '../results/callHandlers.ts';
import type { KeptResult } from '../results/keptResult.ts';
import { withRows } from '../results/resultViews.ts';

type ChartFile = GridCalls['saveChart']['ask'];

export interface ChartServices {
  readonly work: Pick<ResultWork, 'chart'>;
  readonly memory: () => ResultMemory;
  /** What the cell's marker asks to be drawn. */
  keptChoice(kept: KeptResult): ChartChoice | undefined;
  /**
   * Writes the text into the marker of the result's cell; without one takes it away.
   * @throws RedshiftIdentityError where the notebook can't be changed
   */
  writeKey(kept: KeptResult, text: string | undefined): Promise<void>;
  /** Shows the chart to other front ends too, or no longer. Never fails. */
  attach(kept: KeptResult, choice: ChartChoice | undefined): void;
  /** @returns false where the person wanted no file */
  save(kept: KeptResult, file: ChartFile): Promise<boolean>;
}

/** Answers what a chart asks for. */
export function chartCalls(
  services: ChartServices,
): Required<Pick<OtherHandlers, 'suggestChart' | 'chart' | 'keepChart' | 'saveChart'>> {
  const { work, memory, keptChoice, writeKey, attach, save } = services;
  return {
    suggestChart: async (kept, { map }, { signal }) => {
      const sample = await kept.source.rows(0, previewRows, signal);
      return { choice: suggestChart(kept.source.columns, sample, map) };
    },
    chart: async (kept, { viewId, choice }, options) => {
      const data = await drawnRows(kept, viewId, choice, options);
      const asked = keptChoice(kept);
      if (asked && formatChoice(asked) === formatChoice(choice)) attach(kept, asked);
      return data;
    },
    keepChart: async (kept, { choice }) => {
      await writeKey(kept, choice === null ? undefined : formatChoice(choice));
      attach(kept, choice ?? undefined);
      return {};
    },
    saveChart: async (kept, file) => ({ saved: await save(kept, file) }),
  };

  function drawnRows(
    kept: KeptResult,
    viewId: string,
    choice: ChartChoice,
    options: CallOptions,
  ): Promise<GridCalls['chart']['answer']> {
    return withRows(kept, viewId, memory(), options, (rows) => work.chart(rows, choice, options.signal));
  }
}
