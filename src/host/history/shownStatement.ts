import { recordLifetime } from '../../core/notebook/runRecord.ts';
import type { ListedStatement } from '../../core/redshift/statements/listStatements.ts';
import type { CompleteTarget } from '../target.ts';
import type { HistoryEntry } from './historyEntry.ts';

/** A statement as the history shows it: one that was kept here, or one that Redshift was asked for. */
export interface ShownStatement extends HistoryEntry {
  /** Where it comes from if not from the history of this computer. */
  readonly origin?: string;
  /** Its result can't be fetched: several statements in one, or run by a program that wanted another format. */
  readonly noResult?: true;
}

/** What decides about a statement of Redshift's list. */
export interface ListedContext {
  readonly target: CompleteTarget;
  readonly kept: readonly HistoryEntry[];
  /** Milliseconds since the epoch: nothing older is shown. */
  readonly clearedAt: number;
  /** Whether the history is on. */
  readonly enabled: boolean;
  /** Whether a cell of this window runs the statement of this name. */
  isRunning(name: string | undefined): boolean;
}

/** How the names of cells' statements begin. Other names are of questions that the extension itself asks. */
export const cellStatementPrefix = 'rsql-';

/** The statements that the history does not have: of other windows, other computers and other programs. */
export function statementsElsewhere(
  listed: readonly ListedStatement[],
  { target, kept, clearedAt, enabled, isRunning }: ListedContext,
): ShownStatement[] {
  const known = new Set(kept.map(({ statementId }) => statementId));
  const { profile, account, site, warehouse } = target;
  const originOf = (name: string | undefined): string => {
    if (isRunning(name)) return 'this window';
    if (name === undefined) return 'another program';
    return enabled ? 'another window' : 'not kept here';
  };
  return listed
    .filter(({ name, statementId, createdAt }) => {
      const ofCell = name === undefined || name.startsWith(cellStatementPrefix);
      return ofCell && createdAt > clearedAt && !known.has(statementId);
    })
    .map(({ statementId, name, sql, state, createdAt, updatedAt, batch, csv }) => ({
      startedAt: createdAt,
      state,
      sql,
      profile: profile.name,
      accountId: account.id,
      login: account.login,
      region: site.region,
      kind: warehouse.kind,
      warehouse: warehouse.name,
      ...(updatedAt !== undefined && hasEnded(state) && { durationMs: Math.max(0, updatedAt - createdAt) }),
      statementId,
      origin: originOf(name),
      ...((batch || !csv) && { noResult: true as const }),
    }));
}

/** Whether Redshift still has a result to show, or will have one. @param now milliseconds since the epoch */
export function canOpenResult(statement: ShownStatement, now: number): boolean {
  const { state, statementId, hasResultSet, noResult, startedAt } = statement;
  const ended = state === 'FAILED' || state === 'ABORTED';
  if (ended || statementId === undefined || hasResultSet === false || noResult) return false;
  return now - startedAt < recordLifetime;
}

export function hasEnded(state: HistoryEntry['state']): boolean {
  return state === 'FINISHED' || state === 'FAILED' || state === 'ABORTED';
}
