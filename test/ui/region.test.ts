import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { inRepository } from '../vscode/repository.ts';
import { sandboxSettings } from '../vscode/sandboxProfile.ts';
import { freePort } from '../vscode/server.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls, lastSequence } from './sandboxTalk.ts';
import { openNotebook, savedAs, signIn, type World } from './world.ts';

/** Orders by region of sale, as Ethan sees them all. */
const east = { AMER: '1543', APAC: '1800', EMEA: '2057' };
const west = { AMER: '1800', APAC: '2100', EMEA: '2400' };

describe('switching the Region', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;

  openWorldForTests('region', { settings: settingsWithUnreachable }, async (open) => {
    ({ sandbox, world, workbench } = open);
    await signIn(world, 'ethan@example.com');
    await openNotebook(workbench, 'ethan-global.rsql');
  });

  const spoken = (region: string, by: string, state: string) =>
    `Redshift: ethan@example.com, Region ${region}, workgroup redshift-tip-enabled, ${by}, session ${state}`;
  const byHeader = 'by the notebook’s header';
  const byDefault = 'the window’s default';

  /** Runs a code cell, and waits until a table shows these orders. */
  async function runsIn(cell: number, orders: Record<string, string>): Promise<void> {
    await workbench.runCell(cell);
    await workbench.waitForTables((tables) => tables.some((table) => showsOrders(table, orders)));
  }

  it('runs a cell in the first Region, which is the window’s default', async () => {
    await runsIn(1, east);
    await workbench.waitForSpokenStatus(spoken('us-east-1', byDefault, 'ready'));
  });

  it('shows state and latency of every site, by a click into the status bar', async () => {
    await workbench.pressStatus('ethan@example.com');
    const rows = await workbench.waitForPick((drawn) => !drawn.some((row) => row.includes('measuring')));
    const times = /until \d+:\d+( [AP]M)?|\d+ ms/g;
    assert.deepEqual(
      rows.map((row) => row.replaceAll(times, '…').replaceAll(/\s+/g, ' ')),
      [
        'us-east-1, redshift-tip-enabled · workgroup, database dev, in use, verified ready … · pulse …',
        'us-west-2, redshift-tip-enabled · workgroup, database dev, account not signed in yet · pulse …',
        'us-west-2, finance-cluster · cluster, database finance, account not signed in yet · pulse …',
        'eu-west-1, redshift-tip-enabled · workgroup, database dev, account not signed in yet · debug-disconnect unreachable',
        'Set as the window’s default…, the notebook’s header stays as it is',
        'Switch account…',
      ],
    );
    await workbench.screenshot('region-pick-dark');
  });

  it('runs the next cell in the Region that is picked by the mouse', async () => {
    await workbench.pick('us-west-2');
    await workbench.waitForSpokenStatus(spoken('us-west-2', byHeader, 'not begun'));
    await runsIn(1, west);
    await workbench.waitForSpokenStatus(spoken('us-west-2', byHeader, 'ready'));
    await workbench.screenshot('region-switched-dark');
  });

  it('goes back by the keyboard, without an identity call', async () => {
    const last = await lastSequence(sandbox.ready);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('g');
    await workbench.waitForPick((rows) => rows.length > 0);
    await workbench.typeInQuickInput('us-east-1');
    await workbench.waitForPick((rows) => rows[0]?.startsWith('us-east-1') === true);
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForSpokenStatus(spoken('us-east-1', byHeader, 'ready'));
    await runsIn(1, east);
    const calls = await awsCalls(sandbox.ready, last);
    const identityCalls = calls.filter(({ service }) => service === 'sts' || service === 'sso-oauth');
    assert.deepEqual(identityCalls, []);
    assert.ok(
      calls.some(({ operation, region }) => operation === 'ExecuteStatement' && region === 'us-east-1'),
    );
  });

  it('has written the choice into the header, and changed no other byte', async () => {
    const sample = await readFile(inRepository('media', 'samples', 'ethan-global.rsql'), 'utf8');
    const header = [
      '-- ---',
      '-- redshift:',
      '--   region: us-east-1',
      '--   workgroup: redshift-tip-enabled',
    ];
    const wanted = [...header, '--   database: dev', '-- ---', '', sample].join('\n');
    await workbench.page.keyboard.press('Control+S');
    assert.equal(await savedAs(world, 'ethan-global.rsql', wanted), wanted);
  });

  it('keeps to a notebook’s header, and shows that it does', async () => {
    await workbench.openFile('ming-apac.rsql');
    await workbench.waitForSpokenStatus(spoken('us-east-1', byDefault, 'ready'));
    await workbench.waitForStatusIcon('globe');
    await workbench.openFile('regions.rsql');
    await workbench.waitForSpokenStatus(spoken('us-west-2', byHeader, 'ready'));
    await workbench.waitForStatusIcon('notebook');
    await workbench.runCommand('Redshift Identity: Switch Region…');
    await workbench.waitForPick((rows) => rows.length > 0);
    await workbench.pick('Set as the window’s default…');
    await workbench.waitForPick((rows) => rows.some((row) => row.startsWith('Write into')));
    await workbench.pick('us-east-1');
    await workbench.waitForNotification('still decides for that notebook');
    await workbench.waitForSpokenStatus(spoken('us-west-2', byHeader, 'ready'));
    await runsIn(0, west);
  });

  it('runs two notebooks in two Regions side by side', async () => {
    await workbench.runCommand('View: Move Editor into Next Group');
    await workbench.waitForEditorGroups(2);
    await workbench.waitForSpokenStatus(spoken('us-west-2', byHeader, 'ready'));
    await workbench.waitForTables((tables) => tables.some((table) => showsOrders(table, west)));
    await workbench.showTab('ethan-global.rsql');
    await workbench.waitForSpokenStatus(spoken('us-east-1', byHeader, 'ready'));
    await workbench.runAllCells();
    await workbench.waitForTables((tables) =>
      [east, west].every((orders) => tables.some((table) => showsOrders(table, orders))),
    );
    await workbench.screenshot('region-side-by-side-dark');
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.waitForTheme('light');
    await workbench.pressStatus('ethan@example.com');
    await workbench.waitForPick((drawn) => !drawn.some((row) => row.includes('measuring')));
    await workbench.screenshot('region-pick-light');
  });
});

/** The sandbox, with a third Region whose endpoint nobody listens at. */
async function settingsWithUnreachable(ready: SandboxReady): Promise<Record<string, unknown>> {
  const name = 'redshiftIdentity.profiles';
  const [profile] = sandboxSettings(ready)[name] as [{ sites: { region: string }[] }];
  const [site] = profile.sites;
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  return {
    [name]: [{ ...profile, sites: [...profile.sites, { ...site, region: 'eu-west-1', endpoint }] }],
  };
}

/** Whether a table holds these orders and no others; the column of counts stands in one of two places. */
function showsOrders(table: readonly string[][], orders: Record<string, string>): boolean {
  const cells = Object.entries(orders);
  return (
    table.length === cells.length &&
    cells.every(([region, count]) => table.some((row) => row.includes(region) && row.includes(count)))
  );
}
