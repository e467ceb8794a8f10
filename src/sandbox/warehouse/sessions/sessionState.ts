import { noSettings } from './sessionSettings.ts';
import type { DatabaseUser } from '../contract.ts';
import type { PersonsStatement } from '../session.ts';
import type { SessionSettings, SettingsChange } from './sessionSettings.ts';

/** Who opened a session, and where. */
export interface SessionOpening {
  readonly id: number;
  readonly user: DatabaseUser;
  /** Empty for the warehouse's own. */
  readonly database: string;
}

/** A session between two statements, as plain values: a worker that is gone leaves it to the next one. */
export interface SessionState extends SessionOpening {
  readonly settings: SessionSettings;
  readonly transaction: Transaction | undefined;
}

export interface Transaction {
  /** It can only end any more, and nothing of it stays. */
  readonly failed: boolean;
  /** Of a batch, which BEGIN and COMMIT inside must not end. */
  readonly batch: boolean;
  readonly readOnly: boolean;
  /** Settings that come back with ROLLBACK. */
  readonly before: SessionSettings;
  /** Settings that stay after COMMIT: those of SET LOCAL don't. */
  readonly lasting: SessionSettings;
  /** Number of the warehouse's changes at the first statement; undefined before it. */
  readonly snapshot: number | undefined;
  /** Statements that change, or lock what they could have changed, to be run again where others ran in between. */
  readonly steps: readonly Step[];
  /** The changed tables' contents when it was put aside; undefined while it goes on. */
  readonly contents: string | undefined;
  /** Somebody was told what time it began. */
  readonly toldTime: boolean;
}

/** A statement of a transaction. */
export interface Step extends PersonsStatement {
  readonly settings: SessionSettings;
  readonly rowCount: number;
  /** False where it changed no row. */
  readonly wrote: boolean;
  /** Not only in temporary tables. */
  readonly changes: boolean;
}

export function newSession(opening: SessionOpening): SessionState {
  return { ...opening, settings: noSettings, transaction: undefined };
}

export function beginTransaction(
  state: SessionState,
  kind: { batch: boolean; readOnly: boolean },
): SessionState {
  const { settings } = state;
  const transaction: Transaction = {
    ...kind,
    failed: false,
    before: settings,
    lasting: settings,
    snapshot: undefined,
    steps: [],
    contents: undefined,
    toldTime: false,
  };
  return { ...state, transaction };
}

/** What goes on after an error or a cancel in a transaction; unchanged outside of one. */
export function failTransaction(state: SessionState): SessionState {
  const { transaction } = state;
  if (!transaction || transaction.failed) return state;
  const settings = transaction.before;
  return {
    ...state,
    settings,
    transaction: { ...transaction, failed: true, steps: [], contents: undefined },
  };
}

export function endTransaction(state: SessionState, end: 'commit' | 'rollback'): SessionState {
  const { transaction } = state;
  if (!transaction) return state;
  const stays = end === 'commit' && !transaction.failed;
  return {
    ...state,
    settings: stays ? transaction.lasting : transaction.before,
    transaction: undefined,
  };
}

/** SET LOCAL is nothing outside of a transaction. */
export function changeSettings(
  state: SessionState,
  { apply, local }: { apply: SettingsChange; local: boolean },
): SessionState {
  const { transaction } = state;
  if (!transaction) return local ? state : { ...state, settings: apply(state.settings) };
  const lasting = local ? transaction.lasting : apply(transaction.lasting);
  return { ...state, settings: apply(state.settings), transaction: { ...transaction, lasting } };
}
