import { type Eol } from './lines.ts';
import { decodeRsql, encodeRsql } from './rsqlBytes.ts';
import type { RsqlCell, RsqlCellKind, RsqlHeader, RsqlKeys } from './rsqlDocument.ts';
import { parseRsql, writeRsql } from './rsqlFormat.ts';

/** A notebook as VS Code keeps it, without VS Code's types; metadata is plain JSON. */
export interface PlainNotebook {
  readonly cells: readonly PlainCell[];
  readonly metadata: NotebookMetadata;
}

export interface PlainCell {
  readonly kind: RsqlCellKind;
  readonly text: string;
  readonly metadata: CellMetadata;
}

// Aliases, because an interface does not pass for a record.
export type CellMetadata = {
  readonly title: string;
  readonly keys: RsqlKeys;
  /** Text of the cell in the file it was read from; see {@link RsqlCell}. */
  readonly source?: string;
};

export type NotebookMetadata = {
  readonly preamble: string;
  readonly eol: Eol;
  readonly header?: RsqlHeader;
};

/** What the editor gives back: metadata may be missing, or be another extension's. */
export interface EditedNotebook {
  readonly cells: readonly {
    readonly kind: RsqlCellKind;
    readonly text: string;
    readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  }[];
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Opens a file.
 *
 * @throws RsqlFormatError where the file is not UTF-8 text
 */
export function toNotebook(bytes: Uint8Array): PlainNotebook {
  const { cells, ...metadata } = parseRsql(decodeRsql(bytes));
  return {
    cells: cells.map(({ kind, text, ...cellMetadata }) => ({ kind, text, metadata: cellMetadata })),
    metadata,
  };
}

/** Bytes to save. A notebook that {@link toNotebook} gave and nobody changed becomes the bytes it was. */
export function fromNotebook({ cells, metadata }: EditedNotebook): Uint8Array {
  const preamble = text(metadata?.['preamble']) ?? '';
  return encodeRsql(writeRsql({ preamble, eol: eolOf(metadata?.['eol']), cells: cells.map(cellOf) }));
}

function cellOf({ kind, text: value, metadata }: EditedNotebook['cells'][number]): RsqlCell {
  const source = text(metadata?.['source']);
  const keys = metadata?.['keys'];
  const entries = typeof keys === 'object' && keys !== null ? Object.entries(keys) : [];
  return {
    kind,
    title: text(metadata?.['title']) ?? '',
    keys: Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    text: value,
    ...(source !== undefined && { source }),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function eolOf(value: unknown): Eol {
  return value === '\r\n' || value === '\r' ? value : '\n';
}
