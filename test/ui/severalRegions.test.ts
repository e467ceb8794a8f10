import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls, setFaults } from './sandboxTalk.ts';
import { openNotebook, savedAs, signIn, type World } from './world.ts';

const notebook = `-- %% Everywhere regions="*"
SELECT COUNT(*) AS orders FROM sales;

-- %% Orders
SELECT region, COUNT(*) AS orders FROM sales GROUP BY region ORDER BY region;

-- %% Write
DELETE FROM sales WHERE region = 'APAC';
`;
const [everywhere, orders, write] = [0, 1, 2] as const;

describe('a cell in several places', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  openWorldForTests('places', { files: { 'places.rsql': notebook } }, async (open) => {
    ({ sandbox, world, workbench } = open);
    for (const login of ['ming@example.com', 'ethan@example.com']) await signIn(world, login);
    await openNotebook(workbench, 'places.rsql');
  });

  const isTable = (rows: readonly string[][]) => (table: string[][]) =>
    JSON.stringify(table) === JSON.stringify(rows);
  const waitForTable = (...rows: string[][]) =>
    workbench.waitForTables((tables) => tables.some(isTable(rows)));

  async function pictures(name: string): Promise<void> {
    await workbench.inBothThemes((theme) => workbench.screenshot(`${name}-${theme}`));
  }

  it('shows one result of every Region, and what each took', async () => {
    await workbench.runCell(everywhere);
    await waitForTable(['us-east-1', '5400'], ['us-west-2', '6300']);
    for (const region of ['us-east-1', 'us-west-2']) await workbench.waitForOutput(`${region}`);
    await pictures('places-everywhere');
  });

  it('names the Region that fails, and shows the other', async () => {
    const denied = { error: 'AccessDeniedException', status: 400 };
    await setFaults(sandbox.ready, [{ operation: 'ExecuteStatement', region: 'us-west-2', fault: denied }]);
    await workbench.runCell(everywhere);
    await waitForTable(['us-east-1', '5400']);
    await workbench.waitForOutput('AccessDenied');
    await pictures('places-one-failed');
    await setFaults(sandbox.ready, []);
  });

  it('gets its Regions from a list, which writes them into its marker', async () => {
    await workbench.cell(orders).click();
    await workbench.runCommand('Redshift Identity: Run Cell in Several Regions…');
    await workbench.waitForPick((rows) => rows.some((row) => row.includes('us-west-2')));
    await workbench.tick('us-west-2');
    await workbench.page.keyboard.press('Enter');
    await workbench.cell(orders).getByText('us-west-2').waitFor();
    await workbench.page.keyboard.press('Control+S');
    const wanted = notebook.replace('-- %% Orders', '-- %% Orders regions="us-west-2"');
    assert.equal(await savedAs(world, 'places.rsql', wanted), wanted);
    await workbench.runCell(orders);
    await waitForTable(['AMER', '1800'], ['APAC', '2100'], ['EMEA', '2400']);
  });

  it('shows what a second person sees beside it, and the difference', async () => {
    await workbench.cell(orders).click();
    await workbench.runCommand('Redshift Identity: Run As Another Account…');
    await workbench.waitForPick((rows) => rows[0]?.includes('ming@example.com') === true);
    await workbench.pick('ming@example.com');
    await workbench.waitForOutput('as ming@example.com');
    await workbench.waitForOutput('only ethan@example.com sees');
    await pictures('places-compared');
    const { page } = workbench;
    const size = page.viewportSize();
    await page.setViewportSize({ width: 1000, height: 1200 });
    await workbench.screenshot('places-compared-narrow-dark');
    if (size) await page.setViewportSize(size);
  });

  it('refuses to run what writes as a second person', async () => {
    const before = (await awsCalls(sandbox.ready)).length;
    await workbench.cell(write).click();
    await workbench.runCommand('Redshift Identity: Run As Another Account…');
    await workbench.waitForNotification('A statement of this cell may change something (DELETE)');
    assert.equal((await awsCalls(sandbox.ready)).length, before);
    await workbench.screenshot('places-refused-dark');
  });
});
