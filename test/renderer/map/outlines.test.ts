import assert from 'node:assert/strict';
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import fine from 'world-atlas/countries-50m.json' with { type: 'json' };
import { eachPosition } from '../../../src/core/map/eachPosition.ts';
import { countryNumber } from '../../../src/core/map/countryCodes.ts';
import { smallCountries } from '../../../src/renderer/map/smallCountries.ts';
import { countryOutlines } from '../../../src/renderer/map/worldOutlines.ts';

type World = Topology<{ countries: GeometryCollection }>;

describe('outlines of countries', () => {
  const outlined = new Set(countryOutlines().map(({ number }) => number));

  it('or points are there for every country but Antarctica, not both', () => {
    const counted = codes.map(([code = '']) => [
      code,
      Number(outlined.has(countryNumber(code))) + Number(code in smallCountries),
    ]);
    assert.deepEqual(
      counted.filter(([, count]) => count !== 1),
      [['AQ', 0]],
    );
  });

  it('are 176, each of coordinates that are on the globe', () => {
    let count = 0;
    for (const { geometry } of countryOutlines()) {
      eachPosition(geometry, ([x = NaN, y = NaN]) => {
        count += 1;
        assert.ok(Math.abs(x) <= 180 && Math.abs(y) <= 90, `${x} ${y}`);
      });
    }
    assert.deepEqual([countryOutlines().length, count > 9_000], [176, true]);
  });

  it('of a finer scale surround the points of small countries', () => {
    const world = fine as unknown as World;
    const boxes = new Map<string, [west: number, south: number, east: number, north: number]>();
    for (const { id, geometry } of feature(world, world.objects.countries).features) {
      const box = boxes.get(String(id)) ?? [180, 90, -180, -90];
      eachPosition(geometry, ([x = 0, y = 0]) => {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      });
      boxes.set(String(id), box);
    }
    const known = Object.entries(smallCountries).filter(([code]) => boxes.has(countryNumber(code) ?? ''));
    const astray = known.filter(([code, [x, y]]) => {
      const [west, south, east, north] = boxes.get(countryNumber(code) ?? '') ?? [0, 0, 0, 0];
      return x < west - 0.2 || x > east + 0.2 || y < south - 0.2 || y > north + 0.2;
    });
    assert.deepEqual([known.length > 60, astray], [true, []]);
  });
});
