import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openNotebook, ready, runCell, signIn, signOut, until, workspaceFile } from './world.ts';

const query = `-- %% Sales, as "text"
SELECT 9007199254740993::bigint AS big, 'a, "b"' AS word, NULL::varchar AS nothing, '' AS empty
UNION ALL SELECT -1, '=1+1', 'x', 'é🎉' ORDER BY big DESC;
`;
const csv = 'big,word,nothing,empty\r\n9007199254740993,"a, ""b""",,""\r\n-1,=1+1,x,é🎉\r\n';

async function setFaults(faults: readonly object[]): Promise<void> {
  const answer = await fetch(`${ready.aws.endpoint}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** What a person does who takes what every question offers first, until it has happened. */
async function acceptUntil(done: () => Promise<boolean>, what: string): Promise<void> {
  await until(async () => {
    if (await done()) return true;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return false;
  }, what);
}

async function setSetting(name: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration('redshiftIdentity');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}

describe('exports', () => {
  before(() => signIn('ethan@example.com'));
  after(() => signOut('ethan@example.com'));

  it('open a result as CSV, with its NULLs, quotes and exact numbers', async () => {
    const notebook = await openNotebook('export-open.rsql', query);
    await runCell(notebook, 0);
    await vscode.commands.executeCommand('redshiftIdentity.openResultAsCsv');
    await until(() => vscode.window.activeTextEditor?.document.isUntitled ?? false, 'an editor opens');
    // An editor has one kind of line end, and may choose it.
    const text = vscode.window.activeTextEditor?.document.getText().replace(/\r?\n/g, '\r\n');
    assert.equal(text, csv);
  });

  it('write a file beside the notebook, named as the cell, in the way the settings say', async () => {
    const notebook = await openNotebook('export-file.rsql', query);
    await runCell(notebook, 0);
    await setSetting('export.csvDelimiter', ';');
    await setSetting('export.csvLineEnding', 'lf');
    await setSetting('export.formulaGuard', true);
    try {
      const file = workspaceFile('Sales, as text.csv');
      void vscode.commands.executeCommand('redshiftIdentity.exportResult');
      await acceptUntil(async () => (await textOf(file)) !== undefined, 'the file is there');
      assert.equal(
        await textOf(file),
        'big;word;nothing;empty\n9007199254740993;"a, ""b""";;""\n-1;\'=1+1;x;é🎉\n',
      );
      const names = (await vscode.workspace.fs.readDirectory(workspaceFile('.'))).map(([name]) => name);
      assert.deepEqual(
        names.filter((name) => name.endsWith('.part')),
        [],
      );
    } finally {
      for (const name of ['csvDelimiter', 'csvLineEnding', 'formulaGuard']) {
        await setSetting(`export.${name}`, undefined);
      }
    }
  });

  it('offer UNLOAD at a query whose result the Data API has no room for', async () => {
    const notebook = await openNotebook('export-unload.rsql', "SELECT 'it''s';");
    await setFaults([{ operation: 'ExecuteStatement', fault: { resultBytes: 0 } }]);
    try {
      await runCell(notebook, 0);
    } finally {
      await setFaults([]);
    }
    const { document } = notebook.cellAt(0);
    await until(() => vscode.languages.getDiagnostics(document.uri).length === 1, 'the query is marked');
    const whole = new vscode.Range(0, 0, 0, 15);
    let actions: vscode.CodeAction[] = [];
    await until(async () => {
      actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        whole,
      );
      return actions.some(({ title }) => title.startsWith('Unload'));
    }, 'UNLOAD is offered');
    const command = actions.find(({ title }) => title.startsWith('Unload'))?.command ?? assert.fail();
    const [{ unload }] = command.arguments as [{ unload: object }];
    const to = 's3://bucket/prefix/';
    await vscode.commands.executeCommand(command.command, { unload: { ...unload, to } });
    await until(() => notebook.cellCount === 2, 'a cell was inserted');
    assert.match(
      notebook.cellAt(1).document.getText(),
      /^UNLOAD \('SELECT ''it''''s'''\)\r?\nTO 's3:\/\/bucket\/prefix\/'\r?\nFORMAT PARQUET;$/m,
    );
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, undefined);
  });
});
