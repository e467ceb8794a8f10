import * as vscode from 'vscode';
import { Cancelled, HopError, RedshiftIdentityError, isCancel } from '../../core/errors.ts';
import { errorText } from '../../core/errorText.ts';
import { isSetCommand } from '../../core/redshift/sql/parameters.ts';
import { readSql, type SqlStatement } from '../../core/redshift/sql/sqlText.ts';
import { checkOutside, rangeOf } from '../../core/redshift/sql/sqlTextError.ts';
import { StatementError } from '../../core/redshift/statements/statementError.ts';
import type { OktaAuthenticationProvider } from '../auth/oktaAuthenticationProvider.ts';
import { logError } from '../showError.ts';
import type { Sites } from '../sites.ts';
import type { CompleteTarget, Targets } from '../target.ts';
import { cellCalls } from './cellCalls.ts';
import { runsApart } from './cellKeys.ts';
import type { CellProgress } from './cellProgress.ts';
import type { RunFailure, RunPlace } from './cellStatement.ts';
import type { ErrorMarks } from './marks/errorMarks.ts';
import { placesOf, runEverywhere } from './everyRegion.ts';
import { errorOutput, noticeOutput } from './outputs.ts';
import type { Results } from './results/results.ts';
import { runAt, type RunServices, type RunTalk } from './runAt.ts';
import type { StatementCall } from './statementCall.ts';
import { statementOutput } from './statementOutput.ts';

export interface CellRunServices extends RunServices {
  readonly state: vscode.Memento;
  readonly targets: Targets;
  readonly sites: Sites;
  readonly provider: OktaAuthenticationProvider;
  readonly progress: CellProgress;
  readonly results: Results;
  readonly marks: ErrorMarks;
}

/** Runs the statements of a cell in order, each with its own output. False after the first that failed. */
export async function runCell(
  execution: vscode.NotebookCellExecution,
  signal: AbortSignal,
  services: CellRunServices,
): Promise<boolean> {
  const { cell } = execution;
  const { listeners, results, progress, log } = services;
  let statement: SqlStatement | undefined;
  try {
    await execution.clearOutput();
    results.letGoOf(cell);
    for (const listener of listeners) listener.begins?.(cell);
    const sql = readSql(cell.document.getText());
    for (const command of sql.metaCommands) {
      checkOutside(command);
      if (isSetCommand(command)) continue;
      await execution.appendOutput(noticeOutput(`\\${command.name} is not supported here and was not run.`));
    }
    if (sql.statements.length === 0) return true;
    const target = await completeTarget(cell.notebook, signal, services);
    const calls = await cellCalls(cell, sql, { apart: runsApart(cell), signal }, services);
    const places = placesOf(cell, target, services.sites) ?? [placeOf(target, services)];
    const failed: RunFailure[] = [];
    for (const call of calls) {
      statement = call.statement;
      if (!(await runAtAll(execution, places, failed, call, services))) return false;
    }
    return true;
  } catch (error) {
    services.marks.show(cell, statement, error);
    if (isCancel(error) || signal.aborted) {
      await execution.appendOutput(
        noticeOutput(error instanceof Cancelled ? error.message : errorText(error)),
      );
    } else {
      logError(error, log);
      await execution.appendOutput(errorOutput(error, lineOf(cell, error, statement)));
    }
    return false;
  } finally {
    progress.clear(cell);
  }
}

/**
 * Runs a statement in all places but those where one before it failed, and shows what it gave.
 * @param failed is added to
 * @returns whether it finished in at least one
 * @throws where there is one place only, what happened there
 */
async function runAtAll(
  execution: vscode.NotebookCellExecution,
  places: readonly RunPlace[],
  failed: RunFailure[],
  call: StatementCall,
  services: CellRunServices,
): Promise<boolean> {
  const { cell, statement } = call;
  const { progress, results, marks, log } = services;
  const several = places.length > 1;
  progress.show(cell, `Connecting as ${places[0]?.site.account.login ?? ''}`);
  const talk = ({ site: { site } }: RunPlace): RunTalk => ({
    onProgress: (state) => progress.show(cell, state, several ? site.region : undefined),
    onNotice: async (text) => {
      await execution.appendOutput(noticeOutput(several ? `${site.region}: ${text}` : text));
    },
  });
  const run = (place: RunPlace) => runAt(place, call, talk(place), services);
  const { outcomes, failures } = await runEverywhere(places, run, failed);
  const [failure] = failures;
  if (failure && !several) throw failure.error;
  for (const { place, error } of failures) {
    if (failed.some((earlier) => earlier.place === place)) continue;
    failed.push({ place, error });
    logError(error, log);
    marks.show(cell, statement, error);
  }
  const lineIn = (error: unknown) => lineOf(cell, error, statement);
  await execution.appendOutput(await statementOutput(outcomes, failures, { cell, results }, lineIn));
  return outcomes.length > 0;
}

function placeOf(
  { profile, site, account, warehouse }: CompleteTarget,
  { sites }: CellRunServices,
): RunPlace {
  return { site: sites.get(profile, site, account), warehouse };
}

/** Where the cell runs; brings a person to Okta where nobody is signed in. */
async function completeTarget(
  notebook: vscode.NotebookDocument,
  signal: AbortSignal,
  { targets, provider }: CellRunServices,
): Promise<CompleteTarget> {
  if (!vscode.workspace.isTrusted) {
    throw new RedshiftIdentityError('Nothing runs in a workspace that you have not trusted.', {
      code: 'UntrustedWorkspace',
      remedy: 'Run Workspaces: Manage Workspace Trust.',
    });
  }
  const { profile, account, problem } = targets.of(notebook);
  if (profile && !account && !problem) {
    const { id } = await provider.signIn(profile, undefined, signal);
    await targets.choose({ accountId: id });
  }
  return targets.complete(notebook);
}

/** 0-based line of the cell in which the error stands, or in which the failed statement begins; none for the chain. */
function lineOf(
  { document }: vscode.NotebookCell,
  error: unknown,
  statement: SqlStatement | undefined,
): number | undefined {
  const range = rangeOf(error);
  if (range) return document.positionAt(range.start).line;
  if (!statement || error instanceof HopError) return undefined;
  const within = error instanceof StatementError ? (error.line ?? 1) : 1;
  return statement.startLine + within - 1;
}
