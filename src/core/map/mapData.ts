import type { Geometry } from 'geojson';
import { mostMarks, type ChartData, type MapChoice } from '../../protocol/chartChoice.ts';
import { columnCodes } from '../chart/rows/columnCodes.ts';
import { ViewRows } from '../chart/rows/viewRows.ts';
import type { WorkRows } from '../redshift/results/view/contract.ts';
import { findCountry } from './countryCodes.ts';
import { readGeometry } from './geometry.ts';
import { MapNotes } from './mapNotes.ts';
import { eachText, measurePlaces, placeLabels, spelledNumbers } from './placeColumns.ts';
import { gridPlaces, type GridPlaces } from './pointGrid.ts';
import { ShapeTexts } from './shapeTexts.ts';

type DataRow = ChartData['rows'][number];
type Drawn = Pick<ChartData, 'fields' | 'rows'>;

const measureFields = [
  { name: 'measure', kind: 'number' },
  { name: 'rows', kind: 'number' },
] as const;
const placeField = { name: 'place', kind: 'text' } as const;
const labelField = { name: 'label', kind: 'text' } as const;
const pointFields = [
  { name: 'latitude', kind: 'number' },
  { name: 'longitude', kind: 'number' },
] as const;

/**
 * Places with their measures, from all rows: one for each country, point that can be told apart, or shape. Places
 * with a large measure come first, so that small ones are drawn on top of them.
 * @throws RedshiftIdentityError where a column is missing or of the wrong kind
 */
export function mapData(rows: WorkRows, choice: MapChoice): ChartData {
  const view = new ViewRows(rows);
  const notes = new MapNotes();
  const { place } = choice;
  const { fields, rows: drawn } =
    place.kind === 'country'
      ? countries(view, choice, place.column, notes)
      : place.kind === 'geometry'
        ? geometries(view, choice, place, notes)
        : points(view, choice, place, notes);
  const measureAt = fields.length - measureFields.length;
  const weight = (row: DataRow): number => Number(row[measureAt] ?? -Infinity);
  return {
    fields,
    rows: drawn.toSorted((a, b) => Math.sign(weight(b) - weight(a)) || 0),
    totalRows: view.count,
    notes: notes.texts(),
  };
}

function countries(view: ViewRows, choice: MapChoice, name: string, notes: MapNotes): Drawn {
  const { codes, values } = columnCodes(view, view.indexOf(name));
  const placeOfCode = new Map<string, number>();
  const spellings: string[] = [];
  const placeOfValue = values.map((value) => {
    const code = findCountry(value ?? '')?.code;
    if (value === null || code === undefined) return undefined;
    const known = placeOfCode.get(code);
    if (known !== undefined) return known;
    placeOfCode.set(code, spellings.length);
    return spellings.push(value) - 1;
  });
  const placeOf = codes.map((code) => {
    const place = placeOfValue[code];
    if (place !== undefined) return place;
    const value = values[code] ?? '';
    if (value.trim() === '') notes.placeless += 1;
    else notes.addUnknown(value);
    return spellings.length;
  });
  const measures = measurePlaces(view, choice, placeOf, spellings.length);
  return {
    fields: [placeField, ...measureFields],
    rows: spellings.map((text, place) => [text, measures.measure(place), measures.rows(place)]),
  };
}

function points(
  view: ViewRows,
  choice: MapChoice,
  place: Extract<MapChoice['place'], { kind: 'point' }>,
  notes: MapNotes,
): Drawn {
  const latitudes = spelledNumbers(view, view.indexOf(place.latitude));
  const longitudes = spelledNumbers(view, view.indexOf(place.longitude));
  for (let row = 0; row < view.count; row += 1) {
    placePoint(latitudes, longitudes, row, latitudes[row] ?? NaN, longitudes[row] ?? NaN, notes);
  }
  const grid = gridPlaces(latitudes, longitudes, mostMarks);
  noteCoarse(grid, notes);
  const places = grid.latitudes.length;
  const measures = measurePlaces(view, choice, grid.placeOf, places);
  const labels = labelsOf(view, place.label, grid.placeOf, places, notes);
  return {
    fields: [...pointFields, ...labels.fields, ...measureFields],
    rows: grid.latitudes.map((latitude, at) => [
      latitude,
      grid.longitudes[at] ?? 0,
      ...labels.values(at),
      measures.measure(at),
      measures.rows(at),
    ]),
  };
}

