import * as vscode from 'vscode';
import { Cancelled, HopError, RedshiftIdentityError, isCancel } from '../../core/errors.ts';
import { errorText } from '../../core/errorText.ts';
import { bindParameters } from '../../core/redshift/sql/parameters.ts';
import { resultPayload } from '../../core/redshift/results/resultPayload.ts';
import { readSql, type MetaCommand, type SqlStatement } from '../../core/redshift/sql/sqlText.ts';
import { StatementError } from '../../core/redshift/statements/statementError.ts';
import type { OktaAuthenticationProvider } from '../auth/oktaAuthenticationProvider.ts';
import { logError } from '../showError.ts';
import type { AccountAtSite } from '../accountAtSite.ts';
import type { Sites } from '../sites.ts';
import type { CompleteTarget, Targets } from '../target.ts';
import type { CellProgress } from './cellProgress.ts';
import { errorOutput, noticeOutput, resultOutput } from './outputs.ts';
import { isSetCommand, setValues } from './setValues.ts';

export interface CellRunServices {
  readonly targets: Targets;
  readonly sites: Sites;
  readonly provider: OktaAuthenticationProvider;
  readonly progress: CellProgress;
  readonly log: vscode.LogOutputChannel;
}

/** Runs the statements of a cell in order, each with its own output. False after the first that failed. */
export async function runCell(
  execution: vscode.NotebookCellExecution,
  signal: AbortSignal,
  services: CellRunServices,
): Promise<boolean> {
  const { cell } = execution;
  let statement: SqlStatement | undefined;
  try {
    await execution.clearOutput();
    const { statements, metaCommands } = readSql(cell.document.getText());
    for (const command of metaCommands) {
      if (command.insideStatement) throw unendedStatement(command);
      if (isSetCommand(command)) continue;
      await execution.appendOutput(noticeOutput(`\\${command.name} is not supported here and was not run.`));
    }
    if (statements.length === 0) return true;
    const target = await completeTarget(cell.notebook, signal, services);
    const site = services.sites.get(target.profile, target.site, target.account);
    const values = setValues(cell);
    for (statement of statements) {
      await runStatement(execution, statement, values, site, target, signal, services);
    }
    return true;
  } catch (error) {
    if (isCancel(error) || signal.aborted) {
      await execution.appendOutput(
        noticeOutput(error instanceof Cancelled ? error.message : errorText(error)),
      );
    } else {
      logError(error, services.log);
      await execution.appendOutput(errorOutput(error, statement && lineOf(error, statement)));
    }
    return false;
  } finally {
    services.progress.clear(cell);
  }
}

async function runStatement(
  execution: vscode.NotebookCellExecution,
  statement: SqlStatement,
  values: ReadonlyMap<string, string>,
  site: AccountAtSite,
  target: CompleteTarget,
  signal: AbortSignal,
  { progress, log }: CellRunServices,
): Promise<void> {
  const { cell } = execution;
  const { warehouse } = target;
  if (statement.unterminated) throw unterminated(statement.unterminated);
  progress.show(cell, `Connecting as ${site.account.login}`);
  const parameters = bindParameters(statement.parameters, values);
  const { statement: finished, page } = await site.run(
    { sql: statement.text, warehouse, ...(parameters.length > 0 ? { parameters } : {}) },
    { signal, onProgress: (state) => progress.show(cell, state) },
  );
  log.info(
    `${site.account.login}, ${site.site.region}, ${warehouse.name}: statement ${finished.statementId}, ${finished.durationMs} ms`,
  );
  await execution.appendOutput(
    resultOutput(
      resultPayload(
        {
          region: site.site.region,
          warehouse: warehouse.name,
          database: warehouse.database,
          account: site.account.login,
        },
        finished,
        page,
      ),
    ),
  );
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
function lineOf(error: unknown, statement: SqlStatement): number | undefined {
  if (error instanceof HopError) return undefined;
  const within = error instanceof StatementError ? (error.line ?? 1) : 1;
  return statement.startLine + within - 1;
}

function unendedStatement({ name, line }: MetaCommand): RedshiftIdentityError {
  return new RedshiftIdentityError(`\\${name} in line ${line + 1} stands inside a statement.`, {
    code: 'UnendedStatement',
    remedy: 'End the statement before it with a semicolon.',
  });
}

function unterminated(what: string): RedshiftIdentityError {
  return new RedshiftIdentityError(`The statement ends inside a ${what}.`, {
    code: 'UnterminatedStatement',
    remedy: `Close the ${what}.`,
  });
}
