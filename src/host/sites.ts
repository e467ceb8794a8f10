import * as vscode from 'vscode';
import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { Cancelled, HopError } from '../core/errors.ts';
import { waitFor } from '../core/identity/pause.ts';
import type { IdentityChain } from '../core/identity/identityChain.ts';
import type { HopState } from '../core/identity/hopState.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { StatementOptions, StatementRequest } from '../core/redshift/statementContract.ts';
import { isSessionRefused } from '../core/redshift/sessionRefused.ts';
import type { StatementWithPage } from '../core/redshift/statements.ts';
import type { StoredAccount } from './auth/account.ts';
import { chainStore, forgetCredentials } from './auth/chainStore.ts';
import type { Accounts } from './auth/accounts.ts';
import { loadAws } from './loadAws.ts';
import type { Profiles } from './profiles.ts';
import { logError } from './showError.ts';

/** One account at one site: its credentials and statements. The only way from the editor to AWS. */
export interface AccountAtSite {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: { readonly id: string; readonly login: string };
  /** The five hops as they stand; empty until something was asked of AWS. */
  readonly hops: readonly HopState[];
  readonly onDidChangeHops: vscode.Event<void>;
  /**
   * Runs one statement, waits for its end and fetches the first page of its result. Beside it, Redshift is asked
   * once a session whom it takes the caller for; a session that isn't the account's own fails the statement.
   * @throws HopError, StatementError, Cancelled
   */
  run(request: StatementRequest, options: StatementOptions): Promise<StatementWithPage>;
}

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
    const opened = new OpenSite(this.#context, this.#accounts, this.#log, profile, site, account);
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

class OpenSite implements AccountAtSite, vscode.Disposable {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: StoredAccount;
  readonly #context: vscode.ExtensionContext;
  readonly #accounts: Accounts;
  readonly #log: vscode.LogOutputChannel;
  readonly #hopsChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeHops = this.#hopsChanged.event;
  #opening: Promise<{ chain: IdentityChain; client: RedshiftDataClient }> | undefined;
  #chain: IdentityChain | undefined;
  /** Access key of the session whose Redshift user was checked, with the check. */
  #checked: { readonly accessKeyId: string; readonly check: Promise<void> } | undefined;
  #disposed = false;
  readonly #signedOut = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(
    context: vscode.ExtensionContext,
    accounts: Accounts,
    log: vscode.LogOutputChannel,
    profile: Profile,
    site: Site,
    account: StoredAccount,
  ) {
    this.#context = context;
    this.#accounts = accounts;
    this.#log = log;
    this.profile = profile;
    this.site = site;
    this.account = account;
  }

  get hops(): readonly HopState[] {
    return this.#chain?.hops ?? [];
  }

  run(request: StatementRequest, options: StatementOptions): Promise<StatementWithPage> {
    const running = this.#run(request, options);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async #run(request: StatementRequest, options: StatementOptions): Promise<StatementWithPage> {
    const signals = [this.#signedOut.signal, ...(options.signal ? [options.signal] : [])];
    const signal = AbortSignal.any(signals);
    // The same in both attempts, so that nothing runs twice.
    const attempt = { clientToken: crypto.randomUUID(), ...options, signal };
    const { chain } = await this.#ready();
    const { accessKeyId } = await chain.credentials(signal);
    try {
      return await this.#runChecked(request, attempt, accessKeyId);
    } catch (error) {
      if (!isSessionRefused(error)) throw error;
      // Sessions can end before their time: revoked by an administrator, or kept from an earlier window.
      this.#log.info(
        `${this.account.login}, ${this.site.region}: the session was refused; walking the chain anew.`,
      );
      const current = await chain.credentials(signal);
      // Another statement may have had it renewed already.
      const renewed = current.accessKeyId === accessKeyId ? await waitFor(chain.refresh(), signal) : current;
      return this.#runChecked(request, attempt, renewed.accessKeyId);
    }
  }

  async #runChecked(
    request: StatementRequest,
    options: StatementOptions & { readonly signal: AbortSignal },
    accessKeyId: string,
  ): Promise<StatementWithPage> {
    const { client } = await this.#ready();
    const { runForPage } = await loadAws();
    const check = this.#checkUser(accessKeyId, request.warehouse);
    const wrongUser = new AbortController();
    check.catch((error: unknown) => wrongUser.abort(error));
    const signal = AbortSignal.any([wrongUser.signal, options.signal]);
    try {
      const finished = await runForPage(client, request, { ...options, signal });
      await waitFor(check, options.signal);
      return finished;
    } catch (error) {
      // The statement was cancelled because it ran as somebody else: that is what to say.
      throw wrongUser.signal.aborted ? wrongUser.signal.reason : error;
    }
  }

  /** Cancels what runs while its credentials are still there to do so, then forgets them. */
  async close(): Promise<void> {
    this.#signedOut.abort(new Cancelled(`${this.account.login} signed out.`));
    await Promise.allSettled(this.#running);
    this.dispose();
  }

  /** Lets statements run on at Redshift. */
  dispose(): void {
    this.#disposed = true;
    this.#chain?.dispose();
    void this.#opening?.then(
      ({ client }) => client.destroy(),
      () => undefined,
    );
    this.#hopsChanged.dispose();
  }

  #ready(): Promise<{ chain: IdentityChain; client: RedshiftDataClient }> {
    this.#opening ??= this.#openChain();
    return this.#opening;
  }

  async #openChain(): Promise<{ chain: IdentityChain; client: RedshiftDataClient }> {
    const { createIdentityChain, createRedshiftDataClient, awsProfileCredentials } = await loadAws();
    const { profile, site, account } = this;
    const chain = createIdentityChain({
      profile,
      site,
      account: { login: account.login, subject: account.subject },
      freshIdToken: (signal) => this.#accounts.freshIdToken(account, profile.okta, signal),
      now: () => Date.now(),
      store: chainStore(this.#context, account.id, site),
      awsProfileCredentials,
    });
    this.#chain = chain;
    chain.onDidChange(() => this.#logHops(chain));
    if (this.#disposed) chain.dispose();
    return { chain, client: createRedshiftDataClient(site, () => chain.credentials()) };
  }

  /** Once a session; beside the first statement, not before it. A failed check is asked again. */
  #checkUser(accessKeyId: string, warehouse: Warehouse): Promise<void> {
    if (this.#checked?.accessKeyId !== accessKeyId) {
      const check = this.#askUser(warehouse);
      this.#checked = { accessKeyId, check };
      check.catch(() => {
        if (this.#checked?.check === check) this.#checked = undefined;
      });
    }
    return this.#checked?.check ?? Promise.resolve();
  }

  async #askUser(warehouse: Warehouse): Promise<void> {
    const { chain, client } = await this.#ready();
    const { checkRedshiftUser, currentUser } = await loadAws();
    const { profile, site, account } = this;
    try {
      chain.recordRedshiftUser(
        await checkRedshiftUser({
          profile,
          site,
          account,
          aliases: account.email ? [account.email] : [],
          currentUser: () => currentUser(client, warehouse),
        }),
      );
    } catch (error) {
      if (error instanceof HopError) chain.recordRedshiftUser(error);
      throw error;
    }
  }

  #logHops(chain: IdentityChain): void {
    for (const { hop, state, error } of chain.hops) {
      if (state === 'failed')
        this.#log.warn(`${this.account.login}, ${this.site.region}: ${error?.message ?? hop}`);
      else this.#log.debug(`${this.account.login}, ${this.site.region}: ${hop} ${state}`);
    }
    if (!this.#disposed) this.#hopsChanged.fire();
  }
}
