import { NumberColumn, TextColumn, type Column } from '../../redshift/results/page/column.ts';
import { MomentReader } from '../../redshift/results/view/moment.ts';
import { NumberReader } from '../../redshift/results/view/numberReader.ts';
import type { ViewRows } from './viewRows.ts';

/** `Column.number` of all rows of a view: NaN for NULL, times as milliseconds since the epoch. */
export function columnNumbers(rows: ViewRows, index: number): Float64Array {
  const numbers = new Float64Array(rows.count);
  for (const { column, picked, count, first } of rows.parts) {
    const read = numberReader(column(index));
    for (let at = 0; at < count; at++) numbers[first + at] = read(picked ? (picked[at] as number) : at);
  }
  return numbers;
}

/** Reads from the bytes what is written as usual; `Column.number` decodes a text for each row. */
function numberReader(column: Column): (row: number) => number {
  if (column instanceof NumberColumn && !(column.values instanceof BigInt64Array)) {
    const { values } = column;
    return (row) => (column.isNull(row) ? NaN : (values[row] as number));
  }
  if (!(column instanceof TextColumn)) return (row) => column.number(row);
  const { bytes, kind } = column;
  if (kind === 'date' || kind === 'timestamp' || kind === 'timestamptz') {
    const moment = new MomentReader();
    return (row) => {
      if (column.isNull(row)) return NaN;
      const isRead = moment.read(bytes, column.start(row), column.start(row + 1));
      return isRead ? moment.seconds * 1000 + moment.micros / 1000 : column.number(row);
    };
  }
  if (kind === 'decimal' || kind === 'float') {
    const reader = new NumberReader(bytes);
    return (row) => (column.isNull(row) ? NaN : reader.read(column.start(row), column.start(row + 1)));
  }
  return (row) => column.number(row);
}
