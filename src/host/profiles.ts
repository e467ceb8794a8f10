import * as vscode from 'vscode';
import { parseProfiles, type Profile, type ProfileProblem } from '../core/identity/profile.ts';

/** The Okta application of a profile, or of an account. */
interface SignedInAt {
  readonly issuer: string;
  readonly clientId: string;
}

export function sameApplication(one: SignedInAt, other: SignedInAt): boolean {
  return one.issuer === other.issuer && one.clientId === other.clientId;
}

/** The organizations of the settings, and the sandbox while one runs for this window. */
export class Profiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;
  #fromSettings: Profile[] = [];
  #problems: ProfileProblem[] = [];
  #sandbox: Profile | undefined;

  constructor() {
    this.#read();
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('redshiftIdentity.profiles')) return;
      this.#read();
      this.#changed.fire();
    });
  }

  /** A running sandbox takes the place of a profile with its name. */
  get all(): readonly Profile[] {
    const sandbox = this.#sandbox;
    return sandbox
      ? [...this.#fromSettings.filter(({ name }) => name !== sandbox.name), sandbox]
      : this.#fromSettings;
  }

  /** What is wrong in the settings, each naming its field. */
  get problems(): readonly ProfileProblem[] {
    return this.#problems;
  }

  byName(name: string | undefined): Profile | undefined {
    return this.all.find((profile) => profile.name === name);
  }

  /** The profiles in whose Okta application an account signed in: several may share one. */
  ofAccount(account: SignedInAt): readonly Profile[] {
    return this.all.filter(({ okta }) => sameApplication(okta, account));
  }

  setSandbox(profile: Profile | undefined): void {
    this.#sandbox = profile;
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #read(): void {
    // Machine scope: VS Code itself ignores the value of a workspace.
    const { profiles, problems } = parseProfiles(
      vscode.workspace.getConfiguration('redshiftIdentity').get('profiles'),
    );
    this.#fromSettings = profiles;
    this.#problems = problems;
  }
}
