/** Steps across the larger side of what the points cover: the first that gives few enough places is taken. */
const fineness = [4_000, 1_000, 300, 100, 60] as const;
/** More than there are steps. */
const keyBase = 8_192;
const decimals = 1e6;

export interface GridPlaces {
  /** Place of each row; the number of places where it has none. */
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
 * @param latitudes of each row; NaN for a row without a place, as in `longitudes`
 * @param most places; at least 4,000
 */
export function gridPlaces(latitudes: Float64Array, longitudes: Float64Array, most: number): GridPlaces {
  const [south, north] = rangeOf(latitudes);
  const [west, east] = rangeOf(longitudes);
  const span = Math.max(north - south, east - west);
  let places = placesOf(latitudes, longitudes, south, west, span / fineness[0] || 1);
  for (const steps of fineness.slice(1)) {
    if (places.latitudes.length <= most) break;
    places = { ...placesOf(latitudes, longitudes, south, west, span / steps), coarse: true };
  }
  return places;
}

function placesOf(
  latitudes: Float64Array,
  longitudes: Float64Array,
  south: number,
  west: number,
  step: number,
): GridPlaces {
  const numbers = new Map<number, number>();
  const placeOf = new Uint32Array(latitudes.length);
  const [ys, xs, counts]: [number[], number[], number[]] = [[], [], []];
  const unplaced: number[] = [];
  for (let row = 0; row < latitudes.length; row += 1) {
    const [latitude = NaN, longitude = NaN] = [latitudes[row], longitudes[row]];
    if (Number.isNaN(latitude)) {
      unplaced.push(row);
      continue;
    }
    const key = Math.round((latitude - south) / step) * keyBase + Math.round((longitude - west) / step);
    let place = numbers.get(key);
    if (place === undefined) {
      place = numbers.size;
      numbers.set(key, place);
      ys.push(0);
      xs.push(0);
      counts.push(0);
    }
    placeOf[row] = place;
    ys[place] = (ys[place] ?? 0) + latitude;
    xs[place] = (xs[place] ?? 0) + longitude;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  for (const row of unplaced) placeOf[row] = ys.length;
  const mean = (sum: number, place: number): number =>
    Math.round((sum / (counts[place] ?? 1)) * decimals) / decimals;
  return { placeOf, latitudes: ys.map(mean), longitudes: xs.map(mean), step, coarse: false };
}

function rangeOf(values: Float64Array): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? [0, 0] : [least, greatest];
}
