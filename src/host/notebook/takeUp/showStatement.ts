import type * as vscode from 'vscode';
import type { CellProgress } from '../cellProgress.ts';
import type { RunPlace } from '../cellStatement.ts';
import type { CellWork } from '../controller.ts';
import { errorOutput } from '../outputs.ts';
import type { Results } from '../results/results.ts';
import type { ResultSources } from '../results/resultSources.ts';
import { statementOutput } from '../statementOutput.ts';

/** Work on a cell that shows what statements of earlier gave; one that runs still is followed. Runs nothing. */
export function showingStatements(
  cell: vscode.NotebookCell,
  place: RunPlace,
  statementIds: readonly string[],
  { sources, results, progress }: ShowServices,
): CellWork {
  return async (execution, signal) => {
    await execution.clearOutput();
    try {
      for (const statementId of statementIds) {
        const onProgress: CellProgressListener = (state) => progress.show(cell, state);
        const finished = await place.site.follow(statementId, { signal, onProgress });
        const source = await sources.of(place, finished);
        const outcome = { place, statement: finished.statement, ...(source && { source }) };
        await execution.appendOutput(await statementOutput([outcome], [], { cell, results }));
      }
      return true;
    } catch (error) {
      await execution.appendOutput(errorOutput(error, undefined));
      return false;
    } finally {
      progress.clear(cell);
    }
  };
}

type CellProgressListener = (state: Parameters<CellProgress['show']>[1] & object) => void;

interface ShowServices {
  readonly sources: ResultSources;
  readonly results: Results;
  readonly progress: CellProgress;
}
