import type {
  ExportFormat,
  ExportOptions,
  ExportRows,
  FilePieces,
} from '../../core/redshift/export/contract.ts';

/**
 * The pieces of a file of any format; what writes it is loaded now.
 * @param worker program of the thread for the formats that need one
 */
export async function filePieces(
  format: ExportFormat,
  rows: ExportRows,
  options: ExportOptions,
  worker: string | URL,
  signal?: AbortSignal,
): Promise<FilePieces> {
  switch (format) {
    case 'csv':
      return (await import('../../core/redshift/export/csvPieces.ts')).csvPieces(rows, options);
    case 'json':
      return (await import('../../core/redshift/export/jsonPieces.ts')).jsonPieces(rows);
    case 'ndjson':
      return (await import('../../core/redshift/export/jsonPieces.ts')).ndjsonPieces(rows);
    case 'parquet':
    case 'xlsx': {
      const { workerPieces } = await import('../exportWorker/workerPieces.ts');
      return workerPieces(worker, format, rows, options, signal);
    }
  }
}
