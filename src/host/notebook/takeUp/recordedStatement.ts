import type * as vscode from 'vscode';
import { isCancel } from '../../../core/errors.ts';
import { errorText } from '../../../core/errorText.ts';
import { pause } from '../../../core/identity/pause.ts';
import type { RunRecord } from '../../../core/notebook/runRecord.ts';
import type { SqlStatement } from '../../../core/redshift/sql/sqlText.ts';
import type { ListedStatement } from '../../../core/redshift/statements/listStatements.ts';
import type { StatementProgress } from '../../../core/redshift/statements/statementContract.ts';
import { StatementCancelled, StatementError } from '../../../core/redshift/statements/statementError.ts';
import type { StatementWithPage } from '../../../core/redshift/statements/statements.ts';
import type { CellStatement, RunEnd, RunFailure, RunListener, RunOutcome } from '../cellStatement.ts';
import type { PlacedStatement } from './recordedPlaces.ts';
import type { ResultSources } from '../results/resultSources.ts';

/** What an earlier window's statement gave. */
export type Recovered =
  | { readonly outcome: RunOutcome }
  | { readonly failure: RunFailure }
  /** Nothing to draw, but something to say. */
  | { readonly notice: string }
  /** The window closed before it sent the statement. */
  | { readonly notSent: true }
  /** Redshift has nothing of it. */
  | undefined;

export interface RecoverServices {
  readonly sources: Pick<ResultSources, 'of'>;
  readonly listeners: readonly RunListener[];
  /** Aborts when the window goes: how statements end is then no longer ours to tell. */
  readonly leaving: AbortSignal;
  /** For the log: what went wrong without anybody having asked for something. */
  report(error: unknown): void;
}

/** A statement of the cell as it stands, with what is remembered of its run. */
export interface EarlierStatement extends PlacedStatement {
  readonly cell: vscode.NotebookCell;
  readonly run: RunRecord;
  readonly statement: SqlStatement;
}

/** A statement that may run still: what Redshift has of it, or what there is to say where that can't be told. */
export type Sought =
  { readonly statementId: string; readonly runs: boolean } | { readonly recovered: Recovered };

const runningStates: ReadonlySet<string> = new Set(['SUBMITTED', 'PICKED', 'STARTED']);
/** Codes with which following tells how the statement itself ended. */
const endings = new Set(['StatementFailed', 'StatementAborted']);
/** Milliseconds after its start in which a statement may not be listed yet. */
const listingTime = 20_000;
/** Milliseconds between two looks at the list. */
const betweenLooks = 2_000;

/**
 * What a statement that ended in an earlier window gave, as the account that ran it. Starts nothing.
 * @returns nothing where Redshift has no result of it any more, or nobody is let in to see it
 * @throws Cancelled
 */
export async function recoverEnded(
  { record, place, statement }: EarlierStatement,
  signal: AbortSignal,
  { sources, report }: RecoverServices,
): Promise<Recovered> {
  const { state, statementId, summary } = record;
  if (state === 'ABORTED') return { notice: 'This statement was interrupted.' };
  if (statementId === undefined) return undefined;
  try {
    if (state === 'FAILED' || !summary) {
      return await outcomeOf(await place.site.follow(statementId, { signal, sql: statement.text }));
    }
    const page = summary.hasResultSet
      ? await place.site.resultPage(statementId, undefined, signal)
      : undefined;
    return await outcomeOf({ statement: { statementId, ...summary }, ...(page && { page }) });
  } catch (error) {
    if (isCancel(error)) throw error;
    if (error instanceof StatementError && endings.has(error.code)) return { failure: { place, error } };
    // Said in the log alone: nobody asked for this result just now.
    report(error);
    return undefined;
  }

  async function outcomeOf(finished: StatementWithPage): Promise<Recovered> {
    const source = await sources.of(place, finished);
    return { outcome: { place, statement: finished.statement, ...(source && { source }) } };
  }
}

