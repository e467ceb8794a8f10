const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

/** Powers of ten that a double holds exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Every whole number of so many digits is exact as a double, and the quotient by one of `powers` is rounded once. */
const exactDigits = 15;
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
  /** Where it is short: all digits as a whole number with its sign, and how many of them stand behind the point. */
  digits = 0;
  scale = 0;
  readonly #bytes: Uint8Array;
  #text: string | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @returns NaN for what is no number, too */
  read(from: number, end: number): number {
    const bytes = this.#bytes;
    const negative = bytes[from] === minus;
    let at = negative ? from + 1 : from;
    let digits = 0;
    let count = 0;
    let pointAt = -1;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - zero;
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        if (digits !== 0) count++;
      } else if (digit === point - zero && pointAt < 0) pointAt = at;
      else return this.#readOther(from, end);
    }
    const scale = pointAt < 0 ? 0 : end - 1 - pointAt;
    const isEmpty = end - from - (negative ? 1 : 0) - (pointAt < 0 ? 0 : 1) <= 0;
    if (isEmpty || count > exactDigits || scale >= powers.length) return this.#readOther(from, end);
    this.isNumber = true;
    this.isShort = true;
    // Adding 0 makes 0 of -0, which is no other number.
    this.digits = (negative ? -digits : digits) + 0;
    this.scale = scale;
    return this.digits / (powers[scale] as number);
  }

  #readOther(from: number, end: number): number {
    const number = parseNumber(this.slice(from, end));
    this.isNumber = number !== undefined;
    this.isShort = false;
    return number === undefined ? NaN : number + 0;
  }

  /** The text of a value. */
  slice(from: number, end: number): string {
    this.#text ??= decoder.decode(this.#bytes);
    // As many characters as bytes: each byte is one.
    return this.#text.length === this.#bytes.length
      ? this.#text.slice(from, end)
      : decoder.decode(this.#bytes.subarray(from, end));
  }
}
