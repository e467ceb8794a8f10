import type * as vscode from 'vscode';
import type { SqlStatement } from '../../core/redshift/sql/sqlText.ts';

/** One statement of a cell as it is to be run, at whichever place. */
export interface StatementCall {
  readonly cell: vscode.NotebookCell;
  readonly statement: SqlStatement;
  /** Of the statement in the cell, from 0. */
  readonly index: number;
  /** Statements in the cell. */
  readonly count: number;
  /** Values that the Data API binds. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Outside of the notebook's session. */
  readonly apart: boolean;
  readonly signal: AbortSignal;
}
