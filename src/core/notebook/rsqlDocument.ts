import type { Eol } from './lines.ts';

export type RsqlCellKind = 'sql' | 'markdown';

/** Keys of a cell's marker, `key="value"`; a flag has the value ''. */
export type RsqlKeys = Readonly<Record<string, string>>;

export interface RsqlCell {
  readonly kind: RsqlCellKind;
  readonly title: string;
  readonly keys: RsqlKeys;
  /** What the editor shows, lines ending in LF: SQL without its marker, Markdown without `-- `, no blank lines at the end. */
  readonly text: string;
  /** The cell's text in the file, marker and blank lines after it included; absent for a new cell. */
  readonly source?: string;
}

/** Where a notebook's statements run, and with which parameters, from the block between two lines `-- ---`. */
export interface RsqlHeader {
  readonly profile?: string;
  readonly region?: string;
  readonly workgroup?: string;
  readonly cluster?: string;
  readonly database?: string;
  /** Values of `:name` by name, below `parameters:`; '' where none is written. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What is wrong with the block, and in which line. The values that could be read are there all the same. */
  readonly problem?: string;
}

export interface RsqlDocument {
  /** Byte order mark, header block, and the blank lines before the first cell, as they stand in the file. */
  readonly preamble: string;
  readonly header?: RsqlHeader;
  /** The line end that new and changed cells are written with. */
  readonly eol: Eol;
  readonly cells: readonly RsqlCell[];
}
