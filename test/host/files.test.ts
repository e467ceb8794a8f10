import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openNotebook, workspaceFile } from './world.ts';

async function bytesOf(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('base64');
}

describe('files', () => {
  it('a file that is not UTF-8 is refused and left as it is', async () => {
    const uri = workspaceFile('latin1.rsql');
    const bytes = Uint8Array.from([0x53, 0x45, 0x4c, 0xe9, 0x0a]);
    await vscode.workspace.fs.writeFile(uri, bytes);
    await assert.rejects(async () => vscode.workspace.openNotebookDocument(uri), /UTF-8/);
    assert.equal(await bytesOf(uri), Buffer.from(bytes).toString('base64'));
  });

  const text =
    '\uFEFF--%%  Title  [markdown] x="1"\r\n-- one\r\n--two\r\n\r\n\r\n-- %%\nSELECT 1\n;;\r\n\r\n';

  it('saving changes no byte of cells that nobody touched', async () => {
    const notebook = await openNotebook('untouched.rsql', text);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [
      vscode.NotebookEdit.insertCells(notebook.cellCount, [
        new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'SELECT 2;', 'rsql'),
      ]),
    ]);
    await vscode.workspace.applyEdit(edit);
    assert.ok(await notebook.save());
    const saved = Buffer.from(await vscode.workspace.fs.readFile(notebook.uri)).toString();
    assert.ok(saved.startsWith(text), JSON.stringify(saved));
    assert.match(saved.slice(text.length), /SELECT 2;/);
  });

  it('an edit that is undone saves the bytes that were', async () => {
    const notebook = await openNotebook('undone.rsql', text);
    const cell = notebook.cellAt(1).document;
    const replace = async (from: string, to: string) => {
      const edit = new vscode.WorkspaceEdit();
      const all = new vscode.Range(cell.positionAt(0), cell.positionAt(cell.getText().length));
      edit.replace(cell.uri, all, cell.getText().replace(from, to));
      await vscode.workspace.applyEdit(edit);
    };
    await replace('SELECT 1', 'SELECT 3');
    await replace('SELECT 3', 'SELECT 1');
    await notebook.save();
    assert.equal(await bytesOf(notebook.uri), Buffer.from(text).toString('base64'));
  });

  it('profiles of a workspace are not read', async () => {
    const before = vscode.workspace.getConfiguration('redshiftIdentity').get('profiles');
    await vscode.workspace.fs.writeFile(
      workspaceFile('.vscode/settings.json'),
      new TextEncoder().encode('{"redshiftIdentity.profiles": [{"name": "Evil"}]}'),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(vscode.workspace.getConfiguration('redshiftIdentity').get('profiles'), before);
  });
});
