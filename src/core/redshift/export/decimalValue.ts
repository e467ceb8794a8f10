/** How many digits numbers of a column have, in all and behind the point. */
export interface DecimalShape {
  readonly precision: number;
  readonly scale: number;
}

/** The most digits that Redshift and Parquet's readers have room for. */
export const mostDigits = 38;

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** The number without its point: `1.50` of scale 3 is 1500; undefined where it has more digits than there is room for. */
export function unscaled(text: string, { precision, scale }: DecimalShape): bigint | undefined {
  const match = decimal.exec(text);
  if (!match || text === '') return undefined;
  const [, sign, whole = '', behind = ''] = match;
  const digits = behind.length <= scale ? behind.padEnd(scale, '0') : behind.slice(0, scale);
  if (behind.length > scale && /[1-9]/.test(behind.slice(scale))) return undefined;
  const value = BigInt(`${whole}${digits}`);
  if (String(value).length > precision && value !== 0n) return undefined;
  return sign === '-' ? -value : value;
}

/** The least that has room for all values; undefined where one is no number, or where 38 digits are too few. */
export function shapeOf(values: Iterable<string | null>, declared?: DecimalShape): DecimalShape | undefined {
  let whole = declared ? declared.precision - declared.scale : 1;
  let scale = declared?.scale ?? 0;
  for (const text of values) {
    if (text === null) continue;
    const match = decimal.exec(text);
    if (!match || text === '') return undefined;
    whole = Math.max(whole, match[2]?.replace(/^0+/, '').length ?? 0);
    scale = Math.max(scale, match[3]?.replace(/0+$/, '').length ?? 0);
  }
  if (whole + scale > mostDigits) return undefined;
  return declared ? { precision: whole + scale, scale } : { precision: mostDigits, scale };
}
