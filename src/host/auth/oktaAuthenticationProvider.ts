import * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';
import { sandboxProfileName, type OktaApplication, type Profile } from '../../core/identity/profile.ts';
import { waitFor } from '../../core/identity/pause.ts';
import { logError } from '../showError.ts';
import { noProfile } from '../noProfile.ts';
import { sameApplication, type Profiles } from '../profiles.ts';
import type { StoredAccount } from './account.ts';
import type { Accounts } from './accounts.ts';
import { openBrowser, signIn } from './signIn.ts';

/** Scope by which a caller names the profile to sign in to: `profile:AnyCompany`. */
const profileScope = 'profile:';
/** Milliseconds that a sign-out waits for what is to be done as the account before. */
const lastWorkTime = 5_000;

interface SignInUnderWay {
  readonly account: Promise<StoredAccount>;
  readonly abort: AbortController;
  /** Callers that still want it. */
  waiting: number;
}

/** Okta accounts in VS Code's Accounts menu: several at once, the same in every window. */
export class OktaAuthenticationProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  static readonly id = 'redshiftIdentity';

  readonly #accounts: Accounts;
  readonly #profiles: Profiles;
  readonly #log: vscode.LogOutputChannel;
  readonly #sandboxPid: () => number | undefined;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  /** By application. A second request joins the sign-in under way. */
  readonly #signingIn = new Map<string, SignInUnderWay>();
  /** Applications that somebody signed out of: the browser may still be on its way to Okta's sign-out page. */
  readonly #left = new Set<string>();
  readonly #lastWork = new Set<(accountId: string) => Promise<unknown>>();
  #known: readonly vscode.AuthenticationSession[] = [];

  constructor(
    accounts: Accounts,
    profiles: Profiles,
    log: vscode.LogOutputChannel,
    sandboxPid: () => number | undefined,
  ) {
    this.#accounts = accounts;
    this.#profiles = profiles;
    this.#log = log;
    this.#sandboxPid = sandboxPid;
    this.#subscriptions = [
      accounts.onDidChange(() => this.#announce()),
      profiles.onDidChange(() => this.#announce()),
      vscode.authentication.registerAuthenticationProvider(
        OktaAuthenticationProvider.id,
        'Okta (Redshift Identity)',
        this,
        { supportsMultipleAccounts: true },
      ),
    ];
  }

  async getSessions(
    scopes: readonly string[] | undefined,
    options: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    await this.#accounts.load();
    return this.#sessions().filter(
      (session) =>
        (!options.account || options.account.id === session.account.id) &&
        (scopes ?? []).every((scope) => session.scopes.includes(scope)),
    );
  }

  async createSession(
    scopes: readonly string[],
    options: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession> {
    const name = profileNamed(scopes);
    const profile = name === undefined ? this.#profiles.all[0] : this.#profiles.byName(name);
    if (!profile) {
      throw noProfile(name === undefined ? undefined : `There is no profile named “${name}”.`);
    }
    const unknown = scopes.filter(
      (scope) => !scope.startsWith(profileScope) && !profile.okta.scopes.includes(scope),
    );
    if (unknown.length > 0) {
      throw new RedshiftIdentityError(`${profile.name} has no scope ${unknown.join(', ')}.`, {
        code: 'UnknownScope',
        remedy: 'Ask for a scope of okta.scopes in the setting redshiftIdentity.profiles, or for none.',
      });
    }
    return this.#session(await this.signIn(profile, options.account?.label));
  }

  async removeSession(sessionId: string): Promise<void> {
    await this.signOut(sessionId);
  }

  /**
   * Signs a person in to a profile; joins the sign-in that is under way there.
   * @param signal ends this caller's wait, and the sign-in with it where nobody else waits
   * @throws HopError, RedshiftIdentityError, Cancelled
   */
  async signIn(profile: Profile, loginHint?: string, signal?: AbortSignal): Promise<StoredAccount> {
    const known = this.#signingIn.get(keyOf(profile.okta));
    const underWay = known && !known.abort.signal.aborted ? known : this.#begin(profile, loginHint);
    underWay.waiting++;
    try {
      return await waitFor(underWay.account, signal);
    } finally {
      // Nobody is left to sign in for.
      if (--underWay.waiting === 0) underWay.abort.abort(new Cancelled());
    }
  }

  #begin(profile: Profile, loginHint: string | undefined): SignInUnderWay {
    const key = keyOf(profile.okta);
    const abort = new AbortController();
    const account = this.#signIn(profile, loginHint, abort.signal).finally(() => {
      if (this.#signingIn.get(key) === underWay) this.#signingIn.delete(key);
    });
    const underWay: SignInUnderWay = { account, abort, waiting: 0 };
    this.#signingIn.set(key, underWay);
    return underWay;
  }

  /** Registers what is to be done as an account before it signs out; the sign-out goes on without it if it takes long. */
  beforeSignOut(work: (accountId: string) => Promise<unknown>): vscode.Disposable {
    this.#lastWork.add(work);
    return new vscode.Disposable(() => this.#lastWork.delete(work));
  }

  /** Forgets an account, revokes its tokens at Okta and ends the browser's Okta session. */
  async signOut(accountId: string): Promise<void> {
    const last = Promise.all([...this.#lastWork].map((work) => work(accountId)));
    await waitFor(last, AbortSignal.timeout(lastWorkTime)).catch((error: unknown) =>
      logError(error, this.#log),
    );
    const account = await this.#accounts.remove(accountId);
    if (!account) return;
    this.#log.info(`Signed out ${account.login}.`);
    const [profile] = this.#profiles.ofAccount(account);
    if (!profile) return;
    const application = profile.okta;
    this.#left.add(keyOf(application));
    const { revokeToken, signOutUrl } = await import('../../core/identity/okta.ts');
    try {
      await revokeToken(application, account.refreshToken);
      const page = await signOutUrl(application, account.idToken);
      if (page) await openBrowser(page);
    } catch (error) {
      // Signed out here in any case; Okta may be out of reach.
      logError(error, this.#log);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #signIn(
    profile: Profile,
    loginHint: string | undefined,
    signal: AbortSignal,
  ): Promise<StoredAccount> {
    // Okta would hand back the browser's person at once, where another one is wanted.
    const another =
      this.#left.has(keyOf(profile.okta)) ||
      this.#accounts.all.some((account) => sameApplication(account, profile.okta));
    const tokens = await signIn(profile, signal, {
      ...(another ? { prompt: 'login' as const } : {}),
      ...(loginHint === undefined ? {} : { loginHint }),
    });
    // Other profiles, and other parts of this one, may have changed meanwhile.
    if (this.#profiles.ofAccount(profile.okta).length === 0) {
      this.#revoke(profile, tokens.refreshToken);
      throw new RedshiftIdentityError(`The profile ${profile.name} changed during the sign-in.`, {
        code: 'ProfileChanged',
        remedy: 'Run Redshift Identity: Sign In again.',
      });
    }
    this.#left.delete(keyOf(profile.okta));
    const sandboxPid = profile.name === sandboxProfileName ? this.#sandboxPid() : undefined;
    const { account, replaced } = await this.#accounts.add(profile.okta, tokens, sandboxPid);
    this.#log.info(`Signed in ${account.login} to ${profile.name}.`);
    if (replaced && replaced.refreshToken !== account.refreshToken) {
      this.#revoke(profile, replaced.refreshToken);
    }
    return account;
  }

  /** Beside everything else: nobody waits for it. */
  #revoke(profile: Profile, refreshToken: string | undefined): void {
    if (!refreshToken) return;
    import('../../core/identity/okta.ts')
      .then(({ revokeToken }) => revokeToken(profile.okta, refreshToken))
      .catch((error: unknown) => logError(error, this.#log));
  }

  #sessions(): vscode.AuthenticationSession[] {
    return this.#accounts.all
      .filter((account) => this.#profiles.ofAccount(account).length > 0)
      .map((account) => this.#session(account));
  }

  #session(account: StoredAccount): vscode.AuthenticationSession {
    return {
      id: account.id,
      account: { id: account.id, label: account.login },
      accessToken: account.accessToken,
      scopes: [
        ...account.scopes,
        ...this.#profiles.ofAccount(account).map(({ name }) => profileScope + name),
      ],
    };
  }

  /** Tells VS Code what came, went or was renewed since the last time. */
  #announce(): void {
    const before = new Map(this.#known.map((session) => [session.id, session]));
    this.#known = this.#sessions();
    const now = new Set(this.#known.map(({ id }) => id));
    const added = this.#known.filter(({ id }) => !before.has(id));
    const removed = [...before.values()].filter(({ id }) => !now.has(id));
    const changed = this.#known.filter(
      (session) =>
        before.has(session.id) && JSON.stringify(before.get(session.id)) !== JSON.stringify(session),
    );
    if (added.length + removed.length + changed.length > 0) this.#changed.fire({ added, removed, changed });
  }
}

function keyOf({ issuer, clientId }: OktaApplication): string {
  return [issuer, clientId].join('\n');
}

function profileNamed(scopes: readonly string[] | undefined): string | undefined {
  return scopes?.find((scope) => scope.startsWith(profileScope))?.slice(profileScope.length);
}
