import { randomUUID } from 'node:crypto';
import { SqlCancelled, SqlError } from '../warehouse/contract.ts';
import type { StatementOutcome, Warehouse } from '../warehouse/contract.ts';
import { AwsError } from './awsError.ts';
import { databaseUser } from './databaseUser.ts';
import type { Session } from './issuedSessions.ts';

export type StatementStatus = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';
export type ResultFormat = 'JSON' | 'CSV';

export interface StatementRequest {
  sql: string;
  parameters: readonly { name: string; value: string }[];
  database: string;
  /** As the caller named it. */
  endpoint: { WorkgroupName: string } | { ClusterIdentifier: string };
  statementName: string | undefined;
  resultFormat: ResultFormat;
}

export interface Statement extends StatementRequest {
  readonly id: string;
  readonly owner: string;
  readonly dbUser: string;
  readonly createdAt: Date;
  readonly redshiftPid: number;
  readonly redshiftQueryId: number;
  status: StatementStatus;
  updatedAt: Date;
  /** Nanoseconds; -1 until it ended. */
  duration: number;
  error: string | undefined;
  outcome: StatementOutcome | undefined;
  /** Bytes, about; -1 where the statement gave nothing. */
  resultSize: number;
  /** Fulfilled when the statement reached its final state; never rejected. */
  settled: Promise<void>;
  readonly cancellation: AbortController;
  waiting: number;
}

/** Statements that one warehouse may have submitted or started. */
const activeLimit = 500;
/** Long polls of one statement at a time. */
const waitingLimit = 10;
const retention = 24 * 3600 * 1000;
const clientTokenRetention = 8 * 3600 * 1000;
const mostResultBytes = 512 * 1024 * 1024;

/** The Data API's statements of one warehouse, kept for 24 hours. */
export class StatementStore {
  readonly #warehouse: Warehouse;
  readonly #now: () => Date;
  readonly #resultBytes: number;
  readonly #statements = new Map<string, Statement>();
  readonly #byClientToken = new Map<string, { statement: Statement; request: string }>();
  #count = 0;

  constructor(
    warehouse: Warehouse,
    limits: { now: () => Date; /** Held of results, about. */ resultBytes?: number },
  ) {
    this.#warehouse = warehouse;
    this.#now = limits.now;
    this.#resultBytes = limits.resultBytes ?? mostResultBytes;
  }

