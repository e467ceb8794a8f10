/** The text is not the CSV that the Data API writes. The message holds a row's number, never a value. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}
