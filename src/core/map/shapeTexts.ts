import type { Geometry } from 'geojson';
import { eachPosition } from './eachPosition.ts';

/** Characters of GeoJSON that one map carries. */
const mostCharacters = 2_000_000;
const decimals = 1e5;

/** The different shapes of a map, numbered from 0, as GeoJSON. */
export class ShapeTexts {
  /** Shapes of one map. */
  static readonly most = 800;

  readonly texts: string[] = [];
  readonly #places = new Map<string, number>();
  #characters = 0;

  /** Number of the shape of a value that was added before. */
  find(value: string): number | undefined {
    return this.#places.get(value);
  }

  /** Adds the shape of a value; says why it is not drawn where it is none. */
  add(value: string, geometry: Geometry): number | 'placeless' | 'outOfRange' | 'tooMany' {
    const extent = extentOf(geometry);
    if (extent === undefined) return 'placeless';
    if (extent.latitude > 90 || extent.longitude > 360) return 'outOfRange';
    const text = JSON.stringify(geometry, roundNumber);
    if (this.texts.length >= ShapeTexts.most || this.#characters + text.length > mostCharacters)
      return 'tooMany';
    const place = this.texts.push(text) - 1;
    this.#characters += text.length;
    this.#places.set(value, place);
    return place;
  }
}

/** A metre is enough. */
function roundNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * decimals) / decimals : value;
}

/** How far the geometry goes from the equator and from Greenwich; undefined where it has no point at all. */
function extentOf(geometry: Geometry): { latitude: number; longitude: number } | undefined {
  let [latitude, longitude] = [-1, -1];
  eachPosition(geometry, ([x = 0, y = 0]) => {
    latitude = Math.max(latitude, Math.abs(y));
    longitude = Math.max(longitude, Math.abs(x));
  });
  return latitude < 0 ? undefined : { latitude, longitude };
}
