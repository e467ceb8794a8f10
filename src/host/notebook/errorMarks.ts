import type * as vscode from 'vscode';
import type { SqlStatement } from '../../core/redshift/sql/sqlText.ts';
import type { RunListener } from './cellStatement.ts';

/** Marks errors in cells. */
export class ErrorMarks implements RunListener, vscode.Disposable {
  begins(_cell: vscode.NotebookCell): void {}
  show(_cell: vscode.NotebookCell, _statement: SqlStatement, _error: unknown): void {}
  dispose(): void {}
}
