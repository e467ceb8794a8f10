import type * as vscode from 'vscode';
import type { KeptResult } from './keptResult.ts';

/** A result and what is known of it, as it comes. */
export type NewResult = Pick<KeptResult, 'source' | 'cell' | 'origin' | 'bytes'>;

interface Held {
  readonly kept: KeptResult;
  readonly gone: AbortController;
}

/** The results that outputs of this window show, by the ID that the output names them with. */
export class Results {
  readonly #held = new Map<string, Held>();

  /** @returns the ID, which nobody can guess */
  keep(result: NewResult): string {
    const id = crypto.randomUUID();
    const gone = new AbortController();
    this.#held.set(id, { kept: { ...result, id, gone: gone.signal, views: new Map() }, gone });
    return id;
  }

  get(id: string): KeptResult | undefined {
    return this.#held.get(id)?.kept;
  }

  /** In the order in which they came. */
  of(cell: vscode.NotebookCell): KeptResult[] {
    return [...this.#held.values()].flatMap(({ kept }) => (kept.cell === cell ? kept : []));
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
    for (const [id, { kept, gone }] of this.#held) {
      if (!which(kept)) continue;
      this.#held.delete(id);
      gone.abort();
      for (const view of [...kept.views.values()]) view.release();
      kept.source.release();
    }
  }
}
