import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lastRequest, requestsSince, resultOf, runCell, workspaceFile, type CellResult } from './world.ts';
import { signIn, signOut, startCell, until } from './world.ts';

/** In an editor alone: a document that an extension opened itself stays open for minutes. */
async function open(uri: vscode.Uri): Promise<vscode.NotebookDocument> {
  await vscode.commands.executeCommand('vscode.openWith', uri, 'redshiftIdentity.notebook');
  const isOpen = () => vscode.window.activeNotebookEditor?.notebook.uri.toString() === uri.toString();
  await until(isOpen, 'the notebook is open');
  return vscode.window.activeNotebookEditor?.notebook ?? assert.fail();
}

async function openNew(name: string, text: string): Promise<vscode.NotebookDocument> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return open(uri);
}

async function close(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await until(() => notebook.isClosed, 'the notebook is closed');
}

/** What cells show after their notebook was closed, changed on the disk and opened again, and what that called. */
async function reopened(notebook: vscode.NotebookDocument, text?: string) {
  await close(notebook);
  if (text !== undefined) await vscode.workspace.fs.writeFile(notebook.uri, new TextEncoder().encode(text));
  const from = await lastRequest();
  const again = await open(notebook.uri);
  const operations = async () => (await requestsSince(from)).map(({ operation }) => operation);
  return { again, operations };
}

/** The first value that each cell shows, or the first line of its error, or its notices. */
function shown(notebook: vscode.NotebookDocument): string[] {
  return notebook.getCells().map((cell) => {
    const { results, errors, notices } = resultOf(cell);
    const values = results.map(({ resultSet, affectedRows }) => resultSet?.rows[0]?.[0] ?? `${affectedRows}`);
    return [...values, ...errors.map((error) => error.split('\n')[0]), ...notices].join(' | ');
  });
}

async function untilShown(notebook: vscode.NotebookDocument, expected: readonly string[]): Promise<void> {
  await until(() => JSON.stringify(shown(notebook)) === JSON.stringify(expected), 'results are there').catch(
    () => undefined,
  );
  assert.deepEqual(shown(notebook), expected);
}

describe('a notebook that is opened again', () => {
  before(() => signIn('ming@example.com'));
  after(() => signOut('ming@example.com'));
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('shows what its cells showed, and runs nothing', async () => {
    const notebook = await openNew(
      'taken-up.rsql',
      // Apart from the notebook's session, which closing it would end by a statement.
      ["SELECT 'one';", "SELECT 'two';\nSELECT 'three';", 'SELECT missing FROM nowhere;', 'SELECT 4;']
        .map((sql) => `-- %% session="none"\n${sql}\n`)
        .join('\n'),
    );
    for (const index of [0, 1, 2]) await runCell(notebook, index);
    const before = shown(notebook);
    const { again, operations } = await reopened(notebook);
    await untilShown(again, before);
    assert.deepEqual(before.slice(0, 2), ['one', 'two | three']);
    const called = new Set(await operations());
    assert.deepEqual([...called].sort(), ['DescribeStatement', 'GetStatementResultV2']);
    const ends = () => again.getCells().map((cell) => cell.executionSummary?.success);
    await until(() => !ends().slice(0, 3).includes(undefined), 'the cells have ended');
    assert.deepEqual(ends(), [true, true, false, undefined]);
  });

  it('finds cells that moved, and leaves those that changed', async () => {
    const notebook = await openNew('moved.rsql', "SELECT 'stays';\n\n-- %%\nSELECT 'changes';\n");
    for (const index of [0, 1]) await runCell(notebook, index);
    const { again } = await reopened(
      notebook,
      "SELECT 'new';\n\n-- %%\nSELECT 'stays';\n\n-- %%\nSELECT 'changed';\n",
    );
    await untilShown(again, ['', 'stays', '']);
  });

  it('shows nothing where the outputs were cleared', async () => {
    const notebook = await openNew('cleared.rsql', "SELECT 'seen';\n\n-- %%\nSELECT 'kept';\n");
    for (const index of [0, 1]) await runCell(notebook, index);
    const cells = { ranges: [{ start: 0, end: 1 }], document: notebook.uri };
    await vscode.commands.executeCommand('notebook.cell.clearOutputs', cells);
    await until(() => notebook.cellAt(0).outputs.length === 0, 'the outputs are cleared');
    const { again } = await reopened(notebook);
    await untilShown(again, ['', 'kept']);
  });

  it('says what closing it interrupted', async () => {
    const notebook = await openNew('closed.rsql', "SELECT 'first';\nSELECT pg_sleep(60);\nSELECT 'never';\n");
    const from = await lastRequest();
    startCell(notebook, 0);
    const sent = async () =>
      (await requestsSince(from)).filter(({ operation }) => operation === 'ExecuteStatement').length;
    await until(async () => (await sent()) === 2, 'the second statement runs');
    const { again } = await reopened(notebook);
    await untilShown(again, ['first | This statement was interrupted.']);
  });

  it('shows the results of several Regions together', async () => {
    const notebook = await openNew('regions-again.rsql', '-- %% regions="*"\nSELECT current_user;\n');
    const { results } = await runCell(notebook, 0);
    const { again } = await reopened(notebook);
    await until(() => again.cellAt(0).outputs.length > 0, 'the result is there');
    assert.deepEqual(unnamed(resultOf(again.cellAt(0)).results), unnamed(results));
    assert.equal(results[0]?.parts?.length, 2);
  });

  it('waits for whoever ran the cells to sign in', async () => {
    const notebook = await openNew('signed-out.rsql', "SELECT 'mine';\n");
    await runCell(notebook, 0);
    await signOut('ming@example.com');
    const { again } = await reopened(notebook);
    await signIn('ethan@example.com');
    assert.deepEqual(shown(again), ['']);
    await signIn('ming@example.com');
    await untilShown(again, ['mine']);
    await signOut('ethan@example.com');
  });
});

/** Each window has a name of its own for a result. */
function unnamed(results: CellResult['results']): unknown[] {
  return results.map(({ resultSet: { resultId: _, ...resultSet } = {}, ...result }) => ({
    ...result,
    resultSet,
  }));
}
