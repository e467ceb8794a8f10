import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import type { Grid } from '../../src/renderer/grid/contract.ts';
import { axeFindings } from '../renderer/browser/axeFindings.ts';
import { saleId, saleRows, tableRows } from '../renderer/browser/generatedResult.ts';
import type { GridPage, GridPageOptions } from '../renderer/browser/gridPage.ts';
import { openHostSide } from '../renderer/browser/hostSide.ts';
import type { ThemeName } from '../renderer/browser/themes.ts';
import { openPagesForTests } from './openPagesForTests.ts';

/** What the entry of these tests leaves in the page. */
interface PageGrid {
  grid: Grid;
  heard: unknown[];
}

describe('grid of a result', () => {
  let million: RowSource;
  let shown: GridPage;
  const openPage = openPagesForTests();

  before(async () => {
    million = await saleRows();
  });

  const open = async (options: GridPageOptions = {}): Promise<GridPage> => {
    const entry = 'test/renderer/browser/gridOnly.ts';
    shown = await openPage({ entry, result: million, ...options });
    await cell(0, 0).waitFor();
    return shown;
  };
  const cell = (row: number, place: number): Locator =>
    shown.page.locator(`[role="row"][aria-rowindex="${row + 2}"] [aria-colindex="${place + 2}"]`);
  const header = (name: string): Locator =>
    shown.page.getByRole('columnheader', { name: new RegExp(`^${name},`) });
  const inGrid = <T>(work: (grid: Grid) => T): Promise<T> =>
    shown.page.evaluate(`(${work.toString()})(window.grid)`) as Promise<T>;
  const blocks = (): Promise<string> =>
    inGrid((grid) => grid.selection.map(({ from, to, columns }) => `${from}-${to}:${columns}`).join(' '));
  const heard = (): Promise<unknown[]> =>
    shown.page.evaluate(() => (window as unknown as PageGrid).heard.splice(0));
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await shown.page.keyboard.press(key);
  };
  /** Names of the columns that are drawn, from left to right. */
  const names = (): Promise<string[]> => shown.page.locator('.head .name').allTextContents();
  const centre = async (at: Locator): Promise<{ x: number; y: number }> => {
    const box = (await at.boundingBox()) ?? assert.fail('It is not drawn.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const pull = async (at: Locator, x: number, y: number): Promise<void> => {
    const from = await centre(at);
    const { mouse } = shown.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + x / 2, from.y + y / 2);
    await mouse.move(from.x + x, from.y + y);
    await mouse.up();
  };

  it('draws the first rows without asking anybody', async () => {
    await open();
    assert.equal(await cell(14, 0).textContent(), saleId(14));
    assert.deepEqual(shown.sent, []);
  });

  for (const zoom of [1, 4]) {
    it(`shows the last of a million rows at ${zoom * 100} %, by the scrollbar, the keys and the wheel`, async () => {
      await open();
      await shown.page.evaluate((factor) => (document.documentElement.style.zoom = String(factor)), zoom);
      const scroller = shown.page.locator('.scroller');
      const last = cell(999_999, 0);
      const isAtBottom = async (): Promise<void> => {
        await shown.page.waitForFunction(
          (text) => document.querySelector('.rows .row:last-child [aria-colindex="2"]')?.textContent === text,
          saleId(999_999),
        );
        const [row, stage] = await Promise.all([
          last.boundingBox(),
          shown.page.locator('.stage').boundingBox(),
        ]);
        const gap = (stage?.y ?? 0) + (stage?.height ?? 0) - (row?.y ?? 0) - (row?.height ?? 0);
        assert.ok(Math.abs(gap) <= 2 * zoom, `${gap} pixels below the last row`);
      };
      await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
      await isAtBottom();
      await scroller.focus();
      await press('Control+Home');
      await cell(0, 0).waitFor();
      await press('Control+End', 'Home');
      await isAtBottom();
      await press(...Array.from({ length: 30 }, () => 'ArrowUp'));
      await cell(999_969, 0).waitFor();
      const { x, y } = await centre(scroller);
      await shown.page.mouse.move(x, Math.min(y, 600));
      await shown.page.mouse.wheel(0, 5_000);
      await isAtBottom();
    });
  }

  it('waits for the place that is looked at last, and for no other', async () => {
    const side = openHostSide(million);
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    const hear: typeof side.hear = async (message, post) => {
      await held;
      await side.hear(message, post);
    };
    await open({ host: { ...side, hear } });
    await shown.page.locator('.scroller').evaluate(async (scroller) => {
      for (let place = 1; place <= 10; place++) {
        scroller.scrollTop = place * 500_000;
        await new Promise(requestAnimationFrame);
      }
    });
    const row = Number(await shown.page.locator('.rows .row').first().getAttribute('aria-rowindex')) - 2;
    const requests = (): { kind: string; requestId: number; from: number }[] => shown.sent as never;
    const waited = (): number[] => {
      const cancelled = requests().flatMap(({ kind, requestId }) => (kind === 'cancel' ? requestId : []));
      return requests().flatMap(({ kind, requestId, from }) =>
        kind === 'window' && !cancelled.includes(requestId) ? from : [],
      );
    };
    while (!waited().includes(row - (row % 100))) await shown.page.waitForTimeout(20);
    assert.ok(
      waited().every((from) => Math.abs(from - row) <= 200),
      `${row}: ${waited()}`,
    );
    answer();
    await shown.page.waitForFunction(() => !document.querySelector('[data-kind="waiting"]'));
    assert.equal(await cell(row, 0).textContent(), saleId(row));
  });

  it('scrolls in itself, and lets the notebook scroll at its end', async () => {
    const result = await tableRows(
      ['n:int4'],
      Array.from({ length: 40 }, (_, row) => [String(row)]),
    );
    await open({ result });
    const { x, y } = await centre(shown.page.locator('.scroller'));
    await shown.page.mouse.move(x, y);
    await shown.page.mouse.wheel(0, 200);
    await shown.page.waitForFunction(() => (document.querySelector('.scroller')?.scrollTop ?? 0) >= 200);
    assert.equal(await shown.page.evaluate(() => window.scrollY), 0);
    await shown.page.mouse.wheel(0, 2_000);
    await cell(39, 0).waitFor();
    // A wheel that goes on belongs to what it began in.
    while ((await shown.page.evaluate(() => window.scrollY)) === 0) {
      await shown.page.waitForTimeout(300);
      await shown.page.mouse.wheel(0, 100);
    }
  });

  it('is walked through, selected and left by keys alone', async () => {
    await open();
    await shown.page.evaluate(() => {
      const button = document.createElement('button');
      button.textContent = 'behind';
      document.querySelector('.output')?.append(button);
    });
    await press('Tab', 'ArrowDown', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowRight');
    assert.equal(await blocks(), '1-3:1,2');
    const active = await shown.page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
      return document.getElementById(id)?.getAttribute('aria-colindex');
    });
    assert.equal(active, '4');
    await press('Shift+Space');
    assert.equal(await blocks(), '2-3:0,1,2,3,4,5,6,7');
    await press('Control+Space');
    assert.equal(await blocks(), '0-1000000:2');
    await press('Escape', 'Control+a');
    assert.equal(await blocks(), '0-1000000:0,1,2,3,4,5,6,7');
    await press('Escape', 'PageDown', 'End', 'Enter');
    assert.deepEqual((await heard()).at(-1), ['detail', { row: 16, column: 7 }]);
    await press('Control+Home', 'ArrowUp', 'ArrowRight', 'Enter', 'Shift+Enter', 'Alt+Shift+ArrowRight');
    assert.deepEqual(await heard(), [
      ['sort', { column: 1, add: false }],
      ['sort', { column: 1, add: true }],
      ['layout', undefined],
    ]);
    await press('Alt+ArrowLeft', 'Alt+ArrowDown');
    assert.deepEqual((await names()).slice(0, 2), ['quantity', 'sale_id']);
    assert.deepEqual(((await heard()).at(-1) as unknown[])[0], 'columnMenu');
    const left = (await shown.keysLeft()).filter((key) => !['Shift', 'Control', 'Alt'].includes(key));
    assert.deepEqual(left, ['Tab']);
    await press('Tab', 'Tab');
    assert.equal(await shown.page.evaluate(() => document.activeElement?.textContent), 'behind');
  });

  it('selects cells, rows and columns by the mouse', async () => {
    await open();
    await pull(cell(1, 1), 200, 66);
    assert.equal(await blocks(), '1-5:1,2,3');
    await cell(8, 0).click({ modifiers: ['Control'] });
    assert.equal(await blocks(), '1-5:1,2,3 8-9:0');
    await shown.page.locator('.row-number').nth(2).click();
    await shown.page
      .locator('.row-number')
      .nth(4)
      .click({ modifiers: ['Shift'] });
    assert.equal(await blocks(), '2-5:0,1,2,3,4,5,6,7');
    await header('amount').locator('.type').click();
    assert.equal(await blocks(), '0-1000000:2');
    await shown.page.locator('.corner').click();
    assert.equal(await blocks(), '0-1000000:0,1,2,3,4,5,6,7');
    await cell(3, 3).click({ button: 'right' });
    await cell(3, 3).dblclick();
    const kinds = (await heard()).map((event) => (event as [string])[0]);
    assert.deepEqual(kinds, ['cellMenu', 'detail']);
  });

  it('scrolls while a selection is pulled over its edge', async () => {
    await open();
    const from = await centre(cell(2, 1));
    await shown.page.mouse.move(from.x, from.y);
    await shown.page.mouse.down();
    await shown.page.mouse.move(from.x + 20, 500);
    await shown.page.waitForFunction(
      () => Number(document.querySelector('.rows .row')?.getAttribute('aria-rowindex')) > 62,
    );
    await shown.page.mouse.up();
    const [, to] = /^2-(\d+):1$/.exec(await blocks()) ?? [];
    assert.ok(Number(to) > 60, `to row ${to}`);
  });

  it('sorts by the name of a header, and opens the menu by its button', async () => {
    await open();
    await header('country').locator('.name').click();
    await header('amount')
      .locator('.name')
      .click({ modifiers: ['Shift'] });
    await header('amount').hover();
    await header('amount').getByRole('button').click();
    const events = (await heard()) as [string, { column: number; add?: boolean }][];
    assert.deepEqual(
      events.map(([name, { column, add }]) => [name, column, add]),
      [
        ['sort', 6, false],
        ['sort', 2, true],
        ['columnMenu', 2, undefined],
      ],
    );
    await inGrid((grid) => {
      grid.markSorted([
        { column: 6, descending: false },
        { column: 2, descending: true },
      ]);
      grid.markFiltered(new Set([2]));
    });
    const spoken = await header('amount').evaluate((element) => [
      element.getAttribute('aria-sort'),
      element.getAttribute('aria-label'),
    ]);
    assert.deepEqual(spoken, ['descending', 'amount, numeric, sorted 2 of 2, filtered']);
  });

  it('widens, fits, moves, pins and hides columns', async () => {
    await open();
    const width = async (name: string): Promise<number> => (await header(name).boundingBox())?.width ?? 0;
    const before = await width('quantity');
    await pull(header('quantity').locator('.edge'), 90, 0);
    assert.equal(await width('quantity'), before + 90);
    await header('quantity').locator('.edge').dblclick();
    assert.ok((await width('quantity')) < before + 10);
    await pull(header('sale_id').locator('.type'), 150, 0);
    assert.deepEqual((await names()).slice(0, 3), ['quantity', 'sale_id', 'amount']);
    assert.equal((await blocks()).split(':')[1], '0');
    await inGrid((grid) => {
      const pinned = [6];
      grid.setLayout(
        grid.layout.map((place) => ({
          ...place,
          pinned: pinned.includes(place.column),
          hidden: place.column === 1,
        })),
      );
    });
    assert.deepEqual((await names()).slice(0, 3), ['country', 'sale_id', 'amount']);
    await shown.page.locator('.scroller').evaluate((scroller) => (scroller.scrollLeft = 1e6));
    await header('note').waitFor();
    assert.deepEqual([(await names())[0], await cell(0, 0).textContent()], ['country', 'Japan']);
    const grid = shown.page.getByRole('grid');
    assert.deepEqual(
      [await grid.getAttribute('aria-colcount'), await grid.getAttribute('aria-rowcount')],
      ['8', '1000001'],
    );
  });

  it('scrolls while a column is pulled over its edge', async () => {
    await open();
    await shown.page.evaluate(() => (document.body.style.width = '500px'));
    await header('note').waitFor({ state: 'detached' });
    const from = await centre(header('sale_id').locator('.type'));
    await shown.page.mouse.move(from.x, from.y);
    await shown.page.mouse.down();
    await shown.page.mouse.move(from.x + 20, from.y);
    await shown.page.mouse.move(600, from.y);
    await header('note').waitFor();
    await shown.page.waitForFunction(() => {
      const scroller = document.querySelector('.scroller');
      return scroller !== null && scroller.scrollLeft + scroller.clientWidth >= scroller.scrollWidth - 1;
    });
    await shown.page.mouse.up();
    const order = await inGrid((grid) => grid.layout.map(({ column }) => column));
    assert.equal(order.at(-1), 0);
  });

  it('makes room for more rows by its lower edge', async () => {
    await open();
    const height = async (): Promise<number> =>
      (await shown.page.locator('.scroller').boundingBox())?.height ?? 0;
    const before = await height();
    await pull(shown.page.getByRole('separator'), 0, 110);
    assert.equal(await height(), before + 110);
    await press('Tab');
    await shown.page.getByRole('separator').press('ArrowUp');
    assert.equal(await height(), before + 88);
    await shown.page.getByRole('separator').dblclick();
    assert.equal(await height(), before);
    await cell(14, 0).waitFor();
  });

  it('draws 1,600 columns with hostile names and values as text, up to the last', async () => {
    const hostile = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>\u202e\u0000';
    const columns = Array.from({ length: 1_600 }, (_, column) => `${hostile}${column}`);
    const long = `${hostile}${'x'.repeat(64_000)}`;
    const rows = Array.from({ length: 30 }, (_, row) =>
      columns.map((_, column) => (column % 40 === 0 && row % 12 === 0 ? long : `${column}`)),
    );
    await open({
      result: await tableRows(
        columns.map((name) => ({ name, typeName: 'varchar', numeric: false })),
        rows,
      ),
    });
    await shown.page.locator('.scroller').focus();
    await press('Control+End');
    await cell(29, 1_599).waitFor();
    await shown.page.waitForFunction(() => !document.querySelector('[data-kind="waiting"]'));
    assert.equal(await cell(29, 1_599).textContent(), '1599');
    await inGrid((grid) => grid.reveal({ row: 12, column: 800 }));
    await shown.page.waitForFunction(() => !document.querySelector('[data-kind="waiting"]'));
    const text = (await cell(12, 800).textContent()) ?? '';
    assert.ok(text.startsWith(hostile.replace('\u202e\u0000', '\\u202E\\u0000xxx')), text.slice(0, 100));
    assert.deepEqual(
      [await shown.page.evaluate(() => 'hit' in window), await shown.page.locator('img, script').count()],
      [false, 1],
    );
  });

  it('says that rows don’t come any more, and keeps those that came', async () => {
    const host = openHostSide(million);
    await open({ host });
    host.letGo();
    await shown.page.locator('.scroller').focus();
    await press('Control+End');
    await shown.page
      .getByRole('status')
      .filter({ hasText: /Run the cell again/ })
      .waitFor();
    assert.equal(await shown.page.getByRole('button', { name: 'Try Again' }).count(), 0);
    await press('Control+Home');
    assert.equal(await cell(3, 0).textContent(), saleId(3));
  });

  it('shows the preview alone where nobody can be asked', async () => {
    await open({ host: null });
    await shown.page.locator('.scroller').focus();
    await press('Control+End');
    await cell(199, 7).waitFor();
    assert.equal(await shown.page.getByRole('grid').getAttribute('aria-rowcount'), '201');
  });

  for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] satisfies ThemeName[]) {
    it(`has nothing that axe-core objects to, in the theme ${theme}`, async () => {
      await open({ theme });
      await shown.page.locator('.scroller').focus();
      await press('Shift+ArrowDown', 'Shift+ArrowRight');
      await inGrid((grid) => grid.highlight('9', false));
      assert.deepEqual(await axeFindings(shown.page, '.redshift-identity-grid'), []);
    });
  }
});
