import { RedshiftIdentityError } from '../../errors.ts';

/** How a CSV file is written. */
export interface CsvDialect {
  /** One character. */
  readonly delimiter: string;
  /** The names of the columns come first. */
  readonly header: boolean;
  /** `needed`: values with a delimiter, quote or line end, and an empty text; `all`: all but NULL. */
  readonly quote: 'needed' | 'all';
  /** Written for NULL, never in quotes. */
  readonly nullText: string;
  readonly lineEnding: '\r\n' | '\n';
  /** The file begins with a byte order mark. */
  readonly byteOrderMark: boolean;
}

/** RFC 4180; NULL is nothing, and an empty text two quotes. */
export const rfc4180: CsvDialect = {
  delimiter: ',',
  header: true,
  quote: 'needed',
  nullText: '',
  lineEnding: '\r\n',
  byteOrderMark: false,
};

/** @throws RedshiftIdentityError where what stands for NULL would break the file apart */
export function checkDialect({ delimiter, nullText }: CsvDialect): void {
  if (!nullText.includes(delimiter) && !/["\r\n]/.test(nullText)) return;
  throw new RedshiftIdentityError(
    'The text that stands for NULL in CSV files holds the delimiter, a quote or a line end.',
    { code: 'InvalidCsvNull', remedy: 'Change the setting Export: Csv Null.' },
  );
}
