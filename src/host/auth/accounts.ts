import * as vscode from 'vscode';
import { Cancelled, HopError, RedshiftIdentityError } from '../../core/errors.ts';
import { readOktaClaims } from '../../core/identity/claims.ts';
import type { OktaTokens } from '../../core/identity/okta.ts';
import type { OktaApplication } from '../../core/identity/profile.ts';
import { accountId, type Account, type StoredAccount } from './account.ts';
import type { SecretList } from './secretList.ts';

/** The accounts signed in on this computer, in every window: kept in SecretStorage, changed under a lock. */
export class Accounts implements vscode.Disposable {
  readonly #stored: SecretList<StoredAccount>;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when the list, or anything in it, may have changed, in whatever window. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;
  /** ID tokens of a fresh sign-in that nobody exchanged yet: each serves once. */
  readonly #unused = new Map<string, string>();
  readonly #changes = new Set<Promise<unknown>>();
  #current: readonly StoredAccount[] = [];

  constructor(stored: SecretList<StoredAccount>) {
    this.#stored = stored;
    this.#subscription = stored.onDidChange(() => {
      // Storage that can't be read now is read again when somebody needs it.
      this.load().catch(() => undefined);
    });
  }

  /** As of the last `load` or change. */
  get all(): readonly StoredAccount[] {
    return this.#current;
  }

  byId(id: string | undefined): StoredAccount | undefined {
    return this.#current.find((account) => account.id === id);
  }

  async load(): Promise<readonly StoredAccount[]> {
    this.#take(await this.#stored.read());
    return this.#current;
  }

  /** Keeps a person who has just signed in; a second sign-in of the same person replaces the first. */
  async add(
    application: OktaApplication,
    tokens: OktaTokens,
    sandboxPid?: number,
  ): Promise<{ account: StoredAccount; replaced?: StoredAccount }> {
    const { claims } = tokens;
    if (!tokens.refreshToken) {
      throw new RedshiftIdentityError('Okta gave no refresh token.', {
        code: 'NoRefreshToken',
        remedy:
          'Enable the Refresh Token grant in the Okta application and keep offline_access in its scopes.',
      });
    }
    const account: StoredAccount = {
      id: accountId(application.issuer, application.clientId, claims.subject),
      login: claims.login,
      ...(claims.email === undefined ? {} : { email: claims.email }),
      name: claims.name ?? claims.login,
      groups: claims.groups,
      subject: claims.subject,
      issuer: application.issuer,
      clientId: application.clientId,
      scopes: application.scopes,
      refreshToken: tokens.refreshToken,
      accessToken: tokens.accessToken,
      idToken: tokens.idToken,
      ...(sandboxPid === undefined ? {} : { sandboxPid }),
    };
    let replaced: StoredAccount | undefined;
    this.#unused.set(account.id, tokens.idToken);
    await this.#change((accounts) => {
      replaced = accounts.find(({ id }) => id === account.id);
      // In its place, so that no window that runs as its first account turns to another one.
      return replaced
        ? accounts.map((other) => (other.id === account.id ? account : other))
        : [...accounts, account];
    });
    return { account, ...(replaced ? { replaced } : {}) };
  }

  async remove(id: string): Promise<StoredAccount | undefined> {
    let removed: StoredAccount | undefined;
    this.#unused.delete(id);
    await this.#change((accounts) => {
      removed = accounts.find((account) => account.id === id);
      return accounts.filter((account) => account.id !== id);
    });
    return removed;
  }

  /** As `load`, without the accounts of a sandbox that no longer runs. */
  async loadLiving(): Promise<void> {
    await this.prune(({ sandboxPid }) => sandboxPid !== undefined && !isRunning(sandboxPid));
  }

  /** Resolves when no change is under way: a renewed refresh token must be stored, or it is lost. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#changes);
  }

  /** Drops the accounts that `gone` names; nobody is told. */
  async prune(gone: (account: StoredAccount) => boolean): Promise<void> {
    if (!(await this.load()).some(gone)) return;
    await this.#change((accounts) => accounts.filter((account) => !gone(account)));
  }

  /**
   * An ID token that was never exchanged: the sign-in's own, once, then one refresh each.
   * Only one window refreshes at a time, since Okta retires the refresh token at each use.
   * @throws HopError with code `SignInRequired` when Okta ended the session
   */
  async freshIdToken(account: Account, application: OktaApplication, signal?: AbortSignal): Promise<string> {
    const unused = this.#unused.get(account.id);
    this.#unused.delete(account.id);
    if (unused && readOktaClaims(unused).expires.getTime() - Date.now() > 60_000) return unused;

    const { refreshTokens } = await import('../../core/identity/okta.ts');
    return this.#exclusive(async () => {
      signal?.throwIfAborted();
      const accounts = await this.#stored.read();
      const stored = accounts.find(({ id }) => id === account.id);
      if (!stored) throw new Cancelled(`${account.login} signed out.`);
      try {
        // No signal from here on: an aborted refresh would lose the refresh token that Okta has just given.
        const tokens = await refreshTokens(application, stored.refreshToken, undefined, {
          subject: account.subject,
        });
        const renewed: StoredAccount = {
          ...stored,
          groups: tokens.claims.groups,
          refreshToken: tokens.refreshToken ?? stored.refreshToken,
          accessToken: tokens.accessToken,
          idToken: tokens.idToken,
        };
        await this.#write(accounts.map((other) => (other.id === renewed.id ? renewed : other)));
        return tokens.idToken;
      } catch (error) {
        if (error instanceof HopError && error.code === 'SignInRequired') {
          await this.#write(accounts.filter(({ id }) => id !== account.id));
        }
        throw error;
      }
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #change(change: (accounts: readonly StoredAccount[]) => StoredAccount[]): Promise<void> {
    await this.#exclusive(async () => this.#write(change(await this.#stored.read())));
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const change = this.#stored.exclusive(work);
    this.#changes.add(change);
    return change.finally(() => this.#changes.delete(change));
  }

  async #write(accounts: readonly StoredAccount[]): Promise<void> {
    await this.#stored.write(accounts);
    this.#take(accounts);
  }

  #take(accounts: readonly StoredAccount[]): void {
    const before = JSON.stringify(this.#current);
    this.#current = accounts;
    if (JSON.stringify(accounts) !== before) this.#changed.fire();
  }
}

/** Whether a process of this computer lives. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
