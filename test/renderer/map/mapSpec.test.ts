import assert from 'node:assert/strict';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ChartData, MapChoice } from '../../../src/protocol/chartChoice.ts';
import type { ChartTheme } from '../../../src/renderer/chart/contract.ts';
import { mapSpec } from '../../../src/renderer/map/mapSpec.ts';

const theme: ChartTheme = {
  isDark: true,
  isHighContrast: false,
  foreground: '#cccccc',
  quiet: '#999999',
  background: 'rgb(31, 31, 31)',
  grid: '#444444',
  font: 'sans-serif',
  fontSize: 13,
  colours: ['#59a4f9', '#89d185', '#e8a33d', '#b180d7', '#f14c4c'],
  ramp: ['#000000', '#ffffff'],
};

/** Breaks out of strings, templates, expressions and markup, where anything lets it. */
export const hostile = `x"']\\"); alert(1) //<script>\${1}&amp;\u202e{"signal":"width"}`;

const fieldsOf = (...names: string[]): ChartData['fields'] =>
  names.map((name) => ({ name, kind: name === 'place' ? ('text' as const) : ('number' as const) }));
const countries = (
  rows: ChartData['rows'],
  column = 'country',
  measure = 'amount',
): [MapChoice, ChartData] => [
  { mark: 'map', place: { kind: 'country', column }, measure, aggregate: 'sum' },
  { fields: fieldsOf('place', 'measure', 'rows'), rows, totalRows: rows.length, notes: [] },
];
const points = (rows: ChartData['rows']): [MapChoice, ChartData] => [
  {
    mark: 'map',
    place: { kind: 'point', latitude: 'lat', longitude: 'lon' },
    measure: 'amount',
    aggregate: 'sum',
  },
  {
    fields: fieldsOf('latitude', 'longitude', 'measure', 'rows'),
    rows,
    totalRows: rows.length,
    notes: [],
  },
];
const shapes = (...texts: string[]): [MapChoice, ChartData] => {
  const [choice, data] = countries(texts.map((text, index) => [text, index + 1, 1]));
  return [{ ...choice, place: { kind: 'geometry', column: 'shape' } }, data];
};

/** Labels of the marks that a screen reader comes to, as Vega draws them. */
async function labelsOf(choice: MapChoice, data: ChartData): Promise<string[]> {
  const spec = { ...mapSpec(choice, data, { theme, width: 800 }), width: 800 };
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger: vega.logger(vega.Error) });
  const svg = await view.toSVG();
  view.finalize();
  return [...svg.matchAll(/<path aria-label="([^"]*)"[^>]*d="([^"]*)"/g)].map(([, label = '', path = '']) =>
    path.length > 5 ? label : `${label} without a path`,
  );
}

