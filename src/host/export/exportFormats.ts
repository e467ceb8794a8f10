import type { ExportFormat } from '../../core/redshift/export/contract.ts';

export interface FormatWords {
  readonly format: ExportFormat;
  /** For a list. */
  readonly label: string;
  readonly description: string;
  /** Ending of the file's name. */
  readonly ending: string;
}

export const exportFormats: readonly FormatWords[] = [
  { format: 'csv', label: 'CSV', description: 'text with delimiters, as the settings say', ending: 'csv' },
  { format: 'xlsx', label: 'Excel', description: 'workbook with numbers and dates', ending: 'xlsx' },
  { format: 'parquet', label: 'Parquet', description: 'typed and compressed columns', ending: 'parquet' },
  { format: 'json', label: 'JSON', description: 'array of objects', ending: 'json' },
  { format: 'ndjson', label: 'NDJSON', description: 'an object a line', ending: 'ndjson' },
];
