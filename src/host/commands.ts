import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../core/errors.ts';
import { sandboxProfileName } from '../core/identity/profile.ts';
import type { Accounts } from './auth/accounts.ts';
import type { OktaAuthenticationProvider } from './auth/oktaAuthenticationProvider.ts';
import { setCellTitle } from './notebook/cellTitle.ts';
import { newNotebook, openSample } from './notebook/newNotebook.ts';
import { noProfile } from './noProfile.ts';
import {
  pickAccount,
  pickProfile,
  pickRegion,
  pickWarehouse,
  type SwitchArguments,
  type SwitchServices,
} from './pickTarget.ts';
import type { Profiles } from './profiles.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { SandboxLog } from './sandbox/sandboxLog.ts';
import { registerCommand as registerLogged } from './registerCommand.ts';
import type { Targets } from './target.ts';

export interface CommandServices extends SwitchServices {
  readonly context: vscode.ExtensionContext;
  readonly profiles: Profiles;
  readonly accounts: Accounts;
  readonly provider: OktaAuthenticationProvider;
  readonly sandbox: Sandbox;
  readonly sandboxLog: SandboxLog;
  readonly log: vscode.LogOutputChannel;
}

/** Every command of the extension. An error of any of them is shown in one place. */
export function registerCommands(services: CommandServices): vscode.Disposable {
  const { context, sandbox, sandboxLog, log } = services;
  const registerCommand = (name: string, run: (...parameters: never[]) => unknown) =>
    registerLogged(name, log, run);
  return vscode.Disposable.from(
    registerCommand('signIn', (who?: SignInArguments) => signIn(services, who)),
    registerCommand('signOut', (who?: SignOutArguments) => signOut(services, who)),
    registerCommand('selectProfile', (which?: SelectProfileArguments) => selectProfile(services, which)),
    registerCommand('selectAccount', () => selectAccount(services)),
    registerCommand('selectRegion', (where?: SwitchArguments) => pickRegion(services, where)),
    registerCommand('selectWorkgroup', () => pickWarehouse(services)),
    registerCommand('switchTarget', (choice?: Parameters<Targets['choose']>[0]) =>
      switchTarget(services, choice),
    ),
    registerCommand('newNotebook', () => newNotebook()),
    registerCommand('openSample', () => openSample(context)),
    registerCommand('editProfiles', () => editProfiles()),
    registerCommand('trySandbox', () => trySandbox(services)),
    registerCommand('startSandbox', () => sandbox.start()),
    registerCommand('stopSandbox', () => sandbox.stop()),
    registerCommand('showSandboxLog', () => sandboxLog.show(sandboxEndpoint(services))),
    registerCommand('showLog', () => log.show()),
    registerCommand('setCellTitle', (cell?: vscode.NotebookCell) => setCellTitle(cell)),
    registerCommand('copyStatementId', (id: string) => vscode.env.clipboard.writeText(id)),
  );
}

/** For key bindings and other extensions. */
interface SelectProfileArguments {
  readonly profile?: string;
}

/** For key bindings and other extensions; all of it is optional. */
interface SignInArguments extends SelectProfileArguments {
  /** Sent to Okta as `login_hint`. */
  readonly login?: string;
}

/** A node of the explorer, or the login of whom to sign out. */
interface SignOutArguments {
  readonly account?: { readonly id: string };
  readonly login?: string;
}

async function signIn(
  { profiles, provider, targets }: CommandServices,
  who: SignInArguments = {},
): Promise<void> {
  const profile = profiles.byName(who.profile) ?? (await pickProfile(profiles, targets.active.profile));
  if (!profile) throw noProfile();
  const account = await provider.signIn(profile, who.login);
  await targets.choose({ profile: profile.name, accountId: account.id });
}

async function signOut(
  { provider, accounts, profiles }: CommandServices,
  who: SignOutArguments = {},
): Promise<void> {
  const candidates = accounts.all.filter((account) => profiles.ofAccount(account).length > 0);
  const named = who.account?.id ?? who.login;
  const account =
    named !== undefined
      ? candidates.find(({ id, login }) => id === named || login === named)
      : candidates.length > 1
        ? await pickAccount(candidates, undefined)
        : candidates[0];
  if (!account) {
    void vscode.window.showInformationMessage(
      named === undefined ? 'Nobody is signed in.' : 'This account is signed out already.',
    );
    return;
  }
  await provider.signOut(account.id);
}

async function selectProfile(
  { profiles, targets }: CommandServices,
  which: SelectProfileArguments = {},
): Promise<void> {
  const profile = profiles.byName(which.profile) ?? (await pickProfile(profiles, targets.active.profile));
  if (!profile) throw noProfile();
  // Without an account there, the account of another profile would bring that one back.
  await targets.choose({ profile: profile.name, accountId: targets.accountsOf(profile)[0]?.id });
}

async function selectAccount(services: CommandServices): Promise<void> {
  const { targets, accounts, profiles } = services;
  const candidates = accounts.all.filter((account) => profiles.ofAccount(account).length > 0);
  const account = await pickAccount(candidates, targets.active.account, 'Sign in with another account…');
  if (!account) return signIn(services);
  const own = profiles.ofAccount(account);
  const profile = own.find((candidate) => candidate === targets.active.profile) ?? own[0];
  await targets.choose({ accountId: account.id, ...(profile ? { profile: profile.name } : {}) });
}

async function switchTarget(
  services: CommandServices,
  choice?: Parameters<Targets['choose']>[0],
): Promise<void> {
  const { targets } = services;
  // From the explorer; from a toolbar the argument is VS Code's own context.
  if (choice?.accountId) return targets.choose(choice);
  const { account, site, warehouse } = targets.active;
  const parts = [
    {
      label: '$(account) Account',
      description: account?.login ?? 'not signed in',
      run: () => selectAccount(services),
    },
    { label: '$(globe) Region', description: site?.region ?? '', run: () => pickRegion(services) },
    {
      label: '$(database) Workgroup or cluster',
      description: warehouse?.name ?? '',
      run: () => pickWarehouse(services),
    },
    {
      label: '$(organization) Profile',
      description: targets.active.profile?.name ?? '',
      run: () => selectProfile(services),
    },
  ];
  const chosen = await vscode.window.showQuickPick(parts, {
    title: 'Where the next cell runs',
    placeHolder: 'Pick what to switch',
  });
  await chosen?.run();
}

async function editProfiles(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'redshiftIdentity.profiles');
}

async function trySandbox(services: CommandServices): Promise<void> {
  const { sandbox, context } = services;
  const { ready } = await sandbox.start();
  await openSample(context, 'ming-apac.rsql');
  const people = ready.people.map(({ login }) => login).join(', ');
  const choice = await vscode.window.showInformationMessage(
    `The sandbox is running. Sign in as one of ${people}; no password is asked.`,
    'Sign In',
  );
  if (choice === 'Sign In') await signIn(services, { profile: sandboxProfileName });
}

/** This window's sandbox, or one that a profile of the settings points to. */
function sandboxEndpoint({ sandbox, targets }: CommandServices): string {
  const endpoint = sandbox.running?.ready.aws.endpoint ?? targets.active.site?.endpoint;
  if (endpoint) return endpoint;
  throw new RedshiftIdentityError('No sandbox is running.', {
    code: 'NoSandbox',
    remedy: 'Run Redshift Identity: Start Sandbox.',
  });
}
