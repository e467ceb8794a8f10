import type * as vscode from 'vscode';
import type { RowSource } from '../../../core/redshift/results/contract.ts';

interface KeptResult {
  readonly source: RowSource;
  readonly cell: vscode.NotebookCell;
}

/** The results that outputs of this window show a part of, by the ID that the output names them with. */
export class Results {
  readonly #kept = new Map<string, KeptResult>();

  /** @returns the ID, which nobody can guess */
  keep(source: RowSource, cell: vscode.NotebookCell): string {
    const id = crypto.randomUUID();
    this.#kept.set(id, { source, cell });
    return id;
  }

  get(id: string): RowSource | undefined {
    return this.#kept.get(id)?.source;
  }

  /** When the cell runs again. */
  letGoOf(cell: vscode.NotebookCell): void {
    this.#letGo((kept) => kept.cell === cell);
  }

  /** When the notebook is closed. */
  letGoOfAll(notebook: vscode.NotebookDocument): void {
    this.#letGo(({ cell }) => cell.notebook === notebook);
  }

  #letGo(which: (kept: KeptResult) => boolean): void {
    for (const [id, kept] of this.#kept) {
      if (!which(kept)) continue;
      this.#kept.delete(id);
      kept.source.release();
    }
  }
}
