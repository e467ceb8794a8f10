import type { PlotChoice } from '../../protocol/chartChoice.ts';
import { columnKind } from '../redshift/results/page/columnKind.ts';
import { formatCount, formatRowCount } from '../redshift/results/resultSummary.ts';
import { largestCategories, naturallySorted, type Categories } from './categories.ts';
import { chartKind, type ChartKind } from './chartColumn.ts';
import { niceSteps, stepEdge, stepOf } from './niceSteps.ts';
import { columnCodes, numberCodes } from './rows/columnCodes.ts';
import { columnNumbers } from './rows/columnNumbers.ts';
import type { ViewRows } from './rows/viewRows.ts';
import { stepEnd, stepStart, timeUnitFor } from './timeSteps.ts';

/** Places along x at which rows are put together. */
export interface Positions extends Omit<Categories, 'note'> {
  readonly kind: ChartKind;
  /** Ends of the places that are as wide as a step. */
  readonly ends?: readonly number[];
  readonly notes: readonly string[];
}

/** What the values of each of several groups come to, by which the largest are chosen. */
export type RankGroups = (groupOf: Uint32Array, groups: number) => Float64Array;

const mostBars = 40;
/** Steps of time and numbers of a line, and texts along it. */
const mostPoints = 400;
const mostTexts = 200;
const [fewestSteps, mostSteps] = [5, 30] as const;
const histogramTimes = 60;

/** Where along x the rows go. Rows that go nowhere have the code behind the last place. */
export function positionsOf(
  rows: ViewRows,
  { mark, x }: PlotChoice,
  rank: RankGroups,
  largest: string,
): Positions {
  const index = rows.indexOf(x);
  const column = rows.columns[index] as ViewRows['columns'][number];
  const kind = chartKind(column);
  if (kind === 'time') {
    const most = mark === 'histogram' ? histogramTimes : mostPoints;
    return timePositions(columnNumbers(rows, index), x, most, mark === 'bar' || mark === 'histogram');
  }
  if (kind === 'number') {
    const numbers = columnNumbers(rows, index);
    const [least, most] = rangeOf(numbers);
    const isWhole = /^(integer|bigint)$/.test(columnKind(column.typeName));
    if (mark === 'histogram') return steppedPositions(numbers, x, stepsFor(numbers.length), isWhole);
    const coded = numberCodes(numbers);
    if (mark === 'line' || mark === 'area') {
      if (coded.values.length > mostPoints)
        return middles(steppedPositions(numbers, x, mostPoints / 2, isWhole));
      return withoutMissing(naturallySorted(coded, kind), x, kind);
    }
    // Beyond it doubles take different numbers for the same.
    const areExact = Math.max(-least, most) <= Number.MAX_SAFE_INTEGER;
    if (areExact && coded.values.length > mostBars) {
      const steps = steppedPositions(numbers, x, mostSteps, isWhole);
      return mark === 'point' ? middles(steps) : steps;
    }
    if (areExact) {
      const named = { ...coded, values: coded.values.map((value) => (Number.isNaN(value) ? null : value)) };
      const sorted = naturallySorted(named, kind);
      // NaN of a column that can hold it is not NULL.
      const mayBeNaN = columnKind(column.typeName) === 'float' || mark === 'point';
      return mayBeNaN
        ? withoutMissing(naturallySorted(coded, kind), x, kind)
        : { ...sorted, kind, notes: [] };
    }
  }
  const coded = columnCodes(rows, index);
  if (mark === 'line' || mark === 'area') return firstPositions(coded, x);
  const words = `“${x}”: the ${mostBars} ${largest}`;
  const { note, ...found } = largestCategories(
    coded,
    rank(coded.codes, coded.values.length),
    mostBars,
    words,
  );
  const isNatural = kind === 'boolean' || note !== undefined;
  const sorted = isNatural ? found : naturallySorted(found, kind);
  return {
    ...sorted,
    kind: kind === 'boolean' ? 'boolean' : 'text',
    notes: note === undefined ? [] : [note],
  };
}

/** Of few rows few steps, by Rice's rule, or most would stand empty. */
function stepsFor(rows: number): number {
  return Math.min(mostSteps, Math.max(fewestSteps, Math.ceil(2 * Math.cbrt(rows))));
}

function rangeOf(numbers: Float64Array): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of numbers) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function timePositions(moments: Float64Array, name: string, most: number, wide: boolean): Positions {
  const unit = timeUnitFor(moments, most);
  const coded = numberCodes(moments.map((moment) => (Number.isNaN(moment) ? NaN : stepStart(moment, unit))));
  const found = withoutMissing(naturallySorted(coded, 'time'), name, 'time');
  const ends = found.values.map((start) => stepEnd(Number(start), unit));
  const isStepped = moments.some((moment) => !Number.isNaN(moment) && stepStart(moment, unit) !== moment);
  const note = `“${name}” is grouped by ${unit}, in UTC.`;
  return { ...found, ...(wide && { ends }), notes: isStepped ? [note, ...found.notes] : found.notes };
}

function steppedPositions(numbers: Float64Array, name: string, wanted: number, isWhole: boolean): Positions {
  const [least, most] = rangeOf(numbers);
  if (least > most)
    return {
      codes: new Uint32Array(numbers.length),
      values: [],
      kind: 'number',
      notes: missing(name, numbers.length),
    };
  const found = niceSteps(least, most, wanted);
  const steps = isWhole && found.width < 1 ? niceSteps(least, most, Math.max(1, most - least)) : found;
  let lost = 0;
  const codes = new Uint32Array(numbers.length);
  numbers.forEach((value, row) => {
    const isThere = Number.isFinite(value);
    if (!isThere) lost++;
    codes[row] = isThere ? stepOf(steps, value) : steps.count;
  });
  const edges = Array.from({ length: steps.count + 1 }, (_, step) => stepEdge(steps, step));
  return {
    codes,
    values: edges.slice(0, -1),
    ends: edges.slice(1),
    kind: 'number',
    notes: missing(name, lost),
  };
}

/** As places rather than as steps. */
function middles({ ends = [], notes, ...positions }: Positions): Positions {
  const values = positions.values.map((start, step) => (Number(start) + (ends[step] ?? Number(start))) / 2);
  return {
    ...positions,
    values,
    notes: ['Neighboring numbers are grouped in equal steps.', ...notes],
  };
}

/** Without rows whose x has no place: NULL, and what is no finite number. They are sorted to the end. */
function withoutMissing({ codes, values }: Categories, name: string, kind: ChartKind): Positions {
  const places = values
    .map((value, code) => [value, code] as const)
    .filter(([value]) => Number.isFinite(value));
  const place = new Uint32Array(values.length + 1).fill(places.length);
  places.forEach(([, code], index) => (place[code] = index));
  let lost = 0;
  const placed = codes.map((code) => {
    const at = place[code] as number;
    if (at === places.length) lost++;
    return at;
  });
  return { codes: placed, values: places.map(([value]) => value), kind, notes: missing(name, lost) };
}

/** Texts along a line, in the order of the result. */
function firstPositions({ codes, values }: Categories, name: string): Positions {
  if (values.length <= mostTexts) return { codes, values, kind: 'text', notes: [] };
  const note = `“${name}”: the first ${formatCount(mostTexts)} of ${formatCount(values.length)} values.`;
  return {
    codes: codes.map((code) => Math.min(code, mostTexts)),
    values: values.slice(0, mostTexts),
    kind: 'text',
    notes: [note],
  };
}

function missing(name: string, rows: number): string[] {
  return rows === 0 ? [] : [`${formatRowCount(rows)} without a value in “${name}”, not drawn.`];
}
