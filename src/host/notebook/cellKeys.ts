import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../core/errors.ts';
import type { CellMetadata } from '../../core/notebook/plainNotebook.ts';
import type { RsqlKeys } from '../../core/notebook/rsqlDocument.ts';

/** The keys of a cell's marker: `-- %% title key="value"`. */
export function keysOf(cell: vscode.NotebookCell): RsqlKeys {
  return (cell.metadata as Partial<CellMetadata>).keys ?? {};
}

/** Whether a cell runs in sessions of its own, beside the notebook's: `session="none"`. */
export function runsApart(cell: vscode.NotebookCell): boolean {
  return keysOf(cell)['session']?.trim().toLowerCase() === 'none';
}

/**
 * Writes a key into a cell's marker; without a value takes it away. Other keys stay where they are.
 * @throws RedshiftIdentityError where the editor refuses the change
 */
export async function setCellKey(
  cell: vscode.NotebookCell,
  name: string,
  value: string | undefined,
): Promise<void> {
  const others = Object.entries(keysOf(cell)).filter(([key]) => value !== undefined || key !== name);
  const keys = { ...Object.fromEntries(others), ...(value === undefined ? {} : { [name]: value }) };
  const edit = new vscode.WorkspaceEdit();
  const metadata: Record<string, unknown> = { title: '', ...cell.metadata, keys };
  edit.set(cell.notebook.uri, [vscode.NotebookEdit.updateCellMetadata(cell.index, metadata)]);
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new RedshiftIdentityError('The cell’s marker could not be changed.', {
    code: 'CellNotChanged',
    remedy: 'Save the notebook under a name of your own if it is read-only.',
  });
}

/** The selected cell of the notebook in front, if that is one of ours. */
export function selectedCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  const index = editor?.selection.start;
  if (editor?.notebook.notebookType !== 'redshiftIdentity.notebook' || index === undefined) return undefined;
  return index < editor.notebook.cellCount ? editor.notebook.cellAt(index) : undefined;
}
