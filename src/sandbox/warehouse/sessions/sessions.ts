import { SqlError } from '../contract.ts';
import { becomeAdministrator } from '../database.ts';
import { nothing } from '../execution.ts';
import { endSession, runAs, startSession } from '../session.ts';
import { asksTransactionClock } from '../sql/newTables.ts';
import { noSettings, settingsSql, statementTimeout } from './sessionSettings.ts';
import {
  beginTransaction,
  changeSettings,
  endTransaction,
  failTransaction,
  newSession,
} from './sessionState.ts';
import { changedContents } from './tableContents.ts';
import { aborted, checkInTransaction, conflict, controlOf, inBatch } from './transactionControl.ts';
import { dropSessionTables, temporarySchema } from './temporaryTables.ts';
import type { Database } from '../database.ts';
import type { OnRows, StatementResult } from '../execution.ts';
import type { PersonsStatement } from '../session.ts';
import type { SessionOpening, SessionState, Step } from './sessionState.ts';

export type SessionAction = 'begin' | 'commit' | 'rollback' | 'fail' | 'close';

/** What the sessions tell of themselves. */
export interface SessionEvents {
  /** A session's state, to be given to `Sessions` again where this one is lost; undefined for one that was closed. */
  onState(id: number, state: SessionState | undefined): void;
  /** A statement begins. `changes`: it can have changed the warehouse when its end is not heard of. */
  onRunning(statement: { changes: boolean; timeout: number }): void;
}

/**
 * The sessions of one PostgreSQL backend, which has one transaction at a time. That of a session stays open until a
 * statement of another comes: then it is rolled back, and run again when its own session goes on. Nobody waits for
 * anybody's COMMIT, and nobody sees what is not committed.
 */
export class Sessions {
  readonly #database: Database;
  readonly #events: SessionEvents;
  readonly #states: Map<number, SessionState>;
  /** The session whose transaction is open in the backend. */
  #open: number | undefined;
  #changes: number;

  constructor(
    database: Database,
    known: { states: readonly SessionState[]; changes: number },
    events: SessionEvents,
  ) {
    this.#database = database;
    this.#events = events;
    this.#states = new Map(known.states.map((state) => [state.id, state]));
    this.#changes = known.changes;
  }

  /** Changes of the warehouse that were committed, as far as others can see them. */
  get changes(): number {
    return this.#changes;
  }

  /** The session whose transaction would be lost with the backend. */
  get open(): number | undefined {
    return this.#open;
  }

  inTransaction(id: number): boolean {
    return this.#states.get(id)?.transaction !== undefined;
  }

  /** Puts an open transaction aside, so that the backend is free for what is no session's. */
  setAside(): void {
    const id = this.#open;
    const state = id === undefined ? undefined : this.#states.get(id);
    this.#open = undefined;
    if (!state?.transaction) return;
    const { steps } = state.transaction;
    const contents = steps.length > 0 ? this.#contents() : '';
    endSession(this.#database);
    this.#keep({ ...state, transaction: { ...state.transaction, contents } });
  }

  /** Somebody outside of the sessions has committed a change. */
  changed(): void {
    this.#changes += 1;
  }

  /**
   * Runs a statement in its session.
   * @throws SqlError
   */
  run(opening: SessionOpening, statement: PersonsStatement, onRows: OnRows): StatementResult {
    const state = this.#states.get(opening.id) ?? newSession(opening);
    try {
      const control = controlOf(statement);
      if (control) {
        if (state.transaction?.batch) throw inBatch(control.word, control.start);
        this.#control(state, control.action, control);
        return nothing;
      }
      if (state.transaction?.failed) throw aborted();
      return this.#runIn(state, statement, onRows);
    } catch (error) {
      // A backend that is broken takes its worker along, and no state has to be right then.
      if (error instanceof SqlError) this.#fail(opening.id);
      throw error;
    }
  }

  /**
   * Begins or ends the transaction of a batch, or the session.
   * @throws SqlError where what should be committed had failed
   */
  act(opening: SessionOpening, action: SessionAction): void {
    const state = this.#states.get(opening.id) ?? newSession(opening);
    if (action === 'close') return this.#close(state);
    if (action === 'fail') return this.#fail(state.id);
    const failed = state.transaction?.failed ?? false;
    if (action === 'begin') {
      if (failed) throw aborted();
      const begun = state.transaction ? state : beginTransaction(state, { batch: true, readOnly: false });
      if (begun.transaction) this.#keep({ ...begun, transaction: { ...begun.transaction, batch: true } });
      return;
    }
    this.#control(state, action, { readOnly: false });
    if (failed && action === 'commit') {
      throw new SqlError('ERROR: the transaction had failed, and was rolled back', '25P02');
    }
  }

  #control(
    state: SessionState,
    action: 'begin' | 'commit' | 'rollback',
    { readOnly }: { readOnly: boolean },
  ): void {
    const { transaction } = state;
    if (action === 'begin') {
      if (transaction?.failed) throw aborted();
      // In a transaction already, PostgreSQL says so in a notice and goes on.
      if (!transaction) this.#keep(beginTransaction(state, { batch: false, readOnly }));
      return;
    }
    if (!transaction) return;
    const commits =
      action === 'commit' && !transaction.failed && transaction.steps.some(({ wrote }) => wrote);
    if (commits) this.#tryCommit(state);
    else if (this.#open === state.id) {
      this.#open = undefined;
      endSession(this.#database);
    }
    this.#keep(endTransaction(state, action));
  }

  /** A COMMIT that fails is the end of its transaction as well. */
  #tryCommit(state: SessionState): void {
    try {
      this.#commit(state);
    } catch (error) {
      if (error instanceof SqlError) {
        this.#fail(state.id);
        this.#keep(endTransaction(state, 'rollback'));
      }
      throw error;
    }
  }

