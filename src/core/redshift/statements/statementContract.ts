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
  readonly statementName?: string;
}

export type StatementState = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

export interface StatementProgress {
  readonly state: StatementState;
  /** Absent until ExecuteStatement answered. */
  readonly statementId?: string;
}

export interface StatementOptions {
  /** Aborting it cancels the statement at Redshift, whatever moment it is in. */
  readonly signal?: AbortSignal;
  /** Called when the state changes or the statement ID becomes known. */
  onProgress?(progress: StatementProgress): void;
  /** 1–64 characters; the same token runs the statement once within 8 hours. Random when absent. */
  readonly clientToken?: string;
  readonly clock?: StatementClock;
}

export interface FinishedStatement {
  readonly statementId: string;
  readonly hasResultSet: boolean;
  /** Rows returned or affected; -1 where Redshift counts none. */
  readonly rowCount: number;
  /** Milliseconds that Redshift reported. */
  readonly durationMs: number;
  /** `query_id` of SYS_QUERY_HISTORY. */
  readonly queryId?: number;
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
