import { formatCount } from '../redshift/results/resultSummary.ts';
import { chartKind } from './chartColumn.ts';
import { columnCodes } from './rows/columnCodes.ts';
import type { ViewRows } from './rows/viewRows.ts';

export type ChartValue = string | number | null;

/** What rows are put together by, and how that is drawn. */
export interface Categories {
  /** Of each row of the view, the index of its category; behind the last one for rows that are not drawn. */
  readonly codes: Uint32Array;
  /** As `ChartData` carries them, in the order in which they show. */
  readonly values: readonly ChartValue[];
  readonly note?: string;
}

/** Colours that can be told apart; the others share one more. */
const mostColours = 9;
/** Characters of a category; what is longer is cut off. */
const longestCategory = 120;

/**
 * Keeps the categories that rank highest, highest first; the others become one, the last.
 * @param rank by category; NaN is the lowest
 * @param most categories that are kept; a single one more stays too, in the place of the others
 * @param words what is said of it: `“country”: the 40 largest`
 */
export function largestCategories(
  { codes, values }: Pick<Categories, 'codes' | 'values'>,
  rank: Float64Array,
  most: number,
  words: string,
): Categories {
  const rankOf = (code: number): number => {
    const value = rank[code] ?? NaN;
    return Number.isNaN(value) ? -Infinity : value;
  };
  const ranked = values.map((_, code) => code);
  // Equal ones stay in the order in which they came.
  ranked.sort((one, other) => (rankOf(one) === rankOf(other) ? one - other : rankOf(other) - rankOf(one)));
  const isCut = values.length > most + 1;
  const kept = isCut ? ranked.slice(0, most) : ranked;
  const shown = kept.map((code) => shortened(values[code] ?? null));
  const place = new Uint32Array(values.length).fill(kept.length);
  kept.forEach((code, index) => (place[code] = index));
  const placed = codes.map((code) => place[code] as number);
  if (!isCut) return { codes: placed, values: shown };
  const others = unusedName(`${formatCount(values.length - most)} others`, new Set(shown));
  const note = `${words} of ${formatCount(values.length)} values; the others are grouped.`;
  return { codes: placed, values: [...shown, others], note };
}

/** The values that rows are coloured by, most frequent first. */
export function colourCategories(rows: ViewRows, name: string): Categories {
  const coded = columnCodes(rows, rows.indexOf(name));
  return largestCategories(
    coded,
    frequencies(coded.codes, coded.values.length),
    mostColours,
    `“${name}”: the ${mostColours} most frequent`,
  );
}

/** How many rows each category, or group, has. */
export function frequencies(codes: Uint32Array, count: number): Float64Array {
  const found = new Float64Array(count);
  for (const code of codes) (found[code] as number)++;
  return found;
}

/** Numbers and times in their own order, what is none at the end; all else as it is. */
export function naturallySorted(categories: Categories, kind: ReturnType<typeof chartKind>): Categories {
  if (kind !== 'number' && kind !== 'time') return categories;
  const order = categories.values.map((_, code) => code);
  const valueOf = (code: number): number => {
    const value = Number(categories.values[code] ?? NaN);
    return Number.isNaN(value) ? Infinity : value;
  };
  order.sort((one, other) => (valueOf(one) === valueOf(other) ? 0 : valueOf(one) - valueOf(other)));
  const place = new Uint32Array(order.length + 1).fill(order.length);
  order.forEach((code, index) => (place[code] = index));
  return {
    ...categories,
    codes: categories.codes.map((code) => place[code] as number),
    values: order.map((code) => categories.values[code] ?? null),
  };
}

function shortened(value: ChartValue): ChartValue {
  if (typeof value !== 'string' || value.length <= longestCategory) return value;
  // Not in the middle of a character.
  return `${value.slice(0, longestCategory).replace(/[\ud800-\udbff]$/, '')}…`;
}

function unusedName(name: string, known: ReadonlySet<ChartValue>): string {
  let free = name;
  while (known.has(free)) free = `(${free})`;
  return free;
}
