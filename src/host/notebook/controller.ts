import * as vscode from 'vscode';
import { Cancelled } from '../../core/errors.ts';
import { runCell, type CellRunServices } from './cellRun.ts';

/** Runs the cells of `.rsql` notebooks, in order, each to an end that is always reported. */
export class NotebookController implements vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #services: CellRunServices;
  readonly #subscriptions: vscode.Disposable[];
  /** Runs under way, by notebook, so that closing one interrupts them. */
  readonly #running = new Map<vscode.NotebookDocument, Set<AbortController>>();
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
    const executions = cells.map((cell) => this.#controller.createNotebookCellExecution(cell));
    const queue = (this.#queues.get(notebook) ?? Promise.resolve())
      .catch(() => undefined)
      .then(async () => {
        let failed = false;
        for (const execution of executions) {
          if (failed) this.#skip(execution);
          else failed = !(await this.#runOne(execution, notebook));
        }
      });
    this.#queues.set(notebook, queue);
    await queue;
    if (this.#queues.get(notebook) === queue) this.#queues.delete(notebook);
  }

  /** A cell after a failed one does not run. */
  #skip(execution: vscode.NotebookCellExecution): void {
    execution.end(undefined);
  }

  async #runOne(
    execution: vscode.NotebookCellExecution,
    notebook: vscode.NotebookDocument,
  ): Promise<boolean> {
    if (execution.token.isCancellationRequested || notebook.isClosed) {
      execution.end(undefined);
      return false;
    }
    const abort = new AbortController();
    const subscription = execution.token.onCancellationRequested(() => abort.abort(new Cancelled()));
    this.#track(notebook, abort);
    execution.executionOrder = ++this.#order;
    execution.start(Date.now());
    let success = false;
    try {
      success = await runCell(execution, abort.signal, this.#services);
    } finally {
      execution.end(success, Date.now());
      subscription.dispose();
      this.#running.get(notebook)?.delete(abort);
    }
    return success;
  }

  #track(notebook: vscode.NotebookDocument, abort: AbortController): void {
    const running = this.#running.get(notebook) ?? new Set();
    this.#running.set(notebook, running.add(abort));
  }

  #interruptUnseen(): void {
    const shown = new Set(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) => (input instanceof vscode.TabInputNotebook ? input.uri.toString() : '')),
    );
    for (const notebook of this.#running.keys()) {
      if (!shown.has(notebook.uri.toString())) this.#interrupt(notebook);
    }
  }

  #interrupt(notebook: vscode.NotebookDocument): void {
    for (const abort of this.#running.get(notebook) ?? [])
      abort.abort(new Cancelled('The notebook was closed.'));
    this.#running.delete(notebook);
  }
}
