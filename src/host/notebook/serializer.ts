import * as vscode from 'vscode';
import { fromNotebook, toNotebook } from '../../core/notebook/plainNotebook.ts';

/** Opens and saves `.rsql` files. Outputs never reach the file. */
export function registerSerializer(): vscode.Disposable {
  return vscode.workspace.registerNotebookSerializer(
    'redshiftIdentity.notebook',
    { deserializeNotebook: deserialize, serializeNotebook: serialize },
    { transientOutputs: true },
  );
}

/** @throws RsqlFormatError where the bytes are no UTF-8 text; VS Code then shows the reason and opens nothing */
export function deserialize(bytes: Uint8Array): vscode.NotebookData {
  const { cells, metadata } = toNotebook(bytes);
  const data = new vscode.NotebookData(
    cells.map(({ kind, text, metadata: cellMetadata }) => {
      const cell =
        kind === 'sql'
          ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'rsql')
          : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, 'markdown');
      cell.metadata = { ...cellMetadata };
      return cell;
    }),
  );
  data.metadata = { ...metadata };
  return data;
}

export function serialize(data: vscode.NotebookData): Uint8Array {
  return fromNotebook({
    cells: data.cells.map(({ kind, value, metadata }) => ({
      kind: kind === vscode.NotebookCellKind.Code ? 'sql' : 'markdown',
      text: value,
      metadata,
    })),
    metadata: data.metadata,
  });
}
