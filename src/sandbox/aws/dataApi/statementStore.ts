import { randomUUID } from 'node:crypto';
import type { Warehouse } from '../../warehouse/contract.ts';
import { AwsError } from '../awsError.ts';
import { wait } from './cancellableWait.ts';
import { ClientTokens } from './clientTokens.ts';
import { databaseUser } from './databaseUser.ts';
import type { Session } from '../issuedSessions.ts';
import { SessionStore, unknownSession } from './sessionStore.ts';
import type { DataSession } from './sessionStore.ts';
import { heldBytes, isFinal, newState } from './statement.ts';
import type { Statement, StatementRequest, StatementState } from './statement.ts';
import { iamSessionOf, ownerOf } from './statementOwner.ts';
import { parametersOf } from './statementParameters.ts';
import { StatementRun, withMostBytes } from './statementRun.ts';

/** What one warehouse takes. */
/** What a fault on request changes. */
interface StartOptions {
  readonly slowSeconds?: number;
  readonly mostResultBytes?: number;
}

export interface StoreLimits {
  now: () => Date;
  /** Bytes of results that are held, about; 512 MB if not given. */
  resultBytes?: number | undefined;
  /** Statements that may be submitted or started; 500 if not given. */
  activeStatements?: number | undefined;
  /** Sessions that may be open; 500 if not given. */
  activeSessions?: number | undefined;
}

/** Long polls of one statement at a time. */
const waitingLimit = 10;
const activeLimit = 500;
const retention = 24 * 3600 * 1000;
const mostResultBytes = 512 * 1024 * 1024;
/** Longer than any cancelled statement takes to end. */
const cancelMilliseconds = 3000;
const firstPid = 1073741824;

/** The Data API's statements of one warehouse, kept for 24 hours, and its sessions. */
export class StatementStore {
  readonly sessions: SessionStore;
  readonly #warehouse: Warehouse;
  readonly #now: () => Date;
  readonly #resultBytes: number;
  readonly #activeStatements: number;
  readonly #statements = new Map<string, Statement>();
  readonly #clientTokens: ClientTokens;
  readonly #run: StatementRun;
  #count = 0;

  constructor(warehouse: Warehouse, limits: StoreLimits) {
    const { now, resultBytes, activeStatements, activeSessions } = limits;
    this.#warehouse = warehouse;
    this.#now = now;
    this.#resultBytes = resultBytes ?? mostResultBytes;
    this.#activeStatements = activeStatements ?? activeLimit;
    this.sessions = new SessionStore(warehouse, { now, sessions: activeSessions ?? activeLimit });
    this.#clientTokens = new ClientTokens(now);
    this.#run = new StatementRun(now, this.#resultBytes);
  }

