import { pollPause } from './statementWait.ts';
import type { SessionStatus } from './sessionStatus.ts';
import {
  systemClock,
  type FinishedStatement,
  type StatementClock,
  type StatementOptions,
  type StatementRequest,
} from './statementContract.ts';
import { StatementCancelled, StatementError } from './statementError.ts';
import { transactionWord } from './transactionWord.ts';

/** What is kept of a session, so that a reloaded window goes on with it. */
export interface SessionMemory {
  readonly id: string;
  /** A transaction was opened in it, and not ended. */
  readonly inTransaction: boolean;
}

export interface SessionOptions {
  /** Seconds that Redshift keeps the session after a statement. */
  keepAliveSeconds(): number;
  /** Of an earlier window. */
  readonly known?: SessionMemory | undefined;
  /** Called when the session is opened, replaced or ended, and when a transaction begins or ends. */
  onChange?(memory: SessionMemory | undefined): void;
  /** Asked of the service where it refuses the session. @throws StatementError where that is refused, or no answer came */
  status(sessionId: string, signal?: AbortSignal): Promise<SessionStatus>;
  readonly clock?: StatementClock;
}

export interface SessionRunOptions extends StatementOptions {
  /** `waiting`: another statement runs in the session. `replaced`: it had ended, and the statement runs in a new one. */
  onSession?(event: 'waiting' | 'replaced'): void;
}

/** Runs one statement; its request names the session. */
export type SessionWork<T> = (request: StatementRequest, options: StatementOptions) => Promise<T>;

/** Milliseconds for which a session is taken for busy where the service refuses to tell. */
const patience = 10_000;

/** One Data API session: opened by its first statement, statements one after another, replaced where it has ended. */
export class StatementSession {
  readonly #options: SessionOptions;
  readonly #clock: StatementClock;
  #memory: SessionMemory | undefined;
  /** Ends with the last statement that was queued. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#memory = options.known;
  }

  /** Undefined while no session is open. */
  get memory(): SessionMemory | undefined {
    return this.#memory;
  }

