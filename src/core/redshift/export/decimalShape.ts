import { digitsAt, parseDecimal } from '../results/view/decimal.ts';

/** How many digits the numbers of a column have, in all and behind the point. */
export interface DecimalShape {
  readonly precision: number;
  readonly scale: number;
}

/** The most digits that Redshift has, and that Parquet's readers have room for. */
const mostDigits = 38;

/** The number without its point: `1.50` of scale 3 is 1500; undefined where it is none or has more digits. */
export function unscaled(text: string, { precision, scale }: DecimalShape): bigint | undefined {
  const number = parseDecimal(text);
  if (number === undefined) return undefined;
  let value: bigint;
  if (number.scale <= scale) value = digitsAt(number, scale);
  else {
    const unit = 10n ** BigInt(number.scale - scale);
    value = number.digits / unit;
    if (value * unit !== number.digits) return undefined;
  }
  return digitCount(value) > precision ? undefined : value;
}

/**
 * The shape that the service tells, as wide as these values need; without one, as much room as there is.
 * Undefined where a value is no number, or where there is not room enough.
 */
export function decimalShape(
  values: Iterable<string | null>,
  told: DecimalShape | undefined,
): DecimalShape | undefined {
  let whole = told === undefined ? 1 : told.precision - told.scale;
  let scale = told?.scale ?? 0;
  for (const text of values) {
    if (text === null) continue;
    const number = parseDecimal(text);
    if (number === undefined) return undefined;
    whole = Math.max(whole, digitCount(number.digits) - number.scale);
    scale = Math.max(scale, number.scale);
  }
  if (whole + scale > mostDigits) return undefined;
  return { precision: told === undefined ? mostDigits : whole + scale, scale };
}

function digitCount(value: bigint): number {
  return String(value < 0n ? -value : value).length;
}
