import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCallsUntil, lastSequence, operationsSince, setFaults, slowStatement } from './sandboxTalk.ts';
import { askWhoTheyAre, openNotebook, reloadNotebook, signIn, waitForValues } from './world.ts';

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
  let workbench: Workbench;

  openWorldForTests('take-up', { files: { 'take-up.rsql': notebook } }, async (open) => {
    ({ sandbox, workbench } = open);
    await workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await signIn(open.world, 'ming@example.com');
    await openNotebook(workbench, 'take-up.rsql');
  });

  it('has run a cell, a failing one, and one with many rows', async () => {
    await workbench.runCell(0);
    await waitForValues(workbench, 'quick');
    await workbench.runCell(3);
    await workbench.waitForOutput('nowhere');
    await workbench.runCell(4);
    await workbench.waitForOutput('1,500 rows');
  });

  it('shows the result of a ten-second statement, which ran once, and those of the other cells', async () => {
    await slowStatement(sandbox.ready, 10);
    const before = await lastSequence(sandbox.ready);
    await workbench.runCell(1);
    await awsCallsUntil(sandbox.ready, 'DescribeStatement', before);
    const since = await lastSequence(sandbox.ready);
    await reloadNotebook(workbench, 'take-up.rsql');
    await waitForValues(workbench, 'quick', 'slow');
    await workbench.waitForOutput('nowhere');
    // ListStatements where the window went before it had stored the statement's ID. No walk of the identity chain.
    const looks = ['ListStatements', 'DescribeStatement', 'GetStatementResultV2'];
    const others = (await operationsSince(sandbox.ready, since)).filter(
      (operation) => !looks.includes(operation),
    );
    assert.deepEqual(others, []);
    const sent = (await operationsSince(sandbox.ready, before)).filter(
      (operation) => operation === 'ExecuteStatement',
    );
    assert.equal(sent.length, 1);
  });

  it('shows more rows of a result that was taken up', async () => {
    const grid = await workbench.outputPart('[role="grid"][aria-rowcount="1501"]');
    await grid.locator('[role="gridcell"]').first().click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.outputPart('[role="row"][aria-rowindex="1501"] [role="gridcell"]:has-text("1500")');
  });

  it('can interrupt a statement that was taken up', async () => {
    await askWhoTheyAre(workbench, 0);
    await slowStatement(sandbox.ready, 600);
    const before = await lastSequence(sandbox.ready);
    await workbench.runCell(1);
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before);
    const since = await lastSequence(sandbox.ready);
    await reloadNotebook(workbench, 'take-up.rsql');
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
    await askWhoTheyAre(workbench, 0);
    await setFaults(sandbox.ready, [
      { operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: 8 } },
      { operation: 'ExecuteStatement', fault: 'dropAfter' },
    ]);
    const before = await lastSequence(sandbox.ready);
    await workbench.runCell(2);
    // It is sent again and again, and runs once.
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before, 3);
    await workbench.reload();
    await setFaults(sandbox.ready, []);
    const since = await lastSequence(sandbox.ready);
    await openNotebook(workbench, 'take-up.rsql');
    await waitForValues(workbench, 'quick', 'first');
    await workbench.waitForOutput('The window closed while statement 1 of 2 ran; the others were not run.');
    const after = await operationsSince(sandbox.ready, since);
    assert.ok(after.includes('ListStatements'));
    assert.ok(!after.includes('ExecuteStatement'));
  });

  it('loses no press of Run while it looks for a statement', async () => {
    await askWhoTheyAre(workbench, 0);
    await setFaults(sandbox.ready, [{ operation: 'ExecuteStatement', fault: 'drop' }]);
    const before = await lastSequence(sandbox.ready);
    await workbench.runCell(1);
    // By then the window has stored what it runs.
    await awsCallsUntil(sandbox.ready, 'ExecuteStatement', before, 3);
    await workbench.reload();
    await setFaults(sandbox.ready, [{ operation: 'ListStatements', fault: { delayMilliseconds: 600_000 } }]);
    await openNotebook(workbench, 'take-up.rsql');
    await workbench.cell(1).getByText('Looking for the statement').waitFor();
    await workbench.runAllCells();
    await waitForValues(workbench, 'quick', 'slow');
  });
});
