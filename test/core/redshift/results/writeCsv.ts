/** As the Data API writes: everything that is not plain is quoted, NULL is nothing. */
export function writeCsv(rows: readonly (readonly (string | null)[])[], end = '\r\n'): string {
  return rows.map((row) => row.map(writeValue).join(',') + end).join('');
}

function writeValue(value: string | null): string {
  if (value === null) return '';
  return /^$|[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
