import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import type { TypedRows } from '../results/page/typedRows.ts';
import type { CsvDialect } from './csvDialect.ts';

export type ExportFormat = 'csv' | 'json' | 'ndjson' | 'parquet' | 'xlsx';

/** What a file is written from: the rows of a result, or of a view of it, in pages. */
export interface ExportRows {
  readonly columns: readonly ResultColumn[];
  /** The pages from the first one on; may be asked for again. */
  pages(): AsyncIterable<TypedRows>;
}

export interface ExportOptions {
  readonly csv: CsvDialect;
  /** Text that a spreadsheet would take for a formula gets an apostrophe before it, in CSV and Excel. */
  readonly formulaGuard: boolean;
}

/**
 * The bytes of a file, piece by piece. A piece belongs to whoever gets it.
 * @throws RedshiftIdentityError where a value does not fit the format
 */
export type FilePieces = AsyncGenerator<Uint8Array, void, undefined>;
