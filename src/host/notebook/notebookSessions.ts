import * as vscode from 'vscode';
import type { SessionMemory, StatementSession } from '../../core/redshift/statements/statementSession.ts';
import type { RunPlace } from './cellStatement.ts';

interface StoredSession extends SessionMemory {
  /** Milliseconds since the epoch. */
  readonly usedAt: number;
}

interface OpenSession {
  readonly session: StatementSession;
  readonly place: RunPlace;
}

const stateKey = 'redshiftIdentity.sessions';
/** Milliseconds for which the Data API keeps a session at most. */
const longestLife = 24 * 3_600_000;

/** The Data API sessions of the window's notebooks: one for each notebook, account, site, warehouse and database. */
export class NotebookSessions implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #open = new Map<string, OpenSession>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** A session was opened or ended, or a transaction in one. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription = vscode.workspace.onDidCloseNotebookDocument((notebook) => this.end(notebook));

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** The session of a notebook at a place; nothing is opened before its first statement. */
  async at(notebook: vscode.NotebookDocument, place: RunPlace): Promise<StatementSession> {
    const key = keyOf(notebook.uri, place);
    const known = this.#open.get(key);
    if (known) return known.session;
    const { StatementSession } = await import('../../core/redshift/statements/statementSession.ts');
    const session = new StatementSession({
      keepAliveSeconds: () =>
        vscode.workspace.getConfiguration('redshiftIdentity').get('session.keepAlive', 3600),
      known: this.#stored()[key],
      onChange: (memory) => this.#remember(key, memory),
      status: (id, signal) => place.site.sessionStatus(id, signal),
    });
    // Two cells may have come here together.
    const first = this.#open.get(key);
    if (first) return first.session;
    this.#open.set(key, { session, place });
    return session;
  }

  /** Whether a transaction is open in one of the notebook's sessions. */
  inTransaction(notebook: vscode.NotebookDocument): boolean {
    return this.#of(notebook.uri).some(([, { session }]) => session.memory?.inTransaction);
  }

  /** Rolls back what is open, and lets Redshift close the notebook's sessions; its next statements open new ones. */
  async end(notebook: vscode.NotebookDocument): Promise<void> {
    const ended = this.#of(notebook.uri);
    for (const [key] of ended) this.#open.delete(key);
    await Promise.all(
      ended.map(([, { session, place }]) =>
        session.end({ warehouse: place.warehouse }, (request, options) => place.site.run(request, options)),
      ),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #of(uri: vscode.Uri): [string, OpenSession][] {
    const name = uri.toString();
    return [...this.#open].filter(([key]) => (JSON.parse(key) as string[])[0] === name);
  }

  #stored(): Readonly<Record<string, StoredSession>> {
    const sessions = this.#state.get<Record<string, StoredSession>>(stateKey) ?? {};
    const young = Object.entries(sessions).filter(([, { usedAt }]) => Date.now() - usedAt < longestLife);
    return Object.fromEntries(young);
  }

  #remember(key: string, memory: SessionMemory | undefined): void {
    const { [key]: _, ...others } = this.#stored();
    const stored = memory ? { ...others, [key]: { ...memory, usedAt: Date.now() } } : others;
    void this.#state.update(stateKey, stored);
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
