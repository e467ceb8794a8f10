import type * as vscode from 'vscode';
import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { Cancelled, HopError } from '../core/errors.ts';
import type { HopState } from '../core/identity/hopState.ts';
import type { IdentityChain } from '../core/identity/identityChain.ts';
import { waitFor } from '../core/identity/pause.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import { isSessionRefused } from '../core/redshift/statements/sessionRefused.ts';
import type { StatementOptions } from '../core/redshift/statements/statementContract.ts';
import type { StoredAccount } from './auth/account.ts';
import type { Accounts } from './auth/accounts.ts';
import { chainStore } from './auth/chainStore.ts';
import { loadAws } from './loadAws.ts';

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
type Work<T> = (client: RedshiftDataClient, options: StatementOptions) => Promise<T>;

/** The identity chain of an account at a site with the Data API's client, opened at first use; statements run in it. */
export class SiteSession implements vscode.Disposable {
  readonly #services: SiteSessionServices;
  readonly #owner: SessionOwner;
  readonly #changed: () => void;
  #opening: Promise<{ chain: IdentityChain; client: RedshiftDataClient }> | undefined;
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
      ({ client }) => client.destroy(),
      () => undefined,
    );
  }

  /** With a session that is valid and is the account's own; one that AWS no longer takes is renewed once. */
  run<T>(warehouse: Warehouse, options: StatementOptions, work: Work<T>): Promise<T> {
    const running = this.#runRenewing(warehouse, options, work);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async #runRenewing<T>(warehouse: Warehouse, options: StatementOptions, work: Work<T>): Promise<T> {
    const signals = [this.#signedOut.signal, ...(options.signal ? [options.signal] : [])];
    const signal = AbortSignal.any(signals);
    // The same in both attempts, so that nothing runs twice.
    const attempt = { clientToken: crypto.randomUUID(), ...options, signal };
    const { chain } = await this.#ready();
    const { accessKeyId } = await chain.credentials(signal);
    try {
      return await this.#runChecked(warehouse, attempt, accessKeyId, work);
    } catch (error) {
      if (!isSessionRefused(error)) throw error;
      // Sessions can end before their time: revoked by an administrator, or kept from an earlier window.
      this.#services.log.info(`${this.#who()}: the session was refused; walking the chain anew.`);
      const current = await chain.credentials(signal);
      // Another statement may have had it renewed already.
      const renewed = current.accessKeyId === accessKeyId ? await waitFor(chain.refresh(), signal) : current;
      return this.#runChecked(warehouse, attempt, renewed.accessKeyId, work);
    }
  }

  async #runChecked<T>(
    warehouse: Warehouse,
    options: StatementOptions & { readonly signal: AbortSignal },
    accessKeyId: string,
    work: Work<T>,
  ): Promise<T> {
    const { client } = await this.#ready();
    const check = this.#checkUser(accessKeyId, warehouse);
    const wrongUser = new AbortController();
    check.catch((error: unknown) => wrongUser.abort(error));
    const signal = AbortSignal.any([wrongUser.signal, options.signal]);
    try {
      const finished = await work(client, { ...options, signal });
      await waitFor(check, options.signal);
      this.#keepAnswered(warehouse, accessKeyId);
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

  #ready(): Promise<{ chain: IdentityChain; client: RedshiftDataClient }> {
    this.#opening ??= this.#openChain();
    return this.#opening;
  }

  async #openChain(): Promise<{ chain: IdentityChain; client: RedshiftDataClient }> {
    const { createIdentityChain, createRedshiftDataClient, awsProfileCredentials } = await loadAws();
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
    return { chain, client: createRedshiftDataClient(site, () => chain.credentials()) };
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
