import * as vscode from 'vscode';
import { isCancel } from '../../../core/errors.ts';
import { pause } from '../../../core/identity/pause.ts';
import { mayRun } from '../../../core/notebook/runRecord.ts';
import { atMost } from '../../../core/redshift/access/atMost.ts';
import { logError } from '../../showError.ts';
import type { CellWork, NotebookController } from '../controller.ts';
import { CellRecovery, type CellRecoveryServices, type Shown } from './cellRecovery.ts';
import type { RecordedCell, RunRecords } from './runRecords.ts';

export interface TakeUpServices extends CellRecoveryServices {
  readonly controller: Pick<NotebookController, 'execute' | 'doUnseen'>;
  readonly records: RunRecords;
}

/** Cells whose results are fetched at the same time. */
const cellsAtOnce = 4;

/** Milliseconds. */
const betweenTries = 500;
const never = new AbortController().signal;

/** Gives cells the results of their last run again, those in sight first, and follows what runs still. Runs nothing. */
export async function takeUp(recorded: readonly RecordedCell[], services: TakeUpServices): Promise<void> {
  const seen = (one: RecordedCell) => (isInSight(one.cell) ? 0 : 1);
  const inOrder = recorded.toSorted((left, right) => seen(left) - seen(right));
  const limited = atMost(cellsAtOnce);
  await Promise.all(
    inOrder.map(async (one) => {
      try {
        await services.records.endedHere(one);
        const follows = one.run.statements.some(mayRun);
        // A statement may run for hours: the others don't wait for it.
        await (follows ? follow(one, services) : limited(() => show(one, services)));
      } catch (error) {
        if (!isCancel(error)) logError(error, services.log);
      }
    }),
  );
}

/** Fetches first, so that the cell can be run meanwhile. */
async function show(one: RecordedCell, services: TakeUpServices): Promise<void> {
  const recovery = new CellRecovery(one, services.records.over(one), services);
  await draw(one, await recovery.recover(never), services);
}

/**
 * Where a statement runs still, the cell spins and can be interrupted until its end. Before that is known it can be run:
 * VS Code drops a Run of a cell that spins without a word.
 */
async function follow(one: RecordedCell, services: TakeUpServices): Promise<void> {
  const { controller, records, progress } = services;
  const { cell } = one;
  const { startedAt } = one.run.statements.find(mayRun) ?? {};
  const over = records.over(one);
  const hide = () => progress.clear(cell);
  over.addEventListener('abort', hide);
  const recovery = new CellRecovery(one, over, services);
  progress.show(cell, 'Looking for the statement', undefined, startedAt);
  const shown = await controller
    .doUnseen(cell.notebook, async (interrupted) => {
      // Not ended by an interrupt: what is to be cancelled has to be found first.
      await recovery.seek();
      const { running } = recovery;
      if (running === undefined) return recovery.recover(never);
      return interrupted.aborted ? recovery.recover(interrupted) : running;
    })
    .finally(() => {
      over.removeEventListener('abort', hide);
      if (!over.aborted) hide();
    });
  if (typeof shown !== 'string') return draw(one, shown, services);
  const work: CellWork = async (execution, signal) => {
    // Until the first long poll ends, this is what is known.
    progress.show(cell, { state: 'STARTED', statementId: shown }, undefined, startedAt);
    try {
      const { outputs, success } = await recovery.recover(signal, (some) => execution.replaceOutput(some));
      await execution.replaceOutput(outputs);
      return success;
    } finally {
      hide();
    }
  };
  await execute(one, services, work, startedAt);
}

/** All in one go, so that at no moment of it the cell can't be run. */
async function draw(one: RecordedCell, { outputs, success }: Shown, services: TakeUpServices): Promise<void> {
  if (outputs.length === 0) return;
  let drawn: Thenable<void> | undefined;
  await execute(one, services, async (execution) => {
    // The end sends what is to be drawn along; waiting for the window to have drawn it would take that long.
    drawn = execution.replaceOutput(outputs);
    return success;
  });
  await drawn;
}

/** Without a number: the cell was not run. Does nothing where it runs again, or where its notebook is closed. */
async function execute(
  one: RecordedCell,
  { controller, records, leaving }: TakeUpServices,
  work: CellWork,
  startedAt?: number,
): Promise<void> {
  while (records.isCurrent(one) && !one.cell.notebook.isClosed) {
    let running: Promise<unknown>;
    try {
      running = controller.execute(one.cell, work, { unnumbered: true, startedAt });
    } catch {
      // It is being interrupted still, since its notebook was closed a moment ago, or waits to run again.
      await pause(betweenTries, leaving);
      continue;
    }
    await running;
    return;
  }
}

function isInSight(cell: vscode.NotebookCell): boolean {
  return vscode.window.visibleNotebookEditors.some(
    ({ notebook, visibleRanges }) =>
      notebook === cell.notebook &&
      visibleRanges.some(({ start, end }) => start <= cell.index && cell.index < end),
  );
}
