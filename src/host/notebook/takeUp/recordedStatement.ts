import type * as vscode from 'vscode';
import { isCancel } from '../../../core/errors.ts';
import { errorText } from '../../../core/errorText.ts';
import { pause } from '../../../core/identity/pause.ts';
import type { RunRecord } from '../../../core/notebook/runRecord.ts';
import type { SqlStatement } from '../../../core/redshift/sql/sqlText.ts';
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
 * Follows a statement that an earlier window left running to its end, and tells the listeners.
 * @param signal cancels it at Redshift
 */
export async function recoverRunning(
  earlier: EarlierStatement,
  signal: AbortSignal,
  onProgress: (progress: StatementProgress) => void,
  { sources, listeners, leaving, report }: RecoverServices,
): Promise<Recovered> {
  const { cell, run, record, place, statement } = earlier;
  const { name, index, startedAt } = record;
  const ran: CellStatement = { name, cell, statement, index, count: run.count, place, startedAt };
  let statementId: string | undefined;
  const tell = (end: RunEnd): void => {
    if (!leaving.aborted) for (const listener of listeners) listener.ended?.(ran, end);
  };
  try {
    // Not ended by an interrupt: what is to be cancelled has to be found first.
    statementId = record.statementId ?? (await findByName(earlier, leaving));
    if (statementId === undefined) return record.state === 'RUNNING' ? { notSent: true } : undefined;
    if (record.statementId === undefined) {
      for (const listener of listeners) listener.submitted?.(ran, { statementId });
    }
    const finished = await place.site.follow(statementId, { signal, onProgress, sql: statement.text });
    const source = await sources.of(place, finished);
    const outcome: RunOutcome = { place, statement: finished.statement, ...(source && { source }) };
    tell({ state: 'FINISHED', outcome });
    return { outcome };
  } catch (error) {
    const ids = statementId === undefined ? {} : { statementId };
    if (error instanceof StatementCancelled) {
      tell({ state: 'ABORTED', ...ids });
      return { notice: error.message };
    }
    if (isCancel(error)) return { notice: 'Interrupted before the statement was found again.' };
    report(error);
    if (!(error instanceof StatementError)) {
      return { notice: `What became of this statement is not known. ${errorText(error)}` };
    }
    if (error.code === 'ResourceNotFoundException') {
      return { notice: 'Redshift no longer knows this statement.' };
    }
    if (error.code === 'StatementAborted') {
      tell({ state: 'ABORTED', ...ids });
      return { notice: abortedText };
    }
    tell({ state: 'FAILED', error, ...ids });
    return { failure: { place, error } };
  }
}

/** A window that cancels its statements as it closes can no longer take note of it. */
const abortedText =
  'This statement was cancelled: when its window closed, from another one, by an administrator or by a query monitoring rule.';

/** The ID of a statement whose window went before it heard it. A statement that has only just been sent is not listed yet. */
async function findByName(
  { record, place }: EarlierStatement,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { name, startedAt } = record;
  for (;;) {
    const listed = await place.site.listStatements(record.warehouse, { namePrefix: name, signal });
    const found = listed.find((statement) => statement.name === name);
    if (found) return found.statementId;
    if (Date.now() > startedAt + listingTime) return undefined;
    await pause(betweenLooks, signal);
  }
}
