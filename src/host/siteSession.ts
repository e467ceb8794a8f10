import type * as vscode from 'vscode';
import { Cancelled, HopError } from '../core/errors.ts';
import type { HopState } from '../core/identity/hopState.ts';
import type { IdentityChain } from '../core/identity/identityChain.ts';
import { waitFor } from '../core/identity/pause.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { StatementClient, StatementOptions } from '../core/redshift/statements/statementContract.ts';
import type { StoredAccount } from './auth/account.ts';
import type { Accounts } from './auth/accounts.ts';
import { chainStore } from './auth/chainStore.ts';
import { loadAws } from './loadAws.ts';
import { quotasOf } from './quotas.ts';

export interface SiteSessionServices {
  readonly context: vscode.ExtensionContext;
  readonly accounts: Accounts;
  readonly log: vscode.LogOutputChannel;
}

/** Whom a session belongs to. */
export interface SessionOwner {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: StoredAccount;
}

/** Work with the Data API's client; the options hold the signal that ends it. */
type Work<T> = (client: StatementClient, options: StatementOptions) => Promise<T>;

interface Opened {
  readonly chain: IdentityChain;
  readonly client: StatementClient;
  close(): void;
}

/** The identity chain of an account at a site with the Data API's client, opened at first use; statements run in it. */
export class SiteSession implements vscode.Disposable {
  readonly #services: SiteSessionServices;
  readonly #owner: SessionOwner;
  readonly #changed: () => void;
  #opening: Promise<Opened> | undefined;
  #chain: IdentityChain | undefined;
  /** Access key of the session whose Redshift user was checked in a warehouse, with the check. */
  readonly #checks = new Map<string, { readonly accessKeyId: string; readonly check: Promise<void> }>();
  /** Access key of the session that a statement last ended with, by warehouse. */
  readonly #answered = new Map<string, string>();
  #disposed = false;
  readonly #signedOut = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  /** @param changed called when a hop changed, or a warehouse answered for the first time */
  constructor(services: SiteSessionServices, owner: SessionOwner, changed: () => void) {
    this.#services = services;
    this.#owner = owner;
    this.#changed = changed;
  }

  get hops(): readonly HopState[] {
    return this.#chain?.hops ?? [];
  }

  /** Of the session that there is now; undefined before the first. */
  get accessKeyId(): string | undefined {
    return this.#chain?.accessKeyId;
  }

  /** Aborts when the account signs out. */
  get signal(): AbortSignal {
    return this.#signedOut.signal;
  }