  /**
   * Starts a statement or batch, or gives the one that the same caller started with the same client token.
   * @param options.slowSeconds that it stays STARTED before the warehouse gets it
   * @param options.mostResultBytes above which a result fails its statement; a batch has none
   * @throws AwsError ActiveStatementsExceededException, ActiveSessionsExceededException, or ValidationException where
   * the session is not there or busy, or a client token comes back with another request.
   */
  submit(
    request: StatementRequest,
    caller: Session,
    options: StartOptions & { clientToken?: string | undefined } = {},
  ): Statement {
    const { clientToken } = options;
    this.#forgetOld();
    // First of all: a request that comes again must not find its own session busy.
    const known = clientToken && this.#clientTokens.find(ownerOf(caller), clientToken, request);
    if (known) return known;
    const active = [...this.#statements.values()].filter(({ status }) => !isFinal(status));
    if (active.length >= this.#activeStatements) {
      throw new AwsError(
        'ActiveStatementsExceededException',
        `The number of active statements exceeds the limit (${this.#activeStatements}).`,
      );
    }
    const statement = this.#create(request, caller);
    this.#statements.set(statement.id, statement);
    if (clientToken) this.#clientTokens.remember(clientToken, statement);
    void this.#start(statement, caller, options);
    return statement;
  }

  /** Whether anybody has such a statement, or batch with such a statement, here. */
  has(id: string): boolean {
    return this.#statements.has(batchOf(id));
  }

  /**
   * A statement of this session's person and role, or one of a batch of theirs; nobody else's is there for them.
   * @throws AwsError ResourceNotFoundException
   */
  find(id: string, caller: Session): { statement: Statement; state: StatementState } {
    const statement = this.#statements.get(batchOf(id));
    const owned = statement?.owner === ownerOf(caller) && !this.#isOld(statement) ? statement : undefined;
    const state = owned?.id === id ? owned : owned?.parts.find((part) => part.id === id);
    if (!owned || !state) {
      throw new AwsError('ResourceNotFoundException', 'Query does not exist.', 400, { ResourceId: id });
    }
    return { statement: owned, state };
  }

  /** Statements of this session's person and role, newest first. */
  list(caller: Session): Statement[] {
    this.#forgetOld();
    const owner = ownerOf(caller);
    return [...this.#statements.values()].filter((statement) => statement.owner === owner).reverse();
  }

  /**
   * Waits until the statement ends, the time is over or the signal aborts.
   * @throws AwsError ActiveWaitingRequestsExceededException
   */
  async wait(state: StatementState, seconds: number | undefined, signal: AbortSignal): Promise<void> {
    if (seconds === undefined || isFinal(state.status)) return;
    if (state.waiting >= waitingLimit) {
      throw new AwsError(
        'ActiveWaitingRequestsExceededException',
        'Too many requests are waiting for this statement.',
      );
    }
    state.waiting++;
    await wait(seconds * 1000, signal, state.settled);
    state.waiting--;
  }

  /**
   * Cancels a statement or batch and waits for its end.
   * @throws AwsError ValidationException where it has already ended.
   */
  async cancel(statement: Statement, signal: AbortSignal): Promise<void> {
    if (!isFinal(statement.status)) {
      statement.cancellation.abort();
      await wait(cancelMilliseconds, signal, statement.settled);
      if (statement.status === 'ABORTED' || !isFinal(statement.status)) return;
    }
    throw new AwsError(
      'ValidationException',
      `Could not cancel a query that is already in ${statement.status} state with ID: ${statement.id}`,
    );
  }

  /** Cancels what still runs and ends every session. */
  close(): void {
    for (const statement of this.#statements.values()) statement.cancellation.abort();
    this.sessions.close();
  }

  #create(request: StatementRequest, caller: Session): Statement {
    const id = randomUUID();
    const createdAt = this.#now();
    const { executionMode, parameters, sqls } = request;
    const nextState = (own: string, sql: string | undefined, bound: StatementState['parameters']) =>
      newState({ id: own, sql, parameters: bound, createdAt, redshiftQueryId: ++this.#count });
    const cancellation = new AbortController();
    const session = this.#takeSession(request, caller, { id, cancellation });
    return {
      ...nextState(id, executionMode ? undefined : sqls[0], parameters),
      request,
      owner: ownerOf(caller),
      iamSession: iamSessionOf(caller),
      dbUser: databaseUser(caller).name,
      redshiftPid: session?.redshiftPid ?? firstPid + this.#count,
      session,
      parts: executionMode
        ? sqls.map((sql, index) => nextState(`${id}:${index + 1}`, sql, parametersOf(sql, parameters)))
        : [],
      cancellation,
    };
  }

  /** The session that outlives the statement, busy with it from now on. */
  #takeSession(
    request: StatementRequest,
    caller: Session,
    current: NonNullable<DataSession['current']>,
  ): DataSession | undefined {
    const { sessionId, keepAliveSeconds, database, endpoint } = request;
    if (sessionId === undefined && keepAliveSeconds === undefined) return undefined;
    const session =
      sessionId === undefined
        ? this.sessions.open({
            user: databaseUser(caller),
            owner: ownerOf(caller),
            iamSession: iamSessionOf(caller),
            database,
            endpoint,
            redshiftPid: firstPid + this.#count + 1,
            keepAliveSeconds: keepAliveSeconds ?? 0,
          })
        : this.sessions.find(sessionId, ownerOf(caller));
    if (!session) throw unknownSession(sessionId ?? '');
    this.sessions.begin(session, current, keepAliveSeconds);
    return session;
  }

  async #start(
    statement: Statement,
    caller: Session,
    { slowSeconds = 0, mostResultBytes = Infinity }: StartOptions,
  ): Promise<void> {
    const { request, session } = statement;
    const { database } = request;
    const user = databaseUser(caller);
    // A batch has one connection, whether or not it is kept.
    const own = session || !request.executionMode ? undefined : this.#warehouse.openSession(user, database);
    const connection = session?.warehouse ?? own;
    if (connection && request.executionMode) await this.#run.batch(statement, connection, slowSeconds);
    else if (connection) {
      const run = withMostBytes((sql) => connection.run(sql), mostResultBytes);
      await this.#run.single(statement, run, slowSeconds);
    } else {
      const run = (sql: Parameters<Warehouse['run']>[0]) => this.#warehouse.run(sql);
      const bounded = withMostBytes((sql) => run({ ...sql, user, database }), mostResultBytes);
      await this.#run.single(statement, bounded, slowSeconds);
    }
    this.#dropOldResults(statement);
    // Whoever waits for the statement finds its session free.
    if (session) this.sessions.end(session);
    statement.settle();
    await own?.close().catch(() => undefined);
  }

  #isOld(statement: Statement): boolean {
    return this.#now().getTime() - statement.createdAt.getTime() > retention;
  }

  /** Results beyond the limit are gone as if their time were over, the oldest first; the newest stays. */
  #dropOldResults(newest: Statement): void {
    const held = [...this.#statements.values()].filter((statement) => heldBytes(statement) > 0);
    let size = held.reduce((sum, statement) => sum + heldBytes(statement), 0);
    for (const statement of held) {
      if (size <= this.#resultBytes) return;
      if (statement === newest) continue;
      this.#statements.delete(statement.id);
      size -= heldBytes(statement);
      // A client token may remember the statement for longer.
      for (const state of [statement, ...statement.parts]) state.outcome = undefined;
    }
  }

  #forgetOld(): void {
    this.sessions.closeOld();
    for (const [id, statement] of this.#statements) {
      if (this.#isOld(statement)) this.#statements.delete(id);
    }
  }
}

/** ID of the statement, or of the batch that it belongs to. */
function batchOf(id: string): string {
  return id.split(':', 1)[0] ?? '';
}
