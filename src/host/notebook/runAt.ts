import type * as vscode from 'vscode';
import { isCancel } from '../../core/errors.ts';
import type { StatementCall } from './statementCall.ts';
import type { QuotaWait, StatementProgress } from '../../core/redshift/statements/statementContract.ts';
import { StatementCancelled, StatementError } from '../../core/redshift/statements/statementError.ts';
import type { StatementWithPage } from '../../core/redshift/statements/statements.ts';
import type { CellStatement, RunEnd, RunListener, RunOutcome, RunPlace } from './cellStatement.ts';
import type { NotebookSessions } from './session/notebookSessions.ts';
import type { ResultSources } from './results/resultSources.ts';

/** What runs need beside the place. */
export interface RunServices {
  readonly sessions: NotebookSessions;
  readonly listeners: readonly RunListener[];
  readonly sources: ResultSources;
  /** Aborts when the window goes: how statements end is then no longer ours to tell. */
  readonly leaving: AbortSignal;
  readonly log: vscode.LogOutputChannel;
}

/** What a person is told while a statement runs. */
export interface RunTalk {
  onProgress(progress: StatementProgress | string): void;
  /** A line for the cell's output. */
  onNotice(text: string): Promise<void>;
}

/**
 * Runs one statement of a cell at one place: in the notebook's session there, or apart. Tells the listeners.
 * @throws HopError, StatementError, Cancelled
 */
export async function runAt(
  place: RunPlace,
  call: StatementCall,
  talk: RunTalk,
  services: RunServices,
): Promise<RunOutcome> {
  const { listeners, leaving } = services;
  const { cell, statement, index, count } = call;
  const name = `rsql-${crypto.randomUUID()}`;
  const run: CellStatement = { name, cell, statement, index, count, place, startedAt: Date.now() };
  let statementId: string | undefined;
  const tell = (end: RunEnd): void => {
    if (leaving.aborted) return;
    for (const listener of listeners) listener.ended?.(run, end);
  };
  for (const listener of listeners) listener.started?.(run);
  try {
    const finished = await runNamed(run, call, services, talk, (progress) => {
      talk.onProgress(progress);
      if (progress.statementId === undefined || progress.statementId === statementId) return;
      statementId = progress.statementId;
      const { sessionId } = progress;
      for (const listener of listeners)
        listener.submitted?.(run, { statementId, ...(sessionId ? { sessionId } : {}) });
    });
    const source = await services.sources.of(place, finished);
    const outcome: RunOutcome = { place, statement: finished.statement, ...(source && { source }) };
    tell({ state: 'FINISHED', outcome });
    logFinished(outcome, services.log);
    return outcome;
  } catch (error) {
    const known = statementIdOf(error) ?? statementId;
    const ids = known === undefined ? {} : { statementId: known };
    tell(isCancel(error) ? { state: 'ABORTED', ...ids } : { state: 'FAILED', error, ...ids });
    throw error;
  }
}

async function runNamed(
  { name, place, statement, cell }: CellStatement,
  { apart, parameters, signal }: StatementCall,
  { sessions }: RunServices,
  talk: RunTalk,
  onProgress: (progress: StatementProgress) => void,
): Promise<StatementWithPage> {
  const { site, warehouse } = place;
  const request = {
    sql: statement.text,
    warehouse,
    statementName: name,
    ...(parameters.length > 0 ? { parameters } : {}),
  };
  const onQuota = (wait: QuotaWait | undefined): void => talk.onProgress(quotaText(wait));
  const options = { signal, onProgress, onQuota, clientToken: name };
  if (apart) return site.run(request, options);
  const session = await sessions.at(cell.notebook, place);
  let replaced = false;
  const onSession = (event: 'waiting' | 'replaced'): void => {
    if (event === 'waiting') talk.onProgress('Waiting for the notebook’s session');
    else replaced = true;
  };
  try {
    return await session.run(request, { ...options, onSession }, (inSession, asked) =>
      site.run(inSession, asked),
    );
  } finally {
    if (replaced) await talk.onNotice(replacedText);
  }
}

const replacedText =
  'The notebook’s session had ended, so this ran in a new one: temporary tables and settings of the earlier session are gone.';

function quotaText(wait: QuotaWait | undefined): string {
  return wait
    ? `Waiting for the quota: ${wait.operation} takes ${wait.perSecond} calls a second in this account and Region`
    : 'Running';
}

function statementIdOf(error: unknown): string | undefined {
  return error instanceof StatementError || error instanceof StatementCancelled
    ? error.statementId
    : undefined;
}

function logFinished(
  { place: { site, warehouse }, statement }: RunOutcome,
  log: vscode.LogOutputChannel,
): void {
  const who = `${site.account.login}, ${site.site.region}, ${warehouse.name}`;
  log.info(`${who}: statement ${statement.statementId}, ${statement.durationMs} ms`);
}
