import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Row } from '../../src/core/redshift/results/contract.ts';
import type { MapChoice } from '../../src/protocol/chartChoice.ts';
import { axeFindings } from '../renderer/browser/axeFindings.ts';
import { openChartHost, type ChartHost } from '../renderer/browser/chartHost.ts';
import { tableRows } from '../renderer/browser/generatedResult.ts';
import type { GridPage } from '../renderer/browser/gridPage.ts';
import type { ThemeName } from '../renderer/browser/themes.ts';
import { openPagesForTests } from './openPagesForTests.ts';

const columns = ['country', 'latitude:numeric', 'longitude:numeric', 'amount:numeric', 'outline:geometry'];
const sales: Row[] = [
  ['Singapore', '1.3521', '103.8198', '180.50', 'POINT(103.8198 1.3521)'],
  ['Japan', '34.6937', '135.5023', '220', 'POLYGON((130 30,146 30,146 46,130 30))'],
  ['USA', '39.7392', '-104.9903', '120', 'LINESTRING(-120 40,-80 40)'],
  ['Atlantis', '91', '0', '5', 'deep'],
];
const hostile = `x"']\\"); document.title = 'broken' //<script>document.title='broken'</script><b>\${1}\u202e`;

describe('map of a result', function () {
  this.timeout(60_000);
  let shown: GridPage;
  let host: ChartHost;
  const openPage = openPagesForTests();

  interface Opened {
    readonly names?: readonly string[];
    readonly rows?: readonly Row[];
    readonly choice?: MapChoice;
    readonly theme?: ThemeName;
    readonly width?: number;
  }

  async function open({ names = columns, rows = sales, choice, theme, width }: Opened = {}): Promise<void> {
    const source = await tableRows(names, rows);
    host = openChartHost(source);
    shown = await openPage({
      result: source,
      host: host.host,
      entry: 'test/renderer/browser/chartEntry.ts',
      payload: { map: true, ...(choice && { chart: choice }) } as object,
      ...(theme && { theme }),
      ...(width !== undefined && { width }),
    });
    await shown.page.locator('svg').waitFor();
  }

  /** What a screen reader hears of the places, in the order in which they are drawn. */
  const places = (): Promise<string[]> =>
    shown.page
      .locator('svg [role="graphics-symbol"][aria-label]')
      .evaluateAll((marks) =>
        marks
          .map((mark) => mark.getAttribute('aria-label') ?? '')
          .filter((label) => label.includes(': ') && !/^(X|Y)-axis|legend/i.test(label)),
      );
  const notes = (): Promise<string[]> => shown.page.locator('.chart-notes li').allTextContents();
  const select = (label: string, option: string): Promise<unknown> =>
    shown.page.getByRole('combobox', { name: label }).selectOption({ label: option });
  const settled = async (first: string): Promise<void> => {
    await shown.page.locator(`svg [aria-label^="${first}"]`).first().waitFor();
  };

  it('is of points where there are coordinates, called by a column, without being told', async () => {
    await open();
    assert.deepEqual(
      [await places(), await notes(), host.kept],
      [
        [
          'Japan: sum of amount 220, 1 row',
          'Singapore: sum of amount 180.5, 1 row',
          'USA: sum of amount 120, 1 row',
        ],
        ['Not on the map: 1 row with coordinates beyond 90° of latitude or 180° of longitude.'],
        [],
      ],
    );
  });

  it('is of countries and of shapes where that is chosen, and kept in the cell', async () => {
    await open();
    await select('Places', 'Countries');
    await settled('Japan');
    const countries = [await places(), await notes()];
    await select('Places', 'Geometry');
    await settled('Area');
    assert.deepEqual(
      [countries, [await places(), await notes()], host.kept],
      [
        [
          [
            'Japan: sum of amount 220, 1 row',
            'United States (USA): sum of amount 120, 1 row',
            'Singapore: sum of amount 180.5, 1 row',
          ],
          ['Not on the map: 1 row whose country is not known: Atlantis.'],
        ],
        [
          [
            'Area: sum of amount 220, 1 row',
            'Line: sum of amount 120, 1 row',
            '1.3521° N, 103.8198° E: sum of amount 180.5, 1 row',
          ],
          ['Not on the map: 1 row with a geometry that cannot be read.'],
        ],
        [
          'mark=map&country=country&measure=amount&aggregate=sum',
          'mark=map&geometry=outline&measure=amount&aggregate=sum',
        ],
      ],
    );
  });

  it('shows what a place stands for beside the pointer, as text', async () => {
    const [name, measure] = [`${hostile} country`, `${hostile} amount`];
    const choice: MapChoice = {
      mark: 'map',
      place: { kind: 'country', column: name },
      measure,
      aggregate: 'sum',
    };
    await open({
      names: [name, `${measure}:numeric`],
      rows: [
        ['Australia', '12'],
        [hostile, '1'],
      ],
      choice,
    });
    await shown.page.locator('svg [aria-label^="Australia"]').hover();
    const tooltip = await shown.page.locator('.chart-tooltip').innerText();
    assert.match(tooltip, /Australia/);
    assert.match(tooltip, /<script>/);
    assert.match((await notes()).join(), /not known: x"'\]\\"\); document.*<sc…/);
    assert.deepEqual(
      await shown.page.evaluate(() => [
        document.title,
        document.querySelectorAll('.redshift-identity-chart script, .redshift-identity-chart b').length,
      ]),
      ['Notebook', 0],
    );
  });

  it('goes where the data is', async () => {
    const widthOf = async (): Promise<number> => {
      const box = await shown.page.locator('svg [aria-label^="Japan"]').boundingBox();
      return box?.width ?? 0;
    };
    const choice: MapChoice = {
      mark: 'map',
      place: { kind: 'country', column: 'country' },
      aggregate: 'count',
    };
    await open({ rows: sales.slice(1, 2), choice });
    const before = await widthOf();
    await select('Show', 'Where the data is');
    await shown.page.waitForFunction(
      (least) =>
        (document.querySelector('svg [aria-label^="Japan"]')?.getBoundingClientRect().width ?? 0) > least,
      before * 4,
    );
    assert.deepEqual(host.kept, ['mark=map&country=country&aggregate=count&extent=data']);
  });

  it('fits into a narrow notebook', async () => {
    await open({ width: 400 });
    const [page, map] = await shown.page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelector('svg')?.getBoundingClientRect().right ?? Infinity,
    ]);
    assert.ok((page ?? 0) <= 400 && (map ?? 0) <= 400, `${page} ${map}`);
  });

  for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] satisfies ThemeName[]) {
    it(`has nothing that axe-core objects to, in the theme ${theme}`, async () => {
      await open({ theme });
      assert.deepEqual(await axeFindings(shown.page, '.redshift-identity-chart'), []);
    });
  }
});
