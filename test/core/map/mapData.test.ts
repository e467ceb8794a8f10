import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mapData } from '../../../src/core/map/mapData.ts';
import { columnsOfPlace } from '../../../src/core/map/placeColumns.ts';
import type { WorkRows } from '../../../src/core/redshift/results/view/contract.ts';
import {
  mostMarks,
  type Aggregate,
  type ChartData,
  type MapChoice,
} from '../../../src/protocol/chartChoice.ts';
import { workRows, type Value } from '../redshift/results/view/typedPages.ts';

const byCountry = (aggregate: Aggregate = 'sum', measure: string | undefined = 'c1'): MapChoice => ({
  mark: 'map',
  place: { kind: 'country', column: 'c0' },
  ...(measure !== undefined && { measure }),
  aggregate,
});
const byPoint: MapChoice = {
  mark: 'map',
  place: { kind: 'point', latitude: 'c0', longitude: 'c1' },
  measure: 'c2',
  aggregate: 'sum',
};
const byGeometry: MapChoice = {
  mark: 'map',
  place: { kind: 'geometry', column: 'c0' },
  measure: 'c1',
  aggregate: 'sum',
};

const sales: Value[][] = [
  ['Japan', '1.10'],
  ['Singapore', '20.20'],
  ['JPN', '2.20'],
  ['japan', null],
  ['Atlantis', '5'],
  [null, '6'],
  [' ', '7'],
  ['Chile', null],
];

const rowsOf = (data: ChartData): unknown => data.rows;
const countrySales = (): Promise<WorkRows> => workRows(['varchar', 'numeric(12,2)'], sales);

