import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import { axeFindings } from '../renderer/browser/axeFindings.ts';
import { saleRows, tableRows } from '../renderer/browser/generatedResult.ts';
import type { GridPage, GridPageOptions } from '../renderer/browser/gridPage.ts';
import { themes, type ThemeName } from '../renderer/browser/themes.ts';
import { openPagesForTests } from './openPagesForTests.ts';

describe('the tools around a grid, in a browser', () => {
  let sales: RowSource;
  let shown: GridPage;
  const openPage = openPagesForTests();

  before(async () => {
    sales = await saleRows(50_000);
  });

  const open = async (options: GridPageOptions = {}): Promise<void> => {
    shown = await openPage({ result: sales, ...options });
    await shown.page.getByRole('gridcell').first().waitFor();
  };
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await shown.page.keyboard.press(key);
  };
  const words = (text: string): Promise<void> => shown.page.getByText(text).first().waitFor();
  const button = (name: string | RegExp) => shown.page.getByRole('button', { name }).click();
  const active = (): Promise<string | null | undefined> =>
    shown.page.evaluate(() => document.activeElement?.getAttribute('role'));

  it('sort, filter, select and copy by the keyboard alone', async () => {
    await open();
    const { page, host } = shown;
    for (let stops = 0; (await active()) !== 'grid'; stops++) {
      assert.ok(stops < 6, 'The grid is too far away for the Tab key.');
      await press('Tab');
    }
    // To the header of the second column: descending, which takes two.
    await press('ArrowRight', 'ArrowUp', 'Enter');
    await words('quantity');
    await press('Enter');
    await page.locator('[aria-sort=descending]').waitFor();
    // A filter on the country, by the menu of its header.
    await press('End', 'ArrowLeft', 'Alt+ArrowDown');
    await page.getByRole('menuitem', { name: 'Filter…' }).waitFor();
    await press('f', 'Enter');
    await page.getByRole('dialog', { name: 'Filter country' }).waitFor();
    await page.keyboard.type('japan');
    await press('Enter');
    await words('8,335 of 50,000 rows');
    // Two rows of two columns.
    await press('Escape', 'Control+Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
    await words('Copied 2 rows × 2 columns');
    const [copied = ''] = host?.copied ?? [];
    assert.match(copied, /^98\t\d+\.00\n98\t\d+\.00$/);
    assert.deepEqual(
      (await shown.keysLeft()).filter((key) => !['Tab', 'Control', 'Shift', 'Alt'].includes(key)),
      [],
    );
  });

  it('find in a sorted view, and show the value that was found', async () => {
    await open();
    const { page } = shown;
    await page.getByRole('gridcell').first().click();
    await press('Control+f');
    await page.keyboard.type('ORDER 4321 ');
    await words('1 of 5');
    await press('Enter');
    await words('2 of 5');
    await press('Escape', 'Enter');
    await page.getByRole('region', { name: 'Value of note, row 14,322' }).waitFor();
  });

  it('keep what they show inside of a narrow and low output', async () => {
    await open({ width: 400, result: await tableRows(['a', 'b:int4'], [['x', '1']]) });
    const { page } = shown;
    for (const [name, role] of [
      ['Filter Rows', 'dialog'],
      ['Columns', 'dialog'],
      ['Copy (Ctrl+C)', 'menu'],
      ['Export', 'menu'],
    ] as const) {
      await button(name);
      await page.getByRole(role).waitFor();
      assert.deepEqual(
        await page.evaluate(() => {
          const [popup, output] = ['.popup', '.redshift-identity-result'].map((selector) =>
            document.querySelector(selector)?.getBoundingClientRect(),
          );
          if (!popup || !output) return undefined;
          return [
            popup.left >= output.left,
            popup.right <= output.right + 0.5,
            popup.bottom <= output.bottom + 0.5,
            document.documentElement.scrollWidth <= innerWidth,
          ];
        }),
        [true, true, true, true],
        name,
      );
      await press('Escape');
    }
  });

  it('are text, whatever columns and values are', async () => {
    const hostile = '<img src=x onerror="document.title=1">';
    await open({
      result: await tableRows(
        [`${hostile}a`, 'more:super'],
        [
          [hostile, `{"${'<b>'}": "\u202e"}`],
          [null, null],
        ],
      ),
    });
    const { page } = shown;
    await page.locator('.column-menu').first().click({ force: true });
    await page.getByRole('menuitem', { name: 'Statistics…' }).click();
    await page.locator('.top-values').waitFor();
    await press('Escape');
    await button('Columns');
    await press('Escape');
    await page.getByRole('gridcell').nth(1).dblclick();
    await page.getByRole('treeitem').first().waitFor();
    await button('Filter Rows');
    await page.getByLabel('Column', { exact: true }).selectOption('0');
    await page.getByLabel('Condition').selectOption('oneOf');
    await page.locator('.form-values label').first().click();
    await button('Apply');
    await words('1 of 2 rows');
    assert.deepEqual([await page.title(), await page.locator('img').count()], ['Notebook', 0]);
  });

  it('find and bring back one of 1,600 columns', async () => {
    const columns = Array.from({ length: 1_600 }, (_, index) => `column_${index}`);
    await open({ result: await tableRows(columns, [columns, columns]) });
    const { page } = shown;
    await button('Columns');
    await page.getByText('1,600 of 1,600 shown; find others by their names').waitFor();
    await page.keyboard.type('column_1599');
    await page.getByRole('checkbox', { name: 'column_1599' }).uncheck();
    await page.getByText('1,599 of 1,600 shown').waitFor();
    await button('Show All');
    await page.getByText('1,600 of 1,600 shown').waitFor();
  });

  it('hide the rows for a chart, and show them again where they were', async () => {
    await open();
    const { page } = shown;
    await page.getByRole('gridcell').first().click();
    await press('Control+End');
    await page.locator('[aria-rowindex="50001"]').waitFor();
    await button('Chart');
    await page.getByRole('grid').waitFor({ state: 'hidden' });
    await button('Table');
    await page.locator('[aria-rowindex="50001"]').waitFor();
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`break no rule of accessibility: ${theme}`, async function () {
      this.timeout(120_000);
      await open({ theme });
      const { page } = shown;
      const check = async (what: string): Promise<void> =>
        assert.deepEqual(await axeFindings(page, '.redshift-identity-result'), [], what);
      await check('at first');
      await page.locator('.column-menu').nth(1).click({ force: true });
      await page.getByRole('menuitem', { name: 'Filter…' }).waitFor();
      await check('a menu');
      await page.getByRole('menuitem', { name: 'Filter…' }).click();
      await page.getByLabel('Condition').selectOption('oneOf');
      await page.locator('.form-values label').first().click();
      await check('a form');
      await button('Apply');
      await words('of 50,000 rows');
      await page.locator('.column-menu').nth(1).click({ force: true });
      await page.getByRole('menuitem', { name: 'Statistics…' }).click();
      await page.locator('.facts').waitFor();
      await check('statistics');
      await press('Escape');
      await button('Columns');
      await page.locator('.column-list').waitFor();
      await check('columns');
      await press('Escape');
      await button(/^Find/);
      await page.keyboard.type('a');
      await words('1 of');
      await page.getByRole('gridcell').nth(1).dblclick();
      await page.locator('.detail-body').waitFor();
      await press('Shift+ArrowDown');
      await words('2 cells');
      await check('the rest');
    });
  }
});
