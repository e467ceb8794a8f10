import { nearestQuotient } from './nearestQuotient.ts';

const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

/** Digits of a group: every whole number of so many digits is exact as a double. */
export const groupDigits = 15;
const mostGroups = 3;
const numeral = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const words: Readonly<Record<string, number>> = {
  nan: NaN,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
  inf: Infinity,
  '-inf': -Infinity,
};

/** A number as Redshift writes it, or a person; undefined for what is none. */
export function parseNumber(text: string): number | undefined {
  return numeral.test(text) ? Number(text) : words[text.trim().toLowerCase()];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads numbers out of UTF-8, as the nearest double. What it says of a number holds until it reads the next one. */
export class NumberReader {
  /** It was a number, perhaps NaN. */
  isNumber = true;
  /** No other decimal number has this double: it has few digits. */
  isShort = true;
  /**
   * All digits in groups of `groupDigits`, the last one perhaps shorter, as whole numbers with the number's sign;
   * none where it is written with an exponent, a word, or too many digits.
   */
  readonly groups = new Float64Array(mostGroups);
  groupCount = 0;
  /** Digits of the last group. */
  lastDigits = 0;
  /** Digits behind the point. */
  scale = 0;
  readonly #bytes: Uint8Array;
  #text: string | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @returns NaN for what is no number, too; never -0 */
  read(from: number, end: number): number {
    const { groups } = this;
    const bytes = this.#bytes;
    const negative = bytes[from] === minus;
    const first = negative ? from + 1 : from;
    let group = 0;
    let count = 0;
    let digits = 0;
    let pointAt = -1;
    for (let at = first; at < end; at++) {
      const digit = (bytes[at] as number) - zero;
      if (digit >= 0 && digit <= 9) {
        if (count === groupDigits) {
          if (group + 1 === mostGroups) return this.#readOther(from, end);
          groups[group++] = negative ? -digits : digits;
          digits = count = 0;
        }
        digits = digits * 10 + digit;
        // Zeros in front are no digits.
        if (digits !== 0 || group > 0) count++;
      } else if (digit === point - zero && pointAt < 0) pointAt = at;
      else return this.#readOther(from, end);
    }
    if (end - first - (pointAt < 0 ? 0 : 1) <= 0) return this.#readOther(from, end);
    // Adding 0 makes 0 of -0, which is no other number.
    groups[group] = (negative ? -digits : digits) + 0;
    this.scale = pointAt < 0 ? 0 : end - 1 - pointAt;
    this.groupCount = group + 1;
    this.lastDigits = count;
    this.isNumber = true;
    this.isShort = group === 0;
    const nearest = nearestQuotient(groups, group + 1, count, this.scale);
    return nearest ?? Number(this.#slice(from, end));
  }

  #readOther(from: number, end: number): number {
    const number = parseNumber(this.#slice(from, end));
    this.isNumber = number !== undefined;
    this.isShort = false;
    this.groupCount = 0;
    return number === undefined ? NaN : number + 0;
  }

  #slice(from: number, end: number): string {
    this.#text ??= decoder.decode(this.#bytes);
    // As many characters as bytes: each byte is one.
    return this.#text.length === this.#bytes.length
      ? this.#text.slice(from, end)
      : decoder.decode(this.#bytes.subarray(from, end));
  }
}