  /** Commits what the backend has open, or has again after this. */
  #commit(state: SessionState): void {
    this.#resume(state);
    const changes = state.transaction?.steps.some((step) => step.changes) ?? false;
    this.#events.onRunning({ changes, timeout: 0 });
    this.#database.query('COMMIT');
    this.#open = undefined;
    endSession(this.#database);
    if (changes) this.#changes += 1;
  }

  #runIn(state: SessionState, statement: PersonsStatement, onRows: OnRows): StatementResult {
    this.#resume(state);
    const { transaction, settings } = state;
    const snapshot = this.#changes;
    let toldTime = false;
    let word = '';
    const { effect, wrote, change, ...result } = runAs(this.#database, this.#connection(state), statement, {
      onRows,
      before: (does, tokens) => {
        word = tokens[0]?.value ?? '';
        if (transaction) checkInTransaction(word, transaction.readOnly && does !== 'reads');
        toldTime = asksTransactionClock(tokens);
        this.#events.onRunning({
          changes: !transaction && does === 'changes',
          timeout: statementTimeout(settings),
        });
      },
    });
    const changed = changeSettings(state, change ?? { apply: (same) => same, local: true });
    const changes = wrote && effect === 'changes';
    if (!changed.transaction) {
      endSession(this.#database);
      if (changes) this.#changes += 1;
      if (change || !this.#states.has(state.id)) this.#keep(changed);
      return result;
    }
    const { rowCount } = result;
    const step: Step = { ...statement, settings, rowCount, wrote, changes };
    const locks = effect !== 'reads' || word === 'explain';
    const first = effect !== 'reads' || !change ? snapshot : undefined;
    this.#states.set(state.id, {
      ...changed,
      transaction: {
        ...changed.transaction,
        snapshot: changed.transaction.snapshot ?? first,
        steps: locks ? [...changed.transaction.steps, step] : changed.transaction.steps,
        contents: undefined,
        toldTime: changed.transaction.toldTime || toldTime,
      },
    });
    if (word === 'truncate') this.#commitTruncate(state.id);
    return result;
  }

  /** Redshift's TRUNCATE commits the transaction that it is in. */
  #commitTruncate(id: number): void {
    const state = this.#states.get(id);
    if (!state?.transaction) return;
    const { batch } = state.transaction;
    this.#commit(state);
    const ended = endTransaction(state, 'commit');
    this.#keep(batch ? beginTransaction(ended, { batch, readOnly: false }) : ended);
  }

  /** Makes the backend the session's, with its transaction as it was. */
  #resume(state: SessionState): void {
    if (this.#open === state.id) return;
    this.setAside();
    startSession(this.#database, state.user);
    const { transaction } = state;
    if (!transaction) return;
    const { snapshot, steps, contents, toldTime } = transaction;
    if (snapshot !== undefined && (snapshot !== this.#changes || toldTime)) throw conflict();
    this.#database.query('BEGIN');
    this.#open = state.id;
    for (const step of steps) this.#repeat(state, step);
    if (steps.length > 0 && (contents === undefined || this.#contents() !== contents)) throw conflict();
  }

  /** Undefined where they can't be told, as of rows too large to be read as a whole. */
  #contents(): string | undefined {
    try {
      // Of values as text, which SET must not write differently.
      this.#database.query(settingsSql(noSettings).join('; '));
      return changedContents(this.#database);
    } catch (error) {
      if (error instanceof SqlError) return undefined;
      throw error;
    }
  }

  #repeat(state: SessionState, step: Step): void {
    this.#events.onRunning({ changes: false, timeout: 0 });
    const connection = { ...this.#connection(state), settings: step.settings };
    let rowCount: number | undefined;
    try {
      rowCount = runAs(this.#database, connection, step, { onRows: () => undefined }).rowCount;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
    }
    if (rowCount !== step.rowCount) throw conflict();
  }

  #connection(state: SessionState): Parameters<typeof runAs>[1] {
    const { user, database, settings } = state;
    return { user, database, settings, temporarySchema: temporarySchema(state.id) };
  }

  /** After an error: nothing of the transaction stays, if there is one. */
  #fail(id: number): void {
    const state = this.#states.get(id);
    if (this.#open === id) this.#open = undefined;
    if (this.#open === undefined) endSession(this.#database);
    if (state?.transaction && !state.transaction.failed) this.#keep(failTransaction(state));
  }

  #close({ id }: SessionState): void {
    if (this.#open === id) {
      this.#open = undefined;
      endSession(this.#database);
    }
    const [tables] = this.#database.query(
      `SELECT FROM pg_catalog.pg_namespace WHERE nspname = '${temporarySchema(id)}'`,
    );
    if (tables) {
      this.setAside();
      becomeAdministrator(this.#database);
      dropSessionTables(this.#database, id);
    }
    this.#states.delete(id);
    this.#events.onState(id, undefined);
  }

  #keep(state: SessionState): void {
    this.#states.set(state.id, state);
    this.#events.onState(state.id, state);
  }
}