  /**
   * Runs a statement in the session, after those that were asked for before.
   * @throws what `work` throws; StatementError `TransactionLost`; StatementCancelled
   */
  run<T extends { readonly statement: FinishedStatement }>(
    request: StatementRequest,
    options: SessionRunOptions,
    work: SessionWork<T>,
  ): Promise<T> {
    const run = this.#last.then(() => this.#run(request, options, work));
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** Ends the session: rolls back what is open and lets Redshift close it. Never throws; the next statement opens a new one. @returns whether Redshift confirmed it */
  async end(request: Pick<StatementRequest, 'warehouse'>, work: SessionWork<unknown>): Promise<boolean> {
    await this.#last;
    const id = this.#memory?.id;
    if (id === undefined) return true;
    this.#remember(undefined);
    const rollback = { ...request, sql: 'ROLLBACK', session: { id, keepAliveSeconds: 1 } };
    try {
      await work(rollback, {});
      return true;
    } catch (error) {
      // A session that has ended already has nothing open.
      return refusesSession(error);
    }
  }

  async #run<T extends { readonly statement: FinishedStatement }>(
    request: StatementRequest,
    options: SessionRunOptions,
    work: SessionWork<T>,
  ): Promise<T> {
    const startedAt = this.#clock.now();
    let current = options;
    for (;;) {
      if (options.signal?.aborted) throw new StatementCancelled();
      const id = this.#memory?.id;
      try {
        const done = await work(this.#inSession(request, id), this.#watched(current));
        this.#follow(request.sql, done.statement.sessionId ?? this.#memory?.id);
        return done;
      } catch (error) {
        if (id === undefined || !refusesSession(error)) {
          this.#followFailed(request.sql, endOf(error));
          throw error;
        }
        if ((await this.#fate(id, startedAt, options)) === 'ended') {
          this.#replace(options);
          // What was refused ran nothing; the new request is another one for the service.
          current = { ...options, clientToken: crypto.randomUUID() };
        }
      }
    }
  }

  /** Waits a while where the session is busy. */
  async #fate(id: string, startedAt: number, options: SessionRunOptions): Promise<'free' | 'ended'> {
    const elapsed = this.#clock.now() - startedAt;
    const status = await this.#options.status(id, options.signal).catch((error: unknown) => {
      if (isRefusal(error)) return elapsed < patience ? 'BUSY' : 'CLOSED';
      if (options.signal?.aborted) throw new StatementCancelled();
      throw error;
    });
    // The question was broken off, which says nothing of the session.
    if (options.signal?.aborted) throw new StatementCancelled();
    if (status === 'CLOSED') return 'ended';
    options.onSession?.('waiting');
    await this.#clock.sleep(Math.max(500, pollPause(elapsed)), options.signal);
    return 'free';
  }

  #replace(options: SessionRunOptions): void {
    const lost = this.#memory?.inTransaction;
    this.#remember(undefined);
    if (lost) {
      throw new StatementError(
        'The notebook’s session ended while a transaction was open. Redshift rolled it back, and this statement did not run.',
        { code: 'TransactionLost', remedy: 'Run the cells of the transaction again, from BEGIN.' },
      );
    }
    options.onSession?.('replaced');
  }

  #inSession(request: StatementRequest, id: string | undefined): StatementRequest {
    const keepAliveSeconds = this.#options.keepAliveSeconds();
    return { ...request, session: { ...(id !== undefined && { id }), keepAliveSeconds } };
  }

  /** The session is there as soon as the service names it, also where its first statement then fails. */
  #watched(options: SessionRunOptions): StatementOptions {
    return {
      ...options,
      onProgress: (progress) => {
        const { sessionId } = progress;
        if (sessionId !== undefined && sessionId !== this.#memory?.id) {
          this.#remember({ id: sessionId, inTransaction: false });
        }
        options.onProgress?.(progress);
      },
    };
  }

  #follow(sql: string, id: string | undefined): void {
    if (id === undefined) return;
    const word = transactionWord(sql);
    const inTransaction = word === undefined ? (this.#memory?.inTransaction ?? false) : word === 'opens';
    if (id === this.#memory?.id && inTransaction === this.#memory.inTransaction) return;
    this.#remember({ id, inTransaction });
  }

  /** A COMMIT that fails ends the transaction as well, one that never ran does not. In doubt a transaction is open. */
  #followFailed(sql: string, end: StatementEnd): void {
    const word = transactionWord(sql);
    const opens = word === 'opens' && (end === 'FINISHED' || end === 'UNKNOWN');
    const ends = word === 'ends' && (end === 'FINISHED' || end === 'FAILED');
    if (opens || ends) this.#follow(sql, this.#memory?.id);
  }

  #remember(memory: SessionMemory | undefined): void {
    this.#memory = memory;
    this.#options.onChange?.(memory);
  }
}

/** Whether asking again gives the same: the caller may not ask, or not like this. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof StatementError && /^(AccessDenied|Validation|ResourceNotFound|Unknown)/.test(error.code)
  );
}

/** At Redshift; undefined for a statement that was never sent. */
type StatementEnd = 'FINISHED' | 'FAILED' | 'ABORTED' | 'UNKNOWN' | undefined;

function endOf(error: unknown): StatementEnd {
  if (error instanceof StatementCancelled) return error.endState;
  if (!(error instanceof StatementError)) return undefined;
  const { code, statementId } = error;
  if (code === 'StatementFailed') return 'FAILED';
  if (code === 'StatementAborted') return 'ABORTED';
  return statementId !== undefined || code === 'StatementUnclear' ? 'UNKNOWN' : undefined;
}

/** `Session is not available`, `Session with Id: … is invalid`. */
function refusesSession(error: unknown): boolean {
  return (
    error instanceof StatementError &&
    (error.code === 'ValidationException' || error.code === 'ResourceNotFoundException') &&
    error.statementId === undefined &&
    /\bsession\b/i.test(error.message)
  );
}
