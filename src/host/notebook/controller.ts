import * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';
import { logError } from '../showError.ts';
import { runsApart } from './cellKeys.ts';
import type { CellRunServices } from './cellRun.ts';

/** Work on a cell; false where it failed. Whatever it throws ends the cell as failed. */
export type CellWork = (execution: vscode.NotebookCellExecution, signal: AbortSignal) => Promise<boolean>;

/** What a cell shows of an execution that the person did not ask for just now. */
export interface ExecutionLooks {
  /** Without the next execution number: nothing was run. */
  readonly unnumbered?: boolean;
  /** Milliseconds since the epoch from which the cell counts its time; now when absent. */
  readonly startedAt?: number | undefined;
  /** Likewise up to which; as it ends when absent. */
  readonly endedAt?: number | undefined;
}

interface Interruptible {
  readonly abort: AbortController;
}

interface CellRun extends Interruptible {
  readonly execution: vscode.NotebookCellExecution;
}

const controllerId = 'redshiftIdentity.controller';
/** Publisher and name, as in the manifest. */
const extensionId = 'redshift-identity.redshift-identity-notebooks';
const ownKernel = { id: controllerId, extension: extensionId };
/** Milliseconds. */
const selectionTime = 15_000;

/** Runs the cells of `.rsql` notebooks, each to an end that is always reported: in order, but for those that run apart. */
export class NotebookController implements vscode.Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #services: CellRunServices;
  readonly #subscriptions: vscode.Disposable[];
  /** Runs under way and waiting, by notebook, so that closing one interrupts them all. */
  readonly #runs = new Map<vscode.NotebookDocument, Set<Interruptible>>();
  /** The last queued run of each notebook: a notebook runs one cell at a time. */
  readonly #queues = new Map<vscode.NotebookDocument, Promise<void>>();
  /** Ends of the runs under way. */
  readonly #ends = new Map<vscode.NotebookDocument, Set<Promise<unknown>>>();
  readonly #selected = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #ours = new WeakSet<vscode.NotebookDocument>();
  /** A notebook is ours to run, after it was opened too. */
  readonly onDidSelect = this.#selected.event;
  #order = 0;

  constructor(services: CellRunServices) {
    this.#services = services;
    this.#controller = vscode.notebooks.createNotebookController(
      controllerId,
      'redshiftIdentity.notebook',
      'Redshift',
      (cells, notebook) => this.#run(cells, notebook),
    );
    this.#controller.supportedLanguages = ['rsql'];
    this.#controller.supportsExecutionOrder = true;
    this.#controller.description = 'As the person in the status bar';
    this.#subscriptions = [
      this.#controller,
      this.#selected,
      this.#controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (!selected) return;
        this.#ours.add(notebook);
        this.#selected.fire(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#interruptClosed(notebook)),
      // VS Code may keep the document of a closed tab for minutes.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0) this.#interruptUnseen();
      }),
    ];
  }

  /**
   * Resolves when the notebook in front is ours to run; a new one is not before it is run or selected.
   * @throws RedshiftIdentityError where that takes longer than anybody waits
   */
  async whenSelected(notebook: vscode.NotebookDocument): Promise<void> {
    const deadline = Date.now() + selectionTime;
    // VS Code selects for the editor in front, which may still be on its way.
    while (!this.#ours.has(notebook)) {
      if (Date.now() > deadline) throw notReady();
      const inFront = vscode.window.activeNotebookEditor?.notebook === notebook;
      if (inFront) await vscode.commands.executeCommand('notebook.selectKernel', ownKernel);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /**
   * Does other work as an execution of a cell, beside the queue: it spins, can be interrupted, and has an end.
   * @throws RedshiftIdentityError where the cell is running already
   */
  execute(cell: vscode.NotebookCell, work: CellWork, looks: ExecutionLooks = {}): Promise<boolean> {
    let run: CellRun;
    try {
      run = this.#enqueue(cell, cell.notebook);
    } catch (error) {
      throw cellIsBusy(error);
    }
    return this.#runOne(run, work, looks);
  }

  /** Does work that no cell shows, so that all of them can be run meanwhile. It is interrupted with what runs in the notebook. */
  doUnseen<T>(notebook: vscode.NotebookDocument, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const run = this.#addRun(notebook, { abort: new AbortController() });
    return this.#untilEnd(notebook, run, work(run.abort.signal));
  }

  /** Ends what runs and waits in a notebook, at Redshift too. Resolves when all has ended. */
  async interrupt(notebook: vscode.NotebookDocument, reason?: Cancelled): Promise<void> {
    for (const { abort } of this.#runs.get(notebook) ?? []) abort.abort(reason ?? new Cancelled());
    await Promise.allSettled(this.#ends.get(notebook) ?? []);
  }

  /** Likewise in all notebooks. */
  async interruptAll(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((notebook) => this.interrupt(notebook)));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #run(cells: readonly vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    // All at once, so that those waiting show as pending and can be interrupted.
    const runs = cells.flatMap((cell) => {
      try {
        return [{ run: this.#enqueue(cell, notebook), apart: runsApart(cell) }];
      } catch (error) {
        // It is running already; the others are not to wait for ever because of it.
        logError(error, this.#services.log);
        return [];
      }
    });
    const beside = runs.filter(({ apart }) => apart).map(({ run }) => this.#runOne(run, this.#runCell));
    const queue = (this.#queues.get(notebook) ?? Promise.resolve()).then(async () => {
      let failed = false;
      // A cell after a failed one does not run.
      for (const { run, apart } of runs) {
        if (!apart) failed = !(await this.#runOne(run, failed ? undefined : this.#runCell));
      }
    });
    this.#queues.set(notebook, queue);
    await Promise.all([queue, ...beside]);
    if (this.#queues.get(notebook) === queue) this.#queues.delete(notebook);
  }

  // Reading SQL and what its errors advise is loaded with the first cell that runs.
  readonly #runCell: CellWork = async (execution, signal) =>
    (await import('./cellRun.ts')).runCell(execution, signal, this.#services);

  #enqueue(cell: vscode.NotebookCell, notebook: vscode.NotebookDocument): CellRun {
    const execution = this.#controller.createNotebookCellExecution(cell);
    const abort = new AbortController();
    execution.token.onCancellationRequested(() => abort.abort(new Cancelled()));
    return this.#addRun(notebook, { execution, abort });
  }

  #addRun<T extends Interruptible>(notebook: vscode.NotebookDocument, run: T): T {
    this.#runs.set(notebook, (this.#runs.get(notebook) ?? new Set()).add(run));
    return run;
  }

  /** Never rejects: the cells that wait behind this one need their end too. Without work the cell ends as not run. */
  #runOne(run: CellRun, work: CellWork | undefined, looks: ExecutionLooks = {}): Promise<boolean> {
    return this.#untilEnd(run.execution.cell.notebook, run, this.#toEnd(run, work, looks));
  }

  #untilEnd<T>(notebook: vscode.NotebookDocument, run: Interruptible, end: Promise<T>): Promise<T> {
    const ends = this.#ends.get(notebook) ?? new Set();
    this.#ends.set(notebook, ends.add(end));
    return end.finally(() => {
      ends.delete(end);
      if (ends.size === 0) this.#ends.delete(notebook);
      const runs = this.#runs.get(notebook);
      runs?.delete(run);
      if (runs?.size === 0) this.#runs.delete(notebook);
    });
  }

  async #toEnd(
    { execution, abort }: CellRun,
    work: CellWork | undefined,
    { unnumbered = false, startedAt = Date.now(), endedAt }: ExecutionLooks,
  ): Promise<boolean> {
    let success: boolean | undefined;
    try {
      if (!work || abort.signal.aborted) return false;
      if (!unnumbered) execution.executionOrder = ++this.#order;
      execution.start(startedAt);
      success = false;
      success = await work(execution, abort.signal);
      return success;
    } catch (error) {
      logError(error, this.#services.log);
      return false;
    } finally {
      execution.end(success, success === undefined ? undefined : (endedAt ?? Date.now()));
    }
  }

  #interruptUnseen(): void {
    const shown = new Set(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) => (input instanceof vscode.TabInputNotebook ? input.uri.toString() : '')),
    );
    for (const notebook of this.#runs.keys()) {
      if (!shown.has(notebook.uri.toString())) this.#interruptClosed(notebook);
    }
  }

  #interruptClosed(notebook: vscode.NotebookDocument): void {
    void this.interrupt(notebook, new Cancelled('The notebook was closed.'));
  }
}

function notReady(): RedshiftIdentityError {
  return new RedshiftIdentityError('The notebook did not get ready to run.', {
    code: 'NotebookNotReady',
    remedy: 'Bring it to the front, choose the kernel “Redshift” at its top right, and try again.',
  });
}

function cellIsBusy(cause: unknown): RedshiftIdentityError {
  return new RedshiftIdentityError('The cell is running.', {
    code: 'CellBusy',
    remedy: 'Wait for its end, or interrupt it, and try again.',
    cause,
  });
}
