import { describeError } from '../../core/errors.ts';
import type { Warehouse } from '../../core/identity/profile.ts';
import type { StatementState } from '../../core/redshift/statements/statementContract.ts';
import type { CellStatement, RunEnd } from '../notebook/cellStatement.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** A statement that ran: what, when, as whom and where. */
export interface HistoryEntry {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly state: StatementState;
  /** As it was sent, but for `masked`: parameters stand in it by name, and their values are nowhere. */
  readonly sql: string;
  /** Passwords and keys were left out of the text. */
  readonly masked?: true;
  readonly profile: string;
  readonly accountId: string;
  readonly login: string;
  readonly region: string;
  readonly kind: Warehouse['kind'];
  /** Name of the workgroup or cluster. */
  readonly warehouse: string;
  /** Unknown of statements that Redshift was asked for. */
  readonly database?: string;
  /** Milliseconds: Redshift's own of a statement that finished, else until its end was heard. */
  readonly durationMs?: number;
  /** Returned or affected. */
  readonly rows?: number;
  readonly hasResultSet?: boolean;
  readonly statementId?: string;
  /** `query_id` of SYS_QUERY_HISTORY. */
  readonly queryId?: number;
  /** Of the error; its text may quote values and is not kept. */
  readonly code?: string;
}

/** A line of the history file: a statement, or when the history was cleared, in milliseconds since the epoch. */
export type HistoryLine = HistoryEntry | { readonly clearedAt: number };

export interface EndedStatement {
  readonly run: CellStatement;
  readonly end: RunEnd;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

/** What the history keeps of a statement of a cell. */
export function entryOf({ run, end, endedAt }: EndedStatement): HistoryEntry {
  const { site, account, profile } = run.place.site;
  const { kind, name: warehouse, database } = run.place.warehouse;
  const sql = withoutSecrets(run.statement.text);
  return {
    startedAt: run.startedAt,
    state: end.state,
    sql,
    ...(sql !== run.statement.text && { masked: true }),
    profile: profile.name,
    accountId: account.id,
    login: account.login,
    region: site.region,
    kind,
    warehouse,
    database,
    durationMs: Math.max(0, endedAt - run.startedAt),
    ...knownOfEnd(end),
  };
}

function knownOfEnd(end: RunEnd): Partial<HistoryEntry> {
  if (end.state !== 'FINISHED') {
    return {
      ...(end.statementId !== undefined && { statementId: end.statementId }),
      ...(end.state === 'FAILED' && { code: describeError(end.error).code }),
    };
  }
  const { statementId, durationMs, rowCount, hasResultSet, queryId } = end.outcome.statement;
  return {
    statementId,
    durationMs,
    hasResultSet,
    ...(rowCount >= 0 && { rows: rowCount }),
    ...(queryId !== undefined && { queryId }),
  };
}

type Field = readonly [type: 'string' | 'number' | 'boolean', needed: boolean];

const fields: Readonly<Record<keyof HistoryEntry, Field>> = {
  startedAt: ['number', true],
  state: ['string', true],
  sql: ['string', true],
  masked: ['boolean', false],
  profile: ['string', true],
  accountId: ['string', true],
  login: ['string', true],
  region: ['string', true],
  kind: ['string', true],
  warehouse: ['string', true],
  database: ['string', false],
  durationMs: ['number', false],
  rows: ['number', false],
  hasResultSet: ['boolean', false],
  statementId: ['string', false],
  queryId: ['number', false],
  code: ['string', false],
};
const ends: readonly unknown[] = ['FINISHED', 'FAILED', 'ABORTED'];
const kinds: readonly unknown[] = ['workgroup', 'cluster'];

/** Undefined for what is no line of this version. */
export function parseHistoryLine(value: unknown): HistoryLine | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const of = (key: string): unknown => Reflect.get(value, key);
  const clearedAt = of('clearedAt');
  if (typeof clearedAt === 'number') return { clearedAt };
  return isEntry(value) && ends.includes(of('state')) && kinds.includes(of('kind')) ? value : undefined;
}

function isEntry(value: object): value is HistoryEntry {
  return Object.entries(fields).every(([key, [type, needed]]) => {
    const field: unknown = Reflect.get(value, key);
    return field === undefined ? !needed : typeof field === type;
  });
}
