import * as vscode from 'vscode';
import type { Profiles } from './profiles.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { Targets } from './target.ts';

/** The context keys that the manifest's `when` clauses read. */
export class ContextKeys implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];

  constructor(profiles: Profiles, targets: Targets, sandbox: Sandbox) {
    const set = () => {
      const keys = {
        'redshiftIdentity.hasProfile': profiles.all.length > 0,
        'redshiftIdentity.signedIn': profiles.all.some((profile) => targets.accountsOf(profile).length > 0),
        'redshiftIdentity.sandboxRunning': sandbox.running !== undefined,
      };
      for (const [key, value] of Object.entries(keys))
        void vscode.commands.executeCommand('setContext', key, value);
    };
    this.#subscriptions = [targets.onDidChange(set), sandbox.onDidChange(set)];
    set();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
