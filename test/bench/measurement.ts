/** One line of the table: something of the product, and what it is compared with. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Of the same unit, measured in the same run: only the ratio says the same on every computer. */
  readonly baseline?: { readonly what: string; readonly value: number };
  readonly budget?: Budget;
}

/** The most that a value, or its ratio to the baseline, may be. */
export interface Budget {
  readonly of: 'value' | 'ratio';
  readonly atMost: number;
}

/** The value that a quarter of the values does not exceed: other programs only ever make things slower. */
export function lowerQuartile(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.ceil(values.length / 4) - 1] ?? NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Columns in line, a row each, and below them a sentence for each budget that was missed. */
export function formatTable(measurements: readonly Measurement[]): string {
  const rows = [
    ['', 'measured', 'baseline', 'ratio', 'budget', ''],
    ...measurements.map((measurement) => {
      const { what, value, unit, baseline, budget } = measurement;
      const verdict = budget === undefined ? '' : isKept(measurement) ? 'kept' : 'MISSED';
      return [
        what,
        withUnit(value, unit),
        baseline === undefined ? '' : `${withUnit(baseline.value, unit)} ${baseline.what}`,
        baseline === undefined ? '' : withUnit(ratio(measurement), '×'),
        budget === undefined ? '' : limit(measurement, budget),
        verdict,
      ];
    }),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines.map((line) => line.trimEnd()), ...measurements.flatMap(missed)].join('\n');
}

/** Whether the budget is kept; NaN keeps none. */
export function isKept(measurement: Measurement): boolean {
  const { budget } = measurement;
  return budget === undefined || bounded(measurement, budget) <= budget.atMost;
}

function missed(measurement: Measurement): string[] {
  const { what, unit, budget } = measurement;
  if (budget === undefined || isKept(measurement)) return [];
  const measured = withUnit(bounded(measurement, budget), budget.of === 'ratio' ? '×' : unit);
  return [`Missed: ${what}: budget ${limit(measurement, budget)}, measured ${measured}`];
}

function bounded(measurement: Measurement, { of }: Budget): number {
  return of === 'ratio' ? ratio(measurement) : measurement.value;
}

function ratio({ value, baseline }: Measurement): number {
  return value / (baseline?.value ?? NaN);
}

function limit({ unit }: Measurement, { of, atMost }: Budget): string {
  return `at most ${withUnit(atMost, of === 'ratio' ? '×' : unit)}`;
}

function withUnit(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return `${digits.toLocaleString('en-US', { maximumSignificantDigits: 21 })} ${unit}`;
}
