import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import world from 'world-atlas/countries-110m.json' with { type: 'json' };
import { countryNumber } from '../../core/map/countryCodes.ts';

export type Outline = Polygon | MultiPolygon;

export interface CountryOutline {
  /** ISO 3166-1 numeric; absent for what has none. */
  readonly number: string | undefined;
  readonly geometry: Outline;
}

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** The outlines say nothing of Kosovo's number, which ISO leaves to its users. */
const kosovo = 'Kosovo';
const antarctica = '010';
const decimals = 100;

let outlines: readonly CountryOutline[] | undefined;

/** Outlines of all countries at 1:110 million: Natural Earth's, in the public domain. */
export function countryOutlines(): readonly CountryOutline[] {
  outlines ??= readOutlines(world as unknown as World);
  return outlines;
}

function readOutlines(topology: World): CountryOutline[] {
  return feature(topology, topology.objects.countries).features.flatMap(({ id, properties, geometry }) => {
    const number =
      properties.name === kosovo ? countryNumber('XK') : id === undefined ? undefined : String(id);
    // It would take a fifth of the map, and nobody sells there.
    if (number === antarctica || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) return [];
    return [{ number, geometry: shortened(geometry) }];
  });
}

/** A kilometre is finer than the outlines are. */
function shortened(geometry: Outline): Outline {
  const ring = (positions: Position[]): Position[] =>
    positions.map((position) => position.map((value) => Math.round(value * decimals) / decimals));
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: geometry.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map((rings) => rings.map(ring)) };
}
