import * as vscode from 'vscode';
import { isStoredAccount } from './host/auth/account.ts';
import { Accounts } from './host/auth/accounts.ts';
import { OktaAuthenticationProvider } from './host/auth/oktaAuthenticationProvider.ts';
import { secretList } from './host/auth/secretList.ts';
import { registerCommands } from './host/commands.ts';
import { ContextKeys } from './host/contextKeys.ts';
import { Explorer } from './host/explorer/explorer.ts';
import { ActiveSite } from './host/identity/activeSite.ts';
import { registerIdentityCommands } from './host/identity/identityCommands.ts';
import { IdentityView } from './host/identity/identityView.ts';
import { LanguageStatus } from './host/languageStatus.ts';
import { createLog } from './host/log.ts';
import { CellProgress } from './host/notebook/cellProgress.ts';
import { CellTitle } from './host/notebook/cellTitle.ts';
import { NotebookController } from './host/notebook/controller.ts';
import { ErrorMarks } from './host/notebook/errorMarks.ts';
import { NotebookSessions } from './host/notebook/notebookSessions.ts';
import { ResultSources } from './host/notebook/resultSources.ts';
import { Results } from './host/notebook/results.ts';
import { registerRowMessaging } from './host/notebook/rowMessaging.ts';
import { RunRecords } from './host/notebook/runRecords.ts';
import { registerSessionCommand } from './host/notebook/sessionCommand.ts';
import { TransactionStatus } from './host/notebook/transactionStatus.ts';
import { registerSerializer } from './host/notebook/serializer.ts';
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
  const state = context.workspaceState;
  const sessions = new NotebookSessions(state);
  const sources = new ResultSources();
  const results = new Results();
  const progress = new CellProgress();
  const marks = new ErrorMarks();
  const records = new RunRecords(state);
  const leaving = new AbortController();
  const controller = new NotebookController({
    state,
    targets,
    sites,
    provider,
    sessions,
    sources,
    results,
    progress,
    marks,
    listeners: [records, marks],
    leaving: leaving.signal,
    log,
  });
  const sandboxLog = new SandboxLog();

  context.subscriptions.push(
    log,
    profiles,
    accounts,
    provider,
    sites,
    targets,
    active,
    progress,
    sandboxLog,
    registerSerializer(),
    new CellTitle(),
    sessions,
    sources,
    marks,
    controller,
    registerRowMessaging(results, log),
    registerSessionCommand({ controller, sessions, log }),
    new TransactionStatus(sessions),
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
    if (cancelsAtEnd()) await controller.interruptAll();
    // How statements end from here on is for the next window to find out.
    leaving.abort();
    await Promise.all([sandbox.dispose(), accounts.settled()]);
  };
  // Storage that is locked must not take notebooks and the sandbox with it.
  await accounts.loadLiving().catch((error: unknown) => logError(error, log));
}

function cancelsAtEnd(): boolean {
  const setting = vscode.workspace.getConfiguration('redshiftIdentity').get('statements.whenWindowCloses');
  return setting === 'cancel';
}

/** A refresh under way is stored before the window ends; the sandbox ends with its window. */
export function deactivate(): Promise<void> {
  return finish();
}
