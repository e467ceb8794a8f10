import type { Geometry, LineString, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import type { ChartData, MapChoice } from '../../protocol/chartChoice.ts';
import { countryName, countryNumber, findCountry } from '../../core/map/countryCodes.ts';
import { readGeometry } from '../../core/map/geometry.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import { smallCountries } from './smallCountries.ts';
import { countryOutlines } from './worldOutlines.ts';

/** What is said of a place. The names are Vega's fields: none of them comes from the result. */
export interface PlaceValues {
  /** null where no row has a value. */
  readonly measure: number | null;
  readonly rows: number;
  /** Where it is: the country, the coordinates, or what kind of shape. */
  readonly name: string;
  /** What it is called; its name, where no column says more. */
  readonly label: string;
  /** For a screen reader: name, measure and rows. */
  readonly words: string;
}

/** What is said of a measure where no row has one. */
export const noValue = 'no value';

export interface PointMark extends PlaceValues {
  readonly longitude: number;
  readonly latitude: number;
}

export interface ShapeMark<Shape extends Geometry = Polygon | MultiPolygon> extends PlaceValues {
  /** GeoJSON, which Vega draws as it is. */
  readonly type: 'Feature';
  readonly geometry: Shape;
}

export interface MapMarks {
  readonly points: PointMark[];
  readonly areas: ShapeMark[];
  readonly lines: ShapeMark<LineString | MultiLineString>[];
}

/** What is drawn of the places: countries as their outlines, small ones and single places as points. */
export function mapMarks({ fields, rows }: ChartData, { place }: MapChoice, measureWords: string): MapMarks {
  const at = (name: string): number => fields.findIndex((field) => field.name === name);
  const [placeAt, latitudeAt, longitudeAt] = [at('place'), at('latitude'), at('longitude')];
  const [labelAt, measureAt, rowsAt] = [at('label'), at('measure'), at('rows')];
  const marks: MapMarks = { points: [], areas: [], lines: [] };
  for (const row of rows) {
    const measure = row[measureAt];
    const values = (name: string): PlaceValues => {
      const value = typeof measure === 'number' ? measure : null;
      const count = Number(row[rowsAt] ?? 0);
      const label = visibleText(String(row[labelAt] ?? '')) || name;
      const words = wordsOf(label, value, count, measureWords);
      return { measure: value, rows: count, name, label, words };
    };
    const text = String(row[placeAt] ?? '');
    if (place.kind === 'country') addCountry(marks, text, values);
    else if (place.kind === 'geometry') addGeometry(marks, readGeometry(text), values);
    else addPoint(marks, [Number(row[longitudeAt]), Number(row[latitudeAt])], values);
  }
  return marks;
}

type ValuesOf = (name: string) => PlaceValues;

function wordsOf(label: string, measure: number | null, rows: number, measureWords: string): string {
  const value =
    measure === null ? noValue : measure.toLocaleString('en-US', { maximumSignificantDigits: 15 });
  const counted =
    measureWords === 'rows' ? '' : `, ${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
  return `${label}: ${measureWords} ${value}${counted}`;
}

function addCountry(marks: MapMarks, text: string, values: ValuesOf): void {
  const code = findCountry(text)?.code;
  if (code === undefined) return;
  const name = visibleText(text).trim();
  const known = countryName(code);
  const shown = values(
    name.toLowerCase() === known.toLowerCase() || name.length > 3 ? name : `${known} (${name})`,
  );
  const number = countryNumber(code);
  const outline = countryOutlines().find((each) => each.number === number);
  if (outline !== undefined) marks.areas.push({ type: 'Feature', geometry: outline.geometry, ...shown });
  const [longitude, latitude] = smallCountries[code] ?? [];
  if (longitude === undefined || latitude === undefined) return;
  marks.points.push({ longitude, latitude, ...shown });
}

/** `1.3521° N, 103.8198° E`. */
function coordinateWords(latitude: number, longitude: number): string {
  const degrees = (value: number): string =>
    `${Math.abs(value).toLocaleString('en-US', { maximumFractionDigits: 4 })}°`;
  return `${degrees(latitude)} ${latitude < 0 ? 'S' : 'N'}, ${degrees(longitude)} ${longitude < 0 ? 'W' : 'E'}`;
}

function addPoint({ points }: MapMarks, [longitude = NaN, latitude = NaN]: Position, values: ValuesOf): void {
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return;
  points.push({ longitude, latitude, ...values(coordinateWords(latitude, longitude)) });
}

/** Parts of a collection are drawn each for itself, with the values of the whole. */
function addGeometry(marks: MapMarks, geometry: Geometry | undefined, values: ValuesOf): void {
  switch (geometry?.type) {
    case 'Point':
      return addPoint(marks, geometry.coordinates, values);
    case 'MultiPoint':
      for (const position of geometry.coordinates) addPoint(marks, position, values);
      return;
    case 'LineString':
    case 'MultiLineString':
      marks.lines.push({ type: 'Feature', geometry, ...values('Line') });
      return;
    case 'Polygon':
      marks.areas.push({
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: wound(geometry.coordinates) },
        ...values('Area'),
      });
      return;
    case 'MultiPolygon':
      marks.areas.push({
        type: 'Feature',
        geometry: { type: 'MultiPolygon', coordinates: geometry.coordinates.map(wound) },
        ...values('Area'),
      });
      return;
    case 'GeometryCollection':
      for (const part of geometry.geometries) addGeometry(marks, part, values);
      return;
    case undefined:
  }
}

/** On a sphere a ring has two insides; D3 takes the one to the right, where warehouses don't care. */
function wound(rings: readonly Position[][]): Position[][] {
  return rings.map((ring, index) => {
    let doubled = 0;
    for (const [at, [x = 0, y = 0]] of ring.entries()) {
      const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? [];
      doubled += x * nextY - nextX * y;
    }
    const isClockwise = doubled < 0;
    return isClockwise === (index === 0) ? ring : ring.toReversed();
  });
}
