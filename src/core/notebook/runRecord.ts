import type { Warehouse } from '../identity/profile.ts';
import type { FinishedStatement } from '../redshift/statements/statementContract.ts';

/** Milliseconds that Redshift keeps a statement and its result. */
export const recordLifetime = 24 * 60 * 60 * 1000;
/** Statements that are remembered, the newest ones. */
export const mostStatements = 2_000;

/** The last run of a cell, as it is remembered across windows: enough to find its statements, no SQL and no value. */
export interface RunRecord {
  /** URI. */
  readonly notebook: string;
  /** Index of the cell when this was written. */
  readonly cell: number;
  /** SHA-256 of the cell's text when it ran. */
  readonly textHash: string;
  /** Statements in the cell. */
  readonly count: number;
  readonly statements: readonly StatementRecord[];
}

/** One statement of a cell at one place. */
export interface StatementRecord {
  /** Of the statement in the cell, from 0. */
  readonly index: number;
  /** Its StatementName and ClientToken, known before it is sent. */
  readonly name: string;
  /** Of the profile. */
  readonly profile: string;
  readonly accountId: string;
  readonly region: string;
  readonly warehouse: Warehouse;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly statementId?: string;
  /** RUNNING until its end was heard; UNCLEAR where it may have ended, or may never have begun. */
  readonly state: 'RUNNING' | 'UNCLEAR' | 'FINISHED' | 'FAILED' | 'ABORTED';
  /** What Redshift said of a finished one. */
  readonly summary?: Pick<
    FinishedStatement,
    'hasResultSet' | 'rowCount' | 'durationMs' | 'queryId' | 'resultBytes'
  >;
}

/** Whether the end of a statement is not known, so that it may run still. */
export function mayRun({ state }: StatementRecord): boolean {
  return state === 'RUNNING' || state === 'UNCLEAR';
}

/** Without runs that Redshift has forgotten, or that are too many: of those the oldest go. Order is kept. */
export function pruneRuns<T extends RunRecord>(runs: readonly T[], now: number): T[] {
  const living = runs.filter((run) => lastStart(run) > now - recordLifetime);
  const newest = living.toSorted((left, right) => lastStart(right) - lastStart(left));
  let statements = 0;
  const kept = new Set(
    newest.filter((run) => (statements += run.statements.length) <= mostStatements || run === newest[0]),
  );
  return living.filter((run) => kept.has(run));
}

function lastStart({ statements }: RunRecord): number {
  return Math.max(0, ...statements.map(({ startedAt }) => startedAt));
}

/**
 * Which cell of a notebook a run belongs to: the one at its index if the text is still the same, else the nearest
 * with that text. A cell has one run at most; a run whose text is gone has no cell.
 * @param textHashes of the notebook's cells, in order
 * @returns index of the cell, by run
 */
export function matchRuns<T extends RunRecord>(
  runs: readonly T[],
  textHashes: readonly string[],
): Map<T, number> {
  const matched = new Map<T, number>();
  const taken = new Set<number>();
  const take = (run: T, cell: number): void => {
    matched.set(run, cell);
    taken.add(cell);
  };
  for (const run of runs) {
    if (textHashes[run.cell] === run.textHash && !taken.has(run.cell)) take(run, run.cell);
  }
  for (const run of runs) {
    if (matched.has(run)) continue;
    const candidates = [...textHashes.keys()].filter(
      (cell) => textHashes[cell] === run.textHash && !taken.has(cell),
    );
    const [nearest] = candidates.sort(
      (left, right) => Math.abs(left - run.cell) - Math.abs(right - run.cell),
    );
    if (nearest !== undefined) take(run, nearest);
  }
  return matched;
}

/** Whether something read from storage is a record of this version. */
export function isRunRecord(value: unknown): value is RunRecord {
  return (
    hasTexts(value, ['notebook', 'textHash']) &&
    hasCounts(value, ['cell', 'count']) &&
    'statements' in value &&
    Array.isArray(value.statements) &&
    value.statements.every(isStatementRecord)
  );
}

function isStatementRecord(value: unknown): boolean {
  return (
    hasTexts(value, ['name', 'profile', 'accountId', 'region', 'state']) &&
    hasCounts(value, ['index', 'startedAt']) &&
    'warehouse' in value &&
    hasTexts(value.warehouse, ['kind', 'name', 'database'])
  );
}

function hasTexts(value: unknown, names: readonly string[]): value is object {
  return isObject(value) && names.every((name) => typeof Reflect.get(value, name) === 'string');
}

function hasCounts(value: unknown, names: readonly string[]): value is object {
  return isObject(value) && names.every((name) => Number.isSafeInteger(Reflect.get(value, name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
