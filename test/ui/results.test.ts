import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { queryDuckDb } from '../core/redshift/export/queryDuckDb.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { openNotebook, reloadNotebook, saveAs, savedAs, signIn, waitForValues, type World } from './world.ts';

const notebook = `-- %% Orders
SELECT n AS id, n::bigint * 7919 % 1000 AS quantity,
       CASE n % 7 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'order "' || n || '"' END AS note
FROM generate_series(1, 2500) AS n;

-- %% Sales by region
SELECT region, COUNT(*) AS orders FROM sales GROUP BY region ORDER BY region;
`;
const [orders, regions] = [0, 1] as const;
const choice = 'mark=bar&x=region&y=orders&aggregate=max';
const withChart = notebook.replace('by region\n', `by region chart="${choice}"\n`);

/** The rows of the first cell, as Redshift has them. */
const rows = Array.from({ length: 2500 }, (_, index) => {
  const n = index + 1;
  const note = n % 7 === 0 ? null : n % 7 === 1 ? '' : `order "${n}"`;
  return { id: n, quantity: (n * 7919) % 1000, note };
});
const quoted = (note: string | null) => (note === null ? '' : `"${note.replaceAll('"', '""')}"`);
const csvOfOrders = [
  'id,quantity,note',
  ...rows.map((row) => `${row.id},${row.quantity},${quoted(row.note)}`),
]
  .map((line) => `${line}\r\n`)
  .join('');

