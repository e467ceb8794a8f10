import type { Aggregate, ChartData, PlotChoice } from '../../protocol/chartChoice.ts';
import { RedshiftIdentityError } from '../errors.ts';
import { colourCategories, frequencies, type ChartValue } from './categories.ts';
import { chartKind } from './chartColumn.ts';
import { positionsOf, type RankGroups } from './positions.ts';
import { groupValues } from './rows/groupValues.ts';
import type { ViewRows } from './rows/viewRows.ts';

const largest: Readonly<Record<Aggregate, string>> = {
  count: 'most frequent',
  sum: 'largest',
  max: 'largest',
  min: 'smallest',
  average: 'most frequent',
  median: 'most frequent',
};

/** One mark for each x, and colour: rows put together. */
export function groupedData(rows: ViewRows, choice: PlotChoice): ChartData {
  const { how, measure } = measureOf(rows, choice);
  const rank: RankGroups = (groupOf, groups) => {
    // Of an average says little how large it is.
    if (largest[how] === 'most frequent') return frequencies(groupOf, groups);
    const values = groupValues(rows, measure, how, groupOf, groups);
    return how === 'min' ? values.map((value) => -value) : values;
  };
  const places = positionsOf(rows, choice, rank, largest[how]);
  const colours = choice.colour === undefined ? undefined : colourCategories(rows, choice.colour);
  const perPlace = colours?.values.length ?? 1;
  // One more, for the rows that are not drawn.
  const spare = places.values.length * perPlace;
  const groupOf = places.codes.map((place, row) =>
    place >= places.values.length ? spare : place * perPlace + (colours?.codes[row] ?? 0),
  );
  const held = frequencies(groupOf, spare + 1);
  const values = groupValues(rows, measure, how, groupOf, spare + 1);
  const keepsNull = choice.mark === 'bar';
  const drawn: ChartValue[][] = [];
  for (let group = 0; group < spare; group++) {
    if (held[group] === 0) continue;
    const place = Math.floor(group / perPlace);
    const value = values[group] as number;
    if (!Number.isFinite(value) && !keepsNull) continue;
    const y = Number.isFinite(value) ? value : null;
    drawn.push([
      places.values[place] ?? null,
      ...(places.ends ? [places.ends[place] ?? null] : []),
      y,
      ...(colours ? [colours.values[group % perPlace] ?? null] : []),
    ]);
  }
  const yKind = measure !== undefined && how !== 'count' ? chartKind(columnAt(rows, measure)) : 'number';
  return {
    fields: [
      { name: 'x', kind: places.kind },
      ...(places.ends ? [{ name: 'x2', kind: places.kind }] : []),
      { name: 'y', kind: yKind === 'time' ? 'time' : 'number' },
      ...(colours ? [{ name: 'colour', kind: 'text' as const }] : []),
    ],
    rows: drawn,
    totalRows: rows.count,
    notes: [...places.notes, ...(colours?.note === undefined ? [] : [colours.note])],
  };
}

/** What is aggregated how. Bars and areas without an aggregate are sums: rows at the same x stand on each other. */
function measureOf(
  rows: ViewRows,
  { mark, y, aggregate }: PlotChoice,
): { how: Aggregate; measure: number | undefined } {
  if (mark === 'histogram' || y === undefined || aggregate === 'count') {
    return { how: 'count', measure: undefined };
  }
  const how = aggregate ?? 'sum';
  const measure = rows.indexOf(y);
  const kind = chartKind(columnAt(rows, measure));
  if (kind === 'text') throw noNumbers(y);
  if (kind === 'time' && how === 'sum') {
    throw new RedshiftIdentityError(`The times of “${y}” have no sum.`, {
      code: 'ChartColumnKind',
      remedy: 'Choose count, minimum or maximum, or another column.',
    });
  }
  return { how, measure };
}

export function noNumbers(name: string): RedshiftIdentityError {
  return new RedshiftIdentityError(`The column “${name}” holds no numbers.`, {
    code: 'ChartColumnKind',
    remedy: 'Choose another column, or count the rows.',
  });
}

function columnAt(rows: ViewRows, index: number): ViewRows['columns'][number] {
  return rows.columns[index] as ViewRows['columns'][number];
}
