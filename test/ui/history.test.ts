import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCallsUntil, lastSequence, operationsSince } from './sandboxTalk.ts';
import { openNotebook, signIn, waitForValues, type World } from './world.ts';

const statement = 'SELECT DISTINCT region FROM sales';

describe('the query history', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  openWorldForTests('history', { files: { 'history.rsql': `${statement};\n` } }, async (open) => {
    ({ sandbox, world, workbench } = open);
    await signIn(world, 'ming@example.com');
    await openNotebook(workbench, 'history.rsql');
    await workbench.runCell(0);
    await waitForValues(workbench, 'APAC');
  });

  const row = () =>
    workbench.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: statement }).first();
  const pressOnRow = (button: string) => workbench.pressOn(row(), `.action-label[aria-label="${button}"]`);
  const showHistory = () => workbench.runCommand('Redshift Identity: Show Query History');
  const historyFile = async () => {
    const files = await readdir(world.state, { recursive: true });
    const [file] = files.filter((name) => path.basename(name) === 'statements.jsonl');
    return path.join(world.state, file ?? assert.fail('no history was written'));
  };

  it('lists what ran, as whom and where', async () => {
    const { region, workgroup } = sandbox.ready.sites[0] ?? assert.fail();
    await showHistory();
    const rows = await workbench.waitForPick((labels) => labels.some((label) => label.includes(statement)));
    const said = rows.find((label) => label.includes(statement)) ?? '';
    for (const part of ['ming@example.com', region, workgroup, '1 row', 'finished']) {
      assert.ok(said.includes(part), `${part} in ${said}`);
    }
  });

  it('opens a result without running anything', async () => {
    const since = await lastSequence(sandbox.ready);
    await pressOnRow('Open Result Without Running');
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await awsCallsUntil(sandbox.ready, 'GetStatementResultV2', since);
    await waitForValues(workbench, 'APAC');
    assert.ok(!(await operationsSince(sandbox.ready, since)).includes('ExecuteStatement'));
  });

  it('runs a statement again in a new cell', async () => {
    await openNotebook(workbench, 'history.rsql');
    const since = await lastSequence(sandbox.ready);
    await showHistory();
    await pressOnRow('Run Again in a New Cell');
    await awsCallsUntil(sandbox.ready, 'GetStatementResultV2', since);
    await workbench.cell(1).waitFor();
    const runs = (await operationsSince(sandbox.ready, since)).filter((name) => name === 'ExecuteStatement');
    assert.equal(runs.length, 1);
  });

  it('has what another computer ran from Redshift', async () => {
    // What this one knows goes, as if it had never run anything.
    await rm(await historyFile());
    await showHistory();
    const rows = await workbench.waitForPick((labels) =>
      labels.some((label) => label.includes('another window')),
    );
    assert.equal(rows.filter((label) => label.includes('current_user')).length, 0);
    const since = await lastSequence(sandbox.ready);
    await pressOnRow('Open Result Without Running');
    await awsCallsUntil(sandbox.ready, 'GetStatementResultV2', since);
  });

  it('is empty once it was cleared, of what Redshift remembers too', async () => {
    await workbench.runCommand('Redshift Identity: Clear Query History');
    await workbench.answerDialog('Clear History');
    await showHistory();
    await workbench.waitForPick(([label = '']) => label.includes('No statement has run yet'));
    assert.doesNotMatch(await readFile(await historyFile(), 'utf8'), /SELECT/);
  });
});
