/** Steps across the larger side of what the points cover: the first that gives few enough places is taken. */
const fineness = [4_000, 1_000, 300, 100, 60] as const;
const decimals = 1e6;

export interface GridPlaces {
  /** Place of each point, by the index of the point. */
  readonly placeOf: Uint32Array;
  readonly latitudes: readonly number[];
  readonly longitudes: readonly number[];
  /** Degrees within which points are one place. */
  readonly step: number;
  /** Whether places that could be told apart were put together. */
  readonly coarse: boolean;
}

/**
 * Puts points together that could not be told apart on a map of them all. A place stands where its points are on
 * average, so that points of one city stay where they are.
 * @param most places; at least 4,000
 */
export function gridPlaces(
  latitudes: readonly number[],
  longitudes: readonly number[],
  most: number,
): GridPlaces {
  const [south, north] = rangeOf(latitudes);
  const [west, east] = rangeOf(longitudes);
  const span = Math.max(north - south, east - west);
  let last: GridPlaces | undefined;
  for (const [index, steps] of fineness.entries()) {
    const step = span === 0 ? 1 : span / steps;
    last = placesOf(latitudes, longitudes, { south, west, step, coarse: index > 0 });
    if (last.latitudes.length <= most) break;
  }
  return last ?? { placeOf: new Uint32Array(0), latitudes: [], longitudes: [], step: 0, coarse: false };
}

interface Cells {
  readonly south: number;
  readonly west: number;
  readonly step: number;
  readonly coarse: boolean;
}

function placesOf(latitudes: readonly number[], longitudes: readonly number[], cells: Cells): GridPlaces {
  const { south, west, step, coarse } = cells;
  const places = new Map<number, number>();
  const placeOf = new Uint32Array(latitudes.length);
  const [ys, xs, counts]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < latitudes.length; at += 1) {
    const [latitude = 0, longitude = 0] = [latitudes[at], longitudes[at]];
    const row = Math.round((latitude - south) / step);
    const key = row * 8_192 + Math.round((longitude - west) / step);
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
      ys.push(0);
      xs.push(0);
      counts.push(0);
    }
    placeOf[at] = place;
    ys[place] = (ys[place] ?? 0) + latitude;
    xs[place] = (xs[place] ?? 0) + longitude;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const mean = (sum: number, place: number): number =>
    Math.round((sum / (counts[place] ?? 1)) * decimals) / decimals;
  return { placeOf, latitudes: ys.map(mean), longitudes: xs.map(mean), step, coarse };
}

function rangeOf(values: readonly number[]): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? [0, 0] : [least, greatest];
}
