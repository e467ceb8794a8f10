/** One line of the table: something of the product, and what it is compared with. */
export interface Measurement {
  /** For programs, behind the subject: `millionRows.time`. It stays when the words change. */
  readonly name: string;
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

/** A measurement as `--json` prints it. */
export interface MeasurementJson {
  readonly value: number | null;
  readonly unit: string;
  /** Of the same unit. */
  readonly baseline: number | null;
  readonly ratio: number | null;
  /** The most that `budgetOf` may be. */
  readonly budget: number | null;
  readonly ok: boolean;
  readonly budgetOf: Budget['of'] | null;
  readonly what: string;
  readonly baselineWhat: string | null;
}

/** One object, a member `subject.name` for each measurement. @throws Error where two have the same name */
export function formatJson(
  subjects: readonly { subject: string; measurements: readonly Measurement[] }[],
): string {
  const members: Record<string, MeasurementJson> = {};
  for (const { subject, measurements } of subjects) {
    for (const measurement of measurements) {
      const name = `${subject}.${measurement.name}`;
      if (name in members) throw new Error(`Two measurements are named ${name}.`);
      members[name] = measurementJson(measurement);
    }
  }
  return JSON.stringify(members);
}

function measurementJson(measurement: Measurement): MeasurementJson {
  const { what, value, unit, baseline, budget } = measurement;
  return {
    value: numberOrNull(value),
    unit,
    baseline: numberOrNull(baseline?.value),
    ratio: numberOrNull(ratio(measurement)),
    budget: budget?.atMost ?? null,
    ok: isKept(measurement),
    budgetOf: budget?.of ?? null,
    what,
    baselineWhat: baseline?.what ?? null,
  };
}

/** Four digits; what was not measured is null, as JSON has it. */
function numberOrNull(value = NaN): number | null {
  if (!Number.isFinite(value)) return null;
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
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
