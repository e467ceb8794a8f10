import * as vscode from 'vscode';
import type { Active, ActiveSite } from './identity/activeSite.ts';
import { sessionText, type SessionText } from './identity/sessionText.ts';
import { withoutIcons } from './withoutIcons.ts';

/** Longer names are cut: the item must not push others away. */
const longestName = 28;
const links = ['selectRegion', 'selectWorkgroup', 'selectAccount', 'showIdentity'] as const;

/** Account, Region and workgroup that the next cell of the notebook in front runs with, and the session's state. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #active: ActiveSite;
  readonly #subscription: vscode.Disposable;

  constructor(active: ActiveSite) {
    this.#active = active;
    this.#item = vscode.window.createStatusBarItem(
      'redshiftIdentity.target',
      vscode.StatusBarAlignment.Left,
      50,
    );
    this.#item.name = 'Redshift Identity';
    this.#subscription = active.onDidChange(() => this.#draw());
    this.#draw();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #draw(): void {
    const active = this.#active.current;
    const session = sessionText(active.at?.hops ?? [], Date.now());
    const { problem } = active.target;
    this.#item.text = itemText(active, session);
    this.#item.command = commandOf(active);
    this.#item.backgroundColor = problem
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.accessibilityInformation = { label: spokenText(active, session) };
    this.#item.tooltip = tooltip(active, session);
    this.#item.show();
  }
}

function itemText({ target, at }: Active, session: SessionText): string {
  const { account, site, warehouse, problem, fromHeader } = target;
  if (!account) {
    if (!problem) return '$(sign-in) Redshift: Sign In';
    return `$(warning) Redshift: ${problem.code === 'AccountGone' ? 'Select Account' : 'Notebook Header'}`;
  }
  const where = [site?.region, warehouse?.name].filter((name) => name !== undefined).map(plain);
  const icon = problem ? 'warning' : at ? session.icon : 'account';
  const whose = fromHeader ? '$(notebook)' : '$(globe)';
  return `$(${icon}) ${plain(account.login)}${where.length > 0 ? ` ${whose} ${where.join(' · ')}` : ''}`;
}

function commandOf({ target: { problem, account, profile } }: Active): string {
  if (problem?.code === 'AccountGone') return 'redshiftIdentity.selectAccount';
  if (problem) return 'redshiftIdentity.switchTarget';
  if (account) return 'redshiftIdentity.selectRegion';
  return profile ? 'redshiftIdentity.signIn' : 'redshiftIdentity.trySandbox';
}

/** Without the minutes left, which a screen reader would read anew each time. */
function spokenText({ target, at }: Active, { state }: SessionText): string {
  const { account, site, warehouse, problem, fromHeader } = target;
  if (!account) return `Redshift: ${problem?.message ?? 'not signed in'}`;
  const parts = [
    account.login,
    site && `Region ${site.region}`,
    warehouse && `${warehouse.kind} ${warehouse.name}`,
    fromHeader ? 'by the notebook’s header' : 'the window’s default',
    problem ? problem.message : at && `session ${spokenStates[state]}`,
  ];
  return `Redshift: ${parts.filter(Boolean).join(', ')}`;
}

const spokenStates: Readonly<Record<SessionText['state'], string>> = {
  none: 'not begun',
  signingIn: 'signing in',
  ready: 'ready',
  expired: 'expired',
  failed: 'failed',
};

function tooltip({ target, at }: Active, session: SessionText): vscode.MarkdownString {
  const { profile, account, site, warehouse, problem, fromHeader } = target;
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: links.map((name) => `redshiftIdentity.${name}`) };
  // Names come from settings, from the file and from Okta: text, not Markdown.
  const row = (label: string, value: string | undefined) => {
    if (value) text.appendMarkdown(`**${label}** `).appendText(value).appendMarkdown('\n\n');
  };
  row('Profile', profile?.name);
  row(
    'Account',
    account
      ? `${account.name} (${account.groups.join(', ') || 'no groups'})`
      : problem
        ? undefined
        : 'nobody signed in',
  );
  row('Region', site?.region);
  row(
    warehouse?.kind === 'cluster' ? 'Cluster' : 'Workgroup',
    warehouse && `${warehouse.name}, database ${warehouse.database}`,
  );
  row('Session', at && session.text);
  row('Problem', problem?.message);
  if (!account) return text;
  text
    .appendMarkdown(
      fromHeader
        ? 'The header of this notebook says where its cells run; it wins over the window’s default.'
        : 'The window’s default, for notebooks whose header names no Region and no workgroup.',
    )
    .appendMarkdown('\n\n')
    .appendMarkdown(
      [
        '[Switch Region](command:redshiftIdentity.selectRegion)',
        '[Workgroup](command:redshiftIdentity.selectWorkgroup)',
        '[Account](command:redshiftIdentity.selectAccount)',
        '[Show Identity](command:redshiftIdentity.showIdentity)',
      ].join(' · '),
    );
  return text;
}

function plain(name: string): string {
  return withoutIcons(name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name);
}
