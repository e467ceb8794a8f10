import assert from 'node:assert/strict';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { openNotebook, savedAs, signIn, type World } from './world.ts';

const notebook = `-- %% Sales by region
SELECT region, SUM(amount) AS amount
FROM sales
GROUP BY region;
`;
const regions = 0;

describe('a chart in a notebook', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let world: World;
  let workbench: Workbench;

  openWorldForTests('chart', { files: { 'chart.rsql': notebook } }, async (open) => {
    ({ world, workbench } = open);
    await signIn(world, 'ethan@example.com');
    await openNotebook(workbench, 'chart.rsql');
  });

  const bars = () => workbench.outputPart('svg.marks [aria-label^="AMER: sum of amount"]');

  it('begins with what suits the columns', async () => {
    await workbench.runCell(regions);
    await (await workbench.outputPart('button:has-text("Chart")')).click();
    await (await bars()).waitFor();
    await workbench.inBothThemes((theme) => workbench.screenshot(`chart-${theme}`));
  });

  it('is written into the marker once something else is chosen, while the cell looks as it did', async () => {
    const select = await workbench.outputPart('select[name="Aggregate"]');
    await select.focus();
    await select.selectOption({ label: 'Maximum' });
    await (await workbench.outputPart('svg.marks [aria-label^="AMER: max of amount"]')).waitFor();
    await (await workbench.outputPart('button[aria-pressed="true"]:has-text("Keep in Notebook")')).waitFor();
    await workbench.page.keyboard.press('Control+S');
    const marker = '-- %% Sales by region chart="mark=bar&x=region&y=amount&aggregate=max"';
    const written = notebook.replace('-- %% Sales by region', marker);
    assert.equal(await savedAs(world, 'chart.rsql', written), written);
    // The output is another one by now, its chart included.
    await workbench.waitForRun(regions, 1);
    await workbench.outputPart('select[name="Aggregate"]:focus');
    await workbench.screenshot('chart-kept');
  });

  it('is drawn at the next run', async () => {
    await workbench.runCell(regions);
    await workbench.waitForRun(regions, 2);
    await (await workbench.outputPart('svg.marks [aria-label^="AMER: max of amount"]')).waitFor();
    await (await workbench.outputPart('button[aria-pressed="true"]:has-text("Keep in Notebook")')).waitFor();
  });
});
