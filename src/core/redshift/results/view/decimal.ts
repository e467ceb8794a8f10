/** A decimal number of any size, exactly: `digits` / 10^`scale`. */
export interface Decimal {
  readonly digits: bigint;
  /** Digits behind the point; never negative. */
  readonly scale: number;
}

const form = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,9}))?\s*$/i;
/** Zeros that an exponent may stand for; a double's reach to 308. */
const mostZeros = 2_000;

/** Undefined for what is no number, NaN and infinities among them, and for exponents that are out of all proportion. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > mostZeros + fraction.length) return undefined;
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The digits with a scale that is at least the number's own. */
export function digitsAt({ digits, scale }: Decimal, wanted: number): bigint {
  return wanted === scale ? digits : digits * 10n ** BigInt(wanted - scale);
}

/** Below 0 where the first is the smaller one. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const [one, other] = [digitsAt(left, scale), digitsAt(right, scale)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether it has so few digits that no other number with as few has its double. */
export function isShortDecimal({ digits }: Decimal): boolean {
  return digits > -(10n ** 15n) && digits < 10n ** 15n;
}

/** Digits that a quotient gets behind those that the number has. */
const moreDigits = 6;

/** Rounded half away from zero, without zeros that tell nothing. */
export function divideDecimal({ digits, scale }: Decimal, by: number): Decimal {
  const divisor = BigInt(by);
  const scaled = digits * 10n ** BigInt(moreDigits);
  const half = scaled < 0n ? -divisor : divisor;
  let quotient = (scaled * 2n + half) / (divisor * 2n);
  let places = scale + moreDigits;
  for (; places > scale && quotient % 10n === 0n; places--) quotient /= 10n;
  return { digits: quotient, scale: places };
}

/** The largest whole number that is not above it. */
export function floorDecimal({ digits, scale }: Decimal): bigint {
  const unit = 10n ** BigInt(scale);
  const quotient = digits / unit;
  return digits < 0n && quotient * unit !== digits ? quotient - 1n : quotient;
}

export function ceilDecimal({ digits, scale }: Decimal): bigint {
  return -floorDecimal({ digits: -digits, scale });
}

/** Without an exponent: `-0.05`. */
export function formatDecimal({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
