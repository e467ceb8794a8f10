import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../../core/errors.ts';
import { readSql } from '../../../core/redshift/sql/sqlText.ts';
import type { StoredAccount } from '../../auth/account.ts';
import { pickAccount } from '../../pickTarget.ts';
import type { CompleteTarget } from '../../target.ts';
import type { CellRunServices } from '../cellRun.ts';
import type { NotebookController } from '../controller.ts';
import { placesOf } from '../everyRegion.ts';
import { requireReading } from './onlyReads.ts';

export interface CompareServices extends CellRunServices {
  readonly controller: Pick<NotebookController, 'execute' | 'whenSelected'>;
}

/** For key bindings and other extensions: with a login nothing is asked. */
export interface ComparedWith {
  readonly login?: string;
}

/**
 * Runs a cell that only reads as the account in the status bar and as another one, and shows what either sees.
 * @throws RedshiftIdentityError `NotReadOnly` where the cell may change something; Cancelled
 */
export async function runAsAnotherAccount(
  services: CompareServices,
  cell: vscode.NotebookCell | undefined,
  who: ComparedWith = {},
): Promise<void> {
  if (!cell) return;
  if (!vscode.workspace.isTrusted) throw untrusted();
  requireReading(readSql(cell.document.getText()).statements);
  const { targets, sites, controller } = services;
  const target = targets.complete(cell.notebook);
  const other = await otherAccount(services, target, who);
  const placesAs = (account: StoredAccount) => {
    const as = { ...target, account };
    const { profile, site, warehouse } = target;
    return placesOf(cell, as, sites) ?? [{ site: sites.get(profile, site, account), warehouse }];
  };
  const [left, right] = [placesAs(target.account), placesAs(other)];
  await controller.whenSelected(cell.notebook);
  await controller.execute(cell, async (execution, signal) => {
    const { compareCell } = await import('./compareCell.ts');
    return compareCell(execution, signal, [left, right], services);
  });
}

async function otherAccount(
  { targets, provider }: CompareServices,
  { profile, account }: CompleteTarget,
  { login }: ComparedWith,
): Promise<StoredAccount> {
  const others = targets.accountsOf(profile).filter(({ id }) => id !== account.id);
  const named = others.find((other) => other.login === login);
  if (named) return named;
  const question = `Pick the account to compare ${account.login} with`;
  const picked =
    login === undefined
      ? await pickAccount(others, undefined, 'Sign in as another account…', question)
      : undefined;
  // The window's own choice of an account stays as it is.
  const other = picked ?? (await provider.signIn(profile, login));
  if (other.id !== account.id) return other;
  throw new RedshiftIdentityError(`${account.login} is the account that cells run as already.`, {
    code: 'SameAccount',
    remedy: 'Pick or sign in as another one to compare with.',
  });
}

function untrusted(): RedshiftIdentityError {
  return new RedshiftIdentityError('Nothing runs in a workspace that you have not trusted.', {
    code: 'UntrustedWorkspace',
    remedy: 'Run Workspaces: Manage Workspace Trust.',
  });
}
