import * as vscode from 'vscode';
import type { Targets } from './target.ts';

/** The account and the Region that the next cell of the notebook in front runs with. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #targets: Targets;
  readonly #subscription: vscode.Disposable;

  constructor(targets: Targets) {
    this.#targets = targets;
    this.#item = vscode.window.createStatusBarItem(
      'redshiftIdentity.target',
      vscode.StatusBarAlignment.Left,
      50,
    );
    this.#item.name = 'Redshift Identity';
    this.#subscription = targets.onDidChange(() => this.#draw());
    this.#draw();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #draw(): void {
    const { profile, account, site, warehouse, problem } = this.#targets.active;
    const region = site ? ` $(globe) ${site.region}` : '';
    this.#item.text = account
      ? `$(account) ${account.login}${region}`
      : problem
        ? `$(warning) Redshift: ${problem.code === 'AccountGone' ? 'Select Account' : 'Notebook Header'}`
        : '$(sign-in) Redshift: Sign In';
    this.#item.command =
      problem?.code === 'AccountGone'
        ? 'redshiftIdentity.selectAccount'
        : account || problem
          ? 'redshiftIdentity.switchTarget'
          : profile
            ? 'redshiftIdentity.signIn'
            : 'redshiftIdentity.trySandbox';
    this.#item.backgroundColor = problem
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.accessibilityInformation = {
      label: account
        ? `Redshift: ${account.login}${site ? `, Region ${site.region}` : ''}${problem ? `. ${problem.message}` : ''}`
        : `Redshift: ${problem?.message ?? 'not signed in'}`,
    };
    // Names come from settings and from Okta: text, not Markdown.
    const tooltip = new vscode.MarkdownString();
    const row = (label: string, value: string | undefined) => {
      if (value) tooltip.appendMarkdown(`**${label}** `).appendText(value).appendMarkdown('\n\n');
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
    row('Problem', problem?.message);
    this.#item.tooltip = tooltip;
    this.#item.show();
  }
}
