import * as vscode from 'vscode';
import type { CellStatement, RunEnd, RunListener } from '../notebook/cellStatement.ts';
import { showError } from '../showError.ts';

/** In the message of a statement whose result is over the Data API's 500 MB. */
const tooLarge = /response exceeded size limit/i;

/** Offers UNLOAD where a query gives more than the Data API can: in a message, and at its mark. */
export class UnloadOffer implements RunListener, vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  /** Cells whose run has been offered it: several Regions fail alike. */
  readonly #offered = new WeakSet<vscode.NotebookCell>();
  #fixes: Promise<vscode.Disposable> | undefined;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  begins(cell: vscode.NotebookCell): void {
    this.#offered.delete(cell);
  }

  ended(run: CellStatement, end: RunEnd): void {
    if (end.state !== 'FAILED' || !(end.error instanceof Error) || !tooLarge.test(end.error.message)) return;
    if (this.#offered.has(run.cell)) return;
    this.#offered.add(run.cell);
    this.#offer(run).catch((error: unknown) => showError(error, this.#log));
  }

  dispose(): void {
    void this.#fixes?.then((fixes) => fixes.dispose());
  }

  async #offer({ cell, statement }: CellStatement): Promise<void> {
    const { canUnload } = await import('../../core/redshift/export/unloadSql.ts');
    if (!canUnload(statement)) return;
    this.#fixes ??= import('./unloadFixes.ts').then(({ registerUnloadFixes }) =>
      registerUnloadFixes(tooLarge),
    );
    const yes = 'Unload to S3…';
    const text =
      'The result has more than the 500 MB that come through the Data API. Redshift can write it to S3.';
    if ((await vscode.window.showWarningMessage(text, yes)) !== yes) return;
    await (await import('./unloadCell.ts')).unloadQuery(cell, statement);
  }
}
