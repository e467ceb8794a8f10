import type * as vscode from 'vscode';
import type { HopName } from '../core/identity/hopName.ts';
import type { HopState } from '../core/identity/hopState.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { RedshiftIdentity } from '../core/redshift/access/contract.ts';
import type { Catalog, CatalogQuery, CatalogRows } from '../core/redshift/catalog/contract.ts';
import type { Discovery } from '../core/redshift/discovery.ts';
import type { ResultPage } from '../core/redshift/results/page/resultPage.ts';
import type { ListedStatement, ListOptions } from '../core/redshift/statements/listStatements.ts';
import type { SessionStatus } from '../core/redshift/statements/sessionStatus.ts';
import type { StatementOptions, StatementRequest } from '../core/redshift/statements/statementContract.ts';
import type { StatementWithPage } from '../core/redshift/statements/statements.ts';
import type { Account } from './auth/account.ts';

/**
 * One account at one site: its credentials, statements, warehouses and catalogues. The only way from the editor to AWS.
 * Nothing is asked of AWS before a member that says so is called.
 */
export interface AccountAtSite {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: Account;

  /** The five hops as they stand; all idle until something was asked of AWS or `takeUp` found a session. */
  readonly hops: readonly HopState[];
  /** Fires when a hop changed; what merely expires makes no event. */
  readonly onDidChangeHops: vscode.Event<void>;
  /** Takes up the session that this window or another one stored, so that `hops` shows it. Calls nobody. */
  takeUp(): Promise<void>;
  /**
   * Renews the session where it is about to end; a valid one is left alone.
   * @throws HopError, Cancelled
   */
  renew(): Promise<void>;
  /**
   * Walks the chain anew from this hop on; `redshiftUser` asks Redshift again who the session is.
   * @throws HopError, Cancelled
   */
  refreshHop(hop: HopName, warehouse: Warehouse): Promise<void>;
  /**
   * `current_user`, `session_user` and the roles; asked once for each session and warehouse. Sends statements.
   * @throws HopError, StatementError, Cancelled
   */
  identity(warehouse: Warehouse): Promise<RedshiftIdentity>;
  /** What `identity` found for the session that there is now, without a call. */
  knownIdentity(warehouse: Warehouse): RedshiftIdentity | undefined;

  /** Whether a statement ended in this warehouse with the session that there is now: another one wakes nothing. */
  hasAnswered(warehouse: Warehouse): boolean;

  /**
   * Runs one statement, waits for its end and fetches the first page of its result. Beside it, Redshift is asked
   * once a session whom it takes the caller for; a session that isn't the account's own fails the statement.
   * @throws HopError, StatementError, Cancelled
   */
  run(request: StatementRequest, options: StatementOptions): Promise<StatementWithPage>;
  /**
   * Follows a statement of this account here that was started earlier to its end. Starts nothing, not even a check.
   * @param options.sql text of the statement, where known, to place an error in
   * @throws HopError, StatementError, Cancelled
   */
  follow(
    statementId: string,
    options: StatementOptions & { readonly sql?: string },
  ): Promise<StatementWithPage>;
  /**
   * A page of the result of a finished statement of this account here; the first without a token.
   * @param onNext is told the next page's token before this page is parsed
   * @throws HopError, StatementError, Cancelled
   */
  resultPage(
    statementId: string,
    nextToken?: string,
    signal?: AbortSignal,
    onNext?: (nextToken: string) => void,
  ): Promise<ResultPage>;
  /**
   * What became of a Data API session that this account opened here.
   * @throws HopError, StatementError, Cancelled
   */
  sessionStatus(sessionId: string, warehouse: Warehouse, signal?: AbortSignal): Promise<SessionStatus>;
  /**
   * This account's statements of the last 24 hours in a warehouse, newest first, those of other windows too.
   * @throws HopError, StatementError, Cancelled
   */
  listStatements(warehouse: Warehouse, options?: ListOptions): Promise<ListedStatement[]>;
  /**
   * Likewise as run, with all pages of the result.
   * @throws HopError, StatementError, Cancelled
   */
  query(warehouse: Warehouse, request: CatalogQuery): Promise<CatalogRows>;

  /** The profile's warehouses, or those of the last `discover`. Calls nobody. */
  readonly discovered: Discovery;
  /**
   * Workgroups and clusters by ListWorkgroups and DescribeClusters, which wake none of them, joined with those of
   * the profile. Kept; `anew` asks again. Where it is denied, the profile's own with a line that says so.
   * @throws HopError where nobody can be signed in there, Cancelled
   */
  discover(anew?: boolean): Promise<Discovery>;
  /** The catalogue of a warehouse; the same object each time. Making it calls nobody. */
  catalog(warehouse: Warehouse): Catalog;
}
