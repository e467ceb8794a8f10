/** Equally wide steps over numbers, with round ends: 0–10, 10–20. */
export interface NiceSteps {
  readonly start: number;
  readonly width: number;
  readonly count: number;
}

/** Steps from `least` to `most`, at most `wanted` of them; one where all numbers are the same. */
export function niceSteps(least: number, most: number, wanted: number): NiceSteps {
  const range = most - least;
  // So narrow, or so wide, that doubles have no steps in between.
  if (!(range > 0) || !Number.isFinite(range)) return { start: least, width: 1, count: 1 };
  const power = 10 ** Math.floor(Math.log10(range / wanted));
  const factor = [1, 2, 5, 10, 20].find((each) => stepsOver(least, most, power * each) <= wanted) ?? 50;
  const width = power * factor;
  const start = Math.floor(least / width) * width;
  return { start, width, count: stepsOver(least, most, width) };
}

/** The last step holds its end. */
function stepsOver(least: number, most: number, width: number): number {
  return Math.max(1, Math.ceil((most - Math.floor(least / width) * width) / width));
}

export function stepOf({ start, width, count }: NiceSteps, value: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((value - start) / width)));
}

/** Where a step begins, without the dust of adding up: 0.3 rather than 0.30000000000000004. */
export function stepEdge({ start, width }: NiceSteps, step: number): number {
  return Number((start + step * width).toPrecision(15));
}