  async chain(): Promise<IdentityChain> {
    return (await this.#ready()).chain;
  }

  /** Whether a statement ended in this warehouse with the session that there is now. */
  hasAnswered(warehouse: Warehouse): boolean {
    const key = keyOf(warehouse);
    const accessKeyId = this.#answered.get(key);
    return accessKeyId !== undefined && accessKeyId === this.accessKeyId;
  }

  /** Asks a warehouse anew whom it takes the session for. @throws HopError, Cancelled */
  async checkAnew(warehouse: Warehouse): Promise<void> {
    const { chain } = await this.#ready();
    const { accessKeyId } = await chain.credentials(this.signal);
    this.#checks.delete(keyOf(warehouse));
    await this.#checkUser(accessKeyId, warehouse);
  }

  /** Cancels what runs while its credentials are still there to do so, then forgets them. */
  async close(): Promise<void> {
    this.#signedOut.abort(new Cancelled(`${this.#owner.account.login} signed out.`));
    await Promise.allSettled(this.#running);
    this.dispose();
  }

  /** Lets statements run on at Redshift. */
  dispose(): void {
    this.#disposed = true;
    this.#chain?.dispose();
    void this.#opening?.then(
      ({ close }) => close(),
      () => undefined,
    );
  }

  /** With a session that is valid, and that the warehouse takes for the account's own. */
  run<T>(warehouse: Warehouse, options: StatementOptions, work: Work<T>): Promise<T> {
    return this.#keep(this.#runChecked(warehouse, options, work));
  }

  /** For a statement that exists already: AWS gives it to nobody but whoever ran it. Redshift is not asked who that is. */
  runUnchecked<T>(
    signal: AbortSignal | undefined,
    work: (client: StatementClient, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const ended = this.#untilSignOut(signal);
    return this.#keep(this.#ready().then(({ client }) => work(client, ended)));
  }

  /** So that a sign-out can wait for it. */
  #keep<T>(running: Promise<T>): Promise<T> {
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  #untilSignOut(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([this.#signedOut.signal, signal]) : this.#signedOut.signal;
  }

  async #runChecked<T>(warehouse: Warehouse, options: StatementOptions, work: Work<T>): Promise<T> {
    const ended = this.#untilSignOut(options.signal);
    const { chain, client } = await this.#ready();
    const { accessKeyId } = await chain.credentials(ended);
    const check = this.#checkUser(accessKeyId, warehouse);
    const wrongUser = new AbortController();
    check.catch((error: unknown) => wrongUser.abort(error));
    const signal = AbortSignal.any([wrongUser.signal, ended]);
    try {
      const finished = await work(client, { ...options, signal });
      await waitFor(check, ended);
      // Renewed on the way: what the new session is taken for counts as much.
      const current = this.accessKeyId ?? accessKeyId;
      if (current !== accessKeyId) await waitFor(this.#checkUser(current, warehouse), ended);
      this.#keepAnswered(warehouse, current);
      return finished;
    } catch (error) {
      // The statement was cancelled because it ran as somebody else: that is what to say.
      throw wrongUser.signal.aborted ? wrongUser.signal.reason : error;
    }
  }

  #keepAnswered(warehouse: Warehouse, accessKeyId: string): void {
    const key = keyOf(warehouse);
    if (this.#answered.get(key) === accessKeyId) return;
    this.#answered.set(key, accessKeyId);
    if (!this.#disposed) this.#changed();
  }

  #ready(): Promise<Opened> {
    this.#opening ??= this.#openChain();
    return this.#opening;
  }

  async #openChain(): Promise<Opened> {
    const { createIdentityChain, createRedshiftDataClient, awsProfileCredentials, steadyClient } =
      await loadAws();
    const { accounts, context } = this.#services;
    const { profile, site, account } = this.#owner;
    const { login, subject, email, scopes } = account;
    const chain = createIdentityChain({
      profile,
      site,
      account: { login, subject, email, scopes },
      freshIdToken: (signal) => accounts.freshIdToken(account, profile.okta, signal),
      now: () => Date.now(),
      store: chainStore(context, account.id, site),
      awsProfileCredentials,
    });
    this.#chain = chain;
    chain.onDidChange(() => this.#logHops(chain));
    if (this.#disposed) chain.dispose();
    const sdk = createRedshiftDataClient(site, () => chain.credentials());
    const client = steadyClient(
      sdk,
      {
        accessKeyId: async (signal) => (await chain.credentials(signal)).accessKeyId,
        renew: (refused, signal) => this.#renewRefused(chain, refused, signal),
      },
      await quotasOf(site),
    );
    return { chain, client, close: () => sdk.destroy() };
  }

  /** Sessions can end before their time: revoked by an administrator, or kept from an earlier window. */
  async #renewRefused(chain: IdentityChain, refused: string, signal?: AbortSignal): Promise<void> {
    const { accessKeyId } = await chain.credentials(signal);
    // Another call may have had it renewed already.
    if (accessKeyId !== refused) return;
    this.#services.log.info(`${this.#who()}: the session was refused; walking the chain anew.`);
    await waitFor(chain.refresh(), signal);
  }

  /** Once a session and warehouse; beside the first statement, not before it. A failed check is asked again. */
  #checkUser(accessKeyId: string, warehouse: Warehouse): Promise<void> {
    const key = keyOf(warehouse);
    const known = this.#checks.get(key);
    if (known?.accessKeyId === accessKeyId) return known.check;
    const check = this.#askUser(warehouse);
    this.#checks.set(key, { accessKeyId, check });
    check.catch(() => {
      if (this.#checks.get(key)?.check === check) this.#checks.delete(key);
    });
    return check;
  }

  async #askUser(warehouse: Warehouse): Promise<void> {
    const { chain, client } = await this.#ready();
    const { checkRedshiftUser, currentUser } = await loadAws();
    const { profile, site, account } = this.#owner;
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
    const { log } = this.#services;
    for (const { hop, state, error } of chain.hops) {
      if (state === 'failed') log.warn(`${this.#who()}: ${error?.message ?? hop}`);
      else log.debug(`${this.#who()}: ${hop} ${state}`);
    }
    if (!this.#disposed) this.#changed();
  }

  #who(): string {
    return `${this.#owner.account.login}, ${this.#owner.site.region}`;
  }
}

/** One user in all databases of a warehouse. */
function keyOf({ kind, name }: Warehouse): string {
  return JSON.stringify([kind, name]);
}
