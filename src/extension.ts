import type * as vscode from 'vscode';
import { isStoredAccount } from './host/auth/account.ts';
import { Accounts } from './host/auth/accounts.ts';
import { OktaAuthenticationProvider } from './host/auth/oktaAuthenticationProvider.ts';
import { secretList } from './host/auth/secretList.ts';
import { registerCommands } from './host/commands.ts';
import { ContextKeys } from './host/contextKeys.ts';
import { Explorer } from './host/explorer/explorer.ts';
import { ActiveSite } from './host/identity/activeSite.ts';
import { registerIdentityCommands } from './host/identity/identityCommands.ts';
import { History } from './host/history/history.ts';
import { registerHistoryCommands } from './host/history/historyCommands.ts';
import { IdentityView } from './host/identity/identityView.ts';
import { LanguageStatus } from './host/languageStatus.ts';
import { createLog } from './host/log.ts';
import { Notebooks } from './host/notebook/notebooks.ts';
import { ProfileProblems } from './host/profileProblems.ts';
import { Profiles } from './host/profiles.ts';
import { Sandbox } from './host/sandbox/sandbox.ts';
import { SandboxLog } from './host/sandbox/sandboxLog.ts';
import { registerReports } from './host/report.ts';
import { logError } from './host/showError.ts';
import { SiteReach } from './host/region/siteReach.ts';
import { Sites } from './host/sites.ts';
import { StatusBar } from './host/statusBar.ts';
import { Targets } from './host/target.ts';

/** What has to finish before the window's extension host ends. */
let finish: () => Promise<void> = async () => undefined;

/** Builds everything and registers it; nothing here awaits the network. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = createLog();
  const profiles = new Profiles();
  const accounts = new Accounts(secretList(context, 'accounts', isStoredAccount));
  const sandbox = new Sandbox(context, profiles, accounts, log);
  const provider = new OktaAuthenticationProvider(accounts, profiles, log, () => sandbox.running?.pid);
  const sites = new Sites(context, profiles, accounts, log);
  const targets = new Targets(context.workspaceState, profiles, accounts);
  const active = new ActiveSite(targets, sites);
  const history = new History(context, log);
  const notebooks = new Notebooks({
    context,
    state: context.workspaceState,
    profiles,
    accounts,
    provider,
    targets,
    sites,
    history,
    log,
  });
  const sandboxLog = new SandboxLog();

  context.subscriptions.push(
    log,
    profiles,
    accounts,
    provider,
    targets,
    active,
    sandboxLog,
    notebooks,
    registerHistoryCommands({
      history,
      targets,
      sites,
      profiles,
      accounts,
      showStatement: (...shown) => notebooks.showStatement(...shown),
      log,
    }),
    new Explorer({ context, profiles, targets, sites, log }),
    new IdentityView(active, log),
    registerIdentityCommands({ targets, sites, log }),
    new StatusBar(active),
    new LanguageStatus(active),
    registerReports(),
    new ContextKeys(profiles, targets, sandbox),
    new ProfileProblems(profiles, log),
    registerCommands({
      context,
      profiles,
      accounts,
      provider,
      targets,
      sites,
      reach: new SiteReach(),
      sandbox,
      sandboxLog,
      log,
    }),
  );

  finish = async () => {
    await notebooks.leave();
    // Not a subscription: VS Code would dispose of it while statements are still being cancelled.
    sites.dispose();
    await Promise.all([sandbox.dispose(), accounts.settled(), history.settled()]);
  };
  // Storage that is locked must not take notebooks and the sandbox with it.
  await accounts.loadLiving().catch((error: unknown) => logError(error, log));
}

/** A refresh under way is stored before the window ends; the sandbox ends with its window. */
export function deactivate(): Promise<void> {
  return finish();
}
