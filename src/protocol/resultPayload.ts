/** MIME type of a result in a cell's output. VS Code lower-cases MIME types, so it is written that way. */
export const resultMimeType = 'application/vnd.redshiftidentity.result+json';

/** Rows that a cell's output carries; the rest stays with the service. */
export const previewRows = 200;

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
    columns: ResultColumn[];
    /** The first `previewRows` rows, as Redshift wrote them; `null` is SQL NULL. */
    rows: (string | null)[][];
    /** Rows in the whole result, from the service. */
    totalRows: number;
    /** Names the result to the extension host, which has the other rows; absent where nothing more can be asked for. */
    resultId?: string;
  };
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
}
