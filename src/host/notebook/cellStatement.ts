import type * as vscode from 'vscode';
import type { Warehouse } from '../../core/identity/profile.ts';
import type { RowSource } from '../../core/redshift/results/contract.ts';
import type { SqlStatement } from '../../core/redshift/sql/sqlText.ts';
import type { FinishedStatement } from '../../core/redshift/statements/statementContract.ts';
import type { AccountAtSite } from '../accountAtSite.ts';

/** Where and as whom a statement of a cell runs. */
export interface RunPlace {
  readonly site: AccountAtSite;
  readonly warehouse: Warehouse;
}

/** One statement of a cell at one place, from before it is sent. */
export interface CellStatement {
  /** Its StatementName and ClientToken at the Data API: a statement whose answer was lost is found by it. */
  readonly name: string;
  readonly cell: vscode.NotebookCell;
  readonly statement: SqlStatement;
  /** Of the statement in the cell, from 0. */
  readonly index: number;
  /** Statements in the cell. */
  readonly count: number;
  readonly place: RunPlace;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** A statement that finished, with its rows if it gave any. */
export interface RunOutcome {
  readonly place: RunPlace;
  readonly statement: FinishedStatement;
  readonly source?: RowSource;
}

/** A place where the statement gave nothing. */
export interface RunFailure {
  readonly place: RunPlace;
  readonly error: unknown;
}

export type RunEnd =
  | { readonly state: 'FINISHED'; readonly outcome: RunOutcome }
  | { readonly state: 'FAILED'; readonly error: unknown; readonly statementId?: string }
  | { readonly state: 'ABORTED'; readonly statementId?: string };

/** Is told of every statement that cells run: history, taking up after a reload, marks of errors. Must not throw. */
export interface RunListener {
  /** A cell begins to run: what was known of its last run is over. */
  begins?(cell: vscode.NotebookCell): void;
  /** Before it is sent. */
  started?(run: CellStatement): void;
  /** As soon as Redshift named it. */
  submitted?(run: CellStatement, ids: { statementId: string; sessionId?: string }): void;
  ended?(run: CellStatement, end: RunEnd): void;
}
