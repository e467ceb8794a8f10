import { randomUUID } from 'node:crypto';
import type { DatabaseUser, Warehouse, WarehouseSession } from '../../warehouse/contract.ts';
import { AwsError } from '../awsError.ts';

/** A workgroup or cluster as a caller named it. */
export type NamedEndpoint = { WorkgroupName: string } | { ClusterIdentifier: string };

export type SessionStatus = 'AVAILABLE' | 'BUSY' | 'CLOSED';

/** A session of the Data API: one connection of one person to one database, for one statement at a time. */
export interface DataSession {
  readonly id: string;
  /** Role and person. */
  readonly owner: string;
  /** The IAM session that opened it: role and session name. */
  readonly iamSession: string;
  readonly dbUser: string;
  readonly database: string;
  /** As it was named when the session was opened. */
  readonly endpoint: NamedEndpoint;
  readonly createdAt: Date;
  readonly redshiftPid: number;
  readonly warehouse: WarehouseSession;
  status: SessionStatus;
  updatedAt: Date;
  /** Seconds that it outlives its last statement. */
  keepAliveSeconds: number;
  /** When it is closed unless another statement comes. */
  expiresAt: Date;
  /** What runs in it while it is BUSY. */
  current: { readonly id: string; readonly cancellation: AbortController } | undefined;
}

export type SessionRequest = Pick<
  DataSession,
  'owner' | 'iamSession' | 'database' | 'endpoint' | 'redshiftPid' | 'keepAliveSeconds'
> & { user: DatabaseUser };

/** A session is closed after this time whatever runs in it; a closed one is remembered as long. */
const longestLife = 24 * 3600 * 1000;

/** The Data API's sessions of one warehouse. Their time is told by the clock that it is given, at each call. */
export class SessionStore {
  readonly #warehouse: Warehouse;
  readonly #now: () => Date;
  readonly #limit: number;
  readonly #sessions = new Map<string, DataSession>();

  /** @param limits.sessions that may be open at a time */
  constructor(warehouse: Warehouse, limits: { now: () => Date; sessions: number }) {
    this.#warehouse = warehouse;
    this.#now = limits.now;
    this.#limit = limits.sessions;
  }

  /** @throws AwsError ActiveSessionsExceededException */
  open(request: SessionRequest): DataSession {
    const { user, ...members } = request;
    const open = this.list().filter(({ status }) => status !== 'CLOSED');
    if (open.length >= this.#limit) {
      throw new AwsError(
        'ActiveSessionsExceededException',
        `The number of active sessions exceeds the limit (${this.#limit}).`,
      );
    }
    const createdAt = this.#now();
    const session: DataSession = {
      ...members,
      id: randomUUID(),
      dbUser: user.name,
      createdAt,
      warehouse: this.#warehouse.openSession(user, request.database),
      status: 'AVAILABLE',
      updatedAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + longestLife),
      current: undefined,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** A session of this owner, closed ones too; nobody else's is there for them. */
  find(id: string, owner: string): DataSession | undefined {
    const session = this.list().find((each) => each.id === id);
    return session?.owner === owner ? session : undefined;
  }

  /** Every session, closed ones for a day; newest first. */
  list(): DataSession[] {
    this.closeOld();
    return [...this.#sessions.values()].reverse();
  }

  /**
   * Gives a session a statement to run. The keep-alive counts from its end.
   * @throws AwsError ValidationException: the service says the same of a session that is closed and of one that is busy.
   */
  begin(session: DataSession, current: DataSession['current'], keepAliveSeconds: number | undefined): void {
    this.closeOld();
    if (session.status !== 'AVAILABLE') throw new AwsError('ValidationException', 'Session is not available');
    session.status = 'BUSY';
    session.current = current;
    session.updatedAt = this.#now();
    session.keepAliveSeconds = keepAliveSeconds ?? session.keepAliveSeconds;
    session.expiresAt = endOfLife(session);
  }

  /** The statement of a session ended. */
  end(session: DataSession): void {
    session.current = undefined;
    if (session.status === 'CLOSED') return;
    session.status = 'AVAILABLE';
    session.updatedAt = this.#now();
    const kept = session.updatedAt.getTime() + session.keepAliveSeconds * 1000;
    session.expiresAt = new Date(Math.min(kept, endOfLife(session).getTime()));
    this.closeOld();
  }

  /** Closes every session. */
  close(): void {
    for (const session of this.#sessions.values()) this.#close(session);
  }

  /** Closes sessions whose time is over, and forgets those that were closed a day ago. */
  closeOld(): void {
    const now = this.#now().getTime();
    for (const [id, session] of this.#sessions) {
      if (session.status !== 'CLOSED' && session.expiresAt.getTime() <= now) this.#close(session);
      if (session.status === 'CLOSED' && session.updatedAt.getTime() + longestLife <= now) {
        this.#sessions.delete(id);
      }
    }
  }

  #close(session: DataSession): void {
    if (session.status === 'CLOSED') return;
    session.status = 'CLOSED';
    // It ended when its time was over, whenever that is noticed.
    session.updatedAt = new Date(Math.min(session.expiresAt.getTime(), this.#now().getTime()));
    session.current?.cancellation.abort();
    // The statement, where there is one, ends first; a warehouse that is gone has no session to close.
    void session.warehouse.close().catch(() => undefined);
  }
}

function endOfLife({ createdAt }: DataSession): Date {
  return new Date(createdAt.getTime() + longestLife);
}

/** What the service says of a session that nobody opened, or somebody else. */
export function unknownSession(id: string): AwsError {
  return new AwsError('ValidationException', `Session with Id: ${id} is invalid`);
}
