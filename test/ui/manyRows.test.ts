import assert from 'node:assert/strict';
import { startSandboxChild, type SandboxChild } from '../../src/node/sandboxChild.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { awsCalls } from './sandboxTalk.ts';
import { openWorld, signIn, type World } from './world.ts';

const notebook = `-- %% A million rows
SELECT n AS id, n::bigint * 7919 % 100000 AS quantity, 'order ' || n AS note
FROM generate_series(1, 1000000) AS n;

-- %% Wrong
SELECT country,
       nothing
FROM sales;
`;
const [many, wrong] = [0, 1] as const;

describe('a result of a million rows', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  before(async () => {
    sandbox = await startSandboxChild(sandboxProgram);
    world = await openWorld(sandboxSettings(sandbox.ready), 'trusted', { 'many.rsql': notebook });
    ({ workbench } = world);
    await signIn(world, 'ethan@example.com');
    await workbench.openFile('many.rsql');
    await workbench.waitForCells();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('many-rows-failed');
  });

  after(async () => {
    await world?.stop();
    await sandbox?.stop();
  });

  const waitForRows = (count: number) =>
    workbench.waitForTables((tables) => tables.some(({ length }) => length === count));
  const fetches = async () =>
    (await awsCalls(sandbox.ready)).filter(({ operation }) => operation === 'GetStatementResultV2').length;

  it('shows the first ones before more than a second page is fetched', async () => {
    await workbench.runCell(many);
    await waitForRows(200);
    const fetched = await fetches();
    assert.ok(fetched <= 2, `${fetched} pages were fetched`);
    await workbench.inBothThemes((theme) => workbench.screenshot(`many-rows-${theme}`));
  });

  it('shows more by a button', async () => {
    await workbench.pressInOutput('Show more rows');
    const [rows = []] = await waitForRows(700);
    assert.deepEqual(
      rows.map(([id]) => id),
      Array.from({ length: 700 }, (_, index) => String(index + 1)),
    );
    await workbench.waitForOutput('700 of 1,000,000 rows shown');
  });

  it('shows more when somebody scrolls near the end', async () => {
    await workbench.scrollOutput('.scroll');
    await waitForRows(1200);
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
