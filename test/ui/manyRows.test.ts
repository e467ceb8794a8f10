import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls, lastSequence, setFaults } from './sandboxTalk.ts';
import { openNotebook, saveAs, signIn, type World } from './world.ts';

const notebook = `-- %% Quick
SELECT 'quick' AS answer;

-- %% A million rows
SELECT n AS id, n::bigint * 7919 % 100000 AS quantity, 'order ' || n AS note
FROM generate_series(1, 1000000) AS n;

-- %% Wrong
SELECT country,
       nothing
FROM sales;
`;
const [quick, many, wrong] = [0, 1, 2] as const;

describe('a result of a million rows', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  openWorldForTests('many-rows', { files: { 'many.rsql': notebook } }, async (open) => {
    ({ sandbox, world, workbench } = open);
    await signIn(world, 'ethan@example.com');
    await openNotebook(workbench, 'many.rsql');
  });

  /** Of a row, counted from 1, once it has come. */
  const cell = (row: number, text: string) =>
    workbench.outputPart(`[role="row"][aria-rowindex="${row + 1}"] [role="gridcell"]:text-is("${text}")`);
  const waitForFirst = (...values: string[]) =>
    workbench.waitForTables((tables) =>
      tables.some(([first]) => JSON.stringify(first) === JSON.stringify(values)),
    );
  it('shows the first ones with the first page, and fetches no other by itself', async () => {
    // The first statement of a window comes with a question for whom Redshift takes the session.
    await workbench.runCell(quick);
    await workbench.waitForRun(quick, 1);
    const before = await lastSequence(sandbox.ready);
    const calls = async () =>
      (await awsCalls(sandbox.ready, before))
        .filter(({ operation }) => operation !== 'DescribeStatement')
        .map(({ operation, result }) => `${operation} ${result}`);
    await workbench.runCell(many);
    await waitForFirst('1', '7919', 'order 1');
    await workbench.waitForOutput('1,000,000 rows');
    assert.deepEqual(await calls(), ['ExecuteStatement OK', 'GetStatementResultV2 OK']);
    await workbench.inBothThemes((theme) => workbench.screenshot(`many-rows-${theme}`));
    assert.deepEqual(await calls(), ['ExecuteStatement OK', 'GetStatementResultV2 OK']);
  });

  it('leaves no file of an export that is cancelled', async () => {
    const files = async () => (await readdir(world.notebooks)).sort();
    const before = await files();
    await setFaults(sandbox.ready, [
      { operation: 'GetStatementResultV2', fault: { delayMilliseconds: 1000 } },
    ]);
    await workbench.runCommand('Redshift Identity: Export Result…');
    await workbench.pick('CSV');
    await saveAs(world, 'many.csv');
    const shown = workbench.page.locator('.notification-toast', { hasText: 'Exporting to many.csv' });
    await shown.filter({ hasText: 'of 1,000,000 rows' }).waitFor();
    assert.equal((await files()).length, before.length + 1);
    await workbench.screenshot('export-progress-dark');
    await shown.getByRole('button', { name: 'Cancel' }).click();
    await shown.waitFor({ state: 'detached' });
    await workbench.until('The unfinished file is gone', async () => {
      return (await files()).length === before.length || undefined;
    });
    assert.deepEqual(await files(), before);
    await setFaults(sandbox.ready, []);
  });

  it('goes to the last one by a key', async () => {
    await (await cell(1, '7919')).click();
    await workbench.page.keyboard.press('Control+End');
    await cell(1_000_000, 'order 1000000');
  });

  it('sorts them all by a column', async () => {
    await (await workbench.outputPart('[role="columnheader"]:has-text("quantity")')).click();
    await (await workbench.outputPart('[role="columnheader"][aria-sort="ascending"]')).waitFor();
    await workbench.page.keyboard.press('Control+Home');
    await waitForFirst('100000', '0', 'order 100000');
    await workbench.page.setViewportSize({ width: 1000, height: 800 });
    await workbench.screenshot('many-rows-narrow-dark');
  });

  it('marks where Redshift saw an error, until it is edited', async () => {
    await workbench.page.setViewportSize({ width: 1000, height: 1200 });
    await workbench.runCell(wrong);
    await workbench.waitForOutput('column "nothing" does not exist');
    const squiggle = workbench.cell(wrong).locator('.squiggly-error');
    await squiggle.waitFor();
    await workbench.inBothThemes((theme) => workbench.screenshot(`error-mark-${theme}`));
    await workbench.cell(wrong).getByText('nothing').dblclick();
    await workbench.page.keyboard.type('region');
    await squiggle.waitFor({ state: 'hidden' });
  });
});
