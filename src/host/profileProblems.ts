import * as vscode from 'vscode';
import type { Profiles } from './profiles.ts';
import { withoutLinks } from './showError.ts';

/** Says what is wrong with the profiles in the settings, once for each state of them. */
export class ProfileProblems implements vscode.Disposable {
  readonly #profiles: Profiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscription: vscode.Disposable;
  #said = '';

  constructor(profiles: Profiles, log: vscode.LogOutputChannel) {
    this.#profiles = profiles;
    this.#log = log;
    this.#subscription = profiles.onDidChange(() => void this.#say());
    void this.#say();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #say(): Promise<void> {
    const lines = this.#profiles.problems.map(({ path, message }) => `redshiftIdentity.${path}: ${message}`);
    const text = lines.join('\n');
    if (text === this.#said) return;
    this.#said = text;
    const [first] = lines;
    if (!first) return;
    for (const line of lines) this.#log.warn(line);
    const more = lines.length > 1 ? ` (and ${lines.length - 1} more in the log)` : '';
    const choice = await vscode.window.showWarningMessage(withoutLinks(first + more), 'Edit Profiles');
    if (choice) await vscode.commands.executeCommand('redshiftIdentity.editProfiles');
  }
}
