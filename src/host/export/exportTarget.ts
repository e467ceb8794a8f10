import * as vscode from 'vscode';
import type { CellMetadata } from '../../core/notebook/plainNotebook.ts';
import { exportName } from '../../core/redshift/export/exportName.ts';
import type { KeptResult } from '../notebook/results/keptResult.ts';
import type { FormatWords } from './exportFormats.ts';

/** Asks where a file goes: beside the notebook, named as the cell, unless the person says otherwise. */
export async function askTarget(
  kept: KeptResult,
  { label, ending }: Pick<FormatWords, 'label' | 'ending'>,
): Promise<vscode.Uri | undefined> {
  const folder = folderOf(kept.cell.notebook);
  const name = `${resultName(kept)}.${ending}`;
  return vscode.window.showSaveDialog({
    title: 'Export Result',
    saveLabel: 'Export',
    filters: { [label]: [ending] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}

/** What the cell is called, else the statement's ID. */
export function resultName({ cell, origin }: Pick<KeptResult, 'cell' | 'origin'>): string {
  return exportName((cell.metadata as Partial<CellMetadata>).title ?? '', origin.statementId);
}

/** The name alone. */
export function lastSegment({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf({ uri, isUntitled }: vscode.NotebookDocument): vscode.Uri | undefined {
  if (!isUntitled) return vscode.Uri.joinPath(uri, '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}
