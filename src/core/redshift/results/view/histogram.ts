import type { ColumnProfile } from '../../../../protocol/gridMessages.ts';
import type { ColumnKind } from '../page/columnKind.ts';
import { formatMoment } from './moment.ts';

export type Histogram = Exclude<ColumnProfile['histogram'], undefined>;

/** Steps that a histogram has at most. */
const mostSteps = 20;
const daySeconds = 86_400;

/** Different numbers, ascending, and how many rows have each; dates and times in seconds. */
export interface CountedNumbers {
  readonly values: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * Numbers in equally wide steps; infinities and NaN are in none. Whole numbers and dates have steps of whole numbers
 * and days, whose ends are both in the step; else the end of a step is the beginning of the next.
 * @param kind of numbers, dates or times
 */
export function histogram({ values, counts }: CountedNumbers, kind: ColumnKind): Histogram {
  const start = values.findIndex(Number.isFinite);
  const end = values.findLastIndex(Number.isFinite) + 1;
  if (start < 0) return [];
  const [first, last] = [values[start] as number, values[end - 1] as number];
  const unit = kind === 'integer' || kind === 'bigint' ? 1 : kind === 'date' ? daySeconds : 0;
  const steps = unit > 0 ? wholeSteps(first, last, unit) : equalSteps(first, last);
  const rows = Array<number>(steps.length).fill(0);
  for (let at = start; at < end; at++) {
    const step = Math.min(steps.length - 1, Math.floor(((values[at] as number) - first) / steps.width));
    rows[step] = (rows[step] ?? 0) + (counts[at] as number);
  }
  return rows.map((count, step) => {
    const from = first + step * steps.width;
    const to = step === rows.length - 1 ? last : from + steps.width - unit;
    return { from: endText(from, kind, steps.width), to: endText(to, kind, steps.width), rows: count };
  });
}

interface Steps {
  readonly length: number;
  readonly width: number;
}

function wholeSteps(first: number, last: number, unit: number): Steps {
  const units = (last - first) / unit + 1;
  const width = Math.ceil(units / mostSteps);
  return { length: Math.ceil(units / width), width: width * unit };
}

function equalSteps(first: number, last: number): Steps {
  const width = (last - first) / mostSteps;
  // Too narrow for a double to tell the steps apart, or a single value.
  return first + width === first || !Number.isFinite(width)
    ? { length: 1, width: 1 }
    : { length: mostSteps, width };
}

function endText(value: number, kind: ColumnKind, width: number): string {
  switch (kind) {
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz': {
      // Where a second more or less is not to be seen.
      const rounded = width > mostSteps ? Math.round(value) : value;
      const seconds = Math.floor(rounded);
      return formatMoment({ seconds, micros: Math.floor((rounded - seconds) * 1e6) }, kind);
    }
    case 'integer':
    case 'bigint':
      return String(BigInt(value));
    default:
      return String(Number(value.toPrecision(12)));
  }
}