describe('mapSpec', () => {
  const drawn: [label: string, of: [MapChoice, ChartData], labels: string[]][] = [
    [
      'countries by outline, and small ones by a point',
      countries([
        ['United States', 1234.5, 3],
        ['SG', 20, 1],
        ['Kosovo', null, 2],
        ['nowhere', 1, 1],
      ]),
      [
        'Kosovo: sum of amount no value, 2 rows',
        'United States: sum of amount 1,234.5, 3 rows',
        'Singapore (SG): sum of amount 20, 1 row',
      ],
    ],
    [
      'points',
      points([
        [1.3521, 103.8198, 20, 1],
        [-33.92487, -70, null, 2],
      ]),
      [
        '33.9249° S, 70° W: sum of amount no value, 2 rows',
        '1.3521° N, 103.8198° E: sum of amount 20, 1 row',
      ],
    ],
    [
      'shapes, and the parts of a collection each for itself',
      shapes(
        '{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]]]}',
        '{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0,0],[9,9]]},{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}]}',
      ),
      [
        'Area: sum of amount 1, 1 row',
        'Line: sum of amount 2, 1 row',
        '2° N, 1° E: sum of amount 2, 1 row',
        '4° N, 3° E: sum of amount 2, 1 row',
      ],
    ],
    ['nothing', countries([]), []],
  ];
  for (const [label, [choice, data], labels] of drawn) {
    it(`draws ${label}`, async () => assert.deepEqual(await labelsOf(choice, data), labels));
  }

  it('fills the inside of a ring whichever way round it is', async () => {
    const ring = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]; // prettier-ignore
    const hole = [[2, 2], [8, 2], [8, 8], [2, 8], [2, 2]]; // prettier-ignore
    const directions = [ring, ring.toReversed()].flatMap((outer) =>
      [hole, hole.toReversed()].map((inner) =>
        JSON.stringify({ type: 'Polygon', coordinates: [outer, inner] }),
      ),
    );
    const [choice, data] = shapes(...directions);
    const { layer } = mapSpec(choice, data, { theme, width: 800 }) as {
      layer: { data: { values: { geometry: { coordinates: number[][][] } }[] } }[];
    };
    const drawnRings = layer.at(-1)?.data.values.map(({ geometry }) => geometry.coordinates);
    const clockwise = [ring.toReversed(), hole];
    assert.deepEqual(drawnRings, [clockwise, clockwise, clockwise, clockwise]);
  });

  it('reads out few places one by one, and many in one sentence', async () => {
    const many = Array.from({ length: 300 }, (_, at) => [at / 10, at / 5, 1, 1]);
    const [choice, data] = points(many);
    assert.deepEqual(
      [await labelsOf(choice, data), mapSpec(choice, data, { theme, width: 800 })['description']],
      [[], 'Map: sum of amount by lat and lon; 300 places.'],
    );
  });

  it('is as high as what it shows asks for', () => {
    const heightOf = (width: number, extent?: 'data'): unknown => {
      const [choice, data] = points([
        [1.3, 103.8, 1, 1],
        [35, 129, 1, 1],
      ]);
      return mapSpec({ ...choice, ...(extent && { extent }) }, data, { theme, width })['height'];
    };
    assert.deepEqual(
      [heightOf(900), heightOf(300), heightOf(3000), heightOf(300, 'data')],
      [400, 200, 460, 397],
    );
  });

  it('shows gains and losses in two colours, from the same distance to zero', () => {
    const [choice, data] = points([
      [1, 2, 50, 1],
      [3, 4, -100, 1],
    ]);
    const { layer } = mapSpec(choice, data, { theme, width: 800 }) as {
      layer: { encoding?: { color?: { scale: unknown }; size?: { scale: unknown } } }[];
    };
    assert.deepEqual(layer.at(-1)?.encoding?.color?.scale, {
      domain: [-100, 0, 100],
      range: ['#f14c4c', '#767676', '#59a4f9'],
    });
    assert.deepEqual(layer.at(-1)?.encoding?.size?.scale, { domain: [-100, 0, 100], range: [700, 18, 700] });
  });

  it('calls points by their labels, and says where they are besides', async () => {
    const place = { kind: 'point', latitude: 'lat', longitude: 'lon', label: 'the city' } as const;
    const [nameless, { rows: _, ...data }] = points([]);
    const choice = { ...nameless, place };
    const fields = fieldsOf('latitude', 'longitude', 'label', 'measure', 'rows');
    const labelled = {
      ...data,
      fields,
      rows: [
        [1, 2, 'Osa\u202eka', 5, 1],
        [3, 4, null, null, 1],
      ],
    };
    const { layer } = mapSpec(choice, labelled, { theme, width: 800 }) as {
      layer: { encoding?: { tooltip?: { field: string; title: string }[] } }[];
    };
    assert.deepEqual(
      [
        await labelsOf(choice, labelled),
        layer.flatMap(({ encoding }) => [
          (encoding?.tooltip ?? []).map(({ field, title }) => `${field} ${title}`),
        ]),
      ],
      [
        ['3° N, 4° E: sum of amount no value, 1 row', 'Osa\\u202Eka: sum of amount 5, 1 row'],
        [
          [],
          ['label the city', 'name place', 'value sum of amount', 'rows rows'],
          ['label the city', 'name place', 'measure sum of amount', 'rows rows'],
        ],
      ],
    );
  });

  it('keeps names and values out of expressions', async () => {
    const [choice, data] = countries([['Japan', 1, 1]], hostile, hostile);
    const spec = mapSpec(choice, data, { theme, width: 800 });
    const { spec: compiled } = compile({ ...spec, width: 800 } as unknown as TopLevelSpec);
    const expressions: string[] = [];
    JSON.stringify(compiled, (key, value: unknown) => {
      if (['signal', 'expr', 'test', 'update'].includes(key) && typeof value === 'string')
        expressions.push(value);
      return value;
    });
    // A name may stand in them as a string, whole: then nothing of it is left when strings are taken out.
    const bare = expressions.map((text) =>
      text.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/'(?:[^'\\]|\\.)*'/g, ''),
    );
    assert.deepEqual(
      bare.filter((text) => /alert|script|\$\{|\u202e/.test(text)),
      [],
    );
    assert.deepEqual(await labelsOf(choice, data).then((labels) => labels.length), 1);
  });
});
