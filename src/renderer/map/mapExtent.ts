import type { Geometry, MultiPoint, Position } from 'geojson';
import { eachPosition } from '../../core/map/eachPosition.ts';
import type { MapMarks } from './mapMarks.ts';

/** What a projection is fitted to. */
export interface MapExtent {
  readonly fit: MultiPoint;
  /** Degrees that the globe is turned by, so that what is shown is in its middle. */
  readonly turned: number;
  /** Width by height of what is shown, roughly. */
  readonly ratio: number;
}

/** From the north of Greenland to the south of Tierra del Fuego. */
const worldExtent: MapExtent = {
  fit: {
    type: 'MultiPoint',
    coordinates: [
      [-179.99, 0],
      [179.99, 0],
      [0, 83.6],
      [0, -56],
    ],
  },
  turned: 0,
  ratio: 2.25,
};

/** Degrees around what is shown at least, so that a single city lies in a country. */
const leastMargin = 4;
/** Parts of a country that are this much smaller than its largest are not what it is looked for at. */
const mainPart = 0.15;

/** The world, or what the marks cover, with a margin. */
export function mapExtent(marks: MapMarks, extent: 'data' | undefined): MapExtent {
  const positions = extent === 'data' ? positionsOf(marks) : [];
  if (positions.length === 0) return worldExtent;
  const centre = middleLongitude(positions.map(([x = 0]) => x));
  const from = (x: number): number => ((x - centre + 540) % 360) - 180;
  let [west, east, south, north] = [180, -180, 90, -90];
  for (const [x = 0, y = 0] of positions) {
    west = Math.min(west, from(x));
    east = Math.max(east, from(x));
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const margin = Math.max(leastMargin, Math.max(east - west, north - south) * 0.08);
  [west, east] = [west - margin, east + margin];
  [south, north] = [Math.max(-85, south - margin), Math.min(85, north + margin)];
  if (east - west > 300) return worldExtent;
  const corners: Position[] = [];
  for (const x of [west, (west + east) / 2, east]) {
    for (const y of [south, (south + north) / 2, north]) corners.push([wrapped(x + centre), y]);
  }
  const width = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    fit: { type: 'MultiPoint', coordinates: corners },
    turned: Math.round(centre * 100) / 100,
    ratio: width / (north - south),
  };
}

function wrapped(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}

function positionsOf({ points, areas, lines }: MapMarks): Position[] {
  const found: Position[] = points.map(({ longitude, latitude }) => [longitude, latitude]);
  const add = (geometry: Geometry): void => eachPosition(geometry, (position) => found.push(position));
  for (const { geometry } of lines) add(geometry);
  for (const { geometry } of areas) {
    if (geometry.type === 'Polygon') add(geometry);
    else {
      const largest = Math.max(...geometry.coordinates.map(boxOf));
      const main = geometry.coordinates.filter((rings) => boxOf(rings) >= largest * mainPart);
      add({ type: 'MultiPolygon', coordinates: main });
    }
  }
  return found;
}

/** Square degrees that the outer ring of a polygon reaches over. */
function boxOf([ring = []]: readonly Position[][]): number {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x = 0, y = 0] of ring) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return ring.length === 0 ? 0 : (east - west) * (north - south);
}

/** Opposite the middle of the widest gap, so that what lies on both sides of 180° is shown as one. */
function middleLongitude(longitudes: readonly number[]): number {
  const sorted = [...longitudes].sort((a, b) => a - b);
  const first = sorted[0] ?? 0;
  let [gap, middle] = [first + 360 - (sorted.at(-1) ?? 0), (first + (sorted.at(-1) ?? 0)) / 2];
  for (let at = 1; at < sorted.length; at += 1) {
    const [before = 0, after = 0] = [sorted[at - 1], sorted[at]];
    if (after - before <= gap) continue;
    gap = after - before;
    middle = wrapped((before + after) / 2 + 180);
  }
  return middle;
}
