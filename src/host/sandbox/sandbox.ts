import * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';
import { profileFromSandbox } from '../../core/identity/sandboxProfile.ts';
import { startSandboxChild, type SandboxChild } from '../../node/sandboxChild.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Profiles } from '../profiles.ts';

/** The sandbox of this window: a process of its own that ends with the window. */
export class Sandbox implements vscode.Disposable {
  readonly #program: string;
  readonly #profiles: Profiles;
  readonly #accounts: Accounts;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #child: SandboxChild | undefined;
  #starting: Promise<SandboxChild> | undefined;

  constructor(
    context: vscode.ExtensionContext,
    profiles: Profiles,
    accounts: Accounts,
    log: vscode.LogOutputChannel,
  ) {
    this.#program = vscode.Uri.joinPath(context.extensionUri, 'dist', 'sandbox', 'main.js').fsPath;
    this.#profiles = profiles;
    this.#accounts = accounts;
    this.#log = log;
  }

  get running(): SandboxChild | undefined {
    return this.#child;
  }

  /** @throws RedshiftIdentityError with the sandbox's own words; Cancelled */
  start(): Promise<SandboxChild> {
    if (this.#child) return Promise.resolve(this.#child);
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }

  /** Waits until the process has ended. */
  async dispose(): Promise<void> {
    await this.stop();
    this.#changed.dispose();
  }

  async #start(): Promise<SandboxChild> {
    const child = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Starting the sandbox…', cancellable: true },
      async (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort(new Cancelled()));
        try {
          return await startSandboxChild(this.#program, abort.signal);
        } catch (error) {
          if (abort.signal.aborted) throw abort.signal.reason;
          const reason = error instanceof Error ? error.message : String(error);
          throw new RedshiftIdentityError(`The sandbox did not start: ${reason}`, {
            code: 'SandboxFailed',
            remedy: 'Run Redshift Identity: Start Sandbox again; if that fails too, reinstall the extension.',
          });
        }
      },
    );
    this.#child = child;
    this.#log.info(
      `Sandbox started: Okta at ${child.ready.okta.issuer}, AWS at ${child.ready.aws.endpoint}.`,
    );
    this.#profiles.setSandbox(profileFromSandbox(child.ready));
    void child.ended.then((words) => this.#hasEnded(child, words));
    this.#changed.fire();
    return child;
  }

  #hasEnded(child: SandboxChild, words: string): void {
    this.#log.info(`Sandbox ended. ${words}`);
    this.#child = undefined;
    this.#profiles.setSandbox(undefined);
    void this.#accounts.prune(({ issuer }) => issuer === child.ready.okta.issuer);
    this.#changed.fire();
  }
}
