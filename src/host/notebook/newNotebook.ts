import * as vscode from 'vscode';
import { deserialize } from './serializer.ts';

/** Opens an untitled notebook with one empty cell. */
export async function newNotebook(): Promise<void> {
  await openUntitled(
    new vscode.NotebookData([new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '', 'rsql')]),
  );
}

/** Opens a copy of a sample notebook, so that nobody writes into the installed extension. */
export async function openSample(context: vscode.ExtensionContext, name?: string): Promise<void> {
  const folder = vscode.Uri.joinPath(context.extensionUri, 'media', 'samples');
  const chosen =
    name ?? (await vscode.window.showQuickPick(await sampleNames(folder), { title: 'Sample notebook' }));
  if (!chosen) return;
  await openUntitled(deserialize(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, chosen))));
}

async function sampleNames(folder: vscode.Uri): Promise<string[]> {
  return (await vscode.workspace.fs.readDirectory(folder))
    .map(([name]) => name)
    .filter((name) => name.endsWith('.rsql'));
}

async function openUntitled(data: vscode.NotebookData): Promise<void> {
  const notebook = await vscode.workspace.openNotebookDocument('redshiftIdentity.notebook', data);
  await vscode.window.showNotebookDocument(notebook);
}
