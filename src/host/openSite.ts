import * as vscode from 'vscode';
import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { Cancelled, HopError } from '../core/errors.ts';
import type { HopName } from '../core/identity/hopName.ts';
import type { HopState } from '../core/identity/hopState.ts';
import type { IdentityChain } from '../core/identity/identityChain.ts';
import { waitFor } from '../core/identity/pause.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { RedshiftIdentity } from '../core/redshift/access/contract.ts';
import { createCatalog } from '../core/redshift/catalog/catalog.ts';
import type {
  Catalog,
  CatalogQuery,
  CatalogRows,
  CatalogSource,
  MetadataOperations,
} from '../core/redshift/catalog/contract.ts';
import { listedWarehouses, type Discovery } from '../core/redshift/discovery.ts';
import { isSessionRefused } from '../core/redshift/sessionRefused.ts';
import type { StatementOptions, StatementRequest } from '../core/redshift/statementContract.ts';
import type { StatementWithPage } from '../core/redshift/statements.ts';
import type { AccountAtSite } from './accountAtSite.ts';
import type { StoredAccount } from './auth/account.ts';
import type { Accounts } from './auth/accounts.ts';
import { chainStore } from './auth/chainStore.ts';
import { loadAws } from './loadAws.ts';

/** What is known of one warehouse for as long as the session lasts. */
interface KnownIdentity {
  readonly accessKeyId: string;
  readonly reading: Promise<RedshiftIdentity>;
  value?: RedshiftIdentity;
}

