import type { MapChoice } from '../../protocol/chartChoice.ts';
import { chartKind } from '../chart/chartColumn.ts';
import { columnNumbers } from '../chart/rows/columnNumbers.ts';
import { groupValues } from '../chart/rows/groupValues.ts';
import type { ViewRows } from '../chart/rows/viewRows.ts';
import { RedshiftIdentityError } from '../errors.ts';

/** Characters of a label. */
const longestLabel = 100;

/** Names of the columns that a map reads, each once. */
export function columnsOfPlace({ place, measure }: MapChoice): string[] {
  const { kind: _, ...columns } = place;
  const read = [...Object.values(columns), measure].filter((name) => name !== undefined);
  return [...new Set(read)];
}

/** Calls `visit` with each value of a column and its row in the view. */
export function eachText(
  rows: ViewRows,
  index: number,
  visit: (text: string | null, row: number) => void,
): void {
  for (const { column, picked, count, first } of rows.parts) {
    const values = column(index);
    for (let at = 0; at < count; at += 1) visit(values.text(picked?.[at] ?? at), first + at);
  }
}

/**
 * What each place is called: by the first of its rows that says it; null where none does.
 * @param placeOf as `measurePlaces` takes it
 */
export function placeLabels(
  rows: ViewRows,
  name: string,
  placeOf: Uint32Array,
  places: number,
): (string | null)[] {
  const labels = new Array<string | null>(places).fill(null);
  let left = places;
  for (const { column, picked, count, first } of rows.parts) {
    const values = column(rows.indexOf(name));
    for (let at = 0; at < count && left > 0; at += 1) {
      const place = placeOf[first + at] ?? places;
      if (place >= places || labels[place] !== null) continue;
      const text = values
        .text(picked?.[at] ?? at)
        ?.trim()
        .slice(0, longestLabel);
      if (!text) continue;
      labels[place] = text;
      left -= 1;
    }
  }
  return labels;
}

/** Numbers of a column, also of one of text that spells them; NaN for everything else. */
export function spelledNumbers(rows: ViewRows, index: number): Float64Array {
  if (chartKind(rows.columns[index] ?? { typeName: '' }) !== 'text') return columnNumbers(rows, index);
  const numbers = new Float64Array(rows.count);
  eachText(rows, index, (text, row) => {
    numbers[row] = text === null || text.trim() === '' ? NaN : Number(text);
  });
  return numbers;
}

/**
 * Index of the column that sizes and colours are of.
 * @throws RedshiftIdentityError where there is none, or where its values are no numbers
 */
export function measureColumn(rows: ViewRows, { measure, aggregate }: MapChoice): number | undefined {
  if (measure === undefined) return undefined;
  const index = rows.indexOf(measure);
  const kind = chartKind(rows.columns[index] ?? { typeName: '' });
  if (aggregate === 'count' || kind === 'number' || kind === 'boolean') return index;
  throw new RedshiftIdentityError(
    `Column “${measure}” holds no numbers, so its ${aggregate} cannot be drawn.`,
    {
      code: 'ChartColumnKind',
      remedy: 'Choose a column of numbers for the map, or count the rows.',
    },
  );
}

/** What is measured at each place, and its rows. */
export interface PlaceMeasures {
  /** null where no row has a value. */
  measure(place: number): number | null;
  rows(place: number): number;
}

/**
 * @param placeOf place of each row of the view, counted from 0; `places` where it has none
 * @throws as `measureColumn`
 */
export function measurePlaces(
  rows: ViewRows,
  choice: MapChoice,
  placeOf: Uint32Array,
  places: number,
): PlaceMeasures {
  const counts = groupValues(rows, undefined, 'count', placeOf, places + 1);
  const index = measureColumn(rows, choice);
  const values =
    index === undefined
      ? counts
      : choice.aggregate === 'count'
        ? presentCounts(rows, index, placeOf, places)
        : groupValues(rows, index, choice.aggregate, placeOf, places + 1);
  return {
    measure: (place) => {
      const value = values[place] ?? NaN;
      return Number.isFinite(value) ? value : null;
    },
    rows: (place) => counts[place] ?? 0,
  };
}

/** Values that are not NULL, whatever they are. */
function presentCounts(rows: ViewRows, index: number, placeOf: Uint32Array, places: number): Float64Array {
  const found = new Float64Array(places + 1);
  for (const { column, picked, count, first } of rows.parts) {
    const values = column(index);
    for (let at = 0; at < count; at += 1) {
      const place = placeOf[first + at] ?? places;
      if (!values.isNull(picked?.[at] ?? at)) found[place] = (found[place] ?? 0) + 1;
    }
  }
  return found;
}
