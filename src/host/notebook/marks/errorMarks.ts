import type * as vscode from 'vscode';
import type { SqlStatement } from '../../../core/redshift/sql/sqlText.ts';
import type { CellMarks } from './cellMarks.ts';
import type { CellStatement, RunEnd, RunListener } from '../cellStatement.ts';

/** Marks errors in cells, where Redshift saw them. What draws them is loaded with the first one. */
export class ErrorMarks implements RunListener, vscode.Disposable {
  #marks: Promise<CellMarks> | undefined;
  /** A cell's runs so far, so that no mark comes late. */
  readonly #runs = new WeakMap<vscode.NotebookCell, number>();

  begins(cell: vscode.NotebookCell): void {
    this.#runs.set(cell, (this.#runs.get(cell) ?? 0) + 1);
    void this.#marks?.then((marks) => marks.clear(cell));
  }

  ended({ cell, statement }: CellStatement, end: RunEnd): void {
    if (end.state === 'FAILED') this.show(cell, statement, end.error);
  }

  /**
   * Marks an error that has a place in the cell's SQL; others have none, such as those of the identity chain.
   * @param statement the one that failed; needed for what Redshift says
   */
  show(cell: vscode.NotebookCell, statement: SqlStatement | undefined, error: unknown): void {
    const run = this.#runs.get(cell);
    this.#marks ??= import('./cellMarks.ts').then(({ CellMarks }) => new CellMarks());
    void this.#marks.then((marks) => {
      if (this.#runs.get(cell) === run) marks.show(cell, statement, error);
    });
  }

  dispose(): void {
    void this.#marks?.then((marks) => marks.dispose());
  }
}
