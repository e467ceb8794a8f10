import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { loader, logger, None, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { chartData } from '../../../src/core/chart/chartData.ts';
import { plotSpec, type ChartSpec } from '../../../src/core/chart/plotSpec.ts';
import { portableSpec } from '../../../src/core/chart/portableSpec.ts';
import type { Row } from '../../../src/core/redshift/results/contract.ts';
import { mostPayloadBytes } from '../../../src/protocol/resultPayload.ts';
import type { ChartData, PlotChoice } from '../../../src/protocol/chartChoice.ts';
import { workRows } from './workRows.ts';

interface Encoding {
  readonly field?: string;
  readonly type?: string;
  readonly stack?: string | null;
  readonly title?: string;
  readonly axis?: { readonly title: string };
}
interface Spec {
  readonly mark: { readonly type: string; readonly aria: boolean };
  readonly encoding: Readonly<Record<string, Encoding>> & { readonly tooltip: readonly Encoding[] };
  readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
  readonly description: string;
}

const { DOMParser } = new JSDOM().window;
const asSpec = (spec: ChartSpec): Spec => spec as unknown as Spec;

const sales: readonly Row[] = [
  ['Japan', '10.50', '2026-01-01', 'true'],
  ['Korea', '0.25', '2026-01-02', 'false'],
  [null, '5', '2026-01-04', 'true'],
];

async function specOf(choice: PlotChoice, rows: readonly Row[] = sales): Promise<Spec> {
  const work = await workRows(['country', 'amount numeric', 'sold_on date', 'online bool'], rows);
  return asSpec(plotSpec(choice, chartData(work, choice)));
}

/** As the renderer draws it, without a page. */
async function svgOf(spec: ChartSpec | Spec, complaints: string[] = [], width = 400): Promise<string> {
  const { spec: compiled } = compile({ ...spec, width } as unknown as TopLevelSpec);
  const note = logger(None);
  note.warn = note.error = (...words: unknown[]) => {
    complaints.push(words.join(' '));
    return note;
  };
  const refuse = (): Promise<never> => Promise.reject(new Error('A chart loads nothing.'));
  const view = new View(parse(compiled, {}, { ast: true }), {
    expr: expressionInterpreter,
    logger: note,
    loader: { ...loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse },
    renderer: 'none',
  });
  await view.runAsync();
  return view.toSVG();
}

describe('plotSpec', () => {
  const sum = { y: 'amount', aggregate: 'sum' } as const;
  const across: readonly (readonly [
    label: string,
    choice: PlotChoice,
    mark: string,
    x: string,
    y: string,
  ])[] = [
    [
      'bars of few short names stand',
      { mark: 'bar', x: 'country', ...sum },
      'bar',
      'ordinal',
      'quantitative',
    ],
    ['a line over time', { mark: 'line', x: 'sold_on', ...sum }, 'line', 'temporal', 'quantitative'],
    ['an area over time', { mark: 'area', x: 'sold_on', ...sum }, 'area', 'temporal', 'quantitative'],
    ['bars over time', { mark: 'bar', x: 'sold_on', ...sum }, 'bar', 'temporal', 'quantitative'],
    ['points of rows', { mark: 'point', x: 'sold_on', y: 'amount' }, 'point', 'temporal', 'quantitative'],
    ['a histogram', { mark: 'histogram', x: 'amount' }, 'bar', 'quantitative', 'quantitative'],
    [
      'no bars up to a date',
      { mark: 'bar', x: 'country', y: 'sold_on', aggregate: 'max' },
      'point',
      'ordinal',
      'temporal',
    ],
  ];
  for (const [label, choice, mark, x, y] of across) {
    it(`draws ${label}`, async () => {
      const complaints: string[] = [];
      const spec = await specOf(choice);
      assert.deepEqual([spec.mark.type, spec.encoding['x']?.type, spec.encoding['y']?.type], [mark, x, y]);
      assert.match(await svgOf(spec, complaints), /^<svg .*role="graphics-symbol"|mark-(line|area)/s);
      assert.deepEqual(complaints, []);
    });
  }

  it('names each year along the time', async () => {
    const months = Array.from({ length: 34 }, (_, index) => new Date(Date.UTC(2024, index, 1)));
    const rows = months.map((month): Row => ['Japan', '1', month.toISOString().slice(0, 10), 'true']);
    const spec = await specOf({ mark: 'line', x: 'sold_on', ...sum }, rows);
    const drawn = { config: { axis: { labelOverlap: 'greedy', labelSeparation: 6 } } };
    const svg = new DOMParser().parseFromString(await svgOf({ ...spec, ...drawn }, [], 870), 'image/svg+xml');
    // What has no room is there, but not seen.
    const shown = [...svg.querySelectorAll('.role-axis-label text:not([opacity="0"])')];
    const labels = shown.map(({ textContent }) => textContent);
    assert.deepEqual(
      labels.filter((label) => /^20/.test(label ?? '')),
      ['2024', '2025', '2026'],
    );
  });

  it('lays bars down where names are long', async () => {
    const spec = await specOf({ mark: 'bar', x: 'country', ...sum }, [
      ['Korea, Republic of', '1', null, null],
    ]);
    assert.deepEqual([spec.encoding['y']?.type, spec.encoding['x']?.field], ['ordinal', 'y']);
  });

  it('tells NULL from the text NULL, and empty from blank', async () => {
    const names = [null, 'NULL', '', '  ', 'a\u200bb', 'a\\u200Bb'];
    const spec = await specOf(
      { mark: 'bar', x: 'country', aggregate: 'count' },
      names.map((name) => [name, '1', null, null]),
    );
    assert.deepEqual(
      spec.data.values.map(({ x }) => x),
      ['NULL', 'NULL (2)', '(empty)', '(blank)', 'a\\u200Bb', 'a\\u200Bb (2)'],
    );
  });

  it('stacks sums, and puts averages beside each other', async () => {
    const stacks = async (aggregate: 'sum' | 'average'): Promise<unknown> => {
      const spec = await specOf({ mark: 'bar', x: 'country', y: 'amount', aggregate, colour: 'online' });
      return [spec.encoding['y']?.stack, spec.encoding['xOffset']?.field];
    };
    assert.deepEqual(
      [await stacks('sum'), await stacks('average')],
      [
        ['zero', undefined],
        [null, 'colour'],
      ],
    );
  });

  it('says what is drawn, and what each mark stands for', async () => {
    const spec = await specOf({ mark: 'bar', x: 'country', ...sum, colour: 'online' });
    assert.deepEqual(
      [spec.description, spec.data.values.map(({ words }) => words)],
      [
        'Bar chart: sum of amount by country, coloured by online; 3 marks.',
        [
          'Japan, true: sum of amount 10.5',
          'NULL, true: sum of amount 5',
          'Korea, false: sum of amount 0.25',
        ],
      ],
    );
  });

  const hostile = [
    '<img src=x onerror=alert(1)>',
    'a.b[0]["c"]',
    String.raw`\"+data("x")+"`,
    "it's {signal: 'width'}",
    'datum.y, 1) + (',
    '\u202egnp.exe\u0000',
    '\\',
    '"',
    'x'.repeat(500),
  ];
  for (const name of hostile) {
    for (const mark of ['bar', 'line', 'point', 'histogram'] as const) {
      it(`draws ${mark} of columns and values called ${JSON.stringify(name.slice(0, 30))} as text`, async () => {
        const complaints: string[] = [];
        const work = await workRows(
          ['x int4', 'n int4', 'c'],
          [
            ['1', '2', name],
            ['3', '4', `${name}!`],
          ],
        );
        const named = work.columns.map((column, index) => ({ ...column, name: `${name}${index}` }));
        const choice: PlotChoice = {
          mark,
          x: `${name}${mark === 'bar' ? 2 : 0}`,
          colour: `${name}2`,
          ...(mark === 'histogram' ? {} : { y: `${name}1` }),
          ...(mark === 'bar' ? { aggregate: 'sum' } : {}),
        };
        const spec = plotSpec(choice, chartData({ ...work, columns: named }, choice));
        const svg = await svgOf(spec, complaints);
        const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
        assert.deepEqual(
          {
            complaints,
            active: document.querySelectorAll('script, a, image, foreignObject, [onerror], [onload], [href]')
              .length,
            titled: [...document.querySelectorAll('text')].some(({ textContent }) =>
              textContent?.startsWith(shown(name)),
            ),
          },
          { complaints: [], active: 0, titled: true },
        );
      });
    }
  }

  it('is small enough for an output, or not there', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index): Row => [`n${index}`, String(index), null, null]);
    const work = await workRows(['country', 'amount numeric', 'sold_on date', 'online bool'], rows);
    const scatter: PlotChoice = { mark: 'point', x: 'amount', y: 'amount' };
    const small = portableSpec(scatter, chartData(work, scatter));
    const length = JSON.stringify(small).length;
    assert.ok(length > mostPayloadBytes / 3 && length <= mostPayloadBytes, String(length));
    const line: PlotChoice = { mark: 'line', x: 'amount', y: 'amount' };
    const data: ChartData = chartData(work, line);
    assert.equal(portableSpec(line, data), undefined);
  });
});

/** The first characters of a title that holds the name. */
function shown(name: string): string {
  return name === '\u202egnp.exe\u0000' ? '\\u202Egnp' : name.slice(0, 5);
}
