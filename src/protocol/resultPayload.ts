import type { ChartChoice } from './chartChoice.ts';

/** MIME type of a result in a cell's output. VS Code lower-cases MIME types, so it is written that way. */
export const resultMimeType = 'application/vnd.redshiftidentity.result+json';

/** Rows that a cell's output carries at most; the rest stays with the extension host. */
export const previewRows = 200;
/** Bytes of JSON that an output item may take. */
export const mostPayloadBytes = 64_000;

/** What one statement gave: a result set, or the number of rows it touched. */
export interface ResultPayload {
  version: 1;
  statementId: string;
  /** Region whose warehouse ran the statement. */
  region: string;
  /** Workgroup or cluster name. */
  warehouse: string;
  database: string;
  /** Person on whose behalf it ran, as signed in. */
  account: string;
  /** Milliseconds that Redshift reported for the statement; the longest of `parts`. */
  durationMs: number;
  /** `query_id` of SYS_QUERY_HISTORY. */
  queryId?: number;
  /** Absent for a statement without a result set. */
  resultSet?: {
    /** The first ones, where `totalColumns` says that there are more. */
    columns: ResultColumn[];
    totalColumns?: number;
    /** The first rows, `previewRows` or as many as there is room for, as Redshift wrote them; `null` is SQL NULL. */
    rows: (string | null)[][];
    /** Values cut off at `mostShownCharacters`: row, column, characters of the whole value. */
    cut?: [row: number, column: number, length: number][];
    /** Rows in the whole result, from the service. */
    totalRows: number;
    /** Names the result to the extension host, which has all of it; absent where nobody can be asked. */
    resultId?: string;
    /** Bytes of the whole result, as Redshift counts them. */
    bytes?: number;
  };
  /** What the cell's marker asks to be drawn of it. */
  chart?: ChartChoice;
  /** Where a new sort key puts NULL, as the person set it. */
  nullOrder?: 'first' | 'last';
  /** Rows inserted, updated or deleted; absent where Redshift reports none. */
  affectedRows?: number;
  /** Where several statements gave this result together, in several Regions: each of them. The members above are the first one's. */
  parts?: ResultPart[];
}

/** One of the statements that gave a result together. */
export interface ResultPart {
  region: string;
  warehouse: string;
  account: string;
  /** Absent where it did not start. */
  statementId?: string;
  /** Milliseconds. */
  durationMs?: number;
  /** Rows returned or affected. */
  rows?: number;
  /** Why it gave nothing: the message, then what to do. */
  error?: string;
}

export interface ResultColumn {
  name: string;
  /** Redshift's type name, for example `int8`, `numeric`, `varchar`. */
  typeName: string;
  /** Draw right-aligned. */
  numeric: boolean;
  /** Digits in all, and those behind the point; only of `numeric`, where the service tells. */
  precision?: number;
  scale?: number;
}