describe('a result in a notebook', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let world: World;
  let workbench: Workbench;

  openWorldForTests('results', { files: { 'results.rsql': notebook } }, async (open) => {
    ({ world, workbench } = open);
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.page.setViewportSize({ width: 1440, height: 1200 });
    await signIn(world, 'ming@example.com');
    await openNotebook(workbench, 'results.rsql');
    await workbench.runCell(orders);
    await workbench.waitForOutput('2,500 rows');
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  const click = async (selector: string) => (await workbench.outputPart(selector)).click();
  /** Of the row at a place, from 1. */
  const cellAt = (row: number, column: number, text: string) =>
    workbench.outputPart(
      `[role="row"][aria-rowindex="${row + 1}"] [role="gridcell"][aria-colindex="${column + 1}"]:text-is("${text}")`,
    );
  /** VS Code's own, of the notebook. */
  const ownFind = () => workbench.page.locator('.simple-fr-find-part-wrapper.visible');

  it('is sorted by a click on a column’s name', async () => {
    await click('[role="columnheader"] .name:text-is("quantity")');
    await workbench.outputPart('[role="columnheader"][aria-sort="ascending"]:has-text("quantity")');
    const sorted = rows.toSorted((one, other) => one.quantity - other.quantity);
    assert.deepEqual(
      sorted.slice(0, 3).map(({ id }) => id),
      [1000, 2000, 679],
    );
    for (const [index, { id }] of sorted.slice(0, 3).entries()) await cellAt(index + 1, 1, String(id));
  });

  it('is filtered from a column’s menu', async () => {
    await (await workbench.outputPart('[role="columnheader"]:has-text("note")')).hover();
    await click('[aria-label="Menu of note"]');
    await click('[role="menuitem"]:has-text("Filter…")');
    await workbench.outputPart('[role="dialog"] input:focus');
    await workbench.page.keyboard.type('R "12');
    await press('Enter');
    const left = rows.filter(({ note }) => note?.includes('r "12'));
    assert.equal(left.length, 80);
    await workbench.waitForOutput(`${left.length} of 2,500 rows`);
  });

  it('is searched by Ctrl+F, where VS Code’s own search stays away', async () => {
    const left = rows.filter(({ note }) => note?.includes('r "12'));
    const found = left.filter(({ note }) => note?.includes('"125'));
    await click('[role="row"][aria-rowindex="2"] [role="gridcell"]');
    await press('Control+f');
    await workbench.outputPart('.find-bar input:focus');
    await workbench.page.keyboard.type('"125');
    await workbench.waitForOutput(`1 of ${found.length}`);
    await press('Enter');
    await workbench.waitForOutput(`2 of ${found.length}`);
    assert.equal(await ownFind().count(), 0);
    await press('Escape');
    // It comes where it is asked for.
    await workbench.editCell(orders);
    await press('Escape', 'Control+f');
    await ownFind().waitFor({ state: 'attached' });
    await ownFind().locator('[aria-label^="Close"]').click();
    await ownFind().waitFor({ state: 'detached' });
  });

  it('is copied from the cells that are selected', async () => {
    const left = rows.filter(({ note }) => note?.includes('r "12'));
    const [one, other] = left.toSorted((a, b) => a.quantity - b.quantity);
    assert.ok(one && other);
    await (await cellAt(1, 2, String(one.quantity))).click();
    await press('Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
    const lines = [one, other].map(({ quantity, note }) => `${quantity}\t${quoted(note)}`);
    await workbench.waitForClipboard(lines.join('\n'));
  });

  it('is exported to CSV as a whole, to the byte', async () => {
    await workbench.runCommand('Redshift Identity: Export Result…');
    await workbench.pick('CSV');
    await workbench.pick('The whole result');
    const file = await saveAs(world, 'whole.csv');
    await workbench.waitForNotification('Exported 2,500 rows');
    assert.equal(await readFile(file, 'utf8'), csvOfOrders);
  });

  it('is exported to Parquet as it is sorted and filtered, to be read by others', async () => {
    await workbench.runCommand('Redshift Identity: Export Result…');
    await workbench.pick('Parquet');
    await workbench.pick('As sorted and filtered');
    const file = await saveAs(world, 'view.parquet');
    await workbench.waitForNotification('Exported 80 rows');
    const left = rows.filter(({ note }) => note?.includes('r "12'));
    const sorted = left.toSorted((a, b) => a.quantity - b.quantity);
    const read = await queryDuckDb(`SELECT id, quantity, note FROM '${file}'`);
    assert.deepEqual(
      read,
      sorted.map(({ id, quantity, note }) => [id, quantity, note].map(String)),
    );
  });

  it('is opened as CSV in an editor', async () => {
    await workbench.runCell(regions);
    await waitForValues(workbench, 'APAC');
    await workbench.runCommand('Redshift Identity: Open Result as CSV');
    await workbench.page.locator('.tab.active:not(:has-text("results.rsql"))').waitFor();
    const lines = workbench.page.locator('.editor-instance:visible .view-line');
    await lines.nth(1).waitFor();
    assert.deepEqual(
      (await lines.allInnerTexts()).map((line) => line.trim()),
      ['region,orders', 'APAC,1800', ''],
    );
    await workbench.showTab('results.rsql');
  });

  const bars = (aggregate: string) =>
    workbench.outputPart(`svg.marks [aria-label^="APAC: ${aggregate} of orders"]`);

  it('keeps its chart in the file', async () => {
    await workbench.runCell(regions);
    await click('[role="grid"][aria-rowcount="2"]');
    await click('.redshift-identity-result:has([aria-rowcount="2"]) button[aria-label="Chart"]');
    await bars('sum');
    await (await workbench.outputPart('select[name="Aggregate"]')).selectOption({ label: 'Maximum' });
    await bars('max');
    await workbench.outputPart('button[aria-pressed="true"]:has-text("Keep in Notebook")');
    await workbench.runCommand('File: Save');
    assert.equal(await savedAs(world, 'results.rsql', withChart), withChart);
  });

  it('is drawn so at the next run, and after a reload of the window', async () => {
    await workbench.runCell(regions);
    await workbench.waitForRun(regions, 4);
    await bars('max');
    await reloadNotebook(workbench, 'results.rsql');
    await bars('max');
  });

  /** Names of the countries on the map of a sample, once a certain one is among them. */
  async function countriesOf(sample: string, own: string): Promise<string[]> {
    await workbench.page.setViewportSize({ width: 1440, height: 5000 });
    await openNotebook(workbench, sample);
    await workbench.runAllCells();
    const place = '[role="graphics-symbol"][aria-label*=": sum of amount"]';
    const map = await workbench.outputPart(`svg.marks:has([aria-label^="${own}: sum of amount"])`);
    const labels = await map.locator(place).evaluateAll((all) => all.map((one) => one.ariaLabel ?? ''));
    return labels.map((label) => label.replace(/:.*/, '')).sort();
  }

  it('is on Ming’s map seven countries', async () => {
    assert.deepEqual(await countriesOf('ming-apac.rsql', 'Singapore'), [
      'Australia',
      'India',
      'Indonesia',
      'Japan',
      'New Zealand',
      'Singapore',
      'South Korea',
    ]);
    await workbench.screenshot('map-ming-dark');
  });

  it('is on Ethan’s map twenty-one', async () => {
    await signIn(world, 'ethan@example.com');
    const countries = await countriesOf('ethan-global.rsql', 'Germany');
    assert.deepEqual([countries.length, new Set(countries).size], [21, 21]);
    await workbench.screenshot('map-ethan-dark');
  });
});
