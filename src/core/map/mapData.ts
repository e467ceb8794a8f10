import type { Geometry } from 'geojson';
import { mostMarks, type ChartData, type MapChoice } from '../../protocol/chartChoice.ts';
import type { WorkRows } from '../redshift/results/view/contract.ts';
import { findCountry } from './countryCodes.ts';
import { readGeometry } from './geometry.ts';
import { MapNotes } from './mapNotes.ts';
import { columnNamed, eachRow, measureColumn, numberAt, rowsOf } from './placeColumns.ts';
import { PlaceTotals } from './placeTotals.ts';
import { gridPlaces } from './pointGrid.ts';
import { ShapeTexts } from './shapeTexts.ts';

type DataRow = ChartData['rows'][number];

/** Points with what is measured at each; `measures` holds NaN where there is nothing. */
interface Points {
  readonly latitudes: number[];
  readonly longitudes: number[];
  readonly measures: number[];
}

/**
 * Places with their measures, from all rows: one for each country, point that can be told apart, or shape. Places
 * with a large measure come first, so that small ones are drawn on top of them.
 * @throws RedshiftIdentityError where a column is missing or of the wrong kind
 */
export function mapData(rows: WorkRows, choice: MapChoice): ChartData {
  const notes = new MapNotes();
  const { place } = choice;
  const data =
    place.kind === 'country'
      ? countryRows(rows, choice, place.column, notes)
      : place.kind === 'geometry'
        ? geometryRows(rows, choice, place.column, notes)
        : pointRows(rows, choice, place, notes);
  const measureAt = data.fields.findIndex(({ name }) => name === 'measure');
  const weight = (row: DataRow): number => {
    const value = row[measureAt];
    return typeof value === 'number' ? value : -Infinity;
  };
  const sorted = data.rows.toSorted((a, b) => (weight(b) > weight(a) ? 1 : weight(b) < weight(a) ? -1 : 0));
  return {
    fields: data.fields,
    rows: sorted,
    totalRows: rowsOf(rows),
    notes: [...notes.texts(), ...data.notes],
  };
}

type Part = Pick<ChartData, 'fields' | 'rows' | 'notes'>;

const measureFields = [
  { name: 'measure', kind: 'number' },
  { name: 'rows', kind: 'number' },
] as const;
const placeField = { name: 'place', kind: 'text' } as const;

/** A reader of the measure of a row: NaN where there is none, 1 where rows are counted. */
function measureReader(rows: WorkRows, choice: MapChoice): (columns: Columns, row: number) => number {
  const index = measureColumn(rows, choice);
  if (index === undefined) return () => 1;
  const counts = choice.aggregate === 'count';
  return (columns, row) => {
    const column = columns[index];
    if (column === undefined || column.isNull(row)) return NaN;
    return counts ? 1 : numberAt(column, row);
  };
}

type Columns = WorkRows['pages'][number]['columns'];

/** Without a measure there is nothing but rows to count. */
function totalsOf({ measure, aggregate }: MapChoice): PlaceTotals {
  return new PlaceTotals(measure === undefined ? 'count' : aggregate);
}

function countryRows(rows: WorkRows, choice: MapChoice, name: string, notes: MapNotes): Part {
  const index = columnNamed(rows, name);
  const measure = measureReader(rows, choice);
  const totals = totalsOf(choice);
  const places = new Map<string, number>();
  const spellings: string[] = [];
  const known = new Map<string, string | undefined>();
  const codeOf = (text: string): string | undefined => {
    if (known.has(text)) return known.get(text);
    const code = findCountry(text)?.code;
    // A column of something else has a different text in every row.
    if (known.size < 10_000) known.set(text, code);
    return code;
  };
  eachRow(rows, (columns, row) => {
    const text = columns[index]?.text(row) ?? '';
    if (text.trim() === '') return void (notes.placeless += 1);
    const code = codeOf(text);
    if (code === undefined) return notes.addUnknown(text);
    let place = places.get(code);
    if (place === undefined) {
      place = spellings.push(text) - 1;
      places.set(code, place);
    }
    totals.add(place, measure(columns, row));
  });
  return {
    fields: [placeField, ...measureFields],
    rows: spellings.map((text, place) => [text, totals.measure(place), totals.rows[place] ?? 0]),
    notes: [],
  };
}

