import assert from 'node:assert/strict';
import { isNumericType } from '../../../src/core/redshift/results/page/columnKind.ts';
import { suggestMap } from '../../../src/core/map/suggestMap.ts';
import type { MapChoice } from '../../../src/protocol/chartChoice.ts';

type Named = [name: string, typeName: string, ...values: (string | null)[]];

const columnsOf = (all: Named[]) =>
  all.map(([name, typeName]) => ({ name, typeName, numeric: isNumericType(typeName) }));
const rowsOf = (all: Named[]) =>
  Array.from({ length: Math.max(...all.map(({ length }) => length - 2)) }, (_, row) =>
    all.map((column) => column[row + 2] ?? null),
  );
const country = (column: string): MapChoice['place'] => ({ kind: 'country', column });
const point = (latitude: string, longitude: string): MapChoice['place'] => ({
  kind: 'point',
  latitude,
  longitude,
});

describe('suggestMap', () => {
  const cases: [label: string, columns: Named[], choice: Omit<MapChoice, 'mark'> | null][] = [
    [
      'coordinates before countries, and money before counts',
      [
        ['sale_id', 'int8', '1'],
        ['country', 'varchar', 'Japan'],
        ['latitude', 'numeric', '1'],
        ['longitude', 'numeric', '2'],
        ['orders', 'int8', '3'],
        ['amount', 'numeric', '4'],
      ],
      {
        place: { kind: 'point', latitude: 'latitude', longitude: 'longitude', label: 'country' },
        measure: 'amount',
        aggregate: 'sum',
      },
    ],
    [
      'the name of what is nearest to a point',
      [
        ['country', 'varchar', 'Japan'],
        ['name', 'varchar', 'Aiko'],
        ['City Name', 'varchar', 'Osaka'],
        ['city_id', 'varchar', '7'],
        ['lat', 'float8', '1'],
        ['lon', 'float8', '2'],
      ],
      {
        place: { kind: 'point', latitude: 'lat', longitude: 'lon', label: 'City Name' },
        aggregate: 'count',
      },
    ],
    [
      'short names in any spelling, and an average of prices',
      [
        ['Store Lat', 'float8', '1'],
        ['storeLng', 'float8', '2'],
        ['unit_price', 'numeric', '3'],
      ],
      { place: point('Store Lat', 'storeLng'), measure: 'unit_price', aggregate: 'average' },
    ],
    [
      'x and y',
      [
        ['x', 'float8', '1'],
        ['y', 'float8', '2'],
      ],
      { place: point('y', 'x'), aggregate: 'count' },
    ],
    [
      'coordinates that are text',
      [
        ['lat', 'varchar', '1.5'],
        ['lon', 'varchar', '2.5'],
      ],
      { place: point('lat', 'lon'), aggregate: 'count' },
    ],
    [
      'names that are not coordinates',
      [
        ['lat', 'varchar', 'north'],
        ['lon', 'varchar', 'west'],
      ],
      null,
    ],
    [
      'one coordinate',
      [
        ['latitude', 'float8', '1'],
        ['amount', 'float8', '2'],
      ],
      null,
    ],
    [
      'a type for shapes',
      [
        ['outline', 'geometry', '0101'],
        ['name', 'varchar', 'Japan'],
        ['population', 'int8', '3'],
      ],
      {
        place: { kind: 'geometry', column: 'outline', label: 'name' },
        measure: 'population',
        aggregate: 'sum',
      },
    ],
    [
      'text of shapes',
      [['geojson', 'varchar', '{"type":"Point","coordinates":[1,2]}']],
      { place: { kind: 'geometry', column: 'geojson' }, aggregate: 'count' },
    ],
    ['a name for shapes with something else in it', [['shape', 'varchar', 'round']], null],
    [
      'codes in a column that says so',
      [
        ['iso2', 'varchar', 'JP', 'SG', 'XX'],
        ['total', 'int4', '1', '2', '3'],
      ],
      { place: country('iso2'), measure: 'total', aggregate: 'sum' },
    ],
    [
      'names of countries in a column that does not say so',
      [
        ['market', 'varchar', 'Japan', 'Chile', 'India', 'Peru', 'Elsewhere'],
        ['id', 'int4', '1'],
      ],
      { place: country('market'), aggregate: 'count' },
    ],
    ['states, which look like codes', [['state', 'varchar', 'CA', 'DE', 'IN', 'MT']], null],
    [
      'three letters',
      [['code3', 'varchar', 'JPN', 'SGP', 'CHL']],
      { place: country('code3'), aggregate: 'count' },
    ],
    ['too few of three letters', [['currency', 'varchar', 'SGP', 'SGP']], null],
    ['numbers called country', [['country_id', 'int4', '1', '2']], null],
    [
      'IDs, years and ranks beside',
      [
        ['country', 'varchar', 'Japan'],
        ['customer_id', 'int8', '1'],
        ['year', 'int4', '1'],
        ['rank', 'int8', '1'],
      ],
      { place: country('country'), aggregate: 'count' },
    ],
    [
      'no place',
      [
        ['name', 'varchar', 'a'],
        ['amount', 'int4', '1'],
      ],
      null,
    ],
    [
      'no rows',
      [
        ['country', 'varchar'],
        ['amount', 'int4'],
      ],
      null,
    ],
    ['no columns', [], null],
  ];
  for (const [label, columns, choice] of cases) {
    it(`${choice === null ? 'gives nothing for' : 'takes'} ${label}`, () => {
      assert.deepEqual(
        suggestMap(columnsOf(columns), columns.length === 0 ? [] : rowsOf(columns)),
        choice && { mark: 'map', ...choice },
      );
    });
  }
});
