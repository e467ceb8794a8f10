const day = 86_400_000;
const [dash, space, colon, point, plus] = [0x2d, 0x20, 0x3a, 0x2e, 0x2b];

/**
 * Milliseconds since the epoch of `2026-01-31`, `2026-01-31 12:00:00` with up to six digits behind a point and `+00`;
 * NaN for every other form.
 */
export function readMoment(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 10 || bytes[start + 4] !== dash || bytes[start + 7] !== dash) return NaN;
  const date = dayOf(number(bytes, start, 4), number(bytes, start + 5, 2), number(bytes, start + 8, 2)) * day;
  if (length === 10) return date;
  if (length < 19 || bytes[start + 10] !== space) return NaN;
  if (bytes[start + 13] !== colon || bytes[start + 16] !== colon) return NaN;
  const seconds =
    number(bytes, start + 11, 2) * 3600 + number(bytes, start + 14, 2) * 60 + number(bytes, start + 17, 2);
  let at = start + 19;
  let fraction = 0;
  if (bytes[at] === point && at < end) {
    let digits = 0;
    while (++at < end && isDigit(bytes[at] as number)) digits++;
    if (digits < 1 || digits > 6) return NaN;
    fraction = (number(bytes, at - digits, digits) / 10 ** digits) * 1000;
  }
  const isUtc = end - at === 3 && bytes[at] === plus && number(bytes, at + 1, 2) === 0;
  return at === end || isUtc ? date + seconds * 1000 + fraction : NaN;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function number(bytes: Uint8Array, start: number, digits: number): number {
  let value = 0;
  for (let at = start; at < start + digits; at++) {
    const byte = bytes[at] as number;
    if (!isDigit(byte)) return NaN;
    value = value * 10 + byte - 0x30;
  }
  return value;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; years counted from March, so that leap days come last. */
function dayOf(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}
