import { chartCalls } from '../../../src/host/notebook/chart/chartCalls.ts';
import { ResultMemory } from '../../../src/core/redshift/results/resultMemory.ts';
import type { RowSource } from '../../../src/core/redshift/results/contract.ts';
import { chartData } from '../../../src/core/chart/chartData.ts';
import type { GridCalls } from '../../../src/protocol/gridMessages.ts';
import { openHostSide, type HostSide } from './hostSide.ts';

export interface ChartHost {
  readonly host: HostSide;
  /** Texts that were written into the cell's marker; undefined where the key was taken away. */
  readonly kept: (string | undefined)[];
  readonly saved: GridCalls['saveChart']['ask'][];
}

/** The extension host's own answers about charts, without VS Code around them. @param ready is waited for before data */
export function openChartHost(source: RowSource, ready: Promise<void> = Promise.resolve()): ChartHost {
  const kept: ChartHost['kept'] = [];
  const saved: ChartHost['saved'] = [];
  const memory = new ResultMemory(1_000_000_000);
  const others = chartCalls({
    work: {
      chart: async (rows, choice) => {
        await ready;
        return chartData(rows, choice);
      },
    },
    memory: () => memory,
    keptChoice: () => undefined,
    writeKey: async (_, text) => void kept.push(text),
    attach: () => {},
    save: async (_, file) => saved.push(file) > 0,
  });
  return { host: openHostSide(source, { others }), kept, saved };
}
