import { mostMarks, type ChartData, type PlotChoice } from '../../protocol/chartChoice.ts';
import { RedshiftIdentityError } from '../errors.ts';
import { formatCount, formatRowCount } from '../redshift/results/resultSummary.ts';
import { colourCategories, frequencies, largestCategories, type ChartValue } from './categories.ts';
import { chartKind, type ChartKind } from './chartColumn.ts';
import { noNumbers } from './groupedData.ts';
import { columnCodes } from './rows/columnCodes.ts';
import { columnNumbers } from './rows/columnNumbers.ts';
import type { ViewRows } from './rows/viewRows.ts';

/** Texts along x that are drawn at most. */
const mostTexts = 50;

/** Values of each row of the view along one channel. */
interface Channel {
  readonly kind: ChartKind;
  /** Undefined: it has no place there. */
  valueOf(row: number): ChartValue | undefined;
  readonly notes: readonly string[];
}

/** One mark for each row; of more than can be drawn an even choice. */
export function eachRowData(rows: ViewRows, { mark, x, y, colour }: PlotChoice): ChartData {
  if (y === undefined) {
    throw new RedshiftIdentityError('The chart has nothing to draw along y.', {
      code: 'ChartColumnMissing',
      remedy: 'Choose a column for y, or count the rows.',
    });
  }
  const along = channelOf(rows, x);
  const up = channelOf(rows, y);
  if (up.kind === 'text') throw noNumbers(y);
  const painted = colour === undefined ? undefined : colourOf(rows, colour);
  const places = new Uint32Array(rows.count);
  let count = 0;
  for (let row = 0; row < rows.count; row++) {
    if (along.valueOf(row) !== undefined && up.valueOf(row) !== undefined) places[count++] = row;
  }
  const drawn: ChartValue[][] = [];
  const most = Math.min(count, mostMarks);
  for (let index = 0; index < most; index++) {
    const row = places[Math.floor((index * count) / most)] as number;
    drawn.push([
      along.valueOf(row) ?? null,
      up.valueOf(row) ?? null,
      ...(painted ? [painted.valueOf(row) ?? null] : []),
    ]);
  }
  // A line goes from left to right.
  if (mark === 'line' && along.kind !== 'text') drawn.sort((one, other) => Number(one[0]) - Number(other[0]));
  const lost = rows.count - count;
  return {
    fields: [
      { name: 'x', kind: along.kind },
      { name: 'y', kind: up.kind },
      ...(painted ? [{ name: 'colour', kind: painted.kind }] : []),
    ],
    rows: drawn,
    totalRows: rows.count,
    notes: [
      ...(count > most ? [`${formatCount(most)} of ${formatRowCount(count)}, evenly chosen.`] : []),
      ...(lost > 0 ? [`${formatRowCount(lost)} without a place, not drawn.`] : []),
      ...along.notes,
      ...(painted?.notes ?? []),
    ],
  };
}

function channelOf(rows: ViewRows, name: string): Channel {
  const index = rows.indexOf(name);
  const kind = chartKind(rows.columns[index] as ViewRows['columns'][number]);
  if (kind === 'number' || kind === 'time') return numberChannel(rows, index, kind);
  const coded = columnCodes(rows, index);
  const most = `“${name}”: the ${mostTexts} most frequent`;
  const { codes, values, note } = largestCategories(
    coded,
    frequencies(coded.codes, coded.values.length),
    mostTexts,
    most,
  );
  // The others have no place of their own.
  const drawn = note === undefined ? values.length : mostTexts;
  return {
    kind: 'text',
    valueOf: (row) => {
      const code = codes[row] as number;
      return code < drawn ? values[code] : undefined;
    },
    notes: note === undefined ? [] : [`${most} of ${formatCount(coded.values.length)} values.`],
  };
}

function numberChannel(rows: ViewRows, index: number, kind: ChartKind): Channel {
  const numbers = columnNumbers(rows, index);
  return {
    kind,
    valueOf: (row) => {
      const value = numbers[row] as number;
      return Number.isFinite(value) ? value : undefined;
    },
    notes: [],
  };
}

function colourOf(rows: ViewRows, name: string): Channel {
  const index = rows.indexOf(name);
  if (chartKind(rows.columns[index] as ViewRows['columns'][number]) === 'number') {
    return numberChannel(rows, index, 'number');
  }
  const { codes, values, note } = colourCategories(rows, name);
  return {
    kind: 'text',
    valueOf: (row) => values[codes[row] as number],
    notes: note === undefined ? [] : [note],
  };
}
