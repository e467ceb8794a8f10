import { SqlCancelled, SqlError } from '../../warehouse/contract.ts';
import type { SessionRequest, StatementOutcome, WarehouseSession } from '../../warehouse/contract.ts';
import { wait } from './cancellableWait.ts';
import { heldBytes, isFinal } from './statement.ts';
import type { Statement, StatementState, StatementStatus } from './statement.ts';

/** Runs one SQL text, in a session or in none. */
export type RunSql = (request: SessionRequest) => Promise<StatementOutcome>;

/** Fails as the Data API does where a result is larger than it gives out. */
export function withMostBytes(run: RunSql, mostBytes: number): RunSql {
  return async (request) => {
    const outcome = await run(request);
    if (outcome.rows.textBytes <= mostBytes) return outcome;
    throw new SqlError('Database response exceeded size limit', '54000');
  };
}

/** Moves statements to their final states. Nothing here rejects: what goes wrong is the state of the statement. */
export class StatementRun {
  readonly #now: () => Date;
  readonly #resultBytes: number;

  /** @param resultBytes that the results of one batch may take together, about */
  constructor(now: () => Date, resultBytes: number) {
    this.#now = now;
    this.#resultBytes = resultBytes;
  }

  /**
   * Runs a statement by itself.
   * @param slowSeconds that it is STARTED before the warehouse gets it; others run meanwhile.
   */
  async single(statement: Statement, run: RunSql, slowSeconds: number): Promise<void> {
    try {
      await this.#beSlow(statement, slowSeconds);
      await this.#run(statement, run, statement.cancellation.signal);
    } catch (error) {
      this.#fail(statement, error);
    }
  }

  /** Runs the statements of a batch, all in one transaction or each in its own. */
  async batch(statement: Statement, session: WarehouseSession, slowSeconds: number): Promise<void> {
    const { signal } = statement.cancellation;
    const inTransaction = statement.request.executionMode !== 'AUTO_COMMIT';
    try {
      await this.#beSlow(statement, slowSeconds);
      if (inTransaction) await session.begin();
      for (const part of statement.parts) {
        if (signal.aborted) throw new SqlCancelled('the batch was cancelled');
        await this.#run(
          part,
          async (request) => this.#fitting(statement, await session.run(request)),
          signal,
          () => this.#move(statement, 'STARTED'),
        );
        part.settle();
        if (part.status === 'FAILED' && inTransaction) break;
      }
      const failed = statement.parts.findIndex(({ status }) => status === 'FAILED');
      if (inTransaction) await (failed < 0 ? session.commit() : session.rollback());
      if (failed >= 0) {
        statement.error = `Query #${failed + 1} failed with ${statement.parts[failed]?.error ?? 'ERROR'}`;
      }
      this.#end(statement, failed < 0 ? 'FINISHED' : 'FAILED');
    } catch (error) {
      const rolledBack = inTransaction && session.rollback().catch(() => undefined);
      // A cancelled statement may have taken its backend along, and nobody waits for the next one.
      if (!signal.aborted) await rolledBack;
      this.#fail(statement, error);
    }
    this.#endRest(statement);
  }

  /** @throws SqlError where a batch has no room for one more result */
  #fitting(batch: Statement, outcome: StatementOutcome): StatementOutcome {
    if (heldBytes(batch) + outcome.rows.heldBytes <= this.#resultBytes) return outcome;
    throw new SqlError('ERROR: the results of the batch are larger than the sandbox can hold', '54000');
  }

  async #beSlow(statement: Statement, seconds: number): Promise<void> {
    if (seconds <= 0) return;
    const { signal } = statement.cancellation;
    this.#move(statement, 'STARTED');
    await wait(seconds * 1000, signal);
    if (signal.aborted) throw new SqlCancelled('the statement was cancelled');
  }

  /** Runs one SQL text. One that fails is FAILED; one that was cancelled throws. */
  async #run(
    state: StatementState,
    run: RunSql,
    signal: AbortSignal,
    onStarted: () => void = () => undefined,
  ): Promise<void> {
    const { sql = '', parameters } = state;
    let started = performance.now();
    try {
      state.outcome = await run({
        sql,
        parameters,
        signal,
        onStarted: () => {
          started = performance.now();
          this.#move(state, 'STARTED');
          onStarted();
        },
      });
      this.#end(state, 'FINISHED', started);
    } catch (error) {
      this.#fail(state, error, started);
      if (state.status === 'ABORTED') throw error;
    }
  }

  /** Statements of a batch that never came to run are ABORTED with it. */
  #endRest(statement: Statement): void {
    for (const part of statement.parts) {
      if (!isFinal(part.status)) this.#move(part, 'ABORTED');
      part.settle();
    }
    const durations = statement.parts.map(({ duration }) => Math.max(duration, 0));
    statement.duration = durations.reduce((total, each) => total + each, 0);
  }

  #fail(state: StatementState, error: unknown, started?: number): void {
    const cancelled = error instanceof SqlCancelled;
    if (!cancelled) {
      state.error =
        error instanceof SqlError ? errorText(error, state.sql ?? '') : 'ERROR: the warehouse stopped';
    }
    this.#end(state, cancelled ? 'ABORTED' : 'FAILED', started);
  }

  #end(state: StatementState, status: StatementStatus, started?: number): void {
    if (started !== undefined) state.duration = Math.round((performance.now() - started) * 1e6);
    this.#move(state, status);
  }

  #move(state: StatementState, status: StatementStatus): void {
    state.status = status;
    state.updatedAt = this.#now();
  }
}

/** With the position as PostgreSQL's drivers add it: 1-based, in characters. */
function errorText({ message, position }: SqlError, sql: string): string {
  if (position === undefined) return message;
  return `${message}\n  Position: ${[...sql.slice(0, position - 1)].length + 1}`;
}
