import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Geometry } from 'geojson';
import { readGeometry } from '../../../src/core/map/geometry.ts';
import { writeWkb } from './wkb.ts';

const coordinate = fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value + 0);
const position = fc.tuple(coordinate, coordinate).map(([x, y]) => [x, y]);
const line = fc.array(position, { minLength: 1, maxLength: 4 });
const rings = fc.array(line, { maxLength: 3 });
const simple: fc.Arbitrary<Geometry> = fc.oneof(
  position.map((coordinates) => ({ type: 'Point' as const, coordinates })),
  line.map((coordinates) => ({ type: 'LineString' as const, coordinates })),
  rings.map((coordinates) => ({ type: 'Polygon' as const, coordinates })),
  line.map((coordinates) => ({ type: 'MultiPoint' as const, coordinates })),
  rings.map((coordinates) => ({ type: 'MultiLineString' as const, coordinates })),
  fc.array(rings, { maxLength: 2 }).map((coordinates) => ({ type: 'MultiPolygon' as const, coordinates })),
);
const geometry: fc.Arbitrary<Geometry> = fc.oneof(
  simple,
  fc
    .array(simple, { maxLength: 3 })
    .map((geometries) => ({ type: 'GeometryCollection' as const, geometries })),
);
const form = fc.record({
  littleEndian: fc.boolean(),
  iso: fc.boolean(),
  z: fc.boolean(),
  m: fc.boolean(),
  srid: fc.option(fc.constantFrom(4326, 3857), { nil: undefined }),
});

describe('readGeometry', () => {
  it('reads WKB and EWKB of every kind, in both byte orders, with Z, M and a reference system', () => {
    fc.assert(
      fc.property(geometry, form, fc.boolean(), (value, how, capitals) => {
        const hex = writeWkb(value, how);
        assert.deepEqual(readGeometry(capitals ? hex.toUpperCase() : hex), value);
      }),
    );
  });

  it('reads GeoJSON', () => {
    fc.assert(fc.property(geometry, (value) => assert.deepEqual(readGeometry(JSON.stringify(value)), value)));
  });

  it('throws on nothing, and reads nothing into damaged bytes', () => {
    fc.assert(
      fc.property(geometry, form, fc.nat(), fc.nat(255), (value, how, at, byte) => {
        const bytes = Buffer.from(writeWkb(value, how), 'hex');
        bytes[at % bytes.length] = byte;
        readGeometry(bytes.toString('hex'));
        assert.equal(readGeometry(bytes.subarray(0, -1).toString('hex')), undefined);
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void readGeometry(Buffer.from(bytes).toString('hex'))));
    fc.assert(fc.property(fc.json(), (text) => void readGeometry(text)));
    fc.assert(fc.property(fc.string(), (text) => void readGeometry(text)));
  });

  const point = { type: 'Point', coordinates: [103.8198, 1.3521] };
  const nested = (depth: number): string =>
    '{"type":"GeometryCollection","geometries":['.repeat(depth) +
    '{"type":"Point","coordinates":[1,2]}' +
    ']}'.repeat(depth);
  const cases: [label: string, value: string, geometry: unknown][] = [
    ['EWKB as the Data API gives it', '0101000020E6100000B1506B9A77F45940E0BE0E9C33A2F53F', point],
    [
      'a PostgreSQL bytea',
      String.raw`\x0101000000000000000000f03f0000000000000040`,
      { type: 'Point', coordinates: [1, 2] },
    ],
    ['the empty point', '0101000000000000000000f87f000000000000f87f', { type: 'Point', coordinates: [] }],
    ['a point that is infinite', '0101000000000000000000f07f0000000000000040', undefined],
    ['a count that is not there', '0102000000ffffffff', undefined],
    ['a part of another type', '0104000000010000000102000000' + '00000000', undefined],
    [
      'collections in too many collections, as bytes',
      '010700000001000000'.repeat(20) + '0101000000000000000000f03f0000000000000040',
      undefined,
    ],
    ['a byte too many', '0101000000000000000000f03f000000000000004000', undefined],
    ['a feature', JSON.stringify({ type: 'Feature', properties: {}, geometry: point }), point],
    [
      'a collection of features',
      JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: point }] }),
      { type: 'GeometryCollection', geometries: [point] },
    ],
    [
      'heights, which are left out',
      '{"type":"Point","coordinates":[1,2,3]}',
      { type: 'Point', coordinates: [1, 2] },
    ],
    ['coordinates as text', '{"type":"Point","coordinates":["1","2"]}', undefined],
    ['a type that is none', '{"type":"Circle","coordinates":[1,2]}', undefined],
    ['another object', '{"a":1}', undefined],
    ['an array of numbers', '[1,2]', undefined],
    ['collections in collections', nested(3), JSON.parse(nested(3))],
    ['collections in too many collections', nested(20), undefined],
    ['collections without end', nested(50_000), undefined],
    ['text of a point', 'POINT (103.8198 1.3521)', point],
    ['extended text', 'srid=4326; Point Z (103.8198 1.3521 9)', point],
    [
      'text of a polygon',
      'POLYGON((0 0,1 0,1 1,0 0),(1 2,3 4))',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
    ],
    [
      'text of points',
      'MULTIPOINT((1 2), 3 4)',
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'text of a collection',
      'GEOMETRYCOLLECTION(POINT EMPTY, LINESTRING(1 2,3 4))',
      {
        type: 'GeometryCollection',
        geometries: [
          { type: 'Point', coordinates: [] },
          {
            type: 'LineString',
            coordinates: [
              [1, 2],
              [3, 4],
            ],
          },
        ],
      },
    ],
    ['text that goes on', 'POINT(1 2) and more', undefined],
    ['text of brackets', `GEOMETRYCOLLECTION(${'GEOMETRYCOLLECTION('.repeat(5_000)}`, undefined],
    ['a number', '12', undefined],
    ['words', 'Singapore', undefined],
    ['nothing', ' ', undefined],
  ];
  for (const [label, value, expected] of cases) {
    it(`reads ${label}`, () => assert.deepEqual(readGeometry(value), expected));
  }

  it('gives up on a geometry of more points than anybody draws', () => {
    const coordinates = Array.from({ length: 200_001 }, () => [1, 2]);
    assert.equal(readGeometry(JSON.stringify({ type: 'LineString', coordinates })), undefined);
  });
});
