import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openNotebook, runCell, signIn, signOut, until } from './world.ts';

/** What is marked in a cell: the text, and what is said of it. */
function marksIn({
  document,
}: vscode.NotebookCell): (readonly [marked: string, message: string, source?: string])[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .map(({ range, message, source }) => [document.getText(range), message, source ?? ''] as const);
}

async function marked(cell: vscode.NotebookCell, count = 1): Promise<ReturnType<typeof marksIn>> {
  await until(() => marksIn(cell).length === count, `${count} marks are shown`);
  return marksIn(cell);
}

async function edit(
  cell: vscode.NotebookCell,
  line: number,
  from: number,
  to: number,
  text: string,
): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(cell.document.uri, new vscode.Range(line, from, line, to), text);
  assert.ok(await vscode.workspace.applyEdit(change));
}

describe('marks of errors', () => {
  before(() => signIn('ethan@example.com'));
  after(() => signOut('ethan@example.com'));

  const cases: [label: string, cell: string, marked: string, message: RegExp, source: string][] = [
    [
      'the token that Redshift names by its position',
      "SELECT 'é🚀';\n\nSELECT 1\nFROM  nowhere;\nSELECT 2;",
      'nowhere',
      /^relation "nowhere" does not exist$/,
      'Redshift',
    ],
    [
      'the token behind bound parameters',
      '\\set a_long_name x\nSELECT :a_long_name::varchar, nothing FROM sales;',
      'nothing',
      /^column "nothing" does not exist/,
      'Redshift',
    ],
    [
      'the quote that is not closed',
      "SELECT 1; SELECT 'a\nb;",
      "'",
      /ends inside a string\./,
      'Redshift Identity',
    ],
    [
      'the parenthesis that is not closed',
      'SELECT (1;\nSELECT 2;',
      '(',
      /a parenthesis\./,
      'Redshift Identity',
    ],
    [
      'a line for RSQL inside a statement',
      'SELECT 1\n\\set a 1\n;',
      '\\set a 1',
      /stands inside a statement/,
      'Redshift Identity',
    ],
    ['a \\set that can’t be read', "\\set a 'x\nSELECT :a;", "\\set a 'x", /not closed/, 'Redshift Identity'],
  ];
  for (const [index, [label, text, token, message, source]] of cases.entries()) {
    it(`are on ${label}`, async () => {
      const cell = (await openNotebook(`marks-${index}.rsql`, `${text}\n`)).cellAt(0);
      const { success } = await runCell(cell.notebook, 0);
      const [[found, said, from] = []] = await marked(cell);
      assert.deepEqual([success, found, from], [false, token, source]);
      assert.match(said ?? '', message);
    });
  }

  it('move with the text above, and go when what they are about is edited', async () => {
    const cell = (
      await openNotebook('marks-move.rsql', 'SELECT 1;\nSELECT nothing FROM sales;\nSELECT 2;\n')
    ).cellAt(0);
    await runCell(cell.notebook, 0);
    await marked(cell);
    await edit(cell, 0, 0, 0, '-- above\n');
    await edit(cell, 3, 0, 0, '-- below\n');
    assert.deepEqual(
      marksIn(cell).map(([token]) => token),
      ['nothing'],
    );
    await edit(cell, 2, 25, 25, ' x');
    assert.deepEqual(marksIn(cell), []);
  });

  it('go when the cell runs again, and when it goes away', async () => {
    const notebook = await openNotebook(
      'marks-again.rsql',
      '-- %% a\nSELECT nothing;\n\n-- %% b\nSELECT 1;\n',
    );
    const cell = notebook.cellAt(0);
    await runCell(notebook, 0);
    await marked(cell);
    await edit(cell, 0, 14, 14, ' -- still wrong');
    await runCell(notebook, 0);
    await marked(cell);
    const removal = new vscode.WorkspaceEdit();
    removal.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
    await vscode.workspace.applyEdit(removal);
    await until(() => vscode.languages.getDiagnostics(cell.document.uri).length === 0, 'the marks are gone');
  });

  it('are not left by a run that succeeds', async () => {
    const notebook = await openNotebook(
      'marks-mended.rsql',
      'CREATE TEMP TABLE IF NOT EXISTS mended (a int);\n\n-- %%\nSELECT a FROM mended;\n',
    );
    const cell = notebook.cellAt(1);
    await runCell(notebook, 1);
    await marked(cell);
    await runCell(notebook, 0);
    const { success, errors } = await runCell(notebook, 1);
    assert.deepEqual([success, errors, marksIn(cell)], [true, [], []]);
  });
});
