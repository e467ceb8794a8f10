import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'redshift-identity.redshift-identity-notebooks';

describe('activation', () => {
  it('registers every command of the manifest', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    await extension.activate();
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true))
      .filter((name) => declared.includes(name))
      .sort();
    assert.deepEqual(registered, declared);
  });

  it('opens a .rsql file as a notebook', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'no folder is open');
    const document = await vscode.workspace.openNotebookDocument(
      vscode.Uri.joinPath(folder.uri, 'ming-apac.rsql'),
    );
    assert.equal(document.notebookType, 'redshiftIdentity.notebook');
  });
});
