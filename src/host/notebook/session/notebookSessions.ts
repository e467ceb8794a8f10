import * as vscode from 'vscode';
import type { SessionMemory, StatementSession } from '../../../core/redshift/statements/statementSession.ts';
import type { Warehouse } from '../../../core/identity/profile.ts';
import type { RunPlace } from '../cellStatement.ts';
import type { MovedNotebooks } from '../movedNotebooks.ts';
import { placeOf, type PlaceServices } from '../takeUp/recordedPlaces.ts';

interface StoredSession extends SessionMemory {
  /** Milliseconds since the epoch. */
  readonly usedAt: number;
}

interface OpenSession {
  readonly session: StatementSession;
  /** As it was used last: an account that signs out and in again is at the site anew. */
  place: RunPlace;
  key: string;
}

const stateKey = 'redshiftIdentity.sessions';
/** Milliseconds for which the Data API keeps a session at most. */
const longestLife = 24 * 3_600_000;

/** The Data API sessions of the window's notebooks: one for each notebook, account, site, warehouse and database. */
export class NotebookSessions implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #places: PlaceServices;
  readonly #open = new Map<string, OpenSession>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** A session was opened or ended, or a transaction in one. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(
    state: vscode.Memento,
    places: PlaceServices,
    { onDidMove }: Pick<MovedNotebooks, 'onDidMove'>,
  ) {
    this.#state = state;
    this.#places = places;
    this.#subscription = vscode.Disposable.from(
      onDidMove(({ from, to }) => this.#move(from, to)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.end(notebook)),
    );
  }

  /** The session of a notebook at a place; nothing is opened before its first statement. */
  async at({ uri }: Pick<vscode.NotebookDocument, 'uri'>, place: RunPlace): Promise<StatementSession> {
    const { StatementSession } = await import('../../../core/redshift/statements/statementSession.ts');
    const key = keyOf(uri, place);
    const known = this.#open.get(key);
    if (known) {
      known.place = place;
      return known.session;
    }
    const session: StatementSession = new StatementSession({
      keepAliveSeconds: () =>
        vscode.workspace.getConfiguration('redshiftIdentity').get('session.keepAlive', 3600),
      known: this.#stored()[key],
      onChange: (memory) => {
        // One that was ended is nobody's to go on with.
        if (this.#open.get(open.key) === open) this.#remember(open.key, memory);
      },
      status: (id, signal) => open.place.site.sessionStatus(id, open.place.warehouse, signal),
    });
    const open: OpenSession = { session, place, key };
    this.#open.set(key, open);
    return session;
  }

  /** Whether a transaction is open in one of the notebook's sessions, those of an earlier window too. */
  inTransaction({ uri }: vscode.NotebookDocument): boolean {
    return Object.entries(this.#stored()).some(([key, stored]) => isOf(key, uri) && stored.inTransaction);
  }

  /**
   * Rolls back what is open, and lets Redshift close the notebook's sessions, those of an earlier window too; its next
   * statements open new ones.
   * @returns whether Redshift confirmed it of all
   */
  end({ uri }: Pick<vscode.NotebookDocument, 'uri'>): Promise<boolean> {
    return this.#end((key) => isOf(key, uri));
  }

  /**
   * Rolls back the transactions that an account has open, before it signs out: they would hold their locks until
   * Redshift closes the sessions. What has no transaction isn't asked for, since a warehouse that sleeps would wake.
   * @returns whether Redshift confirmed it of all
   */
  rollBack(accountId: string): Promise<boolean> {
    const stored = this.#stored();
    return this.#end((key) => partsOf(key)[1] === accountId && stored[key]?.inTransaction === true);
  }

  async #end(isMeant: (key: string) => boolean): Promise<boolean> {
    for (const key of Object.keys(this.#stored()).filter(isMeant)) {
      const place = this.#open.has(key) ? undefined : this.#placeOf(key);
      if (place) await this.at({ uri: vscode.Uri.parse(partsOf(key)[0] ?? '') }, place);
    }
    const ended = [...this.#open.values()].filter(({ key }) => isMeant(key));
    for (const { key } of ended) this.#open.delete(key);
    this.#store(Object.entries(this.#stored()).filter(([key]) => !isMeant(key)));
    const confirmed = await Promise.all(
      ended.map(({ session, place }) =>
        session.end({ warehouse: place.warehouse }, (request, options) => place.site.run(request, options)),
      ),
    );
    return confirmed.every(Boolean);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #move(from: vscode.Uri, to: vscode.Uri): void {
    const moved = (key: string): string =>
      isOf(key, from) ? JSON.stringify([to.toString(), ...partsOf(key).slice(1)]) : key;
    for (const open of [...this.#open.values()]) {
      this.#open.delete(open.key);
      open.key = moved(open.key);
      this.#open.set(open.key, open);
    }
    this.#store(Object.entries(this.#stored()).map(([key, stored]) => [moved(key), stored]));
  }

  /** Undefined where the account signed out, or the settings have another site. */
  #placeOf(key: string): RunPlace | undefined {
    const [, accountId = '', profile = '', region = '', kind, name = '', database = ''] = partsOf(key);
    const warehouse: Warehouse = { kind: kind === 'cluster' ? kind : 'workgroup', name, database };
    return placeOf({ accountId, profile, region, warehouse }, this.#places);
  }

  #stored(): Readonly<Record<string, StoredSession>> {
    const sessions = this.#state.get<Record<string, StoredSession>>(stateKey) ?? {};
    const young = Object.entries(sessions).filter(([, { usedAt }]) => Date.now() - usedAt < longestLife);
    return Object.fromEntries(young);
  }

  #remember(key: string, memory: SessionMemory | undefined): void {
    const others = Object.entries(this.#stored()).filter(([other]) => other !== key);
    this.#store(memory ? [...others, [key, { ...memory, usedAt: Date.now() }]] : others);
  }

  #store(sessions: readonly (readonly [string, StoredSession])[]): void {
    void this.#state.update(stateKey, Object.fromEntries(sessions));
    this.#changed.fire();
  }
}

function keyOf(uri: vscode.Uri, { site, warehouse }: RunPlace): string {
  const { kind, name, database } = warehouse;
  return JSON.stringify([
    uri.toString(),
    site.account.id,
    site.profile.name,
    site.site.region,
    kind,
    name,
    database,
  ]);
}

function partsOf(key: string): readonly string[] {
  return JSON.parse(key) as string[];
}

function isOf(key: string, uri: vscode.Uri): boolean {
  return partsOf(key)[0] === uri.toString();
}
