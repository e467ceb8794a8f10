import * as vscode from 'vscode';
import { errorText } from '../core/errorText.ts';
import { describeError, safeCause } from '../core/errors.ts';
import type { StatementError } from '../core/redshift/statements/statementError.ts';

/** The one place in which errors reach a person outside a cell. A cancel is not shown. */
export async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const { code, expected } = describeError(error);
  if (code === 'Cancelled') return;
  const text = withoutLinks(errorText(error));
  logError(error, log);
  const choice = await vscode.window.showErrorMessage(text, ...(expected ? [] : ['Show Log']));
  if (choice === 'Show Log') log.show();
}

/** A notification makes links of `[text](command:…)`, and what Okta and AWS say is anybody's text. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Expected errors in one line; ours with their stack, cleaned of secrets. A statement's own words stay out. */
export function logError(error: unknown, log: vscode.LogOutputChannel): void {
  const { expected, code } = describeError(error);
  if (isStatementError(error)) log.warn(`${code}: statement ${error.statementId ?? 'not started'}`);
  else if (expected) log.warn(`${code}: ${errorText(error)}`);
  else log.error(safeCause(error).stack ?? safeCause(error).message);
}

/** By its name: what the class brings along is not needed before a statement runs. */
function isStatementError(error: unknown): error is StatementError {
  return error instanceof Error && error.name === 'StatementError';
}