/**
 * Looks for a statement that an earlier window left running, and whether it runs still. Starts nothing.
 * @param signal ends the looking
 * @throws Cancelled when the signal aborted
 */
export async function seekRunning(
  earlier: EarlierStatement,
  signal: AbortSignal,
  { listeners, report }: RecoverServices,
): Promise<Sought> {
  const { statementId, state } = earlier.record;
  try {
    const listed = await findByName(earlier, signal);
    if (listed && statementId === undefined) {
      for (const listener of listeners) listener.submitted?.(ranBefore(earlier), listed);
    }
    if (listed) return { statementId: listed.statementId, runs: runningStates.has(listed.state) };
    if (statementId === undefined) {
      return { recovered: state === 'RUNNING' ? { notSent: true } : undefined };
    }
  } catch (error) {
    if (signal.aborted) throw error;
    // Cancelled by somebody who signed out.
    if (isCancel(error))
      return { recovered: { notice: 'Interrupted before the statement was found again.' } };
    report(error);
    if (statementId === undefined) return { recovered: lost(earlier, error) };
  }
  // It is known by its ID all the same: a list may be denied, and is no longer complete after a day.
  return { statementId, runs: true };
}

/**
 * Follows a statement that an earlier window left running to its end, and tells the listeners.
 * @param signal cancels it at Redshift
 */
export async function recoverRunning(
  earlier: EarlierStatement,
  statementId: string,
  signal: AbortSignal,
  onProgress: (progress: StatementProgress) => void,
  { sources, listeners, leaving, report }: RecoverServices,
): Promise<Recovered> {
  const { place, statement } = earlier;
  const tell = (end: RunEnd): void => {
    if (!leaving.aborted) for (const listener of listeners) listener.ended?.(ranBefore(earlier), end);
  };
  try {
    const finished = await place.site.follow(statementId, { signal, onProgress, sql: statement.text });
    const source = await sources.of(place, finished);
    const outcome: RunOutcome = { place, statement: finished.statement, ...(source && { source }) };
    tell({ state: 'FINISHED', outcome });
    return { outcome };
  } catch (error) {
    if (error instanceof StatementCancelled) {
      tell({ state: 'ABORTED', statementId });
      return { notice: error.message };
    }
    if (isCancel(error)) return { notice: 'Interrupted before the statement was found again.' };
    report(error);
    if (error instanceof StatementError && error.code === 'ResourceNotFoundException') {
      return { notice: 'Redshift no longer knows this statement.' };
    }
    if (error instanceof StatementError && error.code === 'StatementAborted') {
      tell({ state: 'ABORTED', statementId });
      return { notice: abortedText };
    }
    if (error instanceof StatementError) tell({ state: 'FAILED', error, statementId });
    return lost(earlier, error);
  }
}

/** A window that cancels its statements as it closes can no longer take note of it. */
const abortedText =
  'This statement was cancelled: when its window closed, from another one, by an administrator or by a query monitoring rule.';

/** Where nothing tells how it ended. */
function lost({ place }: EarlierStatement, error: unknown): Recovered {
  if (error instanceof StatementError) return { failure: { place, error } };
  return { notice: `What became of this statement is not known. ${errorText(error)}` };
}

function ranBefore({ cell, run, record, place, statement }: EarlierStatement): CellStatement {
  const { name, index, startedAt } = record;
  return { name, cell, statement, index, count: run.count, place, startedAt };
}

/** Whoever did not hear its ID finds it by its name. A statement that has only just been sent is not listed yet. */
async function findByName(
  { record, place }: EarlierStatement,
  signal: AbortSignal,
): Promise<ListedStatement | undefined> {
  const { name, startedAt, statementId } = record;
  for (;;) {
    const listed = await place.site.listStatements(record.warehouse, { namePrefix: name, signal });
    const found = listed.find((statement) => statement.name === name);
    if (found || statementId !== undefined || Date.now() > startedAt + listingTime) return found;
    await pause(betweenLooks, signal);
  }
}
