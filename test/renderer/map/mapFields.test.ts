import assert from 'node:assert/strict';
import type { MapChoice } from '../../../src/protocol/chartChoice.ts';
import { mapFields } from '../../../src/renderer/map/mapFields.ts';

const columns = [
  { name: 'country', typeName: 'varchar', numeric: false },
  { name: 'lat', typeName: 'float8', numeric: true },
  { name: 'lon', typeName: 'float8', numeric: true },
  { name: 'outline', typeName: 'geometry', numeric: false },
  { name: 'amount', typeName: 'numeric', numeric: true },
  { name: 'sold_on', typeName: 'date', numeric: false },
  { name: '', typeName: 'int4', numeric: true },
  { name: 'amount', typeName: 'int4', numeric: true },
];
const byCountry: MapChoice = {
  mark: 'map',
  place: { kind: 'country', column: 'country' },
  measure: 'amount',
  aggregate: 'average',
  extent: 'data',
};

describe('fields of a map', () => {
  it('are asked in their order, each with what it can be', () => {
    const fields = mapFields(byCountry, columns);
    assert.deepEqual(
      fields.map(({ label, value, options }) => [label, value, options.map((option) => option.label).join()]),
      [
        ['Places', 'country', 'Countries,Latitude and longitude,Geometry'],
        ['Country', 'column country', 'country'],
        ['Measure', 'column amount', 'Number of rows,lat,lon,amount'],
        ['Aggregate', 'average', 'Sum,Average,Median,Minimum,Maximum,Count'],
        ['Show', 'data', 'World,Where the data is'],
      ],
    );
  });

  const changes: [label: string, value: string, from: MapChoice, choice: Partial<MapChoice>][] = [
    [
      'Places',
      'point',
      byCountry,
      { place: { kind: 'point', latitude: 'lat', longitude: 'lon', label: 'country' } },
    ],
    [
      'Label',
      'column country',
      { ...byCountry, place: { kind: 'geometry', column: 'outline' } },
      { place: { kind: 'geometry', column: 'outline', label: 'country' } },
    ],
    [
      'Label',
      'none',
      { ...byCountry, place: { kind: 'point', latitude: 'lat', longitude: 'lon', label: 'country' } },
      { place: { kind: 'point', latitude: 'lat', longitude: 'lon' } },
    ],
    ['Places', 'geometry', byCountry, { place: { kind: 'geometry', column: 'outline' } }],
    ['Measure', 'column lat', byCountry, { measure: 'lat' }],
    ['Aggregate', 'max', byCountry, { aggregate: 'max' }],
    [
      'Latitude',
      'column amount',
      { ...byCountry, place: { kind: 'point', latitude: 'lat', longitude: 'lon' } },
      { place: { kind: 'point', latitude: 'amount', longitude: 'lon' } },
    ],
    [
      'Geometry',
      'column country',
      { ...byCountry, place: { kind: 'geometry', column: 'outline' } },
      { place: { kind: 'geometry', column: 'country' } },
    ],
  ];
  for (const [label, value, from, change] of changes) {
    it(`change the choice: ${label} to ${value}`, () => {
      const field = mapFields(from, columns).find((each) => each.label === label);
      assert.deepEqual(field?.choose(value), { ...from, ...change });
    });
  }

  it('count rows, sum a number that comes for the first time, and show the world again', () => {
    const choose = (from: MapChoice, label: string, value: string) =>
      mapFields(from, columns)
        .find((each) => each.label === label)
        ?.choose(value);
    const { measure: _, ...counted } = { ...byCountry, aggregate: 'count' as const };
    const { extent: __, ...world } = byCountry;
    assert.deepEqual(
      [
        choose(byCountry, 'Measure', 'rows'),
        choose(counted, 'Measure', 'column amount'),
        choose(byCountry, 'Show', 'world'),
      ],
      [counted, { ...byCountry, aggregate: 'sum' }, world],
    );
  });

  it('keep a column that is chosen and would not be offered, and begin somewhere without a choice', () => {
    const odd: MapChoice = { ...byCountry, place: { kind: 'country', column: 'sold_on' } };
    const begun = mapFields(undefined, columns);
    assert.deepEqual(
      [mapFields(odd, columns)[1]?.options.map(({ label }) => label), begun[0]?.value, begun[1]?.label],
      [['country', 'sold_on'], '', 'Latitude'],
    );
  });
});
