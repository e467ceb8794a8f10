import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetPieces } from '../../../../src/core/redshift/export/parquetPieces.ts';
import { everyColumn, everyRow, everyType } from './everyType.ts';
import { exportRows, wholeFile } from './exportRows.ts';
import { queryDuckDb } from './queryDuckDb.ts';

describe('a Parquet file', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** The file's name, as SQL has it. */
  async function written(...rows: Parameters<typeof exportRows>): Promise<string> {
    const file = path.join(folder, 'result.parquet');
    await writeFile(file, await wholeFile(parquetPieces(await exportRows(...rows))));
    return `'${file}'`;
  }

  async function typesIn(file: string): Promise<(string | null)[]> {
    return (await queryDuckDb(`DESCRIBE SELECT * FROM ${file}`)).map(([, type]) => type ?? null);
  }

  it('has each type as what it is, by another reader', async () => {
    const types = await typesIn(await written(everyColumn, everyRow, 2));
    assert.deepEqual(
      types.map((type, column) => `${everyType[column]?.[0]} ${type}`),
      [
        'small:int2 SMALLINT',
        'whole:int4 INTEGER',
        'big:int8 BIGINT',
        'price:numeric(9,2) DECIMAL(9,2)',
        'sum:numeric(18,4) DECIMAL(18,4)',
        'most:numeric(38,0) DECIMAL(38,0)',
        'real:float4 FLOAT',
        'double:float8 DOUBLE',
        'yes:bool BOOLEAN',
        'day:date DATE',
        'moment:timestamp TIMESTAMP',
        'instant:timestamptz TIMESTAMP WITH TIME ZONE',
        'clock:time TIME',
        'text:varchar(65535) VARCHAR',
        'json:super JSON',
        'bytes:varbyte BLOB',
      ],
    );
  });

  it('has each value, extremes and NULLs among them', async () => {
    const file = await written(everyColumn, everyRow, 2);
    const shown = everyColumn.map((column) => {
      const [name = '', type = ''] = column.split(':');
      if (type === 'varbyte') return `lower(hex(${name}))`;
      // As text a single-precision number is written in as few digits as tell it.
      return `${name}::VARCHAR`;
    });
    const read = await queryDuckDb(`SELECT ${shown.join(', ')} FROM ${file}`);
    const differently: Readonly<Record<string, string>> = {
      t: 'true',
      f: 'false',
      '2026-01-31 12:00:00.5+05:30': '2026-01-31 06:30:00.5+00',
      '2026-07-01 00:00:00-08': '2026-07-01 08:00:00+00',
    };
    assert.deepEqual(
      read,
      everyRow.map((row) => row.map((value) => (value === null ? null : (differently[value] ?? value)))),
    );
  });

  it('says of its row groups what is in them, so that readers pass over those that they need not', async () => {
    const words = ['\uffee', '🎉', 'a', null];
    const file = await written(
      ['t', 'n:int8', 'd:numeric(30,2)'],
      words.map((word, row) => [word, `${row - 2}`, `${row - 2}.25`]),
    );
    const found = await queryDuckDb(
      `SELECT (SELECT count(*) FROM ${file} WHERE t >= '🎉'), (SELECT count(*) FROM ${file} WHERE n < -1), ` +
        `(SELECT count(*) FROM ${file} WHERE d > 1), (SELECT count(*) FROM ${file} WHERE t IS NULL)`,
    );
    assert.deepEqual(found, [['1', '1', '1', '1']]);
  });

  const decimals: { label: string; type: string; values: (string | null)[]; inFile: string }[] = [
    { label: 'told by the type', type: 'numeric(10,2)', values: ['1.50'], inFile: 'DECIMAL(10,2)' },
    {
      label: 'with more digits than told',
      type: 'numeric(4,1)',
      values: ['1.25', '12345.5'],
      inFile: 'DECIMAL(7,2)',
    },
    { label: 'not told', type: 'numeric', values: [null, '1.125'], inFile: 'DECIMAL(38,3)' },
    { label: 'with too many digits', type: 'numeric', values: [`${'9'.repeat(36)}.125`], inFile: 'VARCHAR' },
    { label: 'that are none', type: 'numeric', values: ['NaN'], inFile: 'VARCHAR' },
  ];
  for (const { label, type, values, inFile } of decimals) {
    it(`has decimal numbers: ${label}`, async () => {
      const file = await written(
        [`v:${type}`],
        values.map((value) => [value]),
      );
      assert.deepEqual(
        { types: await typesIn(file), values: await queryDuckDb(`SELECT v::VARCHAR FROM ${file}`) },
        {
          types: [inFile],
          values: values.map((value) => [
            value === '1.25' || value === null ? value : value === '12345.5' ? '12345.50' : value,
          ]),
        },
      );
    });
  }

  for (const [type, value] of [
    ['int4', '3000000000'],
    ['int8', '9223372036854775808'],
    ['date', 'never'],
    ['timestamp', '294277-01-01 00:00:00'],
    ['bool', 'maybe'],
    ['float8', 'much'],
  ] as const) {
    it(`refuses what is no ${type}`, async () => {
      const write = written([`v:${type}`], [[value]]);
      await assert.rejects(write, { code: 'ValueDoesNotFit', message: /column v \(/ });
    });
  }

  it('keeps the sign of zero, and what is no number', async () => {
    const file = await written(['v:float8'], [['0'], ['-0'], ['NaN'], ['Infinity'], ['-Infinity']]);
    assert.deepEqual((await queryDuckDb(`SELECT v::VARCHAR FROM ${file}`)).flat(), [
      '0.0',
      '-0.0',
      'nan',
      'inf',
      '-inf',
    ]);
  });

  it('is there without rows, and with a column twice', async () => {
    const file = await written(['a:int4', 'A'], []);
    assert.deepEqual(
      await queryDuckDb(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${file})`),
      [
        ['a', 'INTEGER'],
        ['A_2', 'VARCHAR'],
      ],
    );
  });

  it('has the rows of many pages in several row groups', async () => {
    const rows = Array.from({ length: 120_000 }, (_, row) => [
      String(row),
      row % 3 === 0 ? null : `order ${row}`,
    ]);
    const file = await written(['n:int8', 't'], rows, 10_000);
    const [found] = await queryDuckDb(
      `SELECT count(*), sum(n)::VARCHAR, count(t), count(DISTINCT t), ` +
        `(SELECT count(DISTINCT row_group_id) FROM parquet_metadata(${file})) FROM ${file}`,
    );
    assert.deepEqual(found, ['120000', '7199940000', '80000', '80000', '3']);
  });
});