function pointRows(
  rows: WorkRows,
  choice: MapChoice,
  place: { readonly latitude: string; readonly longitude: string },
  notes: MapNotes,
): Part {
  const latitudeAt = columnNamed(rows, place.latitude);
  const longitudeAt = columnNamed(rows, place.longitude);
  const measure = measureReader(rows, choice);
  const points: Points = { latitudes: [], longitudes: [], measures: [] };
  eachRow(rows, (columns, row) => {
    const [latitude, longitude] = [columns[latitudeAt], columns[longitudeAt]];
    if (latitude === undefined || longitude === undefined) return;
    addPoint(points, notes, numberAt(latitude, row), numberAt(longitude, row), () => measure(columns, row));
  });
  const { places, note } = drawnPlaces(points, choice);
  return {
    fields: [{ name: 'latitude', kind: 'number' }, { name: 'longitude', kind: 'number' }, ...measureFields],
    rows: places,
    notes: note,
  };
}

function addPoint(
  points: Points,
  notes: MapNotes,
  latitude: number,
  longitude: number,
  measure: () => number,
): void {
  if (Number.isNaN(latitude) || Number.isNaN(longitude)) return void (notes.placeless += 1);
  // Some count longitudes from 0 to 360.
  if (Math.abs(latitude) > 90 || longitude < -180 || longitude > 360) return void (notes.outOfRange += 1);
  points.latitudes.push(latitude);
  points.longitudes.push(longitude > 180 ? longitude - 360 : longitude);
  points.measures.push(measure());
}

/** Latitude, longitude, measure and rows of each place. */
function drawnPlaces(points: Points, choice: MapChoice): { places: DataRow[]; note: string[] } {
  const grid = gridPlaces(points.latitudes, points.longitudes, mostMarks - ShapeTexts.most);
  const totals = totalsOf(choice);
  for (const [index, value] of points.measures.entries()) totals.add(grid.placeOf[index] ?? 0, value);
  const places = grid.latitudes.map((latitude, at) => [
    latitude,
    grid.longitudes[at] ?? 0,
    totals.measure(at),
    totals.rows[at] ?? 0,
  ]);
  const degrees = grid.step.toLocaleString('en-US', { maximumSignificantDigits: 1 });
  return {
    places,
    note: grid.coarse ? [`Points within about ${degrees}° of each other are drawn as one.`] : [],
  };
}

function geometryRows(rows: WorkRows, choice: MapChoice, name: string, notes: MapNotes): Part {
  const index = columnNamed(rows, name);
  const measure = measureReader(rows, choice);
  const points: Points = { latitudes: [], longitudes: [], measures: [] };
  const totals = totalsOf(choice);
  const shapes = new ShapeTexts();
  eachRow(rows, (columns, row) => {
    const text = columns[index]?.text(row) ?? '';
    if (text.trim() === '') return void (notes.placeless += 1);
    const value = (): number => measure(columns, row);
    const known = shapes.find(text);
    if (known !== undefined) return totals.add(known, value());
    const geometry = readGeometry(text);
    if (geometry === undefined) return void (notes.unreadable += 1);
    const point = onlyPoint(geometry);
    if (point !== undefined) return addPoint(points, notes, point[1] ?? NaN, point[0] ?? NaN, value);
    const fit = shapes.add(text, geometry);
    if (typeof fit === 'number') return totals.add(fit, value());
    if (fit === 'empty') notes.placeless += 1;
    else if (fit === 'outOfRange') notes.outOfRange += 1;
    else notes.tooMany += 1;
  });
  const { places, note } = drawnPlaces(points, choice);
  const pointTexts = places.map(([latitude, longitude, ...rest]): DataRow => [
    JSON.stringify({ type: 'Point', coordinates: [longitude, latitude] }),
    ...rest,
  ]);
  const shapeTexts = shapes.texts.map((text, place): DataRow => [
    text,
    totals.measure(place),
    totals.rows[place] ?? 0,
  ]);
  return { fields: [placeField, ...measureFields], rows: [...shapeTexts, ...pointTexts], notes: note };
}

function onlyPoint(geometry: Geometry): readonly number[] | undefined {
  if (geometry.type === 'Point' && geometry.coordinates.length >= 2) return geometry.coordinates;
  const single = geometry.type === 'MultiPoint' && geometry.coordinates.length === 1;
  return single ? geometry.coordinates[0] : undefined;
}
