import * as vscode from 'vscode';
import { isCancel, RedshiftIdentityError } from '../../../core/errors.ts';
import { pause } from '../../../core/identity/pause.ts';
import { mayRun } from '../../../core/notebook/runRecord.ts';
import { atMost } from '../../../core/redshift/access/atMost.ts';
import { readSql } from '../../../core/redshift/sql/sqlText.ts';
import type { StatementProgress } from '../../../core/redshift/statements/statementContract.ts';
import { StatementError } from '../../../core/redshift/statements/statementError.ts';
import { logError } from '../../showError.ts';
import type { CellProgress } from '../cellProgress.ts';
import type { RunFailure, RunOutcome } from '../cellStatement.ts';
import type { CellWork, NotebookController } from '../controller.ts';
import type { ErrorMarks } from '../marks/errorMarks.ts';
import { noticeOutput } from '../outputs.ts';
import { recordedPlaces, type PlaceServices } from './recordedPlaces.ts';
import {
  recoverEnded,
  recoverRunning,
  type EarlierStatement,
  type Recovered,
  type RecoverServices,
} from './recordedStatement.ts';
import type { Results } from '../results/results.ts';
import type { RecordedCell, RunRecords } from './runRecords.ts';
import { statementOutput } from '../statementOutput.ts';

export interface TakeUpServices extends Omit<RecoverServices, 'report'>, PlaceServices {
  readonly controller: Pick<NotebookController, 'execute'>;
  readonly records: RunRecords;
  readonly results: Results;
  readonly progress: CellProgress;
  readonly marks: Pick<ErrorMarks, 'show'>;
  readonly log: vscode.LogOutputChannel;
}

/** Cells whose results are fetched at the same time. */
const cellsAtOnce = 4;

/** Milliseconds. */
const betweenTries = 500;

