import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { RowSource } from '../../src/core/redshift/results/contract.ts';
import type { ChartChoice } from '../../src/protocol/chartChoice.ts';
import { axeFindings } from '../renderer/browser/axeFindings.ts';
import type { ChartWindow } from '../renderer/browser/chartEntry.ts';
import { openChartHost, type ChartHost } from '../renderer/browser/chartHost.ts';
import { tableRows } from '../renderer/browser/generatedResult.ts';
import type { GridPage, GridPageOptions } from '../renderer/browser/gridPage.ts';
import type { ThemeName } from '../renderer/browser/themes.ts';
import { openPagesForTests } from './openPagesForTests.ts';

const salesByCountry = [
  ['Japan', '30', '2026-01-01', '1.5'],
  ['Korea', '12.5', '2026-01-02', '2.5'],
  ['Japan', '7', '2026-01-03', '0.5'],
  [null, '3', '2026-01-04', '4'],
];
const columns = ['country', 'amount:numeric', 'sold_on:date', 'rate:float8'];

interface OpenOptions extends GridPageOptions {
  readonly chart?: ChartChoice;
  readonly ready?: Promise<void>;
}

describe('chart of a result', () => {
  let sales: RowSource;
  let shown: GridPage;
  let host: ChartHost;
  const openPage = openPagesForTests();

  before(async () => {
    sales = await tableRows(columns, salesByCountry);
  });

  const open = async ({ chart, ready, result = sales, ...options }: OpenOptions = {}): Promise<GridPage> => {
    host = openChartHost(result, ready);
    shown = await openPage({
      entry: 'test/renderer/browser/chartEntry.ts',
      result,
      host: host.host,
      ...options,
      payload: chart ? { chart } : {},
    });
    return shown;
  };
  const drawn = (): Promise<void> => shown.page.locator('svg.marks').waitFor();
  /** What a screen reader is told of the marks. */
  const marks = async (): Promise<(string | null)[]> => {
    await drawn();
    return shown.page
      .locator('[role="graphics-symbol"][aria-roledescription]:not(.role-axis, .role-legend)')
      .evaluateAll((all) =>
        all.map((mark) => mark.getAttribute('aria-label')).filter((label) => label?.includes(':')),
      );
  };
  const select = (label: string) => shown.page.getByLabel(label, { exact: true });
  const button = (name: string) => shown.page.getByRole('button', { name, exact: true });
  const chosen = () => shown.page.evaluate(() => (window as unknown as ChartWindow).chosen);

  const kinds: readonly (readonly [label: string, chart: ChartChoice, marks: readonly string[]])[] = [
    [
      'bars',
      { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' },
      ['Japan: sum of amount 37', 'Korea: sum of amount 12.5', 'NULL: sum of amount 3'],
    ],
    [
      'points',
      { mark: 'point', x: 'rate', y: 'amount', colour: 'country' },
      ['1.5, Japan: amount 30', '2.5, Korea: amount 12.5', '0.5, Japan: amount 7', '4, NULL: amount 3'],
    ],
    [
      'a histogram',
      { mark: 'histogram', x: 'amount' },
      ['0 – 10: rows 2', '10 – 20: rows 1', '20 – 30: rows 1'],
    ],
  ];
  for (const [label, chart, expected] of kinds) {
    it(`draws ${label}`, async () => {
      await open({ chart });
      assert.deepEqual(await marks(), expected);
    });
  }

  for (const mark of ['line', 'area'] as const) {
    it(`draws ${mark === 'line' ? 'a line' : 'an area'} over time, with a table of its values`, async () => {
      await open({ chart: { mark, x: 'sold_on', y: 'amount', aggregate: 'sum' } });
      await drawn();
      assert.equal((await shown.page.locator(`.mark-${mark} path`).count()) > 0, true);
      await button('Values').click();
      assert.deepEqual(await shown.page.locator('.chart-values tbody tr').allInnerTexts(), [
        '2026-01-01\t30',
        '2026-01-02\t12.5',
        '2026-01-03\t7',
        '2026-01-04\t3',
      ]);
    });
  }

  it('begins with what suits the columns, and keeps nothing before it is asked to', async () => {
    await open();
    await drawn();
    assert.deepEqual(
      [await select('Mark').inputValue(), await select('X').inputValue(), host.kept, await chosen()],
      [
        'line',
        'column sold_on',
        [],
        [{ choice: { mark: 'line', x: 'sold_on', y: 'amount', aggregate: 'sum' }, isKept: false }],
      ],
    );
    await button('Keep in Notebook').click();
    await shown.page.locator('button[aria-pressed="true"]').waitFor();
    await button('Keep in Notebook').click();
    await shown.page.locator('button[aria-pressed="false"]').waitFor();
    assert.deepEqual(host.kept, ['mark=line&x=sold_on&y=amount&aggregate=sum', undefined]);
  });

  it('follows the keyboard through the editor, and keeps what was chosen', async () => {
    await open({ chart: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' } });
    await drawn();
    await shown.page.evaluate(() => (window as unknown as ChartWindow).pane?.focus());
    await shown.page.keyboard.press('Tab');
    await shown.page.keyboard.press('Tab');
    await shown.page.keyboard.press('Tab');
    await shown.page.keyboard.press('ArrowDown');
    await shown.page.waitForFunction(() => (window as unknown as ChartWindow).chosen.length > 0);
    assert.deepEqual(
      [
        await shown.page.evaluate(() => document.activeElement?.getAttribute('name')),
        await marks(),
        host.kept,
        (await shown.keysLeft()).filter((key) => key.startsWith('Arrow')),
      ],
      [
        'Aggregate',
        ['Japan: average of amount 18.5', 'Korea: average of amount 12.5', 'NULL: average of amount 3'],
        ['mark=bar&x=country&y=amount&aggregate=average'],
        [],
      ],
    );
  });

  it('draws no axes of nothing, but can be kept for the next run', async () => {
    await open({
      result: await tableRows(columns, []),
      chart: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' },
    });
    await shown.page.getByText('There is nothing to draw in these rows.').waitFor();
    const isOff = (name: string) => button(name).getAttribute('aria-disabled');
    assert.deepEqual(
      [
        await shown.page.locator('svg.marks').count(),
        await isOff('Save as PNG'),
        await isOff('Keep in Notebook'),
      ],
      [0, 'true', null],
    );
  });

  it('says what is wrong with a choice, and goes on with another', async () => {
    await open({ chart: { mark: 'bar', x: 'gone', y: 'amount', aggregate: 'sum' } });
    await shown.page.getByText('The result has no column “gone”.').waitFor();
    await select('X').selectOption({ label: 'country' });
    assert.deepEqual((await marks()).length, 3);
    assert.deepEqual(await shown.page.locator('.chart-status').innerText(), '');
  });

  it('can be cancelled while it works on the rows', async () => {
    await open({ chart: { mark: 'histogram', x: 'amount' }, ready: new Promise(() => {}) });
    await button('Cancel').click();
    await shown.page.getByText('Cancelled.').waitFor();
    assert.equal(
      shown.sent.some((message) => (message as { kind: string }).kind === 'cancel'),
      true,
    );
  });

  it('follows the view, the width and the theme', async () => {
    await open({ chart: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' } });
    await drawn();
    const look = () =>
      shown.page.locator('svg.marks').evaluate((svg) => ({
        width: Number(svg.getAttribute('width')),
        colour: svg.querySelector('.mark-rect path')?.getAttribute('fill'),
      }));
    const before = await look();
    await shown.page.setViewportSize({ width: 500, height: 700 });
    await shown.page.waitForFunction(
      () => Number(document.querySelector('svg.marks')?.getAttribute('width')) < 480,
    );
    await shown.page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-charts-blue', '#123456');
      document.body.dataset['vscodeThemeKind'] = 'vscode-light';
    });
    await shown.page.waitForFunction(
      () => document.querySelector('.mark-rect path')?.getAttribute('fill') === '#123456',
    );
    const after = await look();
    assert.ok(after.width < before.width && after.colour !== before.colour);
    await shown.page.evaluate(() => (window as unknown as ChartWindow).pane?.update('gone'));
    await shown.page.locator('.chart-status.failed').waitFor();
  });

  it('saves what is drawn', async () => {
    await open({ chart: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' } });
    await drawn();
    for (const name of ['SVG', 'PNG', 'Vega-Lite']) await button(`Save as ${name}`).click();
    while (host.saved.length < 3) await shown.page.waitForTimeout(20);
    const [svg, png, json] = ['svg', 'png', 'json'].map(
      (format) => host.saved.find((file) => file.format === format)?.content ?? '',
    );
    assert.match(svg ?? '', /^<svg [^>]*>.*Japan.*<\/svg>$/s);
    assert.doesNotMatch(svg ?? '', /<script|href|onerror/);
    assert.equal(
      Buffer.from(png ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
      'PNG',
    );
    const { $schema, mark } = JSON.parse(json ?? '') as { $schema: string; mark: { type: string } };
    assert.deepEqual([$schema, mark.type], ['https://vega.github.io/schema/vega-lite/v5.json', 'bar']);
  });

  it('shows hostile names and values as text, in marks, tooltips and notes', async () => {
    const evil = '<img src=x onerror="window.hacked=1">\\"+data("x")+"\u202e';
    const result = await tableRows(
      [
        { name: evil, typeName: 'varchar', numeric: false },
        { name: '"].y', typeName: 'int4', numeric: true },
      ],
      [
        [evil, '1'],
        ['</text><script>window.hacked=1</script>', '2'],
        ['\u0000\n\u202eabc', '3'],
      ],
    );
    await open({ result, chart: { mark: 'bar', x: evil, y: '"].y', aggregate: 'sum', colour: evil } });
    await drawn();
    await shown.page.locator('.mark-rect path').first().hover();
    const text = await shown.page.locator('.chart-tooltip').innerText();
    await button('Values').click();
    const seen = await shown.page.evaluate(() => ({
      hacked: 'hacked' in window,
      images: document.querySelectorAll('.output :is(img, script, a, image)').length,
    }));
    assert.deepEqual(seen, { hacked: false, images: 0 });
    assert.match(text, /\\u202E|<img src=x|<script>/);
  });

  const themes: readonly ThemeName[] = ['dark', 'light', 'hcDark', 'hcLight'];
  for (const theme of themes) {
    it(`has nothing that axe-core finds fault with: ${theme}`, async () => {
      await open({
        theme,
        chart: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum', colour: 'country' },
      });
      await drawn();
      await button('Values').click();
      assert.deepEqual(await axeFindings(shown.page, '.output'), []);
    });
  }
});
