import * as vscode from 'vscode';
import type { Profile, Site } from '../core/identity/profile.ts';
import type { AccountAtSite } from './accountAtSite.ts';
import type { StoredAccount } from './auth/account.ts';
import { forgetCredentials } from './auth/chainStore.ts';
import type { Accounts } from './auth/accounts.ts';
import { OpenSite } from './openSite.ts';
import type { Profiles } from './profiles.ts';
import { logError } from './showError.ts';

/** Every account at every site that was used in this window, made at first use. */
export class Sites implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #profiles: Profiles;
  readonly #accounts: Accounts;
  readonly #log: vscode.LogOutputChannel;
  readonly #open = new Map<string, OpenSite>();
  readonly #subscription: vscode.Disposable;
  #signedIn: readonly StoredAccount[];

  constructor(
    context: vscode.ExtensionContext,
    profiles: Profiles,
    accounts: Accounts,
    log: vscode.LogOutputChannel,
  ) {
    this.#context = context;
    this.#profiles = profiles;
    this.#accounts = accounts;
    this.#signedIn = accounts.all;
    this.#log = log;
    this.#subscription = accounts.onDidChange(() => this.#closeSignedOut());
  }

  get(profile: Profile, site: Site, account: StoredAccount): AccountAtSite {
    // After a change in the settings the old one only finishes what runs.
    const key = JSON.stringify([account.id, profile, site]);
    const known = this.#open.get(key);
    if (known) return known;
    const opened = new OpenSite(
      { context: this.#context, accounts: this.#accounts, log: this.#log },
      { profile, site, account },
    );
    this.#open.set(key, opened);
    return opened;
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const site of this.#open.values()) site.dispose();
    this.#open.clear();
  }

  #closeSignedOut(): void {
    const gone = this.#signedIn.filter(({ id }) => !this.#accounts.byId(id));
    this.#signedIn = this.#accounts.all;
    for (const account of gone) {
      this.#close(account).catch((error: unknown) => logError(error, this.#log));
    }
  }

  /** Ends what runs as this account, and forgets its credentials, those of other windows and of earlier ones too. */
  async #close(account: StoredAccount): Promise<void> {
    const open = [...this.#open].filter(([, site]) => site.account.id === account.id);
    for (const [key] of open) this.#open.delete(key);
    const sites = [
      ...open.map(([, { site }]) => site),
      ...this.#profiles.ofAccount(account).flatMap((profile) => profile.sites),
    ];
    const forget = () => Promise.all(sites.map((site) => forgetCredentials(this.#context, account.id, site)));
    await forget();
    await Promise.all(open.map(([, site]) => site.close()));
    // A chain that was under way may have stored its session meanwhile.
    if (open.length > 0) await forget();
  }
}
