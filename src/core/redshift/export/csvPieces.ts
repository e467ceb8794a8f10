import { NumberColumn, TextColumn, type Column } from '../results/page/column.ts';
import type { ColumnKind } from '../results/page/columnKind.ts';
import { ByteText } from './byteText.ts';
import type { ExportOptions, ExportRows, FilePieces } from './contract.ts';
import { checkDialect, type CsvDialect } from './csvDialect.ts';
import { bytesStartFormula } from './formulaStart.ts';
import { rowPieces, type AppendRow } from './rowPieces.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const apostrophe = 0x27;
/** Anybody's text. Numbers, dates and times keep their signs. */
const guardedKinds: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['text', 'json', 'binary', 'geometry']);

/**
 * A CSV file: RFC 4180 unless the dialect says otherwise.
 * @throws RedshiftIdentityError `InvalidCsvNull`
 */
export async function* csvPieces(
  rows: ExportRows,
  { csv: dialect, formulaGuard }: ExportOptions,
): FilePieces {
  checkDialect(dialect);
  const out = new ByteText();
  const field = new CsvField(out, dialect);
  if (dialect.byteOrderMark) out.text('\ufeff');
  const delimiter = dialect.delimiter.charCodeAt(0);
  const encoder = new TextEncoder();
  if (dialect.header) {
    rows.columns.forEach(({ name }, index) => {
      if (index > 0) out.byte(delimiter);
      const bytes = encoder.encode(name);
      field.append(bytes, 0, bytes.length, formulaGuard);
    });
    out.ascii(dialect.lineEnding);
  }
  yield* rowPieces(rows, out, ({ columns }) => {
    const fields = columns.map((column) => appendsField(column, field, formulaGuard));
    return (row) => {
      for (let index = 0; index < fields.length; index++) {
        if (index > 0) out.byte(delimiter);
        (fields[index] as AppendRow)(row);
      }
      out.ascii(dialect.lineEnding);
    };
  });
}

function appendsField(column: Column, field: CsvField, formulaGuard: boolean): AppendRow {
  const guarded = formulaGuard && guardedKinds.has(column.kind);
  if (column instanceof TextColumn && column.kind !== 'boolean') {
    const { bytes } = column;
    return (row) => {
      if (column.isNull(row)) field.appendNull();
      else field.append(bytes, column.start(row), column.start(row + 1), guarded);
    };
  }
  if (column instanceof NumberColumn) {
    return (row) => {
      const text = column.text(row);
      if (text === null) field.appendNull();
      else field.appendPlain(text);
    };
  }
  const encoder = new TextEncoder();
  return (row) => {
    const text = column.text(row);
    if (text === null) return field.appendNull();
    const bytes = encoder.encode(text);
    field.append(bytes, 0, bytes.length, guarded);
  };
}

/** Writes one value after the other as the dialect has it. */
class CsvField {
  readonly #out: ByteText;
  readonly #nullText: string;
  readonly #nullBytes: Uint8Array;
  readonly #delimiter: number;
  readonly #quotesAll: boolean;

  constructor(out: ByteText, { nullText, delimiter, quote: quotes }: CsvDialect) {
    this.#out = out;
    this.#nullText = nullText;
    this.#nullBytes = new TextEncoder().encode(nullText);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quotesAll = quotes === 'all';
  }

  appendNull(): void {
    this.#out.text(this.#nullText);
  }

  /** Of a number or a boolean, which never needs quotes but to differ from NULL. */
  appendPlain(text: string): void {
    if (!this.#quotesAll && text !== this.#nullText) return this.#out.ascii(text);
    this.#out.byte(quote);
    this.#out.ascii(text);
    this.#out.byte(quote);
  }

  /** @param guarded puts an apostrophe before what looks like a formula */
  append(bytes: Uint8Array, start: number, end: number, guarded: boolean): void {
    const out = this.#out;
    const isFormula = guarded && bytesStartFormula(bytes, start, end);
    if (!this.#needsQuotes(bytes, start, end)) {
      if (isFormula) out.byte(apostrophe);
      return out.bytes(bytes, start, end);
    }
    out.byte(quote);
    if (isFormula) out.byte(apostrophe);
    let from = start;
    for (let at = start; at < end; at++) {
      if (bytes[at] !== quote) continue;
      out.bytes(bytes, from, at + 1);
      out.byte(quote);
      from = at + 1;
    }
    out.bytes(bytes, from, end);
    out.byte(quote);
  }

  #needsQuotes(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#quotesAll || start === end || this.#isNullText(bytes, start, end)) return true;
    // At the start of a file it would be taken for a byte order mark.
    if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) return true;
    const delimiter = this.#delimiter;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      if (byte === quote || byte === delimiter || byte === lineFeed || byte === carriageReturn) return true;
    }
    return false;
  }

  #isNullText(bytes: Uint8Array, start: number, end: number): boolean {
    const { length } = this.#nullBytes;
    if (end - start !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[start + at] !== this.#nullBytes[at]) return false;
    return true;
  }
}
