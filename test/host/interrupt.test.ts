import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { columnOf, lastRequest, openNotebook, requestsSince, runCell } from './world.ts';
import { signIn, signOut, startCell, until } from './world.ts';

async function operationsSince(after: number): Promise<string[]> {
  return (await requestsSince(after)).map(({ operation }) => operation);
}

describe('interrupting', () => {
  afterEach(async () => {
    for (const { label } of await vscode.authentication.getAccounts('redshiftIdentity')) await signOut(label);
  });

  it('the chain ends the cell, and the next one has the identity of the same walk', async () => {
    await signIn('ming@example.com');
    const notebook = await openNotebook('in-the-chain.rsql', 'SELECT 1 AS one;\n');
    const from = await lastRequest();
    startCell(notebook, 0);
    await until(
      async () => (await operationsSince(from)).includes('AssumeRoleWithWebIdentity'),
      'the chain is walked',
    );
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await until(() => notebook.cellAt(0).executionSummary?.timing !== undefined, 'the cell ends');
    assert.deepEqual(columnOf(await runCell(notebook, 0), 'one'), ['1']);
    const exchanges = (await operationsSince(from)).filter((name) => name === 'CreateTokenWithIAM');
    assert.equal(exchanges.length, 1);
  });

  it('by closing the notebook ends the cells that wait in it, too', async () => {
    await signIn('ming@example.com');
    const notebook = await openNotebook(
      'waiting.rsql',
      'SELECT 1;\n\n-- %%\nSELECT pg_sleep(60);\n\n-- %%\nSELECT 2;\n',
    );
    await runCell(notebook, 0);
    const from = await lastRequest();
    startCell(notebook, 1);
    await until(async () => (await operationsSince(from)).includes('ExecuteStatement'), 'a cell runs');
    startCell(notebook, 2);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(async () => (await operationsSince(from)).includes('CancelStatement'), 'it is cancelled');
    const other = await openNotebook('interrupt-other.rsql', 'SELECT 3 AS three;\n');
    assert.deepEqual(columnOf(await runCell(other, 0), 'three'), ['3']);
    const started = (await operationsSince(from)).filter((name) => name === 'ExecuteStatement');
    assert.equal(started.length, 2);
  });
});
