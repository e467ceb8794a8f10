import assert from 'node:assert/strict';
import { startSandboxChild, type SandboxChild } from '../../src/node/sandboxChild.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { awsCalls, awsCallsUntil, setFaults } from './sandboxTalk.ts';
import { openWorld, signIn, type World } from './world.ts';

const notebook = `-- %% Quick
SELECT 'quick' AS answer;

-- %% Slow
SELECT 'slow' AS answer;

-- %% Several
SELECT 'first' AS answer;
SELECT 'second' AS answer;

-- %% Wrong
SELECT nothing FROM nowhere;

-- %% Many rows
SELECT generate_series(1, 1500) AS n;
`;

describe('a window that is reloaded while a statement runs', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  before(async () => {
    sandbox = await startSandboxChild(sandboxProgram);
    world = await openWorld(sandboxSettings(sandbox.ready), 'trusted', { 'take-up.rsql': notebook });
    ({ workbench } = world);
    await workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await signIn(world, 'ming@example.com');
    await workbench.openFile('take-up.rsql');
    await workbench.waitForCells();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('take-up-failed');
  });

  after(async () => {
    await world?.stop();
    await sandbox?.stop();
  });

  const lastSequence = async () => (await awsCalls(sandbox.ready)).at(-1)?.sequence ?? 0;
  const operationsSince = async (sequence: number) =>
    (await awsCalls(sandbox.ready, sequence)).map(({ operation }) => operation);
  const waitForValues = (...values: string[]) =>
    workbench.waitForTables((tables) =>
      values.every((value) => tables.some((table) => table[0]?.[0] === value)),
    );

  async function reload(): Promise<void> {
    await workbench.reload();
    // The window may have gone before it had stored which editors it showed.
    await workbench.openFile('take-up.rsql');
    await workbench.waitForCells();
  }

  /** A new window asks Redshift once for whom it takes the session; a fault is not meant for that statement. */
  async function askWhoTheyAre(): Promise<void> {
    await workbench.runCell(0);
    await workbench.waitForRun(0, 1);
  }

  it('has run a cell, a failing one, and one with many rows', async () => {
    await workbench.runCell(0);
    await waitForValues('quick');
    await workbench.runCell(3);
    await workbench.waitForOutput('nowhere');
    await workbench.runCell(4);
    await workbench.waitForOutput('1,500 rows');
  });

  it('shows the result of a ten-second statement, which ran once, and those of the other cells', async () => {
    await setFaults(sandbox.ready, [
      { operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: 10 } },
    ]);
    const before = await lastSequence();
    await workbench.runCell(1);
    await awsCallsUntil(sandbox.ready, 'DescribeStatement', before);
    const since = await lastSequence();
    await reload();
    await waitForValues('quick', 'slow');
    await workbench.waitForOutput('nowhere');
    // ListStatements where the window went before it had stored the statement's ID. No walk of the identity chain.
    const looks = ['ListStatements', 'DescribeStatement', 'GetStatementResultV2'];
    const others = (await operationsSince(since)).filter((operation) => !looks.includes(operation));
    assert.deepEqual(others, []);
    const sent = (await operationsSince(before)).filter((operation) => operation === 'ExecuteStatement');
    assert.equal(sent.length, 1);
  });

  it('shows more rows of a result that was taken up', async () => {
    const grid = await workbench.outputPart('[role="grid"][aria-rowcount="1501"]');
    await grid.locator('[role="gridcell"]').first().click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.outputPart('[role="row"][aria-rowindex="1501"] [role="gridcell"]:has-text("1500")');
  });

  it('can interrupt a statement that was taken up', async () => {
    await askWhoTheyAre();
    await setFaults(sandbox.ready, [
      { operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: 600 } },
    ]);
    const before = await lastSequence();
    await workbench.runCell(1);
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before);
    const since = await lastSequence();
    await reload();
    await workbench
      .cell(1)
      .getByText(/Running|Looking for the statement/)
      .first()
      .waitFor();
    await workbench.stopCell(1);
    await awsCallsUntil(sandbox.ready, 'CancelStatement', since);
    await workbench.waitForOutput('Interrupted; Redshift ended the statement.');
  });

  it('finds a statement whose ID it never heard, and says what was not run after it', async () => {
    await askWhoTheyAre();
    await setFaults(sandbox.ready, [
      { operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: 8 } },
      { operation: 'ExecuteStatement', fault: 'dropAfter' },
    ]);
    const before = await lastSequence();
    await workbench.runCell(2);
    // It is sent again and again, and runs once.
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before, 3);
    await workbench.reload();
    await setFaults(sandbox.ready, []);
    const since = await lastSequence();
    await workbench.openFile('take-up.rsql');
    await workbench.waitForCells();
    await waitForValues('quick', 'first');
    await workbench.waitForOutput('The window closed while statement 1 of 2 ran; the others were not run.');
    const after = await operationsSince(since);
    assert.ok(after.includes('ListStatements'));
    assert.ok(!after.includes('ExecuteStatement'));
  });

  it('loses no press of Run while it looks for a statement', async () => {
    await askWhoTheyAre();
    await setFaults(sandbox.ready, [{ operation: 'ExecuteStatement', fault: 'drop' }]);
    const before = await lastSequence();
    await workbench.runCell(1);
    // By then the window has stored what it runs.
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before, 3);
    await workbench.reload();
    await setFaults(sandbox.ready, [{ operation: 'ListStatements', fault: { delayMilliseconds: 600_000 } }]);
    await workbench.openFile('take-up.rsql');
    await workbench.waitForCells();
    await workbench.cell(1).getByText('Looking for the statement').waitFor();
    await workbench.runAllCells();
    await waitForValues('quick', 'slow');
  });
});
