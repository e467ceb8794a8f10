import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportRows, FilePieces } from '../../../../src/core/redshift/export/contract.ts';
import { rfc4180 } from '../../../../src/core/redshift/export/csvDialect.ts';
import { csvPieces } from '../../../../src/core/redshift/export/csvPieces.ts';
import { ndjsonPieces } from '../../../../src/core/redshift/export/jsonPieces.ts';
import { parquetPieces } from '../../../../src/core/redshift/export/parquetPieces.ts';
import { columnsOf, typedPages } from './exportRows.ts';
import { queryDuckDb } from './queryDuckDb.ts';

const million = 1_000_000;
const pageRows = 25_000;
const columns = columnsOf(['n:int8', 'amount:numeric(12,2)', 't']);

/** NULLs, quotes, line ends and wide characters among them. */
function wordOf(row: number): string | null {
  if (row % 7 === 0) return null;
  return row % 5 === 0 ? `"é", ${row}\n` : row % 3 === 0 ? '' : `order ${row}`;
}

const rows: ExportRows = {
  columns,
  pages: async function* () {
    for (let from = 0; from < million; from += pageRows) {
      const page = Array.from({ length: pageRows }, (_, index) => {
        const row = from + index;
        return [String(row), `${row}.${String(row % 100).padStart(2, '0')}`, wordOf(row)];
      });
      yield* await typedPages(columns, page);
    }
  },
};

const options = { csv: { ...rfc4180, nullText: '\\N' }, formulaGuard: false };
const formats: { name: string; pieces: () => FilePieces; from: (file: string) => string }[] = [
  {
    name: 'csv',
    pieces: () => csvPieces(rows, options),
    from: (file) =>
      `read_csv('${file}', nullstr = '\\N', columns = {n: 'BIGINT', amount: 'DECIMAL(12,2)', t: 'VARCHAR'})`,
  },
  {
    name: 'ndjson',
    pieces: () => ndjsonPieces(rows),
    from: (file) =>
      `read_json('${file}', format = 'newline_delimited', columns = {n: 'BIGINT', amount: 'DECIMAL(12,2)', t: 'VARCHAR'})`,
  },
  { name: 'parquet', pieces: () => parquetPieces(rows), from: (file) => `'${file}'` },
];

describe('a million rows', function () {
  this.timeout(180_000);
  let folder = '';
  let expected: string[] = [];
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'));
    let [nulls, empty, bytes] = [0, 0, 0];
    let cents = 0;
    for (let row = 0; row < million; row++) {
      const word = wordOf(row);
      if (word === null) nulls++;
      else if (word === '') empty++;
      // An é takes two.
      bytes += (word?.length ?? 0) + (word?.startsWith('"') ? 1 : 0);
      cents += row * 100 + (row % 100);
    }
    const sum = (million * (million - 1)) / 2;
    const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    expected = [million, million, sum, amount, nulls, empty, bytes].map(String);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const { name, pieces, from } of formats) {
    it(`are all there, as they were, by another reader: ${name}`, async () => {
      const file = path.join(folder, `result.${name}`);
      await writeFile(file, pieces());
      const [found] = await queryDuckDb(
        'SELECT count(*), count(DISTINCT n), sum(n)::VARCHAR, sum(amount)::VARCHAR, ' +
          `count(*) FILTER (t IS NULL), count(*) FILTER (t = ''), sum(strlen(t))::VARCHAR FROM ${from(file)}`,
      );
      assert.deepEqual(found, expected);
      await rm(file);
    });
  }
});
