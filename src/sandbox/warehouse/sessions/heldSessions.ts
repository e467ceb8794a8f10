import { SqlCancelled, SqlError } from '../contract.ts';
import { failTransaction } from './sessionState.ts';
import type { DatabaseUser, SessionRequest, StatementOutcome, WarehouseSession } from '../contract.ts';
import type { SessionStanding, WorkerRequest } from '../messages.ts';
import type { SessionOpening, SessionState } from './sessionState.ts';
import type { SessionAction } from './sessions.ts';

/** Sends a request to the worker when its turn comes. */
export type Queue = (
  request: WorkerRequest,
  onStarted?: () => void,
  signal?: AbortSignal,
) => Promise<StatementOutcome>;

/** The sessions as they are told to the next worker when one is gone. */
export class HeldSessions {
  readonly #states = new Map<number, SessionState>();
  #changes = 0;
  /** The session whose transaction the worker's backend has open. It goes with the worker. */
  #open: number | undefined;
  #opened = 0;

  get forWorker(): { sessions: readonly SessionState[]; changes: number } {
    return { sessions: [...this.#states.values()], changes: this.#changes };
  }

  open(user: DatabaseUser, database: string, queue: Queue): WarehouseSession {
    this.#opened += 1;
    return new HeldSession({ id: this.#opened, user, database }, this, queue);
  }

  /** The worker told of a session: its transaction began, was put aside or ended. */
  onState(id: number, state: SessionState | undefined): void {
    if (this.#open === id) this.#open = undefined;
    if (state) this.#states.set(id, state);
    else this.#states.delete(id);
  }

  /** The worker ended a request. */
  onStanding({ changes, open }: SessionStanding): void {
    this.#changes = changes;
    this.#open = open;
  }

  /** The worker is gone. @param changed whether what it was at can have changed the warehouse */
  onLost(request: WorkerRequest | undefined, changed: boolean): void {
    if (changed) this.#changes += 1;
    const running = request && 'session' in request ? request.session.id : undefined;
    for (const id of [this.#open, running]) {
      const state = id === undefined ? undefined : this.#states.get(id);
      if (state) this.#states.set(state.id, failTransaction(state));
    }
    this.#open = undefined;
  }

  inTransaction(id: number): boolean {
    return this.#states.get(id)?.transaction !== undefined;
  }
}

class HeldSession implements WarehouseSession {
  readonly #opening: SessionOpening;
  readonly #held: HeldSessions;
  readonly #queue: Queue;
  #used = false;
  #closed = false;

  constructor(opening: SessionOpening, held: HeldSessions, queue: Queue) {
    this.#opening = opening;
    this.#held = held;
    this.#queue = queue;
  }

  get inTransaction(): boolean {
    return this.#held.inTransaction(this.#opening.id);
  }

  async run({ sql, parameters = [], signal, onStarted }: SessionRequest): Promise<StatementOutcome> {
    this.#use();
    const request: WorkerRequest = { kind: 'sessionStatement', session: this.#opening, sql, parameters };
    try {
      return await this.#queue(request, onStarted, signal);
    } catch (error) {
      // One that was cancelled while it waited has not failed its transaction by itself. What comes next comes after this.
      if (error instanceof SqlCancelled) this.#act('fail').catch(() => undefined);
      throw error;
    }
  }

  async begin(): Promise<void> {
    this.#use();
    await this.#act('begin');
  }

  async commit(): Promise<void> {
    this.#use();
    await this.#act('commit');
  }

  async rollback(): Promise<void> {
    this.#use();
    await this.#act('rollback');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#used) return;
    await this.#act('close').catch((error: unknown) => {
      // A warehouse that is shut down has forgotten it already.
      if (!(error instanceof SqlError)) throw error;
    });
  }

  #use(): void {
    if (this.#closed) throw new SqlError('ERROR: the session is closed', '08003');
    this.#used = true;
  }

  async #act(action: SessionAction): Promise<void> {
    await this.#queue({ kind: 'sessionAction', session: this.#opening, action });
  }
}
