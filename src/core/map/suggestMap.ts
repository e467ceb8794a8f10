import type { MapChoice } from '../../protocol/chartChoice.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import { columnKind } from '../redshift/results/page/columnKind.ts';
import type { Row } from '../redshift/results/contract.ts';
import { findCountry, type CountrySpelling } from './countryCodes.ts';
import { readGeometry } from './geometry.ts';

const latitudeName = /(^|_)(lat|latitude)(_|$)|^y$|^st_y$/;
const longitudeName = /(^|_)(lon|lng|long|longitude)(_|$)|^x$|^st_x$/;
const countryName = /country|nation|(^|_)iso([_23]|$)/;
const shapeName = /geom|geog|geo_?json|wkb|wkt|shape|boundary|outline|st_astext|st_asgeojson/;
/** Of what is nearest to a place first. */
const labelNames = [
  /(^|_)(city|town|village|airport|station|store|shop|venue|site|place|location)(_name)?$/,
  /(^|_)(name|label|title)$/,
  /(^|_)(district|county|state|province|region|country)(_name)?$/,
];
const measureName =
  /amount|sales|revenue|total|value|price|sum|count|orders|quantity|profit|cost|turnover|avg|average|population/;
const averagedName = /avg|average|mean|price|rate|ratio|percent|pct|share|score|stars|temperature|median/;
const noMeasureName = /(^|_)(id|key|code|zip|postcode|year|month|day|number|no|srid|rank|place)$|^id(_|$)/;

/** Values that are looked at to tell what a column holds. */
const mostLookedAt = 200;
/** Of those, as many have to be countries. */
const enough = 0.8;

/**
 * The map that suits the columns, judged by their names, types and first values.
 * @param sample first rows of the result
 * @returns null where no column says where its rows are
 */
export function suggestMap(columns: readonly ResultColumn[], sample: readonly Row[]): MapChoice | null {
  const place = placeOf(columns, sample.slice(0, mostLookedAt));
  if (place === undefined) return null;
  const taken = new Set<string>(Object.values(place));
  const measure = measureOf(columns.filter(({ name }) => !taken.has(name)));
  if (measure === undefined) return { mark: 'map', place, aggregate: 'count' };
  return {
    mark: 'map',
    place,
    measure,
    aggregate: averagedName.test(plain(measure)) ? 'average' : 'sum',
  };
}

/** `saleAmount`, `SALE_AMOUNT` and `sale amount` are told apart by nobody. */
function plain(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_');
}

function placeOf(columns: readonly ResultColumn[], sample: readonly Row[]): MapChoice['place'] | undefined {
  const named = (pattern: RegExp): ResultColumn | undefined =>
    columns.find((column) => pattern.test(plain(column.name)) && holdsNumbers(column, columns, sample));
  const [latitude, longitude] = [named(latitudeName), named(longitudeName)];
  if (latitude !== undefined && longitude !== undefined && latitude !== longitude) {
    return { kind: 'point', latitude: latitude.name, longitude: longitude.name, ...labelOf(columns) };
  }
  const shape = columns.find((column, index) => holdsShapes(column, valuesOf(sample, index)));
  if (shape !== undefined) {
    return { kind: 'geometry', column: shape.name, ...labelOf(columns.filter((each) => each !== shape)) };
  }
  // A column that is called country comes before one that happens to hold names of countries.
  const countries = columns.filter((column, index) => holdsCountries(column, valuesOf(sample, index)));
  const country = countries.find(({ name }) => countryName.test(plain(name))) ?? countries[0];
  return country === undefined ? undefined : { kind: 'country', column: country.name };
}

/** The text that names places, if one is called so. */
function labelOf(columns: readonly ResultColumn[]): { label?: string } {
  const named = labelNames.flatMap(
    (pattern) => columns.find((column) => isText(column) && pattern.test(plain(column.name))) ?? [],
  );
  return named[0] === undefined ? {} : { label: named[0].name };
}

function valuesOf(sample: readonly Row[], column: number): string[] {
  return sample.flatMap((row) => row[column] ?? []).filter((value) => value.trim() !== '');
}

function holdsNumbers(
  column: ResultColumn,
  columns: readonly ResultColumn[],
  sample: readonly Row[],
): boolean {
  if (column.numeric) return true;
  const values = valuesOf(sample, columns.indexOf(column));
  return isText(column) && values.length > 0 && values.every((value) => Number.isFinite(Number(value)));
}

function isText({ typeName }: ResultColumn): boolean {
  return columnKind(typeName) === 'text';
}

function holdsShapes(column: ResultColumn, values: readonly string[]): boolean {
  const kind = columnKind(column.typeName);
  if (kind === 'geometry') return true;
  const may = shapeName.test(plain(column.name)) && ['text', 'binary', 'json'].includes(kind);
  // Long ones are cut off in a sample: the first that is whole decides.
  return may && values.slice(0, 20).some((value) => readGeometry(value) !== undefined);
}

function holdsCountries(column: ResultColumn, values: readonly string[]): boolean {
  if (!isText(column) || values.length === 0) return false;
  const found = values.map((value) => findCountry(value)?.spelling);
  const share = (...spellings: CountrySpelling[]): number =>
    found.filter((spelling) => spelling !== undefined && spellings.includes(spelling)).length / values.length;
  if (countryName.test(plain(column.name))) return share('name', 'alpha2', 'alpha3', 'numeric') >= enough / 2;
  if (share('name') >= enough) return true;
  // Two letters may as well be a state, a language or a currency; three only where all of them fit.
  return share('alpha3') === 1 && new Set(values).size >= 3;
}

/** The number that is most likely what is measured; undefined where all are IDs and the like. */
function measureOf(columns: readonly ResultColumn[]): string | undefined {
  const numbers = columns.filter(
    ({ name, numeric }) =>
      numeric &&
      !noMeasureName.test(plain(name)) &&
      !latitudeName.test(plain(name)) &&
      !longitudeName.test(plain(name)),
  );
  const money = numbers.find(({ name }) => /amount|sales|revenue|turnover|profit/.test(plain(name)));
  const likely = money ?? numbers.find(({ name }) => measureName.test(plain(name))) ?? numbers[0];
  return likely?.name;
}