  /**
   * Starts a statement, or gives the one that the same caller started with the same client token.
   * @throws AwsError ActiveStatementsExceededException, or ValidationException where a client token comes back with another request.
   */
  submit(request: StatementRequest, session: Session, clientToken: string | undefined): Statement {
    this.#forgetOld();
    const tokenKey = clientToken === undefined ? undefined : `${ownerOf(session)} ${clientToken}`;
    const fingerprint = JSON.stringify(request);
    const known = tokenKey === undefined ? undefined : this.#byClientToken.get(tokenKey);
    if (known) {
      if (known.request === fingerprint) return known.statement;
      throw new AwsError(
        'ValidationException',
        'ClientToken was used before with other parameters. Use a new ClientToken for another statement.',
      );
    }
    const active = [...this.#statements.values()].filter((statement) => !isFinal(statement.status));
    if (active.length >= activeLimit) {
      throw new AwsError(
        'ActiveStatementsExceededException',
        `The number of active statements exceeds the limit (${activeLimit}).`,
      );
    }
    const statement = this.#start(request, session);
    this.#statements.set(statement.id, statement);
    if (tokenKey !== undefined) this.#byClientToken.set(tokenKey, { statement, request: fingerprint });
    return statement;
  }

  /** Whether anybody has such a statement here. */
  has(id: string): boolean {
    return this.#statements.has(id);
  }

  /**
   * A statement of this session's person and role; nobody else's is there for them.
   * @throws AwsError ResourceNotFoundException
   */
  find(id: string, session: Session): Statement {
    const statement = this.#statements.get(id);
    if (!statement || statement.owner !== ownerOf(session) || this.#isOld(statement, retention)) {
      throw new AwsError('ResourceNotFoundException', 'Query does not exist.', 400, { ResourceId: id });
    }
    return statement;
  }

  /**
   * Waits until the statement ends, the time is over or the signal aborts.
   * @throws AwsError ActiveWaitingRequestsExceededException
   */
  async wait(statement: Statement, seconds: number | undefined, signal: AbortSignal): Promise<void> {
    if (seconds === undefined || isFinal(statement.status)) return;
    if (statement.waiting >= waitingLimit) {
      throw new AwsError(
        'ActiveWaitingRequestsExceededException',
        'Too many requests are waiting for this statement.',
      );
    }
    statement.waiting++;
    try {
      await settledWithin(statement, seconds, signal);
    } finally {
      statement.waiting--;
    }
  }

  /**
   * Cancels a statement and waits for its end.
   * @throws AwsError ValidationException where it has already ended.
   */
  async cancel(statement: Statement, signal: AbortSignal): Promise<void> {
    if (!isFinal(statement.status)) {
      statement.cancellation.abort();
      await settledWithin(statement, cancelSeconds, signal);
      if (statement.status === 'ABORTED' || !isFinal(statement.status)) return;
    }
    throw new AwsError(
      'ValidationException',
      `Could not cancel a query that is already in ${statement.status} state with ID: ${statement.id}`,
    );
  }

  /** Cancels what still runs. */
  close(): void {
    for (const statement of this.#statements.values()) statement.cancellation.abort();
  }

  #start(request: StatementRequest, session: Session): Statement {
    const user = databaseUser(session);
    const createdAt = this.#now();
    this.#count++;
    const statement: Statement = {
      ...request,
      id: randomUUID(),
      owner: ownerOf(session),
      dbUser: user.name,
      createdAt,
      redshiftPid: 1073741824 + this.#count,
      redshiftQueryId: this.#count,
      status: 'SUBMITTED',
      updatedAt: createdAt,
      duration: -1,
      error: undefined,
      outcome: undefined,
      resultSize: -1,
      settled: Promise.resolve(),
      cancellation: new AbortController(),
      waiting: 0,
    };
    statement.settled = this.#run(statement, user);
    return statement;
  }

  async #run(statement: Statement, user: ReturnType<typeof databaseUser>): Promise<void> {
    let started = performance.now();
    try {
      statement.outcome = await this.#warehouse.run({
        user,
        sql: statement.sql,
        database: statement.database,
        parameters: statement.parameters,
        signal: statement.cancellation.signal,
        onStarted: () => {
          started = performance.now();
          this.#move(statement, 'STARTED');
        },
      });
      statement.resultSize = statement.outcome.rows.textBytes;
      this.#move(statement, 'FINISHED');
      this.#dropOldResults(statement);
    } catch (error) {
      if (!(error instanceof SqlCancelled)) {
        statement.error =
          error instanceof SqlError ? errorText(error, statement.sql) : 'ERROR: the warehouse stopped';
      }
      this.#move(statement, error instanceof SqlCancelled ? 'ABORTED' : 'FAILED');
    }
    statement.duration = Math.round((performance.now() - started) * 1e6);
  }

  #move(statement: Statement, status: StatementStatus): void {
    statement.status = status;
    statement.updatedAt = this.#now();
  }

  #isOld(statement: Statement, age: number): boolean {
    return this.#now().getTime() - statement.createdAt.getTime() > age;
  }

  /** Results beyond the limit are gone as if their time were over, the oldest first; the newest stays. */
  #dropOldResults(newest: Statement): void {
    const held = [...this.#statements.values()].filter(({ outcome }) => outcome?.hasResultSet);
    let size = held.reduce((sum, statement) => sum + heldBytes(statement), 0);
    for (const statement of held) {
      if (size <= this.#resultBytes) return;
      if (statement === newest) continue;
      this.#statements.delete(statement.id);
      size -= heldBytes(statement);
    }
  }

  #forgetOld(): void {
    for (const [key, { statement }] of this.#byClientToken) {
      if (this.#isOld(statement, clientTokenRetention)) this.#byClientToken.delete(key);
    }
    for (const [id, statement] of this.#statements) {
      if (this.#isOld(statement, retention)) this.#statements.delete(id);
    }
  }
}

function heldBytes({ outcome }: Statement): number {
  return outcome?.rows.heldBytes ?? 0;
}

/** Longer than any cancelled statement takes to end. */
const cancelSeconds = 3;

export function isFinal(status: StatementStatus): boolean {
  return status === 'FINISHED' || status === 'FAILED' || status === 'ABORTED';
}

/** Statements belong to the role and, with an identity context, to the person too. */
function ownerOf(session: Session): string {
  return `${session.roleArn} ${session.identityContext?.userId ?? ''}`;
}

async function settledWithin(statement: Statement, seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const timer = setTimeout(end, seconds * 1000);
  signal.addEventListener('abort', end, { once: true });
  try {
    await Promise.race([statement.settled, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** With the position as PostgreSQL's drivers add it: 1-based, in characters. */
function errorText({ message, position }: SqlError, sql: string): string {
  if (position === undefined) return message;
  return `${message}\n  Position: ${[...sql.slice(0, position - 1)].length + 1}`;
}
