import type { SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { TypedRows } from '../results/page/typedRows.ts';
import type { ExportRows, FilePieces } from './contract.ts';
import { joinValues, parquetColumn, type ParquetColumn } from './parquetColumn.ts';
import { uniqueNames } from './uniqueNames.ts';

/** A row group goes out at so many rows, or bytes as the pages hold them. */
const groupRows = 50_000;
const groupBytes = 8_000_000;

/**
 * A Parquet file, typed and compressed with Snappy. A row group is written in one go: do it where nobody waits.
 * @throws RedshiftIdentityError `ValueDoesNotFit`
 */
export async function* parquetPieces({ columns, pages }: ExportRows): FilePieces {
  const names = uniqueNames(columns);
  const bytes = new ByteWriter(1_048_576);
  let file: { readonly writer: ParquetWriter; readonly columns: readonly ParquetColumn[] } | undefined;
  const open = (first: readonly TypedRows[]) => {
    const typed = columns.map((column, index) => parquetColumn(column, index, names[index] ?? '', first));
    const schema = schemaOf(typed.map(({ element }) => element));
    const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'redshift-identity-notebooks' });
    return { writer, columns: typed };
  };
  const writeGroup = async (group: readonly TypedRows[]) => {
    file ??= open(group);
    const columnData = file.columns.map(({ options, values }, index) => ({
      name: names[index] ?? '',
      data: joinValues(group.map(values)),
      ...options,
    }));
    const rowCount = group.reduce((sum, page) => sum + page.rowCount, 0);
    if (rowCount > 0) await file.writer.write({ columnData, rowGroupSize: rowCount });
  };
  let group: TypedRows[] = [];
  let rows = 0;
  let size = 0;
  for await (const page of pages()) {
    group.push(page);
    rows += page.rowCount;
    size += page.byteLength;
    if (rows < groupRows && size < groupBytes) continue;
    await writeGroup(group);
    yield takeBytes(bytes);
    [group, rows, size] = [[], 0, 0];
  }
  await writeGroup(group);
  const { writer, columns: typed } = file ?? open([]);
  writer.schema = schemaOf(typed.map(({ element, described = element }) => described));
  await writer.finish();
  yield takeBytes(bytes);
}

function schemaOf(elements: readonly SchemaElement[]): SchemaElement[] {
  return [{ name: 'schema', num_children: elements.length }, ...elements];
}

/** What was written since the last time; `offset` goes on counting. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const piece = writer.getBytes().slice();
  writer.index = 0;
  return piece;
}
