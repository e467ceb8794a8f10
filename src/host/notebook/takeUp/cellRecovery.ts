import type * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError } from '../../../core/errors.ts';
import { mayRun } from '../../../core/notebook/runRecord.ts';
import { readSql } from '../../../core/redshift/sql/sqlText.ts';
import type { StatementProgress } from '../../../core/redshift/statements/statementContract.ts';
import { StatementError } from '../../../core/redshift/statements/statementError.ts';
import { logError } from '../../showError.ts';
import type { CellProgress } from '../cellProgress.ts';
import type { RunFailure, RunOutcome } from '../cellStatement.ts';
import type { ErrorMarks } from '../marks/errorMarks.ts';
import { noticeOutput } from '../outputs.ts';
import type { Results } from '../results/results.ts';
import { statementOutput } from '../statementOutput.ts';
import { recordedPlaces, type PlaceServices } from './recordedPlaces.ts';
import {
  recoverEnded,
  recoverRunning,
  seekRunning,
  type EarlierStatement,
  type Recovered,
  type RecoverServices,
  type Sought,
} from './recordedStatement.ts';
import type { RecordedCell } from './runRecords.ts';

export interface CellRecoveryServices extends Omit<RecoverServices, 'report'>, PlaceServices {
  readonly results: Results;
  readonly progress: CellProgress;
  readonly marks: Pick<ErrorMarks, 'show'>;
  readonly log: vscode.LogOutputChannel;
}

/** What a cell shows of its last run. */
export interface Shown {
  readonly outputs: vscode.NotebookCellOutput[];
  readonly success: boolean;
}

/** Finds out what one cell shows of its last run. */
export class CellRecovery {
  readonly #one: RecordedCell;
  readonly #over: AbortSignal;
  readonly #services: Omit<CellRecoveryServices, 'log'> & RecoverServices;
  /** Of the statements that may run still, by their names. */
  readonly #sought = new Map<string, Sought>();

  /** @param over aborts when the cell runs again: then nothing of its last run is to be shown */
  constructor(one: RecordedCell, over: AbortSignal, { log, ...services }: CellRecoveryServices) {
    this.#one = one;
    this.#over = over;
    this.#services = { ...services, report: (error) => logError(error, log) };
  }

  /** Looks for the statements that may run still. @throws Cancelled when the window goes, or the cell runs again */
  async seek(): Promise<void> {
    const signal = AbortSignal.any([this.#services.leaving, this.#over]);
    const unknown = this.#statements()
      .flat()
      .filter(({ record }) => mayRun(record));
    await Promise.all(
      unknown.map(async (earlier) => {
        this.#sought.set(earlier.record.name, await seekRunning(earlier, signal, this.#services));
      }),
    );
  }

  /** ID of a statement that was found running. */
  get running(): string | undefined {
    for (const sought of this.#sought.values())
      if ('runs' in sought && sought.runs) return sought.statementId;
    return undefined;
  }

  /**
   * Follows what was found running to its end, and fetches what the other statements gave.
   * @param signal cancels at Redshift what is followed
   * @param onOutputs told of what there is so far, before each statement that is waited for
   * @throws Cancelled
   */
  async recover(
    signal: AbortSignal,
    onOutputs: (outputs: vscode.NotebookCellOutput[]) => Thenable<void> = async () => undefined,
  ): Promise<Shown> {
    const byIndex = this.#statements();
    const outputs: vscode.NotebookCellOutput[] = [];
    let success = byIndex.length > 0;
    let sent = true;
    for (const places of byIndex) {
      if (outputs.length > 0 && places.some(({ record }) => mayRun(record))) await onOutputs([...outputs]);
      const recovered = await this.#recoverStatement(places, signal);
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

  async #recoverStatement(
    places: readonly EarlierStatement[],
    signal: AbortSignal,
  ): Promise<Shown & { sent: boolean }> {
    const { cell } = this.#one;
    const several = places.length > 1;
    const { progress, results, marks } = this.#services;
    const recover = async (earlier: EarlierStatement): Promise<Recovered> => {
      const sought = this.#sought.get(earlier.record.name);
      if (!sought) return recoverEnded(earlier, signal, this.#services);
      if ('recovered' in sought) return sought.recovered;
      const region = several ? earlier.place.site.site.region : undefined;
      const onProgress = (state: StatementProgress) => {
        if (sought.runs) progress.show(cell, state, region);
      };
      return recoverRunning(earlier, sought.statementId, signal, onProgress, this.#services);
    };
    const found = await Promise.all(
      places.map(async (earlier) => ({ earlier, recovered: await recover(earlier) })),
    );
    if (this.#over.aborted) throw new Cancelled();
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

function forgotten(): RedshiftIdentityError {
  return new RedshiftIdentityError('What this gave is no longer known.', {
    code: 'Forgotten',
    remedy: 'Run the cell again.',
  });
}
