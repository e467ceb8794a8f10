import type { ResultColumn } from './resultPayload.ts';

/** MIME type of two people's results of one statement, side by side. */
export const comparisonMimeType = 'application/vnd.redshiftidentity.comparison+json';

/** What one statement gave to two accounts. Rows are counted as often as they occur. */
export interface ComparisonPayload {
  version: 1;
  left: ComparedSide;
  right: ComparedSide;
  /** Absent where the columns differ, so that rows can't be compared. */
  difference?: RowDifference;
}

export interface ComparedSide {
  /** Person as signed in. */
  account: string;
  region: string;
  warehouse: string;
  /** Absent where the statement did not start. */
  statementId?: string;
  durationMs?: number;
  /** `previewRows` rows at most. Absent where `error` says why. */
  resultSet?: { columns: ResultColumn[]; rows: (string | null)[][]; totalRows: number };
  error?: string;
}

export interface RowDifference {
  /** Rows that both have. */
  both: number;
  onlyLeft: number;
  onlyRight: number;
  /** The first ones of each, `previewRows` at most. */
  leftRows: (string | null)[][];
  rightRows: (string | null)[][];
  /** Rows of each side that were looked at, where the results are too large to compare as a whole. */
  comparedRows?: number;
}
