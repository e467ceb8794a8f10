import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls } from './sandboxTalk.ts';
import { outlineOf, TreeView } from './treeView.ts';
import { openNotebook, signIn } from './world.ts';

const region = ['Account ming@example.com', 'Region us-east-1'];
const workgroup = [...region, 'Workgroup redshift-tip-enabled'];
const archive = [...workgroup, 'Database archive'];
const dev = [...workgroup, 'Database dev'];
const archived = [...archive, 'Schema public', 'Tables', 'Table sales'];
const sales = [...dev, 'Schema public', 'Tables', 'Table sales'];
const customers = [...dev, 'Schema crm', 'Tables', 'Table customers'];

describe('what can be done in the explorer', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let workbench: Workbench;
  let tree: TreeView;

  openWorldForTests('explorer-actions', {}, async (open) => {
    ({ sandbox, workbench } = open);
    tree = new TreeView(workbench, 'Explorer');
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await openNotebook(workbench, 'ming-apac.rsql');
    await workbench.openView('Redshift Identity');
    await signIn(open.world, 'ming@example.com');
  });

  it('keeps two databases apart that have a schema and a table of the same name', async () => {
    await tree.open(...archive);
    await tree.open(...dev);
    await tree.open(...archived);
    await tree.open(...dev, 'Schema public', 'Tables');
    assert.equal(
      outlineOf(await tree.below(...workgroup)),
      `Workgroup redshift-tip-enabled, database dev, in use
  Database archive, local
    Schema public
      Tables, 2
        Table returns
        Table sales
          Column year, integer, NOT NULL, SORTKEY 1
          Column region, character varying(4), NOT NULL
          Column total, numeric(16,2), NOT NULL
      Functions
      Procedures
  Database awsdatacatalog, auto mounted catalog
  Database dev, local
    Schema crm
    Schema public
      Tables, 2
        Table sales
        Table stores
      Views, 1
      Functions
      Procedures
    Schema information_schema
    Schema pg_catalog
  Database sporting-goods@s3tablescatalog, auto mounted catalog`,
    );
    await tree.toggle(...archived);
  });

  it('previews a hundred rows in a cell, and Ming sees her own', async () => {
    await tree.chooseInMenu(await tree.find(...sales), 'Preview 100 Rows');
    await workbench.waitForOutput('100 rows');
    const tables = await workbench.waitForTables((drawn) => drawn.flat().length > 0);
    const regions = new Set(tables.flatMap((rows) => rows.map(([, name]) => name)));
    assert.deepEqual([...regions], ['APAC']);
    assert.match(await workbench.cell(0).innerText(), /SELECT\s\*\s+FROM\spublic\.sales\s+LIMIT\s100;/);
  });

  it('copies a name as a statement needs it', async () => {
    await tree.chooseInMenu(await tree.find(...archived), 'Copy Name');
    await workbench.waitForClipboard('archive.public.sales');
  });

  it('puts a name into a cell onto which its table is dragged', async () => {
    const line = workbench.cell(1).locator('.view-line').first();
    await tree.at(await tree.find(...archived)).dragTo(line);
    await line.getByText('archive.public.sales').waitFor();
  });

  it('filters what is loaded as somebody types, and brings all back', async () => {
    const before = outlineOf(await tree.rows());
    const sent = (await awsCalls(sandbox.ready)).length;
    await workbench.runCommand('Redshift Identity: Filter Explorer…');
    await workbench.typeInQuickInput('sales_');
    const rows = await tree.waitForRows(
      (drawn) => drawn.some(({ label }) => label === 'View sales_by_country') && drawn.length < 10,
    );
    await workbench.page.keyboard.press('Enter');
    await workbench.page.getByText('Filter “sales_”: 1 of').waitFor();
    assert.deepEqual(
      rows.map(({ label }) => label),
      [
        'Account ming@example.com, groups apac-sales',
        'Region us-east-1',
        'Workgroup redshift-tip-enabled, database dev, in use',
        'Database dev, local',
        'Schema public',
        'Views',
        'View sales_by_country',
      ],
    );
    await workbench.runCommand('Redshift Identity: Clear Explorer Filter');
    await tree.waitForRows((drawn) => outlineOf(drawn) === before);
    assert.equal((await awsCalls(sandbox.ready)).length, sent);
  });

  it('finds a column in Redshift’s catalogue and goes to it', async () => {
    await workbench.runCommand('Redshift Identity: Find Object…');
    await workbench.typeInQuickInput('email');
    await workbench.pick('dev.crm.customers');
    const focused = await tree.waitForFocus(({ label }) => label.startsWith('Column email'));
    const column = await tree.find(...customers, 'Column email');
    assert.deepEqual(focused, column);
  });

  it('opens the menu of a line by keyboard, and says what Ming may see and what is hidden', async () => {
    await tree.focusByKeyboard(...customers);
    await workbench.until('The menu of the line', async () => {
      await workbench.page.keyboard.press('Shift+F10');
      await workbench.page
        .locator('.monaco-menu')
        .waitFor({ timeout: 5000 })
        .catch(() => undefined);
      return (await workbench.page.locator('.monaco-menu').isVisible()) || undefined;
    });
    const entry = workbench.page.locator('.monaco-menu .action-item.focused');
    const chosen = workbench.page.locator('.monaco-menu .action-item.focused', {
      hasText: 'What May I See?',
    });
    while ((await chosen.count()) === 0) {
      const before = (await entry.count()) === 0 ? '' : await entry.innerText();
      await workbench.page.keyboard.press('ArrowDown');
      await entry.filter({ hasNotText: before === '' ? /^$/ : before }).waitFor();
    }
    await workbench.page.keyboard.press('Enter');
    const report = await workbench.waitForPreview('What may I see of crm.customers?');
    assert.match(report, /You may read 5 of 7 columns of crm\.customers/);
    assert.match(
      report,
      /Which masking policies are attached is not visible to you: Redshift shows SVV_ATTACHED_MASKING_POLICY to superusers/,
    );
  });

  it('shows the grants on a table', async () => {
    await tree.chooseInMenu(await tree.find(...sales), 'Show Grants');
    assert.match(await workbench.waitForPreview('Grants on'), /role awsidc:apac-sales\s+SELECT/i);
  });

  it('is drawn in a dark and in a light theme', async () => {
    await workbench.screenshot('explorer-dark');
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.waitForTheme('light');
    await workbench.screenshot('explorer-light');
  });
});
