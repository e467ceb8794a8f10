import * as vscode from 'vscode';
import type { HopName } from '../../core/identity/hopName.ts';
import { registerCommand } from '../registerCommand.ts';
import { showReport } from '../report.ts';
import type { Sites } from '../sites.ts';
import { activeNotebook, type Targets } from '../target.ts';
import type { IdentityNode } from './identityNodes.ts';

export interface IdentityCommandServices {
  readonly targets: Targets;
  readonly sites: Sites;
  readonly log: vscode.LogOutputChannel;
}

/** The commands of the identity view. */
export function registerIdentityCommands(services: IdentityCommandServices): vscode.Disposable {
  const { log } = services;
  return vscode.Disposable.from(
    registerCommand('showIdentity', log, () =>
      vscode.commands.executeCommand('redshiftIdentity.identity.focus'),
    ),
    registerCommand('refreshHop', log, (node?: IdentityNode) =>
      refresh(services, node?.kind === 'hop' ? node.hop : 'okta'),
    ),
    registerCommand('refreshIdentity', log, () => refresh(services, 'okta')),
    registerCommand('identityReport', log, () => report(services)),
    registerCommand('copyIdentityValue', log, async (node?: IdentityNode) => {
      if (node?.kind === 'detail') await vscode.env.clipboard.writeText(node.value);
    }),
  );
}

/** @throws RedshiftIdentityError, HopError, StatementError, Cancelled */
async function refresh({ targets, sites }: IdentityCommandServices, from: HopName): Promise<void> {
  const { profile, site, account, warehouse } = targets.complete(activeNotebook());
  const at = sites.get(profile, site, account);
  await vscode.window.withProgress({ location: { viewId: 'redshiftIdentity.identity' } }, () =>
    at.refreshHop(from, warehouse),
  );
}

/** Tells what is known; asks nobody. */
async function report({ targets, sites }: IdentityCommandServices): Promise<void> {
  const { profile, site, account, warehouse } = targets.complete(activeNotebook());
  const at = sites.get(profile, site, account);
  await at.takeUp();
  const { identityReport } = await import('../../core/identity/identityReport.ts');
  const { hops } = at;
  const identity = at.knownIdentity(warehouse);
  const markdown = identityReport({
    profile,
    site,
    account,
    hops,
    warehouse,
    identity,
    now: Date.now(),
  });
  await showReport(`Identity of ${account.login} in ${site.region}`, markdown);
}
