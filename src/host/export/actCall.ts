import type { CallHandler } from '../notebook/results/callHandlers.ts';
import type { KeptResult, ResultView } from '../notebook/results/keptResult.ts';
import { viewOf } from '../notebook/results/resultViews.ts';
import { showError } from '../showError.ts';
import { exportResult } from './exportResult.ts';
import type { ExportServices } from './exportServices.ts';
import { openAsCsv } from './openAsCsv.ts';
import { openInDataWrangler } from './openInDataWrangler.ts';

/** Starts what a grid's menu offers, and answers at once: a person takes any time to say where a file goes. */
export function actCall(services: ExportServices): CallHandler<'act'> {
  const run = async (
    action: Parameters<CallHandler<'act'>>[1]['action'],
    kept: KeptResult,
    view: ResultView | undefined,
  ) => {
    switch (action) {
      case 'export':
        return exportResult(services, kept, { view });
      case 'openAsCsv':
        return openAsCsv(services, kept, view);
      case 'openInDataWrangler':
        return openInDataWrangler(services, kept, view);
    }
  };
  return async (kept, { action, viewId }) => {
    run(action, kept, viewOf(kept, viewId)).catch((error: unknown) => showError(error, services.log));
    return {};
  };
}
