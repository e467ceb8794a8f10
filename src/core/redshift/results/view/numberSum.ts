import { NumberColumn, TextColumn, type Column } from '../page/column.ts';
import { digitsAt, divideDecimal, formatDecimal, parseDecimal, type Decimal } from './decimal.ts';
import { groupDigits, NumberReader } from './numberReader.ts';

/** As far as a sum of doubles that are whole numbers is exact, with room for one more short number. */
const mostExact = 8e15;
const halfRange = 2 ** 32;
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Adds up numbers: exactly, but floats as doubles. */
export class NumberSum {
  /** Numbers that were added. */
  count = 0;
  /** Sums by the digits behind the point; below 0, there are zeros in front of it. */
  readonly #exact = new Map<number, bigint>();
  /** What is not in `exact` yet, as whole numbers. */
  readonly #pending = new Map<number, number>();
  #hasFloats = false;
  #floats = 0;
  /** What rounding took from `floats`. */
  #lost = 0;

  /** @param selected one byte a row: 1 where it counts */
  add(part: Column, selected: Uint8Array): void {
    if (part.kind === 'boolean') return;
    if (part instanceof NumberColumn) this.#addWhole(part, selected);
    else if (part instanceof TextColumn && isNumber(part)) this.#addTexts(part, selected);
  }

  #addWhole(part: NumberColumn, selected: Uint8Array): void {
    const { values } = part;
    if (values instanceof BigInt64Array) return this.#addHalves(part, values, selected);
    let sum = 0;
    for (let row = 0; row < selected.length; row++) {
      if (selected[row] === 0 || part.isNull(row)) continue;
      sum += values[row] as number;
      this.count++;
    }
    this.#addExact(BigInt(sum), 0);
  }

  /** The upper halves by themselves: neither sum leaves the whole numbers of a double. */
  #addHalves(part: NumberColumn, values: BigInt64Array, selected: Uint8Array): void {
    const halves = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
    const [low, high] = littleEndian ? [0, 1] : [1, 0];
    let [lower, upper] = [0, 0];
    for (let row = 0; row < selected.length; row++) {
      if (selected[row] === 0 || part.isNull(row)) continue;
      lower += (halves[2 * row + low] as number) >>> 0;
      upper += halves[2 * row + high] as number;
      this.count++;
    }
    this.#addExact(BigInt(upper) * BigInt(halfRange) + BigInt(lower), 0);
  }

  #addTexts(part: TextColumn, selected: Uint8Array): void {
    const reader = new NumberReader(part.bytes);
    const isFloat = part.kind === 'float';
    for (let row = 0; row < selected.length; row++) {
      if (selected[row] === 0 || part.isNull(row)) continue;
      const value = reader.read(part.start(row), part.start(row + 1));
      if (!reader.isNumber) continue;
      this.count++;
      if (isFloat) this.#addFloat(value);
      else if (reader.groupCount > 0) this.#addGroups(reader);
      else this.#addOdd(part.text(row) ?? '', value);
    }
  }

  #addGroups({ groups, groupCount, lastDigits, scale }: NumberReader): void {
    this.#addShort(groups[groupCount - 1] as number, scale);
    for (let group = groupCount - 2, behind = lastDigits; group >= 0; group--, behind += groupDigits) {
      this.#addShort(groups[group] as number, scale - behind);
    }
  }

  #addOdd(text: string, value: number): void {
    const decimal = parseDecimal(text);
    if (decimal === undefined) this.#addFloat(value);
    else this.#addExact(decimal.digits, decimal.scale);
  }

  #addShort(digits: number, scale: number): void {
    const sum = (this.#pending.get(scale) ?? 0) + digits;
    if (Math.abs(sum) < mostExact) this.#pending.set(scale, sum);
    else {
      this.#pending.set(scale, 0);
      this.#addExact(BigInt(sum), scale);
    }
  }

  #addExact(digits: bigint, scale: number): void {
    this.#exact.set(scale, (this.#exact.get(scale) ?? 0n) + digits);
  }

  /** After Neumaier. */
  #addFloat(value: number): void {
    this.#hasFloats = true;
    const sum = this.#floats + value;
    this.#lost +=
      Math.abs(this.#floats) >= Math.abs(value) ? this.#floats - sum + value : value - sum + this.#floats;
    this.#floats = sum;
  }

  /** As decimal text; undefined where nothing was added. */
  get sum(): string | undefined {
    if (this.count === 0) return undefined;
    const exact = this.#total();
    return this.#hasFloats ? String(this.#withFloats(exact)) : formatDecimal(exact);
  }

  /** With six digits more than the numbers have, where they tell something. */
  get average(): string | undefined {
    if (this.count === 0) return undefined;
    const exact = this.#total();
    return this.#hasFloats
      ? String(this.#withFloats(exact) / this.count)
      : formatDecimal(divideDecimal(exact, this.count));
  }

  #withFloats(exact: Decimal): number {
    // Beside an infinity, what was lost is no number.
    const floats = Number.isFinite(this.#floats) ? this.#floats + this.#lost : this.#floats;
    return floats + Number(formatDecimal(exact));
  }

  #total(): Decimal {
    for (const [scale, digits] of this.#pending) this.#addExact(BigInt(digits), scale);
    this.#pending.clear();
    const scale = Math.max(0, ...this.#exact.keys());
    let digits = 0n;
    for (const [each, part] of this.#exact) digits += digitsAt({ digits: part, scale: each }, scale);
    return { digits, scale };
  }
}

function isNumber({ kind }: Column): boolean {
  return kind === 'integer' || kind === 'bigint' || kind === 'decimal' || kind === 'float';
}
