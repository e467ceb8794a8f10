import type { StatementOutcome } from '../../warehouse/contract.ts';
import type { DataSession, NamedEndpoint } from './sessionStore.ts';

export type StatementStatus = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';
export type ResultFormat = 'JSON' | 'CSV';
/** How the statements of a batch are committed. */
export type ExecutionMode = 'TRANSACTION' | 'AUTO_COMMIT';

export interface Parameter {
  name: string;
  value: string;
}

export interface StatementRequest {
  /** One, or those of a batch in their order. */
  sqls: readonly string[];
  /** Of a batch; a statement by itself has none. */
  executionMode?: ExecutionMode;
  parameters: readonly Parameter[];
  database: string;
  endpoint: NamedEndpoint;
  statementName: string | undefined;
  resultFormat: ResultFormat;
  /** An open session; without one and without `keepAliveSeconds` the statement's session ends with it. */
  sessionId?: string;
  /** Seconds that the session outlives the statement. */
  keepAliveSeconds?: number;
}

/** What has a state and a result of its own: a statement, a batch, or a statement of a batch. */
export interface StatementState {
  /** Of a statement in a batch with its number behind a colon. */
  readonly id: string;
  /** Undefined for a batch as a whole. */
  readonly sql: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly createdAt: Date;
  readonly redshiftQueryId: number;
  status: StatementStatus;
  updatedAt: Date;
  /** Nanoseconds; -1 until it ended, and where it never started. */
  duration: number;
  error: string | undefined;
  outcome: StatementOutcome | undefined;
  /** Fulfilled at the final state; never rejected. */
  readonly settled: Promise<void>;
  readonly settle: () => void;
  /** Long polls of it at the moment. */
  waiting: number;
}

export interface Statement extends StatementState {
  readonly request: StatementRequest;
  /** Role and person. */
  readonly owner: string;
  /** The IAM session that submitted it: role and session name. */
  readonly iamSession: string;
  readonly dbUser: string;
  readonly redshiftPid: number;
  /** Where it outlives the statement. */
  readonly session: DataSession | undefined;
  /** Those of a batch; otherwise none. */
  readonly parts: readonly StatementState[];
  readonly cancellation: AbortController;
}

export function isFinal(status: StatementStatus): boolean {
  return status === 'FINISHED' || status === 'FAILED' || status === 'ABORTED';
}

/** A state at its beginning. */
export function newState(
  first: Pick<StatementState, 'id' | 'sql' | 'parameters' | 'createdAt' | 'redshiftQueryId'>,
): StatementState {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return {
    ...first,
    status: 'SUBMITTED',
    updatedAt: first.createdAt,
    duration: -1,
    error: undefined,
    outcome: undefined,
    settled,
    settle,
    waiting: 0,
  };
}

/** The states that hold a result: those of a batch, or the statement itself. */
function resultStates(state: StatementState): readonly StatementState[] {
  return 'parts' in state && Array.isArray(state.parts) && state.parts.length > 0
    ? (state.parts as readonly StatementState[])
    : [state];
}

/** Members of a description that sum up what a statement, or each of a batch, gave. */
export function resultSummary(state: StatementState): {
  /** Undefined until the final state. */
  hasResultSet: boolean | undefined;
  /** Rows returned or affected; -1 where nothing counted any. */
  rows: number;
  /** Bytes of text; -1 where nothing has ended well. */
  bytes: number;
} {
  const outcomes = resultStates(state).flatMap(({ outcome }) => (outcome ? [outcome] : []));
  const counts = outcomes.map(({ rowCount }) => rowCount).filter((count) => count >= 0);
  return {
    hasResultSet: isFinal(state.status) ? outcomes.some(({ hasResultSet }) => hasResultSet) : undefined,
    rows: counts.length > 0 ? sum(counts) : -1,
    bytes: outcomes.length > 0 ? sum(outcomes.map(({ rows }) => rows.textBytes)) : -1,
  };
}

/** Bytes of memory that the results of a statement take. */
export function heldBytes(statement: Statement): number {
  return sum(resultStates(statement).map(({ outcome }) => outcome?.rows.heldBytes ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
