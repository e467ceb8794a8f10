import type { ExportFormat, ExportOptions } from '../../core/redshift/export/contract.ts';
import type { PackedColumn } from '../../core/redshift/results/page/packedColumn.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';

/** Formats whose writers work in pieces that are too long for a thread that others wait for. */
export type WorkerFormat = Extract<ExportFormat, 'parquet' | 'xlsx'>;

/** What a worker is started with. */
export interface ExportTask {
  readonly format: WorkerFormat;
  readonly columns: readonly ResultColumn[];
  readonly options: ExportOptions;
}

export interface PackedPage {
  readonly columns: readonly PackedColumn[];
  readonly rowCount: number;
}

/** The worker asks for one thing at a time, and each is answered. */
export type FromWorker =
  | { readonly kind: 'nextPage' }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'done' }
  /** To say to a person. */
  | { readonly kind: 'refused'; readonly message: string; readonly code: string; readonly remedy?: string };

export type ToWorker =
  { readonly kind: 'page'; readonly page: PackedPage | undefined } | { readonly kind: 'taken' };