/** An account at a site that was used in this window: one chain, one Data API client, one catalogue a warehouse. */
export class OpenSite implements AccountAtSite, vscode.Disposable {
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
  /** Access key of the session that a statement last ended with, by warehouse. */
  readonly #answered = new Map<string, string>();
  readonly #identities = new Map<string, KnownIdentity>();
  readonly #catalogs = new Map<string, Catalog>();
  #discovery: Promise<Discovery> | undefined;
  #discovered: Discovery;
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
    this.#discovered = listedWarehouses(site.warehouses);
  }

  get hops(): readonly HopState[] {
    return this.#chain?.hops ?? [];
  }

  async takeUp(): Promise<void> {
    const { chain } = await this.#ready();
    await chain.takeUp();
  }

  async renew(): Promise<void> {
    const { chain } = await this.#ready();
    await chain.credentials(this.#signedOut.signal);
  }

  async refreshHop(hop: HopName, warehouse: Warehouse): Promise<void> {
    const { chain } = await this.#ready();
    const { accessKeyId } = await waitFor(chain.refresh(hop), this.#signedOut.signal);
    if (hop !== 'redshiftUser') return;
    this.#checked = undefined;
    this.#identities.delete(keyOf(warehouse));
    await this.#checkUser(accessKeyId, warehouse);
    await this.identity(warehouse);
  }

  async identity(warehouse: Warehouse): Promise<RedshiftIdentity> {
    const { chain } = await this.#ready();
    const { accessKeyId } = await chain.credentials(this.#signedOut.signal);
    const key = keyOf(warehouse);
    const known = this.#identities.get(key);
    if (known?.accessKeyId === accessKeyId) return known.reading;
    const reading = loadAws().then(({ readRedshiftIdentity }) =>
      readRedshiftIdentity({ query: (request) => this.query(warehouse, request) }),
    );
    const entry: KnownIdentity = { accessKeyId, reading };
    this.#identities.set(key, entry);
    try {
      const identity = await reading;
      entry.value = identity;
      if (!this.#disposed) this.#hopsChanged.fire();
      return identity;
    } catch (error) {
      if (this.#identities.get(key) === entry) this.#identities.delete(key);
      throw error;
    }
  }

  knownIdentity(warehouse: Warehouse): RedshiftIdentity | undefined {
    return this.#identities.get(keyOf(warehouse))?.value;
  }

  hasAnswered(warehouse: Warehouse): boolean {
    const accessKeyId = this.#answered.get(keyOf(warehouse));
    return accessKeyId !== undefined && accessKeyId === this.#checked?.accessKeyId;
  }

  run(request: StatementRequest, options: StatementOptions): Promise<StatementWithPage> {
    return this.#inSession(request.warehouse, options, async (client, inSession) => {
      const { runForPage } = await loadAws();
      return runForPage(client, request, inSession);
    });
  }

  query(warehouse: Warehouse, request: CatalogQuery): Promise<CatalogRows> {
    const { database, signal, ...statement } = request;
    const at = database === undefined ? warehouse : { ...warehouse, database };
    return this.#inSession(warehouse, signal ? { signal } : {}, async (client, inSession) => {
      const { queryRows } = await loadAws();
      return queryRows(client, { ...statement, warehouse: at }, inSession);
    });
  }

  get discovered(): Discovery {
    return this.#discovered;
  }

  discover(anew = false): Promise<Discovery> {
    if (anew) this.#discovery = undefined;
    this.#discovery ??= this.#discover();
    return this.#discovery;
  }

  catalog(warehouse: Warehouse): Catalog {
    const key = keyOf(warehouse);
    let catalog = this.#catalogs.get(key);
    if (catalog === undefined) {
      catalog = createCatalog(this.#catalogSource(warehouse));
      this.#catalogs.set(key, catalog);
    }
    return catalog;
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

  #catalogSource(warehouse: Warehouse): CatalogSource {
    const operation = <T>(
      signal: AbortSignal | undefined,
      call: (operations: MetadataOperations, signal: AbortSignal | undefined) => Promise<T>,
    ): Promise<T> =>
      this.#inSession(warehouse, signal ? { signal } : {}, async (client, inSession) => {
        const { metadataOperations } = await loadAws();
        return call(metadataOperations(client, warehouse), inSession.signal);
      });
    return {
      query: (request) => this.query(warehouse, request),
      operations: {
        listDatabases: (signal) => operation(signal, (it, ended) => it.listDatabases(ended)),
        listSchemas: (database, signal) => operation(signal, (it, ended) => it.listSchemas(database, ended)),
        listTables: (database, schema, signal) =>
          operation(signal, (it, ended) => it.listTables(database, schema, ended)),
        describeTable: (database, schema, table, signal) =>
          operation(signal, (it, ended) => it.describeTable(database, schema, table, ended)),
      },
    };
  }

  async #discover(): Promise<Discovery> {
    const { signal } = this.#signedOut;
    const discovering = (async () => {
      const { chain } = await this.#ready();
      const { discoverWarehouses } = await loadAws();
      return discoverWarehouses(this.site, await chain.bridgeCredentials(signal), signal);
    })();
    try {
      const discovery = await discovering;
      this.#discovered = discovery;
      for (const notice of discovery.notices)
        this.#log.info(`${this.account.login}, ${this.site.region}: ${notice}`);
      return discovery;
    } catch (error) {
      // Asked again the next time.
      this.#discovery = undefined;
      throw error;
    }
  }

  /** With a session that is valid and is the account's own; one that AWS no longer takes is renewed once. */
  #inSession<T>(
    warehouse: Warehouse,
    options: StatementOptions,
    work: (client: RedshiftDataClient, options: StatementOptions) => Promise<T>,
  ): Promise<T> {
    const running = this.#runInSession(warehouse, options, work);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async #runInSession<T>(
    warehouse: Warehouse,
    options: StatementOptions,
    work: (client: RedshiftDataClient, options: StatementOptions) => Promise<T>,
  ): Promise<T> {
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
      this.#log.info(
        `${this.account.login}, ${this.site.region}: the session was refused; walking the chain anew.`,
      );
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
    work: (client: RedshiftDataClient, options: StatementOptions) => Promise<T>,
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
    if (!this.#disposed) this.#hopsChanged.fire();
  }

  #ready(): Promise<{ chain: IdentityChain; client: RedshiftDataClient }> {
    this.#opening ??= this.#openChain();
    return this.#opening;
  }

  async #openChain(): Promise<{ chain: IdentityChain; client: RedshiftDataClient }> {
    const { createIdentityChain, createRedshiftDataClient, awsProfileCredentials } = await loadAws();
    const { profile, site, account } = this;
    const { login, subject, email, scopes } = account;
    const chain = createIdentityChain({
      profile,
      site,
      account: { login, subject, email, scopes },
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

function keyOf({ kind, name, database }: Warehouse): string {
  return JSON.stringify([kind, name, database]);
}
