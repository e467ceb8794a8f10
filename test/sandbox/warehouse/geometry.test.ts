import assert from 'node:assert/strict';
import type { Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf, people } from './testWarehouse.ts';

const polygon = 'POLYGON((0 0,10 0,10 10,0 0),(4 1,6 1,6 2,4 1))';

describe('GEOMETRY in the warehouse', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
  });

  after(() => warehouse?.close());

  const values: [label: string, expression: string, value: string | null][] = [
    ['a point', 'ST_Point(1, 2)', '0101000000000000000000F03F0000000000000040'],
    ['a point by its other name', 'ST_MakePoint(1, 2)', '0101000000000000000000F03F0000000000000040'],
    [
      'a point with its reference system',
      'ST_SetSRID(ST_Point(103.8198, 1.3521), 4326)',
      ewkbOfPoint(4326, 103.8198, 1.3521),
    ],
    ['text', "ST_AsText(ST_GeomFromText('point ( 1.5   -2 )'))", 'POINT(1.5 -2)'],
    ['a line', "ST_AsText(ST_GeomFromText('LINESTRING(1 2, 3e1 .5)'))", 'LINESTRING(1 2,30 0.5)'],
    ['a polygon with a hole', `ST_AsText(ST_GeomFromText('${polygon}'))`, polygon],
    [
      'a polygon as GeoJSON',
      `ST_AsGeoJSON(ST_GeomFromText('${polygon}', 4326))`,
      '{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]],[[4,1],[6,1],[6,2],[4,1]]]}',
    ],
    ['a reference system', "ST_SRID(ST_GeomFromText('LINESTRING(1 2,3 4)', 4326))", '4326'],
    ['another reference system', 'ST_SRID(ST_SetSRID(ST_SetSRID(ST_Point(1, 2), 4326), 0))', '0'],
    ['x', 'ST_X(ST_SetSRID(ST_Point(-123.1207, 49.2827), 4326))', '-123.1207'],
    ['y', 'ST_Y(ST_Point(-123.1207, 49.2827))', '49.2827'],
    [
      'tiny and huge numbers',
      'ST_AsText(ST_Point(-1e-310, 1.7976931348623157e308))',
      'POINT(-1e-310 1.7976931348623157e+308)',
    ],
    ['NULL', 'ST_AsText(ST_Point(NULL, 2))', null],
  ];
  for (const [label, expression, value] of values) {
    it(`gives ${label}`, async () => {
      assert.deepEqual(await outcomeOf(warehouse, 'ethan', `SELECT ${expression}`), [[value]]);
    });
  }

  it('names the type as Redshift does, of functions and of columns', async () => {
    const run = (sql: string) => warehouse.run({ user: people.ethan, sql });
    const outcome = await run('SELECT ST_Point(1, 2) AS place, ST_X(ST_Point(1, 2)) AS x');
    assert.deepEqual(
      outcome.columns.map(({ name, typeName }) => [name, typeName]),
      [
        ['place', 'geometry'],
        ['x', 'float8'],
      ],
    );
  });

  const refused: [label: string, sql: string, refusal: RegExp][] = [
    ['another function', 'SELECT ST_Buffer(ST_Point(1, 2), 3)', /^0A000 .*ST_BUFFER is not supported/],
    ['GEOGRAPHY', 'CREATE TEMP TABLE g (place GEOGRAPHY)', /^0A000 .*GEOGRAPHY is not supported/],
    ['a cast', "SELECT 'POINT(1 2)'::geometry", /^0A000 .*a cast to GEOMETRY/],
    ['a cast that looks like a call', "SELECT geometry('00')", /^0A000 .*a cast to GEOMETRY/],
    ['the same behind a schema', "SELECT pg_catalog.geometry('00')", /^0A000 .*text as a value of GEOMETRY/],
    ['several points', "SELECT ST_GeomFromText('MULTIPOINT(1 2)')", /^0A000 .*anything but a point/],
    ['nothing', "SELECT ST_GeomFromText('POINT EMPTY')", /^0A000 .*anything but a point/],
    ['three dimensions', "SELECT ST_GeomFromText('POINT Z (1 2 3)')", /^0A000 .*anything but a point/],
    ['an open ring', "SELECT ST_GeomFromText('POLYGON((0 0,1 1,2 2,0 1))')", /^22023 .*well-known text/],
    ['a line of one point', "SELECT ST_GeomFromText('LINESTRING(0 0)')", /^22023 .*well-known text/],
    ['words', "SELECT ST_GeomFromText('somewhere')", /^22023 .*well-known text/],
    ['x of a line', "SELECT ST_X(ST_GeomFromText('LINESTRING(1 2,3 4)'))", /^22023 .*POINT/],
    ['no number', "SELECT ST_Point('NaN', 1)", /^0A000 .*finite/],
    ['distinct shapes', 'SELECT DISTINCT ST_Point(1, 2)', /^42883 /],
  ];
  for (const [label, sql, refusal] of refused) {
    it(`refuses ${label}`, async () => {
      assert.match(String(await outcomeOf(warehouse, 'ethan', sql)), refusal);
    });
  }
});

/** PostGIS's EWKB, by Node's own hand. */
function ewkbOfPoint(srid: number, x: number, y: number): string {
  const bytes = Buffer.alloc(25);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(0x20000001, 1);
  bytes.writeUInt32LE(srid, 5);
  bytes.writeDoubleLE(x, 9);
  bytes.writeDoubleLE(y, 17);
  return bytes.toString('hex').toUpperCase();
}