/** Gives cells the results of their last run again, those in sight first, and follows what runs still. Runs nothing. */
export async function takeUp(recorded: readonly RecordedCell[], services: TakeUpServices): Promise<void> {
  const seen = (one: RecordedCell) => (isInSight(one.cell) ? 0 : 1);
  const inOrder = recorded.toSorted((left, right) => seen(left) - seen(right));
  const limited = atMost(cellsAtOnce);
  await Promise.all(
    inOrder.map(async (one) => {
      try {
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
  const never = new AbortController().signal;
  const shown = await new CellRecovery(one, never, services).recover();
  if (shown.outputs.length === 0) return;
  await execute(one, services, async (execution) => {
    await execution.replaceOutput(shown.outputs);
    return shown.success;
  });
}

/** An execution from the beginning: it spins and can be interrupted. */
async function follow(one: RecordedCell, services: TakeUpServices): Promise<void> {
  const { statementId, startedAt } = one.run.statements.find(mayRun) ?? {};
  // Until the first long poll ends, this is what is known.
  const known =
    statementId === undefined ? 'Looking for the statement' : ({ state: 'STARTED', statementId } as const);
  const work: CellWork = async (execution, signal) => {
    services.progress.show(one.cell, known, undefined, startedAt);
    try {
      const recovery = new CellRecovery(one, signal, services);
      const shown = await recovery.recover((outputs) => execution.replaceOutput(outputs));
      await execution.replaceOutput(shown.outputs);
      return shown.success;
    } finally {
      services.progress.clear(one.cell);
    }
  };
  await execute(one, services, work, startedAt);
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

interface Shown {
  readonly outputs: vscode.NotebookCellOutput[];
  readonly success: boolean;
}

/** What one cell shows of its last run. */
class CellRecovery {
  readonly #one: RecordedCell;
  readonly #signal: AbortSignal;
  readonly #services: TakeUpServices;

  constructor(one: RecordedCell, signal: AbortSignal, services: TakeUpServices) {
    this.#one = one;
    this.#signal = signal;
    this.#services = services;
  }

  /** @param onOutputs told of what there is so far, before each statement that is waited for */
  async recover(
    onOutputs: (outputs: vscode.NotebookCellOutput[]) => Thenable<void> = async () => undefined,
  ): Promise<Shown> {
    const byIndex = this.#statements();
    const outputs: vscode.NotebookCellOutput[] = [];
    let success = byIndex.length > 0;
    let sent = true;
    for (const places of byIndex) {
      if (outputs.length > 0 && places.some(({ record }) => mayRun(record))) await onOutputs([...outputs]);
      const recovered = await this.#recoverStatement(places);
      outputs.push(...recovered.outputs);
      success &&= recovered.success;
      sent &&= recovered.sent;
    }
    const left = outputs.length > 0 && sent ? this.#notRun(byIndex) : undefined;
    if (left === undefined) return { outputs, success };
    return { outputs: [...outputs, noticeOutput(left)], success: false };
  }

  /** The statements of the run in order, each with the places that it ran at. */
  #statements(): EarlierStatement[][] {
    const { cell, run } = this.#one;
    const placed = recordedPlaces(run, this.#services) ?? [];
    const { statements } = readSql(cell.document.getText());
    const byIndex: EarlierStatement[][] = [];
    for (const [index, statement] of statements.entries()) {
      const places = placed.filter(({ record }) => record.index === index);
      if (places.length > 0) byIndex.push(places.map((place) => ({ ...place, cell, run, statement })));
    }
    return byIndex;
  }

  async #recoverStatement(places: readonly EarlierStatement[]): Promise<Shown & { sent: boolean }> {
    const { cell } = this.#one;
    const several = places.length > 1;
    const { progress, results, marks, log } = this.#services;
    const services = { ...this.#services, report: (error: unknown) => logError(error, log) };
    const recover = (earlier: EarlierStatement): Promise<Recovered> => {
      if (!mayRun(earlier.record)) return recoverEnded(earlier, this.#signal, services);
      const region = several ? earlier.place.site.site.region : undefined;
      const onProgress = (state: StatementProgress) => progress.show(cell, state, region);
      return recoverRunning(earlier, this.#signal, onProgress, services);
    };
    const found = await Promise.all(
      places.map(async (earlier) => ({ earlier, recovered: await recover(earlier) })),
    );
    const outcomes: RunOutcome[] = [];
    const failures: RunFailure[] = [];
    const notices = new Set<string>();
    for (const { earlier, recovered } of found) {
      if (!recovered) failures.push({ place: earlier.place, error: forgotten() });
      else if ('outcome' in recovered) outcomes.push(recovered.outcome);
      else if ('failure' in recovered) failures.push(recovered.failure);
      else notices.add('notice' in recovered ? recovered.notice : this.#notSent(earlier.record.index));
      if (recovered && 'failure' in recovered) {
        marks.show(cell, earlier.statement, recovered.failure.error);
      }
    }
    const outputs = [...notices].map(noticeOutput);
    const known = failures.some(({ error }) => error instanceof StatementError);
    if (outcomes.length > 0 || known) {
      const startLine = places[0]?.statement.startLine ?? 0;
      const lineOf = (error: unknown) =>
        startLine + (error instanceof StatementError ? (error.line ?? 1) : 1) - 1;
      outputs.unshift(...(await statementOutput(outcomes, failures, { cell, results }, lineOf)));
    }
    const sent = !found.some(({ recovered }) => recovered && 'notSent' in recovered);
    return { outputs, success: outcomes.length > 0, sent };
  }

  #notSent(index: number): string {
    const { count } = this.#one.run;
    if (count === 1) return 'The window closed before the statement was sent, so it was not run.';
    const others = index + 1 < count ? ' and those after it were' : ' was';
    return `The window closed before statement ${index + 1} of ${count} was sent, so it${others} not run.`;
  }

  /** What to say of the statements that were never begun, if a cell that goes on by itself would have run them. */
  #notRun(byIndex: readonly (readonly EarlierStatement[])[]): string | undefined {
    const { count } = this.#one.run;
    const last = byIndex.at(-1) ?? [];
    const number = (last[0]?.record.index ?? 0) + 1;
    if (number >= count) return undefined;
    const states = new Set(last.map(({ record }) => record.state));
    const which = `statement ${number} of ${count}`;
    if (states.has('RUNNING')) return `The window closed while ${which} ran; the others were not run.`;
    return states.has('FINISHED') ? `The window closed after ${which}; the others were not run.` : undefined;
  }
}

function isInSight(cell: vscode.NotebookCell): boolean {
  return vscode.window.visibleNotebookEditors.some(
    ({ notebook, visibleRanges }) =>
      notebook === cell.notebook &&
      visibleRanges.some(({ start, end }) => start <= cell.index && cell.index < end),
  );
}

function forgotten(): RedshiftIdentityError {
  return new RedshiftIdentityError('What this gave is no longer known.', {
    code: 'Forgotten',
    remedy: 'Run the cell again.',
  });
}
