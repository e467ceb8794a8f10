import type { ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import type { ResultWork } from '../../../core/redshift/results/view/contract.ts';
import { setCellKey } from '../cellKeys.ts';
import type { NotebookController } from '../controller.ts';
import { withRows } from '../results/resultViews.ts';
import { chartKey, chartOf } from './cellChart.ts';
import { chartCalls } from './chartCalls.ts';
import { ChartOutputs } from './chartOutputs.ts';
import { ChartFiles } from './saveChart.ts';

export interface ChartHandlerServices {
  readonly work: Pick<ResultWork, 'chart'>;
  readonly memory: () => ResultMemory;
  readonly controller: Pick<NotebookController, 'execute'>;
  /** For the log. */
  report(error: unknown): void;
}

/** What answers the calls of charts in this window. */
export function chartHandlers({
  work,
  memory,
  controller,
  report,
}: ChartHandlerServices): ReturnType<typeof chartCalls> {
  const files = new ChartFiles();
  const outputs = new ChartOutputs({
    controller,
    dataOf: (kept, choice, options) =>
      withRows(kept, '', memory(), options, (rows) => work.chart(rows, choice, options.signal)),
    report,
  });
  return chartCalls({
    work,
    memory,
    keptChoice: ({ cell }) => chartOf(cell),
    writeKey: ({ cell }, text) => setCellKey(cell, chartKey, text),
    attach: (kept, choice) => outputs.attach(kept, choice),
    save: (kept, file) => files.save(kept, file),
  });
}
