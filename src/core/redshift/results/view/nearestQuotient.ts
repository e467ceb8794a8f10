/** Powers of ten that a double holds exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Digits of a whole group. */
const groupDigits = 15;
/** What the third group, and roundings, may add to twice as many digits as a double has; by far not so much. */
const doubt = 1e-29;

/**
 * The double nearest to a decimal number, as `Number` reads it from text; undefined where this way cannot tell.
 * @param groups its digits in groups of 15, each a whole number with the number's sign
 * @param lastDigits digits of the last group
 * @param scale digits behind the point
 */
export function nearestQuotient(
  groups: Float64Array,
  count: number,
  lastDigits: number,
  scale: number,
): number | undefined {
  const head = groups[0] as number;
  if (count === 1) {
    // Both are exact, so that it is rounded once.
    return scale < powers.length ? head / (powers[scale] as number) : undefined;
  }
  const nextDigits = count === 2 ? lastDigits : groupDigits;
  // What the third group adds lies within the doubt.
  const exponent = scale - (count === 2 ? 0 : lastDigits);
  if (Math.abs(exponent) >= powers.length) return undefined;
  const power = powers[Math.abs(exponent)] as number;
  const next = groups[1] as number;
  // Sums of two doubles, after Dekker: high + low is exact.
  const product = head * (powers[nextDigits] as number);
  const sum = product + next;
  const low = next - (sum - product) + lostIn(head, powers[nextDigits] as number, product);
  const quotient = exponent < 0 ? sum * power : sum / power;
  const back = quotient * power;
  const rest =
    exponent < 0
      ? lostIn(sum, power, quotient) + low * power
      : (sum - back - lostIn(quotient, power, back) + low) / power;
  const most = Math.abs(quotient) * doubt;
  const nearest = quotient + (rest - most);
  return nearest === quotient + (rest + most) ? nearest : undefined;
}

/** Splits a double into two of half as many digits. */
const splitter = 2 ** 27 + 1;

/** What rounding took from a product, exactly. */
function lostIn(left: number, right: number, product: number): number {
  const leftSplit = left * splitter;
  const leftHigh = leftSplit - (leftSplit - left);
  const leftLow = left - leftHigh;
  const rightSplit = right * splitter;
  const rightHigh = rightSplit - (rightSplit - right);
  const rightLow = right - rightHigh;
  return leftHigh * rightHigh - product + leftHigh * rightLow + leftLow * rightHigh + leftLow * rightLow;
}
