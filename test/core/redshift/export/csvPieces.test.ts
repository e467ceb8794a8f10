import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { rfc4180, type CsvDialect } from '../../../../src/core/redshift/export/csvDialect.ts';
import { csvPieces } from '../../../../src/core/redshift/export/csvPieces.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { everyColumn, everyRow } from './everyType.ts';
import { exportRows, wholeFile } from './exportRows.ts';
import { queryDuckDb } from './queryDuckDb.ts';
import { readCsv } from './readCsv.ts';

async function csvOf(
  names: readonly string[],
  rows: readonly Row[],
  dialect: Partial<CsvDialect> = {},
  { formulaGuard = false, pageRows = rows.length } = {},
): Promise<string> {
  const source = await exportRows(names, rows, pageRows);
  const file = await wholeFile(csvPieces(source, { csv: { ...rfc4180, ...dialect }, formulaGuard }));
  return file.toString();
}

describe('a CSV file', () => {
  const rows = [
    ['1', 'plain'],
    [null, 'a, "b"\r\nc'],
    ['-3', ''],
    ['4', null],
  ];
  const names = ['n:int4', 't'];
  const dialects: { label: string; dialect: Partial<CsvDialect>; text: string }[] = [
    { label: 'RFC 4180', dialect: {}, text: 'n,t\r\n1,plain\r\n,"a, ""b""\r\nc"\r\n-3,""\r\n4,\r\n' },
    {
      label: 'a semicolon leaves commas alone',
      dialect: { delimiter: ';' },
      text: 'n;t\r\n1;plain\r\n;"a, ""b""\r\nc"\r\n-3;""\r\n4;\r\n',
    },
    {
      label: 'no header, LF',
      dialect: { header: false, lineEnding: '\n' },
      text: '1,plain\n,"a, ""b""\r\nc"\n-3,""\n4,\n',
    },
    {
      label: 'all in quotes but NULL',
      dialect: { quote: 'all' },
      text: '"n","t"\r\n"1","plain"\r\n,"a, ""b""\r\nc"\r\n"-3",""\r\n"4",\r\n',
    },
    {
      label: 'a word for NULL',
      dialect: { nullText: 'NULL' },
      text: 'n,t\r\n1,plain\r\nNULL,"a, ""b""\r\nc"\r\n-3,""\r\n4,NULL\r\n',
    },
    {
      label: 'a byte order mark',
      dialect: { byteOrderMark: true },
      text: '\ufeffn,t\r\n1,plain\r\n,"a, ""b""\r\nc"\r\n-3,""\r\n4,\r\n',
    },
  ];
  for (const { label, dialect, text } of dialects) {
    it(`is written by its dialect: ${label}`, async () => {
      assert.equal(await csvOf(names, rows, dialect), text);
    });
  }

  it('quotes a value that reads as NULL', async () => {
    const text = await csvOf(
      ['n:int4', 't'],
      [
        ['5', '5'],
        [null, null],
      ],
      { nullText: '5', header: false },
    );
    assert.equal(text, '"5","5"\r\n5,5\r\n');
  });

  for (const nullText of ['a,b', '"', 'a\nb']) {
    it(`refuses ${JSON.stringify(nullText)} for NULL`, async () => {
      await assert.rejects(csvOf(names, rows, { nullText }), { code: 'InvalidCsvNull' });
    });
  }

  it('guards what a spreadsheet would take for a formula, and numbers never', async () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1+1', '＠a', '1=1', '＃', ''];
    const rows = formulas.map((text) => [text, '-1', '-1.5', '-2.5e-10', `["-1"]`]);
    const names = ['=name', 'n:int4', 'd:numeric(9,1)', 'f:float8', 'j:super'];
    const text = await csvOf(names, rows, { quote: 'all' }, { formulaGuard: true });
    const first = readCsv(text).map(([value]) => value);
    const others = new Set(
      readCsv(text)
        .slice(1)
        .map((row) => row.slice(1).join(' ')),
    );
    assert.deepEqual(
      { first, others: [...others] },
      {
        first: [
          "'=name",
          "'=1+1",
          "'+1",
          "'-1",
          "'@SUM(A1)",
          "'\tx",
          "'\rx",
          "'\n=1",
          "'＝1+1",
          "'＠a",
          '1=1',
          '＃',
          '',
        ],
        others: ['-1 -1.5 -2.5e-10 ["-1"]'],
      },
    );
  });

  it('is a header alone where there are no rows', async () => {
    assert.equal(await csvOf(['a', 'a'], []), 'a,a\r\n');
  });

  it('gives any text back, whatever the dialect and however long the pages', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => !value.includes('\0')),
      fc.constantFrom('', '"', '""', '\ufeff', ',', ';', '\r\n', 'NULL', ' a ', "'"),
    );
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      quote: fc.constantFrom('needed' as const, 'all' as const),
      nullText: fc.constantFrom('', 'NULL', '\\N'),
      lineEnding: fc.constantFrom('\r\n' as const, '\n' as const),
      header: fc.constant(false),
    });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(fc.option(text), { minLength: width, maxLength: width }), { maxLength: 12 }),
      );
    await fc.assert(
      fc.asyncProperty(table, dialect, fc.integer({ min: 1, max: 5 }), async (rows, dialect, pageRows) => {
        const names = (rows[0] ?? ['a']).map((_, index) => `c${index}`);
        const written = await csvOf(names, rows, dialect, { pageRows });
        assert.deepEqual(readCsv(written, dialect), rows);
      }),
      { numRuns: 120 },
    );
  });

  it('gives each type back by another reader', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'));
    try {
      const file = path.join(folder, 'result.csv');
      await writeFile(file, await csvOf(everyColumn, everyRow, { nullText: '\\N' }, { pageRows: 2 }));
      const read = await queryDuckDb(
        `SELECT * FROM read_csv('${file}', all_varchar = true, nullstr = '\\N', header = true)`,
      );
      const spelled = { t: 'true', f: 'false' } as const;
      const expected = everyRow.map((row) =>
        row.map((value) => (value === 't' || value === 'f' ? spelled[value] : value)),
      );
      assert.deepEqual(read, expected);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
