import * as vscode from 'vscode';
import type { ActiveSite } from './identity/activeSite.ts';
import { sessionText } from './identity/sessionText.ts';
import { plainLabel } from './plainLabel.ts';

/** What the language status of a Redshift SQL editor tells: where its cell runs, and the state of the session. */
export class LanguageStatus implements vscode.Disposable {
  readonly #active: ActiveSite;
  readonly #target = item('target', 'Redshift Account and Region');
  readonly #warehouse = item('warehouse', 'Redshift Workgroup');
  readonly #session = item('session', 'Redshift Session');
  readonly #subscription: vscode.Disposable;

  constructor(active: ActiveSite) {
    this.#active = active;
    this.#warehouse.command = { command: 'redshiftIdentity.selectWorkgroup', title: 'Switch' };
    this.#session.command = { command: 'redshiftIdentity.showIdentity', title: 'Show Identity' };
    this.#subscription = active.onDidChange(() => this.#draw());
    this.#draw();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#target.dispose();
    this.#warehouse.dispose();
    this.#session.dispose();
  }

  #draw(): void {
    const { target, at } = this.#active.current;
    const { account, site, warehouse, problem, fromHeader } = target;
    const session = sessionText(at?.hops ?? [], Date.now());

    this.#target.text = account
      ? plainLabel([account.login, site?.region].filter(Boolean).join(' · '))
      : 'Not signed in';
    this.#target.detail = plainLabel(
      problem?.message ?? (fromHeader ? 'by the notebook’s header' : 'the window’s default'),
    );
    this.#target.severity = problem
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    this.#target.command = account
      ? { command: 'redshiftIdentity.selectRegion', title: 'Switch' }
      : { command: 'redshiftIdentity.signIn', title: 'Sign In' };
    this.#target.accessibilityInformation = {
      label: `Redshift: ${this.#target.text}, ${this.#target.detail}`,
    };

    // A line of its own: VS Code cuts a line that is too long at its command.
    this.#warehouse.selector = warehouse && account ? selector : [];
    this.#warehouse.text = plainLabel(warehouse?.name ?? '');
    this.#warehouse.detail = warehouse ? plainLabel(`${warehouse.kind}, database ${warehouse.database}`) : '';
    this.#warehouse.accessibilityInformation = {
      label: `Redshift: ${warehouse?.kind} ${warehouse?.name}, database ${warehouse?.database}`,
    };

    this.#session.text = plainLabel(`Session ${session.text}`);
    this.#session.busy = session.state === 'signingIn';
    this.#session.severity =
      session.state === 'failed'
        ? vscode.LanguageStatusSeverity.Error
        : vscode.LanguageStatusSeverity.Information;
    this.#session.accessibilityInformation = { label: `Redshift: session ${session.text}` };
  }
}

const selector: vscode.DocumentSelector = { language: 'rsql' };

function item(name: string, title: string): vscode.LanguageStatusItem {
  const made = vscode.languages.createLanguageStatusItem(`redshiftIdentity.${name}`, selector);
  made.name = title;
  return made;
}
