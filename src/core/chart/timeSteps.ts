export type TimeUnit =
  'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Shortest first; how long one is about, in milliseconds. */
const units: readonly (readonly [TimeUnit, number])[] = [
  ['second', second],
  ['minute', minute],
  ['hour', hour],
  ['day', day],
  ['week', 7 * day],
  ['month', 30.44 * day],
  ['quarter', 91.31 * day],
  ['year', 365.24 * day],
  ['decade', 3_652.4 * day],
];

const dayIndex = 3;
/** Steps that are worth a line even where there are few rows. */
const fewSteps = 12;

/** Start of the step that a moment is in. Weeks begin on Monday; all in UTC, as Redshift writes times without a zone. */
export function stepStart(moment: number, unit: TimeUnit): number {
  if (unit === 'week') {
    // 1970-01-05 was a Monday.
    const monday = 4 * day;
    return Math.floor((moment - monday) / (7 * day)) * 7 * day + monday;
  }
  const length = unit === 'second' ? second : unit === 'minute' ? minute : unit === 'hour' ? hour : day;
  if (/second|minute|hour|day/.test(unit)) return Math.floor(moment / length) * length;
  const date = new Date(moment);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  if (unit === 'month') return startOf(year, month);
  if (unit === 'quarter') return startOf(year, month - (month % 3));
  return startOf(unit === 'year' ? year : Math.floor(year / 10) * 10, 0);
}

/** Start of the next step. */
export function stepEnd(start: number, unit: TimeUnit): number {
  const date = new Date(start);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  switch (unit) {
    case 'month':
      return startOf(year, month + 1);
    case 'quarter':
      return startOf(year, month + 3);
    case 'year':
      return startOf(year + 1, 0);
    case 'decade':
      return startOf(year + 10, 0);
    default:
      return start + (units.find(([name]) => name === unit)?.[1] ?? day);
  }
}

/** Years before 100 are not taken for those of the twentieth century. */
function startOf(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1);
}

/**
 * The steps in which moments are put together: short enough to see how they go, few enough to draw. Moments that all
 * begin a day or a month already keep to that as long as they are not too many.
 * @param moments milliseconds since the epoch; NaN is none
 * @param mostSteps between the first and the last
 */
export function timeUnitFor(moments: Float64Array, mostSteps: number): TimeUnit {
  let [least, most, count] = [Infinity, -Infinity, 0];
  for (const moment of moments) {
    if (Number.isNaN(moment)) continue;
    if (moment < least) least = moment;
    if (moment > most) most = moment;
    count++;
  }
  if (count === 0) return 'day';
  // One moment alone begins a year by chance.
  const whole = least === most ? Math.min(wholeUnit(moments), dayIndex) : wholeUnit(moments);
  const wanted = whole < dayIndex ? Math.min(mostSteps, Math.max(fewSteps, count / 3)) : mostSteps;
  const found = units.findIndex(([, length], index) => index >= whole && (most - least) / length < wanted);
  return units[found < 0 ? units.length - 1 : found]?.[0] ?? 'day';
}

/** Index of the longest unit that all moments begin. */
function wholeUnit(moments: Float64Array): number {
  // Of a week, month or quarter only the start says so, which a few moments may hit by chance.
  const candidates: TimeUnit[] = ['second', 'minute', 'hour', 'day', 'month', 'year'];
  let best = -1;
  for (const moment of moments) {
    if (Number.isNaN(moment)) continue;
    if (best < 0) best = candidates.length - 1;
    while (best > 0 && stepStart(moment, candidates[best] as TimeUnit) !== moment) best--;
    if (best === 0) break;
  }
  const unit = candidates[Math.max(0, best)];
  return units.findIndex(([name]) => name === unit);
}
