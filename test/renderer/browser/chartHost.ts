import { chartData } from '../../../src/core/chart/chartData.ts';
import { suggestChart } from '../../../src/core/chart/suggestChart.ts';
import { errorText } from '../../../src/core/errorText.ts';
import type { RowSource } from '../../../src/core/redshift/results/contract.ts';
import type { GridRequest } from '../../../src/protocol/gridMessages.ts';
import { openHostSide, type HostSide } from './hostSide.ts';

/** As `openHostSide`, and what charts ask for. `held` ends when charts are to be answered. */
export function chartHost(source: RowSource, held: Promise<void> = Promise.resolve()): HostSide {
  const side = openHostSide(source);
  const hear: HostSide['hear'] = async (message, post) => {
    const request = message as GridRequest;
    const { requestId } = request;
    const answer = (value: unknown): void => post({ kind: 'answer', requestId, answer: value });
    if (request.kind === 'suggestChart') {
      return answer({ choice: suggestChart(source.columns, await source.rows(0, 200), request.map) });
    }
    if (request.kind === 'keepChart') return answer({});
    if (request.kind === 'saveChart') return answer({ saved: true });
    if (request.kind !== 'chart') return side.hear(message, post);
    await held;
    const { pages } = await source.all();
    // A view of every second row.
    const order = Uint32Array.from({ length: Math.ceil(source.totalRows / 2) }, (_, index) => index * 2);
    try {
      const rows = { columns: source.columns, pages, order: request.viewId === '' ? undefined : order };
      return await answer(chartData(rows, request.choice));
    } catch (error) {
      return post({ kind: 'refused', requestId, code: 'failed', message: errorText(error) });
    }
  };
  return { ...side, hear };
}
