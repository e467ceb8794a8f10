import * as vscode from 'vscode';
import type { StatementProgress } from '../../core/redshift/statements/statementContract.ts';
import { withoutIcons } from '../withoutIcons.ts';

const states: Readonly<Record<StatementProgress['state'], string>> = {
  SUBMITTED: 'Submitted',
  PICKED: 'Picked',
  STARTED: 'Running',
  FINISHED: 'Finished',
  FAILED: 'Failed',
  ABORTED: 'Aborted',
};

/** What a running cell shows below itself: state, elapsed time, statement ID. */
export class CellProgress implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.#changed.event;
  readonly #running = new Map<string, { since: number; text: string; statementId?: string }>();
  readonly #registration: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#registration = vscode.notebooks.registerNotebookCellStatusBarItemProvider(
      'redshiftIdentity.notebook',
      this,
    );
  }

  /**
   * Shows `text` until the statement is known, or a statement's state with its ID.
   * @param region of the statement, where the cell runs in several
   * @param startedAt milliseconds since the epoch, where the cell ran before this was told first
   */
  show(
    cell: vscode.NotebookCell,
    progress: string | StatementProgress,
    region?: string,
    startedAt = Date.now(),
  ): void {
    const key = cell.document.uri.toString();
    const since = this.#running.get(key)?.since ?? startedAt;
    const words = typeof progress === 'string' ? withoutIcons(progress) : states[progress.state];
    const statementId = typeof progress === 'string' ? undefined : progress.statementId;
    const shown =
      region === undefined
        ? { since, text: words, ...(statementId ? { statementId } : {}) }
        : { since, text: `${withoutIcons(region)}: ${words}` };
    this.#running.set(key, shown);
    this.#timer ??= setInterval(() => this.#changed.fire(), 1_000);
    this.#changed.fire();
  }

  clear(cell: vscode.NotebookCell): void {
    this.#running.delete(cell.document.uri.toString());
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const running = this.#running.get(cell.document.uri.toString());
    if (!running) return [];
    const seconds = Math.floor((Date.now() - running.since) / 1_000);
    const state = new vscode.NotebookCellStatusBarItem(
      `$(sync~spin) ${running.text} · ${seconds} s`,
      vscode.NotebookCellStatusBarAlignment.Left,
    );
    state.accessibilityInformation = { label: `${running.text} for ${seconds} seconds` };
    const { statementId } = running;
    if (!statementId) return [state];
    const id = new vscode.NotebookCellStatusBarItem(
      `$(copy) ${statementId}`,
      vscode.NotebookCellStatusBarAlignment.Left,
    );
    id.tooltip = 'Copy the statement ID';
    id.accessibilityInformation = { label: `Copy the statement ID ${statementId}` };
    id.command = { command: 'redshiftIdentity.copyStatementId', title: 'Copy', arguments: [statementId] };
    return [state, id];
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
