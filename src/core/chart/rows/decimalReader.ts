const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Reads plain decimal numbers of up to 15 digits from bytes; both parts of such a number are exact doubles. */
export class DecimalReader {
  /** All digits, as a whole number with its sign. */
  mantissa = 0;
  /** Digits behind the point. */
  scale = 0;

  /** The nearest double: a quotient of two exact ones is rounded once. */
  get number(): number {
    return this.mantissa / (powers[this.scale] as number);
  }

  /** False where something else stands there. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const from = bytes[start] === minus ? start + 1 : start;
    if (end - from > 16 || end === from) return false;
    let mantissa = 0;
    let digits = 0;
    let behind = -1;
    for (let at = from; at < end; at++) {
      const byte = bytes[at] as number;
      const digit = byte - zero;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
      } else if (byte === point && behind < 0) behind = digits;
      else return false;
    }
    if (digits === 0 || digits > 15) return false;
    this.mantissa = from > start ? -mantissa : mantissa;
    this.scale = behind < 0 ? 0 : digits - behind;
    return true;
  }
}
