import { splitPageBody } from '../../../../src/core/redshift/results/page/pageBody.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { Scratch } from '../../../../src/core/redshift/results/page/scratch.ts';
import { readTypedRows, TypedRows } from '../../../../src/core/redshift/results/page/typedRows.ts';
import { readColumn } from '../../../../src/core/redshift/results/page/readColumn.ts';
import { writeCsv } from './writeCsv.ts';

/** Rows as they stand in memory after they came as a page. */
export async function typedPage(
  columns: readonly { readonly typeName: string }[],
  rows: readonly Row[],
): Promise<TypedRows> {
  const body = JSON.stringify({ Records: [{ CSVRecords: writeCsv(rows) }] });
  const split = await splitPageBody(new TextEncoder().encode(body), new Scratch());
  if (split === undefined) throw new Error('The rows are no page.');
  const { fields } = split;
  if (rows.length > 0) return readTypedRows(fields, columns);
  return new TypedRows(
    columns.map(({ typeName }, index) => readColumn({ ...fields, rowCount: 0 }, index, typeName)),
    0,
  );
}
