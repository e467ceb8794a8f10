import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCallsUntil, lastSequence, slowStatement } from './sandboxTalk.ts';
import { askWhoTheyAre, openNotebook, reloadNotebook, signIn, waitForValues, type World } from './world.ts';

const notebook = `-- %% Keep
CREATE TEMP TABLE kept AS SELECT 42 AS answer;

-- %% Read
SELECT answer FROM kept;

-- %% Read more
SELECT answer + 1 AS more FROM kept;

-- %% Begin
BEGIN;

-- %% Roll back
ROLLBACK;

-- %% Apart session="none"
SELECT 'apart' AS answer;

-- %% Again
SELECT 'again' AS answer;
`;
const [keep, read, readMore, begin, rollBack, apart, again] = [0, 1, 2, 3, 4, 5, 6] as const;

describe('the session of a notebook', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  openWorldForTests('session', { files: { 'session.rsql': notebook } }, async (open) => {
    ({ sandbox, world, workbench } = open);
    await workbench.page.setViewportSize({ width: 1440, height: 1600 });
    await signIn(world, 'ming@example.com');
    await openNotebook(workbench, 'session.rsql');
  });

  /** Runs a cell whose statement takes ten minutes, and waits until it is followed. @returns where its calls begin */
  async function startSlow(cell: number): Promise<number> {
    await slowStatement(sandbox.ready, 600);
    const before = await lastSequence(sandbox.ready);
    await workbench.runCell(cell);
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before);
    return before;
  }

  /** Gives the folder these settings, and a new window that has them from the beginning. */
  async function reloadWith(settings: Record<string, unknown>): Promise<void> {
    const folder = path.join(world.notebooks, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
    await reloadNotebook(workbench, 'session.rsql');
  }

  it('has a temporary table of another cell', async () => {
    await workbench.runCell(keep);
    await workbench.runCell(read);
    await waitForValues(workbench, '42');
  });

  it('says that a transaction is open, until it is ended', async () => {
    await workbench.runCell(begin);
    await workbench.editCell(begin);
    await workbench.waitForLanguageStatus('Transaction open');
    await workbench.inBothThemes((theme) => workbench.screenshot(`session-transaction-${theme}`));
    await workbench.runCell(rollBack);
    await workbench.editCell(rollBack);
    await workbench.waitForNoLanguageStatus('Transaction open');
  });

  it('does not keep a cell waiting that runs apart', async () => {
    await startSlow(again);
    await workbench.runCell(apart);
    await waitForValues(workbench, 'apart');
    await workbench.screenshot('session-running-dark');
  });

  it('is free again once its statement was interrupted', async () => {
    const since = await lastSequence(sandbox.ready);
    await workbench.stopCell(again);
    await awsCallsUntil(sandbox.ready, 'CancelStatement', since);
    await workbench.waitForOutput('Interrupted; Redshift ended the statement.');
    await workbench.runCell(readMore);
    await waitForValues(workbench, '43');
  });

  it('begins anew by a command, without what was in it', async () => {
    await workbench.runCommand('Redshift Identity: Restart Session');
    await workbench.waitForStatus('Session restarted');
    await workbench.runCell(read);
    await workbench.waitForOutput('relation "kept" does not exist');
  });

  it('is gone on with after a reload of the window', async () => {
    await workbench.runCell(keep);
    await workbench.runCell(read);
    await waitForValues(workbench, '42');
    await reloadWith({ 'redshiftIdentity.session.keepAlive': 1 });
    const since = await lastSequence(sandbox.ready);
    await workbench.runCell(readMore);
    await waitForValues(workbench, '43');
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', since);
  });

  it('is replaced where Redshift has ended it, and the cell says so', async () => {
    // Redshift keeps it for one second, by its own clock.
    await workbench.page.waitForTimeout(2000);
    await workbench.runCell(again);
    await workbench.waitForOutput('The notebook’s session had ended, so this ran in a new one');
    await waitForValues(workbench, 'again');
    await workbench.screenshot('session-replaced-dark');
  });

  it('leaves no statement running when the notebook is closed', async () => {
    await reloadWith({ 'redshiftIdentity.statements.whenWindowCloses': 'cancel' });
    await askWhoTheyAre(workbench, again);
    const since = await startSlow(apart);
    await workbench.runCommand('View: Close Editor');
    const calls = await awsCallsUntil(sandbox.ready, 'CancelStatement', since);
    assert.deepEqual(resultsOf(calls, 'CancelStatement'), ['OK']);
  });

  it('leaves none when the window goes, if the setting says so', async () => {
    await openNotebook(workbench, 'session.rsql');
    const since = await startSlow(apart);
    await reloadNotebook(workbench, 'session.rsql');
    const calls = await awsCallsUntil(sandbox.ready, 'CancelStatement', since);
    assert.deepEqual(resultsOf(calls, 'CancelStatement'), ['OK']);
    await workbench.waitForOutput('This statement was cancelled: when its window closed');
    await workbench.screenshot('session-cancelled-dark');
  });
});

const resultsOf = (calls: readonly { operation: string; result: string }[], operation: string) =>
  calls.filter((call) => call.operation === operation).map(({ result }) => result);
