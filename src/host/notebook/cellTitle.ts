import * as vscode from 'vscode';
import type { CellMetadata } from '../../core/notebook/plainNotebook.ts';
import { selectedCell } from './cellKeys.ts';

/** The title of a cell's marker, shown below the cell; pressing it changes it. */
export class CellTitle implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.#changed.event;
  readonly #subscriptions = [
    vscode.notebooks.registerNotebookCellStatusBarItemProvider('redshiftIdentity.notebook', this),
    vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
      if (cellChanges.some(({ metadata }) => metadata)) this.#changed.fire();
    }),
  ];

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const title = titleOf(cell);
    if (!title) return [];
    const item = new vscode.NotebookCellStatusBarItem(title, vscode.NotebookCellStatusBarAlignment.Left);
    item.priority = 100;
    item.tooltip = 'Change the title';
    item.command = { command: 'redshiftIdentity.setCellTitle', title: 'Change Title', arguments: [cell] };
    item.accessibilityInformation = { label: `Title: ${title}` };
    return [item];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

/** Asks for the title of a cell, by default of the selected one, and writes it into the cell's marker. */
export async function setCellTitle(cell = selectedCell()): Promise<void> {
  if (!cell) return;
  const title = await vscode.window.showInputBox({
    title: 'Cell Title',
    value: titleOf(cell),
    prompt: 'Stands in the file behind -- %%',
    validateInput: (text) =>
      /[\r\n[\]]/.test(text) ? 'A title has one line and no square brackets.' : undefined,
  });
  if (title === undefined) return;
  const edit = new vscode.WorkspaceEdit();
  const metadata: Record<string, unknown> = { keys: {}, ...cell.metadata, title: title.trim() };
  edit.set(cell.notebook.uri, [vscode.NotebookEdit.updateCellMetadata(cell.index, metadata)]);
  await vscode.workspace.applyEdit(edit);
}

function titleOf(cell: vscode.NotebookCell): string {
  return (cell.metadata as Partial<CellMetadata>).title ?? '';
}
