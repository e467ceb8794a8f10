/** What somebody asked to see of a result: which rows, in which order. Columns count from 0, as Redshift gave them. */
export interface ResultViewSpec {
  /** The first key decides first; rows that are equal in all of them keep their order. */
  sort: readonly SortKey[];
  /** A row shows where all of them hold. */
  filters: readonly ColumnFilter[];
}

export interface SortKey {
  column: number;
  descending: boolean;
  nulls: 'first' | 'last';
}

/** NULL passes no filter but `null` and a `oneOf` that names it. */
export type ColumnFilter = { column: number } & ColumnCondition;

export type ColumnCondition =
  /** On the text as it is shown. */
  | { kind: 'contains' | 'notContains' | 'startsWith' | 'endsWith'; text: string; matchCase: boolean }
  /** By the column's type: 1.0 equals 1 in a column of numbers. */
  | { kind: 'equals' | 'notEquals'; value: string }
  /** Both ends are included; one of them at least is there. Numbers as numbers, dates and times as such, all else by its UTF-8 bytes. */
  | { kind: 'range'; from?: string; to?: string }
  | { kind: 'oneOf'; values: readonly (string | null)[] }
  | { kind: 'null' | 'notNull' };

/** Cells of a view: rows `from` up to and without `to`, in these columns in the order in which they show. */
export interface CellBlock {
  from: number;
  to: number;
  columns: readonly number[];
}
