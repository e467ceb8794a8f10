import * as vscode from 'vscode';
import type { HopName } from '../core/identity/hopName.ts';
import type { HopState } from '../core/identity/hopState.ts';
import { waitFor } from '../core/identity/pause.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { RedshiftIdentity } from '../core/redshift/access/contract.ts';
import type {
  Catalog,
  CatalogQuery,
  CatalogRows,
  CatalogSource,
  MetadataOperations,
} from '../core/redshift/catalog/contract.ts';
import { listedWarehouses, type Discovery } from '../core/redshift/discovery.ts';
import type { ResultPage } from '../core/redshift/results/page/resultPage.ts';
import type { ListedStatement, ListOptions } from '../core/redshift/statements/listStatements.ts';
import type { SessionStatus } from '../core/redshift/statements/sessionStatus.ts';
import type { StatementOptions, StatementRequest } from '../core/redshift/statements/statementContract.ts';
import type { StatementWithPage } from '../core/redshift/statements/statements.ts';
import type { AccountAtSite } from './accountAtSite.ts';
import type { StoredAccount } from './auth/account.ts';
import { LazyCatalog } from './lazyCatalog.ts';
import { loadAws } from './loadAws.ts';
import { SiteSession, type SessionOwner, type SiteSessionServices } from './siteSession.ts';

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
  readonly #log: vscode.LogOutputChannel;
  readonly #hopsChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeHops = this.#hopsChanged.event;
  readonly #session: SiteSession;
  readonly #identities = new Map<string, KnownIdentity>();
  readonly #catalogs = new Map<string, Catalog>();
  #discovery: Promise<Discovery> | undefined;
  #discovered: Discovery;
  #disposed = false;

  constructor(services: SiteSessionServices, owner: SessionOwner) {
    this.#log = services.log;
    ({ profile: this.profile, site: this.site, account: this.account } = owner);
    this.#discovered = listedWarehouses(owner.site.warehouses);
    this.#session = new SiteSession(services, owner, () => this.#changed());
  }

  get hops(): readonly HopState[] {
    return this.#session.hops;
  }

  async takeUp(): Promise<void> {
    await (await this.#session.chain()).takeUp();
  }

  async renew(): Promise<void> {
    await (await this.#session.chain()).credentials(this.#session.signal);
  }

  async refreshHop(hop: HopName, warehouse: Warehouse): Promise<void> {
    await waitFor((await this.#session.chain()).refresh(hop), this.#session.signal);
    if (hop !== 'redshiftUser') return;
    this.#identities.delete(keyOf(warehouse));
    await this.#session.checkAnew(warehouse);
    await this.identity(warehouse);
  }

  async identity(warehouse: Warehouse): Promise<RedshiftIdentity> {
    const { accessKeyId } = await (await this.#session.chain()).credentials(this.#session.signal);
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
      this.#changed();
      return identity;
    } catch (error) {
      if (this.#identities.get(key) === entry) this.#identities.delete(key);
      throw error;
    }
  }

  knownIdentity(warehouse: Warehouse): RedshiftIdentity | undefined {
    const known = this.#identities.get(keyOf(warehouse));
    return known?.accessKeyId === this.#session.accessKeyId ? known?.value : undefined;
  }

  hasAnswered(warehouse: Warehouse): boolean {
    return this.#session.hasAnswered(warehouse);
  }

  run(request: StatementRequest, options: StatementOptions): Promise<StatementWithPage> {
    return this.#session.run(request.warehouse, options, async (client, inSession) => {
      const { runForPage } = await loadAws();
      return runForPage(client, request, inSession);
    });
  }

  follow(
    statementId: string,
    options: StatementOptions & { readonly sql?: string },
  ): Promise<StatementWithPage> {
    return this.#session.runUnchecked(options.signal, async (client, signal) => {
      const { followStatement } = await loadAws();
      return followStatement(client, statementId, { ...options, signal });
    });
  }

  resultPage(
    statementId: string,
    nextToken?: string,
    signal?: AbortSignal,
    onNext?: (nextToken: string) => void,
  ): Promise<ResultPage> {
    return this.#session.runUnchecked(signal, async (client, ended) => {
      const { fetchResultPage } = await loadAws();
      return fetchResultPage(client, statementId, nextToken, ended, onNext);
    });
  }

  sessionStatus(sessionId: string, warehouse: Warehouse, signal?: AbortSignal): Promise<SessionStatus> {
    return this.#session.runUnchecked(signal, async (client, ended) => {
      const { sessionStatus } = await loadAws();
      return sessionStatus(client, sessionId, ended, warehouse);
    });
  }

  listStatements(warehouse: Warehouse, options: ListOptions = {}): Promise<ListedStatement[]> {
    return this.#session.runUnchecked(options.signal, async (client, signal) => {
      const { listStatements } = await loadAws();
      return listStatements(client, warehouse, { ...options, signal });
    });
  }

  query(warehouse: Warehouse, request: CatalogQuery): Promise<CatalogRows> {
    const { database, signal, ...statement } = request;
    const at = database === undefined ? warehouse : { ...warehouse, database };
    return this.#session.run(warehouse, signal ? { signal } : {}, async (client, inSession) => {
      const { queryRows } = await loadAws();
      return queryRows(client, { ...statement, warehouse: at }, inSession);
    });
  }

  get discovered(): Discovery {
    return this.#discovered;
  }

  discover(anew = false): Promise<Discovery> {
    if (anew) this.#discovery = undefined;
    if (this.#discovery) return this.#discovery;
    const discovery: Promise<Discovery> = this.#discover().then(
      (found) => {
        // An older answer that comes late must not replace that of who asked anew.
        if (this.#discovery === discovery) this.#discovered = found;
        return found;
      },
      (error: unknown) => {
        // Asked again the next time.
        if (this.#discovery === discovery) this.#discovery = undefined;
        throw error;
      },
    );
    this.#discovery = discovery;
    return discovery;
  }

  catalog(warehouse: Warehouse): Catalog {
    const key = keyOf(warehouse);
    let catalog = this.#catalogs.get(key);
    if (catalog === undefined) {
      catalog = new LazyCatalog(this.#catalogSource(warehouse));
      this.#catalogs.set(key, catalog);
    }
    return catalog;
  }

  /** Cancels what runs while its credentials are still there to do so, then forgets them. */
  async close(): Promise<void> {
    await this.#session.close();
    this.dispose();
  }

  /** Lets statements run on at Redshift. */
  dispose(): void {
    this.#disposed = true;
    this.#session.dispose();
    this.#hopsChanged.dispose();
  }

  #catalogSource(warehouse: Warehouse): CatalogSource {
    const operation = <T>(
      signal: AbortSignal | undefined,
      call: (operations: MetadataOperations, signal: AbortSignal | undefined) => Promise<T>,
    ): Promise<T> =>
      this.#session.run(warehouse, signal ? { signal } : {}, async (client, inSession) => {
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
    const { signal } = this.#session;
    const chain = await this.#session.chain();
    const { discoverWarehouses } = await loadAws();
    const discovery = await discoverWarehouses(this.site, await chain.bridgeCredentials(signal), signal);
    for (const notice of discovery.notices)
      this.#log.info(`${this.account.login}, ${this.site.region}: ${notice}`);
    return discovery;
  }

  #changed(): void {
    if (!this.#disposed) this.#hopsChanged.fire();
  }
}

function keyOf({ kind, name, database }: Warehouse): string {
  return JSON.stringify([kind, name, database]);
}
