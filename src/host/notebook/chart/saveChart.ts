import * as vscode from 'vscode';
import type { GridCalls } from '../../../protocol/gridMessages.ts';
import type { KeptResult } from '../results/keptResult.ts';

type ChartFile = GridCalls['saveChart']['ask'];

const filters: Readonly<Record<ChartFile['format'], Record<string, string[]>>> = {
  svg: { 'Scalable Vector Graphics': ['svg'] },
  png: { 'PNG image': ['png'] },
  json: { 'Vega-Lite specification': ['vl.json', 'json'] },
};
const endings: Readonly<Record<ChartFile['format'], string>> = { svg: 'svg', png: 'png', json: 'vl.json' };

/** Saves charts, the next one where the last one went. */
export class ChartFiles {
  #folder: vscode.Uri | undefined;

  /**
   * @returns false where the person wanted no file
   * @throws vscode.FileSystemError where it can't be written
   */
  async save({ cell }: KeptResult, { format, content }: ChartFile): Promise<boolean> {
    const folder = this.#folder ?? folderOf(cell.notebook);
    const defaultUri = folder && vscode.Uri.joinPath(folder, `chart.${endings[format]}`);
    const uri = await vscode.window.showSaveDialog({
      title: 'Save Chart',
      filters: filters[format],
      ...(defaultUri && { defaultUri }),
    });
    if (!uri) return false;
    const bytes = format === 'png' ? fromBase64(content) : new TextEncoder().encode(content);
    await vscode.workspace.fs.writeFile(uri, bytes);
    this.#folder = vscode.Uri.joinPath(uri, '..');
    return true;
  }
}

/** The notebook's own, else the workspace's first. */
function folderOf({ uri, isUntitled }: vscode.NotebookDocument): vscode.Uri | undefined {
  return isUntitled ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(uri, '..');
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