describe('mapData', () => {
  it('puts rows of one country together, whatever it is called, the largest first', async () => {
    assert.deepEqual(mapData(await countrySales(), byCountry()), {
      fields: [
        { name: 'place', kind: 'text' },
        { name: 'measure', kind: 'number' },
        { name: 'rows', kind: 'number' },
      ],
      rows: [
        ['Singapore', 20.2, 1],
        ['Japan', 3.3, 3],
        ['Chile', null, 1],
      ],
      totalRows: 8,
      notes: [
        'Not on the map: 2 rows without a place.',
        'Not on the map: 1 row whose country is not known: Atlantis.',
      ],
    });
  });

  const aggregates: [Aggregate, japan: number, chile: number | null][] = [
    ['count', 2, 0],
    ['average', 1.65, null],
    ['min', 1.1, null],
    ['max', 2.2, null],
    ['median', 1.65, null],
  ];
  for (const [aggregate, japan, chile] of aggregates) {
    it(`measures by ${aggregate}`, async () => {
      const { rows } = mapData(await countrySales(), byCountry(aggregate));
      const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(9)) : value);
      const measures = Object.fromEntries(rows.map(([place, measure]) => [place, rounded(measure)]));
      assert.deepEqual([measures['Japan'], measures['Chile']], [japan, chile]);
    });
  }

  it('counts rows without a measure', async () => {
    const { measure: _, ...choice } = byCountry('sum');
    assert.deepEqual(rowsOf(mapData(await countrySales(), choice)), [
      ['Japan', 3, 3],
      ['Singapore', 1, 1],
      ['Chile', 1, 1],
    ]);
  });

  it('counts values of text', async () => {
    const rows = await workRows(
      ['varchar', 'varchar'],
      [
        ['Japan', 'a'],
        ['Japan', null],
        ['Japan', 'b'],
      ],
    );
    assert.deepEqual(rowsOf(mapData(rows, byCountry('count'))), [['Japan', 2, 3]]);
  });

  it('takes the rows of a view alone', async () => {
    const rows = { ...(await countrySales()), order: Uint32Array.of(4, 2, 0) };
    const { rows: drawn, totalRows } = mapData(rows, byCountry());
    assert.deepEqual([drawn, totalRows], [[['Japan', 3.3, 2]], 3]);
  });

  it('names five unknown countries, hidden characters visible and long names cut', async () => {
    const names = ['a\u202eb', 'x'.repeat(50), '<b>', 'c', 'd', 'e', 'c'];
    const rows = await workRows(
      ['varchar', 'int4'],
      names.map((name) => [name, '1']),
    );
    assert.deepEqual(mapData(rows, byCountry()).notes, [
      `Not on the map: 7 rows whose country is not known: a\\u202Eb, ${'x'.repeat(40)}…, <b>, c, d and others.`,
    ]);
  });

  it('puts points at one place together, and leaves out what is on no map', async () => {
    const rows = await workRows(
      ['numeric(9,6)', 'float8', 'int8'],
      [
        ['1.352100', '103.8198', '10'],
        ['1.352100', '103.8198', '5'],
        ['-37.8136', '144.9631', '40'],
        ['0', '0', null],
        ['91', '0', '1'],
        ['0', '361', '1'],
        ['0', '-181', '1'],
        [null, '3', '1'],
        ['3', null, '1'],
        ['10', '200', '2'],
      ],
    );
    assert.deepEqual(mapData(rows, byPoint), {
      fields: ['latitude', 'longitude', 'measure', 'rows'].map((name) => ({ name, kind: 'number' })),
      rows: [
        [-37.8136, 144.9631, 40, 1],
        [1.3521, 103.8198, 15, 2],
        [10, -160, 2, 1],
        [0, 0, null, 1],
      ],
      totalRows: 10,
      notes: [
        'Not on the map: 2 rows without a place.',
        'Not on the map: 3 rows with coordinates beyond 90° of latitude or 180° of longitude.',
      ],
    });
  });

  it('calls places by the first of their rows that says how', async () => {
    const rows = await workRows(
      ['float8', 'float8', 'int4', 'varchar'],
      [
        ['1', '2', '10', null],
        ['3', '4', '20', null],
        ['1', '2', '10', ' '],
        ['1', '2', '5', 'Osaka '],
        ['1', '2', '5', 'Tokyo'],
        [null, '2', '5', 'nowhere'],
      ],
    );
    const place = { kind: 'point', latitude: 'c0', longitude: 'c1', label: 'c3' } as const;
    const { fields, rows: drawn } = mapData(rows, { ...byPoint, place });
    assert.deepEqual(
      [fields.map(({ name }) => name), drawn],
      [
        ['latitude', 'longitude', 'label', 'measure', 'rows'],
        [
          [1, 2, 'Osaka', 30, 4],
          [3, 4, null, 20, 1],
        ],
      ],
    );
  });

  it('draws them without names, and says so, where that column is gone', async () => {
    const rows = await workRows(['float8', 'float8', 'int4'], [['1', '2', '10']]);
    const place = { kind: 'point', latitude: 'c0', longitude: 'c1', label: 'gone' } as const;
    const { fields, rows: drawn, notes } = mapData(rows, { ...byPoint, place });
    assert.deepEqual(
      [fields.map(({ name }) => name), drawn, notes],
      [
        ['latitude', 'longitude', 'measure', 'rows'],
        [[1, 2, 10, 1]],
        ['The places have no names: the result has no column “gone”.'],
      ],
    );
  });

  it('calls shapes likewise', async () => {
    const rows = await workRows(
      ['varchar', 'int4', 'varchar'],
      [
        ['LINESTRING(0 0,1 1)', '1', 'Nile'],
        ['POINT(1 2)', '2', 'Cairo'],
      ],
    );
    const place = { kind: 'geometry', column: 'c0', label: 'c2' } as const;
    assert.deepEqual(
      mapData(rows, { ...byGeometry, place }).rows.map(([, label]) => label),
      ['Cairo', 'Nile'],
    );
  });

  it('reads coordinates that are text', async () => {
    const rows = await workRows(
      ['varchar', 'varchar', 'int4'],
      [
        [' 1.5', '2.5', '1'],
        ['north', '2', '1'],
        ['', '2', '1'],
      ],
    );
    const { rows: drawn, notes } = mapData(rows, byPoint);
    assert.deepEqual([drawn, notes], [[[1.5, 2.5, 1, 1]], ['Not on the map: 2 rows without a place.']]);
  });

  it('draws at most so many places, of which every row is part', async () => {
    const many = Array.from({ length: 12_000 }, (_, row): Value[] => [
      String((row % 120) / 2 - 30),
      String(Math.floor(row / 120) * 1.5 - 75),
      '1',
    ]);
    const rows = await workRows(['float8', 'float8', 'int4'], many, 5_000);
    const { rows: drawn, notes } = mapData(rows, byPoint);
    const total = drawn.reduce((sum, row) => sum + Number(row[2]), 0);
    assert.ok(drawn.length <= mostMarks && drawn.length > 500, `${drawn.length} places`);
    assert.deepEqual([total, notes], [12_000, ['Points within about 1° are drawn as one.']]);
  });

  const coordinates = fc.array(
    fc.tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true })),
    { minLength: 1, maxLength: 40 },
  );
  it('keeps every row and stays within the points', async () => {
    await fc.assert(
      fc.asyncProperty(coordinates, async (points) => {
        const rows = await workRows(
          ['float8', 'float8', 'int4'],
          points.map(([latitude, longitude]) => [String(latitude), String(longitude), '2']),
        );
        const { rows: drawn, notes } = mapData(rows, byPoint);
        const latitudes = points.map(([latitude]) => latitude);
        assert.deepEqual(notes, []);
        assert.equal(
          drawn.reduce((sum, row) => sum + Number(row[2]), 0),
          2 * points.length,
        );
        for (const [latitude] of drawn) {
          assert.ok(Number(latitude) >= Math.min(...latitudes) - 1e-5);
          assert.ok(Number(latitude) <= Math.max(...latitudes) + 1e-5);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('draws shapes once each, points of geometries together, and counts what it cannot', async () => {
    const polygon = 'POLYGON((0 0,1 0,1 1,0 0))';
    const rows = await workRows(
      ['geometry', 'int4'],
      [
        ['0101000000000000000000F03F0000000000000040', '1'],
        ['0101000020E6100000000000000000F03F0000000000000040', '2'],
        [polygon, '10'],
        ['POINT(500 0)', '1'],
        [polygon, '20'],
        ['0102', '1'],
        [null, '1'],
        ['POINT EMPTY', '1'],
        ['LINESTRING(0 95,1 1)', '1'],
        ['{"type":"MultiPoint","coordinates":[[1,2]]}', '4'],
      ],
    );
    const { rows: drawn, notes, fields } = mapData(rows, byGeometry);
    assert.deepEqual(
      { fields: fields.map(({ name }) => name), rows: drawn, notes },
      {
        fields: ['place', 'measure', 'rows'],
        rows: [
          ['{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}', 30, 2],
          ['{"type":"Point","coordinates":[1,2]}', 7, 3],
        ],
        notes: [
          'Not on the map: 2 rows without a place.',
          'Not on the map: 2 rows with coordinates beyond 90° of latitude or 180° of longitude.',
          'Not on the map: 1 row with a geometry that cannot be read.',
        ],
      },
    );
  });

  it('draws as many shapes as there is room for', async () => {
    const shapes = Array.from({ length: 900 }, (_, at): Value[] => [`LINESTRING(0 0,${at / 10} 1)`, '1']);
    const { rows, notes } = mapData(await workRows(['varchar', 'int4'], shapes, 900), byGeometry);
    assert.deepEqual(
      [rows.length, notes],
      [800, ['Not on the map: 100 rows with more or larger shapes than can be drawn.']],
    );
  });

  it('draws nothing of nothing', async () => {
    const rows = await workRows(['varchar', 'int4'], []);
    assert.deepEqual(
      [byCountry(), byGeometry].map((choice) => mapData(rows, choice).rows),
      [[], []],
    );
  });

  const refused: [label: string, choice: MapChoice, message: RegExp][] = [
    [
      'a column that is gone',
      { ...byCountry(), place: { kind: 'country', column: 'land' } },
      /no column “land”/,
    ],
    ['a measure that is gone', byCountry('sum', 'gone'), /no column “gone”/],
    ['a measure of text', byCountry('sum', 'c0'), /“c0” holds no numbers, so its sum/],
  ];
  for (const [label, choice, message] of refused) {
    it(`refuses ${label}`, async () => {
      const rows = await countrySales();
      assert.throws(() => mapData(rows, choice), message);
    });
  }

  it('names the columns that it reads', () => {
    const labelled: MapChoice = {
      ...byGeometry,
      place: { kind: 'geometry', column: 'c0', label: 'c2' },
    };
    assert.deepEqual([byPoint, labelled, byGeometry, byCountry('count', 'c0')].map(columnsOfPlace), [
      ['c0', 'c1', 'c2'],
      ['c0', 'c2', 'c1'],
      ['c0', 'c1'],
      ['c0'],
    ]);
  });
});
