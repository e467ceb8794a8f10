import * as vscode from 'vscode';
import { Cancelled } from '../../core/errors.ts';
import { logError } from '../showError.ts';
import type { CellRunServices } from './cellRun.ts';

interface CellRun {
  readonly execution: vscode.NotebookCellExecution;
  readonly abort: AbortController;
}

/** Runs the cells of `.rsql` notebooks, in order, each to an end that is always reported. */
export class NotebookController implements vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #services: CellRunServices;
  readonly #subscriptions: vscode.Disposable[];
  /** Runs under way and waiting, by notebook, so that closing one interrupts them all. */
  readonly #runs = new Map<vscode.NotebookDocument, Set<CellRun>>();
  /** The last queued run of each notebook: a notebook runs one cell at a time. */
  readonly #queues = new Map<vscode.NotebookDocument, Promise<void>>();
  #order = 0;

  constructor(services: CellRunServices) {
    this.#services = services;
    this.#controller = vscode.notebooks.createNotebookController(
      'redshiftIdentity.controller',
      'redshiftIdentity.notebook',
      'Redshift',
      (cells, notebook) => this.#run(cells, notebook),
    );
    this.#controller.supportedLanguages = ['rsql'];
    this.#controller.supportsExecutionOrder = true;
    this.#controller.description = 'As the person in the status bar';
    this.#subscriptions = [
      this.#controller,
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#interrupt(notebook)),
      // VS Code may keep the document of a closed tab for minutes.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0) this.#interruptUnseen();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #run(cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    // All at once, so that those waiting show as pending and can be interrupted.
    const runs = cells.map((cell) => this.#enqueue(cell, notebook));
    const queue = (this.#queues.get(notebook) ?? Promise.resolve()).then(async () => {
      let failed = false;
      for (const run of runs) failed = !(await this.#runOne(run, failed));
    });
    this.#queues.set(notebook, queue);
    await queue;
    if (this.#queues.get(notebook) !== queue) return;
    this.#queues.delete(notebook);
    this.#runs.delete(notebook);
  }

  #enqueue(cell: vscode.NotebookCell, notebook: vscode.NotebookDocument): CellRun {
    const execution = this.#controller.createNotebookCellExecution(cell);
    const abort = new AbortController();
    execution.token.onCancellationRequested(() => abort.abort(new Cancelled()));
    const run = { execution, abort };
    this.#runs.set(notebook, (this.#runs.get(notebook) ?? new Set()).add(run));
    return run;
  }

  /** Never rejects: the cells that wait behind this one need their end too. A cell after a failed one does not run. */
  async #runOne(run: CellRun, skip: boolean): Promise<boolean> {
    const { execution, abort } = run;
    let success: boolean | undefined;
    try {
      if (skip || abort.signal.aborted) return false;
      execution.executionOrder = ++this.#order;
      execution.start(Date.now());
      success = false;
      // Reading SQL and what its errors advise is loaded with the first cell that runs.
      const { runCell } = await import('./cellRun.ts');
      success = await runCell(execution, abort.signal, this.#services);
      return success;
    } catch (error) {
      logError(error, this.#services.log);
      return false;
    } finally {
      this.#runs.get(execution.cell.notebook)?.delete(run);
      execution.end(success, success === undefined ? undefined : Date.now());
    }
  }

  #interruptUnseen(): void {
    const shown = new Set(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) => (input instanceof vscode.TabInputNotebook ? input.uri.toString() : '')),
    );
    for (const notebook of this.#runs.keys()) {
      if (!shown.has(notebook.uri.toString())) this.#interrupt(notebook);
    }
  }

  #interrupt(notebook: vscode.NotebookDocument): void {
    for (const { abort } of this.#runs.get(notebook) ?? [])
      abort.abort(new Cancelled('The notebook was closed.'));
  }
}