/** A field where a column names the places, else none. */
function labelsOf(
  view: ViewRows,
  name: string | undefined,
  placeOf: Uint32Array,
  places: number,
  notes: MapNotes,
): { fields: ChartData['fields']; values(place: number): readonly (string | null)[] } {
  const isMissing = name !== undefined && !view.columns.some((column) => column.name === name);
  if (isMissing) notes.missingLabel = name;
  if (name === undefined || isMissing) return { fields: [], values: () => [] };
  const labels = placeLabels(view, name, placeOf, places);
  return { fields: [labelField], values: (place) => [labels[place] ?? null] };
}

/** Puts a row onto the map, or takes it off and counts why. */
function placePoint(
  latitudes: Float64Array,
  longitudes: Float64Array,
  row: number,
  latitude: number,
  longitude: number,
  notes: MapNotes,
): void {
  const isMissing = Number.isNaN(latitude) || Number.isNaN(longitude);
  // Some count longitudes from 0 to 360.
  const isOutside = Math.abs(latitude) > 90 || longitude < -180 || longitude > 360;
  if (isMissing) notes.placeless += 1;
  else if (isOutside) notes.outOfRange += 1;
  latitudes[row] = isMissing || isOutside ? NaN : latitude;
  longitudes[row] = isMissing || isOutside ? NaN : longitude > 180 ? longitude - 360 : longitude;
}

function noteCoarse({ coarse, step }: GridPlaces, notes: MapNotes): void {
  if (coarse) notes.step = step;
}

/** Shapes are numbered before the points. */
function geometries(
  view: ViewRows,
  choice: MapChoice,
  { column, label }: Extract<MapChoice['place'], { kind: 'geometry' }>,
  notes: MapNotes,
): Drawn {
  const latitudes = new Float64Array(view.count).fill(NaN);
  const longitudes = new Float64Array(view.count).fill(NaN);
  const shapeOf = new Map<number, number>();
  const shapes = new ShapeTexts();
  eachText(view, view.indexOf(column), (text, row) => {
    if (text === null || text.trim() === '') return void (notes.placeless += 1);
    const known = shapes.find(text);
    if (known !== undefined) return void shapeOf.set(row, known);
    const geometry = readGeometry(text);
    if (geometry === undefined) return void (notes.unreadable += 1);
    const point = onlyPoint(geometry);
    if (point !== undefined) {
      return placePoint(latitudes, longitudes, row, point[1] ?? NaN, point[0] ?? NaN, notes);
    }
    const shape = shapes.add(text, geometry);
    if (typeof shape === 'number') shapeOf.set(row, shape);
    else notes[shape] += 1;
  });
  const grid = gridPlaces(latitudes, longitudes, mostMarks - ShapeTexts.most);
  noteCoarse(grid, notes);
  const first = shapes.texts.length;
  const placeOf = grid.placeOf.map((place, row) => shapeOf.get(row) ?? place + first);
  const places = first + grid.latitudes.length;
  const measures = measurePlaces(view, choice, placeOf, places);
  const labels = labelsOf(view, label, placeOf, places, notes);
  const texts = [
    ...shapes.texts,
    ...grid.latitudes.map((latitude, at) =>
      JSON.stringify({ type: 'Point', coordinates: [grid.longitudes[at] ?? 0, latitude] }),
    ),
  ];
  return {
    fields: [placeField, ...labels.fields, ...measureFields],
    rows: texts.map((text, place) => [
      text,
      ...labels.values(place),
      measures.measure(place),
      measures.rows(place),
    ]),
  };
}

function onlyPoint(geometry: Geometry): readonly number[] | undefined {
  if (geometry.type === 'Point' && geometry.coordinates.length >= 2) return geometry.coordinates;
  const isSingle = geometry.type === 'MultiPoint' && geometry.coordinates.length === 1;
  return isSingle ? geometry.coordinates[0] : undefined;
}
