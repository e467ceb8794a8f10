import type { ColumnKind } from './columnKind.ts';
import { isNullBit, sliceNullBits, tight, type NullBits, type PackedColumn } from './packedColumn.ts';

/** The values of one column of a page. Rows count from 0. */
export interface Column {
  readonly kind: ColumnKind;
  isNull(row: number): boolean;
  /** As Redshift wrote it, but `true` and `false` spelled out; `null` is SQL NULL. */
  text(row: number): string | null;
  /**
   * For sorting and charts, as near as a double comes: booleans are 0 and 1, dates and timestamps milliseconds since
   * the epoch. NaN for NULL and for what is no number.
   */
  number(row: number): number;
  /** `text` of the rows `from` up to and without `to`. */
  texts(from: number, to: number): (string | null)[];
  /** The rows `from` up to and without `to`, as rows from 0 on; the values are shared, not copied. */
  slice(from: number, to: number): Column;
  /** For another thread; `unpackColumn` makes it a column again. */
  packed(): PackedColumn;
  /** Bytes that it holds. */
  readonly byteLength: number;
}

export function unpackColumn(packed: PackedColumn): Column {
  return 'values' in packed
    ? new NumberColumn(packed.kind, packed.values, packed.nulls)
    : new TextColumn(packed.kind, packed.bytes, packed.offsets, packed.nulls);
}

/** Values of fixed width: whole numbers and booleans, whose text follows from the value. */
export class NumberColumn implements Column {
  readonly kind: ColumnKind;
  readonly values: Int32Array | BigInt64Array | Uint8Array;
  readonly #nulls: NullBits;

  constructor(kind: ColumnKind, values: Int32Array | BigInt64Array | Uint8Array, nulls: NullBits) {
    this.kind = kind;
    this.values = values;
    this.#nulls = nulls;
  }

  get byteLength(): number {
    return this.values.byteLength + (this.#nulls?.byteLength ?? 0);
  }

  isNull(row: number): boolean {
    return isNullBit(this.#nulls, row);
  }

  text(row: number): string | null {
    if (this.isNull(row)) return null;
    const value = this.values[row];
    return this.kind === 'boolean' ? (value === 1 ? 'true' : 'false') : String(value);
  }

  number(row: number): number {
    return this.isNull(row) ? NaN : Number(this.values[row]);
  }

  texts(from: number, to: number): (string | null)[] {
    return Array.from({ length: to - from }, (_, index) => this.text(from + index));
  }

  slice(from: number, to: number): NumberColumn {
    return new NumberColumn(this.kind, this.values.subarray(from, to), sliceNullBits(this.#nulls, from, to));
  }

  packed(): PackedColumn {
    return { kind: this.kind, values: tight(this.values), nulls: this.#nulls };
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Values as the UTF-8 that came, one behind the other. */
export class TextColumn implements Column {
  readonly kind: ColumnKind;
  readonly bytes: Uint8Array;
  /** Where each row begins, and the end of the last; or the length of every row, where all are equally long. */
  readonly #offsets: Uint32Array | number;
  readonly #nulls: NullBits;

  constructor(kind: ColumnKind, bytes: Uint8Array, offsets: Uint32Array | number, nulls: NullBits) {
    this.kind = kind;
    this.bytes = bytes;
    this.#offsets = offsets;
    this.#nulls = nulls;
  }

  get byteLength(): number {
    const offsets = typeof this.#offsets === 'number' ? 0 : this.#offsets.byteLength;
    return this.bytes.byteLength + offsets + (this.#nulls?.byteLength ?? 0);
  }

  isNull(row: number): boolean {
    return isNullBit(this.#nulls, row);
  }

  /** Index in `bytes` of the first byte of a row; that of the next row is its end. */
  start(row: number): number {
    return typeof this.#offsets === 'number' ? row * this.#offsets : (this.#offsets[row] as number);
  }

  text(row: number): string | null {
    return this.isNull(row) ? null : this.#spelled(this.#decode(row));
  }

  number(row: number): number {
    const text = this.text(row);
    if (text === null) return NaN;
    switch (this.kind) {
      case 'date':
      case 'timestamp':
      case 'timestamptz':
        return epochMilliseconds(text);
      case 'boolean':
        return text === 'true' ? 1 : text === 'false' ? 0 : NaN;
      case 'integer':
      case 'bigint':
      case 'decimal':
      case 'float':
        return text.trim() === '' ? NaN : Number(text);
      default:
        return NaN;
    }
  }

  texts(from: number, to: number): (string | null)[] {
    const base = this.start(from);
    const all = decoder.decode(this.bytes.subarray(base, this.start(to)));
    // As many characters as bytes: each byte is one.
    const narrow = all.length === this.start(to) - base;
    return Array.from({ length: to - from }, (_, index) => {
      const row = from + index;
      if (this.isNull(row)) return null;
      return this.#spelled(
        narrow ? all.slice(this.start(row) - base, this.start(row + 1) - base) : this.#decode(row),
      );
    });
  }

  slice(from: number, to: number): TextColumn {
    const nulls = sliceNullBits(this.#nulls, from, to);
    if (typeof this.#offsets !== 'number') {
      return new TextColumn(this.kind, this.bytes, this.#offsets.subarray(from, to + 1), nulls);
    }
    const bytes = this.bytes.subarray(this.start(from), this.start(to));
    return new TextColumn(this.kind, bytes, this.#offsets, nulls);
  }

  packed(): PackedColumn {
    const offsets = this.#offsets;
    const part = { kind: this.kind, nulls: this.#nulls };
    if (typeof offsets === 'number') return { ...part, bytes: tight(this.bytes), offsets };
    const first = offsets[0] ?? 0;
    const end = offsets[offsets.length - 1] ?? 0;
    const bytes = tight(this.bytes.subarray(first, end));
    return { ...part, bytes, offsets: first === 0 ? tight(offsets) : offsets.map((at) => at - first) };
  }

  #decode(row: number): string {
    return decoder.decode(this.bytes.subarray(this.start(row), this.start(row + 1)));
  }

  /** The engine writes `t` and `f`; a column of booleans with something else between them is one of text. */
  #spelled(text: string): string {
    if (this.kind !== 'boolean') return text;
    return text === 't' ? 'true' : text === 'f' ? 'false' : text;
  }
}

const moment =
  /^(\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?(?:([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)?( BC)?$/;

/** Milliseconds since the epoch of `2026-01-31`, `2026-01-31 12:00:00.123456` and `2026-01-31 12:00:00+00`; NaN for another form. */
export function epochMilliseconds(text: string): number {
  const match = moment.exec(text);
  if (match === null) return NaN;
  const at = (index: number): number => Number(match[index] ?? 0);
  // The year before 1 is 1 BC.
  const year = match[12] === undefined ? at(1) : 1 - at(1);
  const day = new Date(0).setUTCFullYear(year, at(2) - 1, at(3));
  const time = (at(4) * 3600 + at(5) * 60 + at(6)) * 1000 + Number(`0.${match[7] ?? 0}`) * 1000;
  const offset = (at(9) * 3600 + at(10) * 60 + at(11)) * 1000;
  return day + time - (match[8] === '-' ? -offset : offset);
}
