import { NumberColumn, TextColumn, type Column } from '../../redshift/results/page/column.ts';
import { NumberReader } from '../../redshift/results/view/numberReader.ts';
import type { ViewRows } from './viewRows.ts';

/** Sums of whole numbers up to here stay exact in a double, with one more value added. */
const flushAt = 2 ** 52;
const decimalText = /^(-?)(\d*)\.?(\d*)$/;

/** Sums of decimal numbers by group, exact: doubles as long as they hold every digit, whole numbers of any size then. */
class ExactSums {
  readonly #low: Float64Array;
  readonly #high = new Map<number, bigint>();
  /** Digits behind the point of both. */
  #scale = 0;

  constructor(groups: number) {
    this.#low = new Float64Array(groups);
  }

  /** @param mantissa at most 15 digits */
  add(group: number, mantissa: number, scale: number): void {
    if (scale !== this.#scale) return this.addBig(group, BigInt(mantissa), scale);
    const sum = (this.#low[group] as number) + mantissa;
    this.#low[group] = sum;
    if (sum > flushAt || sum < -flushAt) this.#flush(group);
  }

  addBig(group: number, mantissa: bigint, scale: number): void {
    if (scale > this.#scale) this.#raise(scale);
    const value = mantissa * 10n ** BigInt(this.#scale - scale);
    this.#high.set(group, (this.#high.get(group) ?? 0n) + value);
  }

  sum(group: number): number {
    const high = this.#high.get(group);
    const low = this.#low[group] as number;
    const all = high === undefined ? low : high + BigInt(low);
    // Written out, so that it is rounded once.
    return this.#scale === 0 ? Number(all) : Number(`${all}e-${this.#scale}`);
  }

  #flush(group: number): void {
    this.#high.set(group, (this.#high.get(group) ?? 0n) + BigInt(this.#low[group] as number));
    this.#low[group] = 0;
  }

  #raise(scale: number): void {
    for (let group = 0; group < this.#low.length; group++) if (this.#low[group] !== 0) this.#flush(group);
    const factor = 10n ** BigInt(scale - this.#scale);
    for (const [group, value] of this.#high) this.#high.set(group, value * factor);
    this.#scale = scale;
  }
}

/**
 * The sum of a column for each group, NULL left out; exact for whole and decimal numbers, then the nearest double.
 * @param groupOf the group of each row of the view
 */
export function exactSums(rows: ViewRows, index: number, groupOf: Uint32Array, groups: number): Float64Array {
  const sums = new ExactSums(groups);
  for (const { column, picked, count, first } of rows.parts) {
    const add = adder(column(index), sums);
    for (let at = 0; at < count; at++) {
      add(picked ? (picked[at] as number) : at, groupOf[first + at] as number);
    }
  }
  return Float64Array.from({ length: groups }, (_, group) => sums.sum(group));
}

function adder(column: Column, sums: ExactSums): (row: number, group: number) => void {
  if (column instanceof NumberColumn) {
    const { values } = column;
    return (row, group) => {
      if (column.isNull(row)) return;
      const value = values[row] as number | bigint;
      const near = Number(value);
      if (near <= 1e15 && near >= -1e15) sums.add(group, near, 0);
      else sums.addBig(group, BigInt(value), 0);
    };
  }
  const addText = (row: number, group: number): void => {
    const [, sign = '', whole = '', behind = ''] = decimalText.exec(column.text(row) ?? '') ?? [];
    if (whole + behind !== '') sums.addBig(group, BigInt(`${sign}${whole}${behind}`), behind.length);
  };
  if (!(column instanceof TextColumn)) return addText;
  const number = new NumberReader(column.bytes);
  return (row, group) => {
    if (column.isNull(row)) return;
    number.read(column.start(row), column.start(row + 1));
    if (number.groupCount === 1) sums.add(group, number.groups[0] as number, number.scale);
    else addText(row, group);
  };
}
