import * as vscode from 'vscode';
import type { Accounts } from '../../auth/accounts.ts';
import type { Profiles } from '../../profiles.ts';
import { logError } from '../../showError.ts';
import { activeNotebook } from '../../target.ts';
import type { NotebookController } from '../controller.ts';
import type { MovedNotebooks, NotebookMove } from '../movedNotebooks.ts';
import { recordedPlaces } from './recordedPlaces.ts';
import { moveValues } from '../parameters/rememberedValues.ts';
import type { RecordedCell } from './runRecords.ts';
import type { TakeUpServices } from './takeUp.ts';

export interface TakeUpOnOpenServices extends TakeUpServices {
  readonly controller: NotebookController;
  readonly moves: MovedNotebooks;
  readonly state: vscode.Memento;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
}

/** Takes up what an earlier window ran in a notebook as soon as that is open, and everybody who ran it is signed in. */
export class TakeUpOnOpen implements vscode.Disposable {
  readonly #services: TakeUpOnOpenServices;
  readonly #subscription: vscode.Disposable;
  readonly #opened = new WeakSet<vscode.NotebookDocument>();
  /** Cells that have shown something. */
  readonly #shown = new WeakSet<vscode.NotebookCell>();
  #waiting: readonly RecordedCell[] = [];
  /** URIs of notebooks that go on, until they are in front: only there they can be made ours to run. */
  readonly #moved = new Set<string>();

  constructor(services: TakeUpOnOpenServices) {
    this.#services = services;
    const { controller, moves, accounts, profiles } = services;
    const again = () => this.#takeUp();
    this.#subscription = vscode.Disposable.from(
      controller.onDidSelect((notebook) => this.#open(notebook)),
      moves.onDidMove((move) => this.#move(move)),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.#selectMoved()),
      accounts.onDidChange(again),
      profiles.onDidChange(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
        for (const { cell, outputs, executionSummary } of cellChanges) {
          if (outputs || executionSummary) this.#lookAt(cell);
        }
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #open(notebook: vscode.NotebookDocument): void {
    if (this.#opened.has(notebook)) return;
    this.#opened.add(notebook);
    this.#waiting = [...this.#waiting, ...this.#services.records.earlierRuns(notebook)];
    this.#takeUp();
  }

  /** What its cells showed comes along: the outputs stay with the document that is closed. */
  #move(move: NotebookMove): void {
    const { records, state, log } = this.#services;
    const to = move.to.toString();
    records.moved(move.from.toString(), to);
    moveValues(move, state).catch((error: unknown) => logError(error, log));
    if (!records.has(to)) return;
    this.#moved.add(to);
    this.#selectMoved();
  }

  #selectMoved(): void {
    const notebook = activeNotebook();
    if (!notebook || !this.#moved.delete(notebook.uri.toString())) return;
    const { controller, log } = this.#services;
    controller.whenSelected(notebook).catch((error: unknown) => logError(error, log));
  }

  /** A cell without outputs and without a trace of a run was cleared by the person, if it had any before. */
  #lookAt(cell: vscode.NotebookCell): void {
    if (cell.outputs.length > 0) this.#shown.add(cell);
    else if (!hasRun(cell) && this.#shown.delete(cell)) this.#services.records.cleared(cell);
  }

  #takeUp(): void {
    if (!vscode.workspace.isTrusted || this.#waiting.length === 0) return;
    const open = this.#waiting.filter(({ cell }) => !cell.notebook.isClosed);
    const ready = open.filter(({ run }) => recordedPlaces(run, this.#services));
    this.#waiting = open.filter((one) => !ready.includes(one));
    if (ready.length === 0) return;
    import('./takeUp.ts')
      .then(({ takeUp }) => takeUp(ready, this.#services))
      .catch((error: unknown) => logError(error, this.#services.log));
  }
}

/** VS Code gives null for what was cleared. */
function hasRun({ executionSummary }: vscode.NotebookCell): boolean {
  const { executionOrder, timing } = executionSummary ?? {};
  return (executionOrder ?? undefined) !== undefined || !!timing;
}
