import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';

/** The part of `RedshiftDataClient` that statements need. One client belongs to one account at one site. */
export type StatementClient = Pick<RedshiftDataClient, 'send'>;

export interface StatementWarehouse {
  readonly kind: 'workgroup' | 'cluster';
  readonly name: string;
  readonly database: string;
}

export interface StatementRequest {
  readonly sql: string;
  /** Values for `:name`, bound by the Data API. It takes no NULL and no empty value. */
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  readonly warehouse: StatementWarehouse;
  /** At most 500 characters; ListStatements finds statements by how it begins. */
  readonly statementName?: string;
  /** The Data API session that it runs in; without one, in a session of its own that ends with it. */
  readonly session?: SessionUse;
}

export interface SessionUse {
  /** An open session; absent to open one. */
  readonly id?: string;
  /** Seconds that Redshift keeps the session after the statement, 1–86,400. */
  readonly keepAliveSeconds: number;
}

export type StatementState = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

export interface StatementProgress {
  readonly state: StatementState;
  /** Absent until ExecuteStatement answered. */
  readonly statementId?: string;
  /** Of the Data API; where the statement runs in a session that outlives it. */
  readonly sessionId?: string;
}

export interface StatementOptions {
  /** Aborting it cancels the statement at Redshift, whatever moment it is in. */
  readonly signal?: AbortSignal;
  /** Called when the state changes or the statement ID becomes known. */
  onProgress?(progress: StatementProgress): void;
  /** 1–64 characters; the same token runs the statement once within 8 hours. Random when absent. */
  readonly clientToken?: string;
  readonly clock?: StatementClock;
  /** Called when a call waits for the quota of its operation, or for the end of throttling, and when it goes on. */
  onQuota?(wait: QuotaWait | undefined): void;
}

/** What a call is given besides its command. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
  /** Ends the wait for a quota and for credentials, but no call that was sent. */
  readonly waitSignal?: AbortSignal;
  onQuota?(wait: QuotaWait | undefined): void;
}

export function callOptions({
  signal,
  waitSignal,
  onQuota,
}: {
  readonly signal?: AbortSignal | undefined;
  readonly waitSignal?: AbortSignal | undefined;
  readonly onQuota?: StatementOptions['onQuota'];
}): CallOptions {
  return {
    ...(signal && { abortSignal: signal }),
    ...(waitSignal && { waitSignal }),
    ...(onQuota && { onQuota }),
  };
}

export interface QuotaWait {
  /** `ExecuteStatement`. */
  readonly operation: string;
  /** Calls a second that the account and Region have for it. */
  readonly perSecond: number;
}

export interface FinishedStatement {
  readonly statementId: string;
  readonly hasResultSet: boolean;
  /** Rows returned or affected; -1 where Redshift counts none. */
  readonly rowCount: number;
  /** Milliseconds that Redshift reported. */
  readonly durationMs: number;
  /** Bytes of the result set, as Redshift counts them. */
  readonly resultBytes?: number;
  /** `query_id` of SYS_QUERY_HISTORY. */
  readonly queryId?: number;
  /** The Data API session that it ran in, where it was asked to outlive the statement. */
  readonly sessionId?: string;
}

/** Time as a value, so that a test needs no real waiting. */
export interface StatementClock {
  /** Milliseconds. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: StatementClock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    }),
};
