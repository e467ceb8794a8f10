import assert from 'node:assert/strict';
import type { Row } from '../../../src/core/redshift/results/contract.ts';
import { excelPieces } from '../../../src/node/export/excelPieces.ts';
import { exportRows, wholeFile } from '../../core/redshift/export/exportRows.ts';
import { readExcel, type ReadCell } from './readExcel.ts';

async function sheetsOf(names: readonly string[], rows: readonly Row[], formulaGuard = false) {
  return readExcel(await wholeFile(excelPieces(await exportRows(names, rows), { formulaGuard })));
}

/** The cells of one column. */
async function cellsOf(typeName: string, values: readonly (string | null)[]): Promise<(ReadCell | null)[]> {
  const sheets = await sheetsOf(
    [`v:${typeName}`, 'row:int4'],
    values.map((value, row) => [value, String(row)]),
  );
  return (sheets.get('Result') ?? []).slice(1).map(([cell]) => cell ?? null);
}

const text = (value: string): ReadCell => ({ type: 'str', value });

describe('an Excel workbook', () => {
  it('has a sheet with the names of the columns, then the rows', async () => {
    const sheets = await sheetsOf(
      ['a', 'a', 'n:float8'],
      [
        ['x', null, '1.5'],
        [null, 'y', '-2'],
      ],
    );
    assert.deepEqual(
      [...sheets].map(([name, rows]) => [name, rows.map((row) => row.map((cell) => cell?.value))]),
      [
        [
          'Result',
          [
            ['a', 'a', 'n'],
            ['x', undefined, '1.5'],
            [undefined, 'y', '-2'],
          ],
        ],
      ],
    );
  });

  it('is there without rows', async () => {
    assert.deepEqual(await sheetsOf(['a'], []), new Map([['Result', [[text('a')]]]]));
  });

  const day = 'yyyy-mm-dd';
  const moment = 'yyyy-mm-dd hh:mm:ss.000';
  const columns: { typeName: string; values: (string | null)[]; cells: (ReadCell | null)[] }[] = [
    {
      typeName: 'int8',
      values: ['123456789012345', '1234567890123456', '-9223372036854775808', null, '0'],
      cells: [
        { type: 'n', value: '123456789012345', format: '1' },
        { ...text('1234567890123456'), format: '1' },
        { ...text('-9223372036854775808'), format: '1' },
        null,
        { type: 'n', value: '0', format: '1' },
      ],
    },
    {
      typeName: 'numeric',
      values: ['1.50', '-0.05', '1234567890123.456', `${'9'.repeat(38)}`],
      cells: [
        { type: 'n', value: '1.5' },
        { type: 'n', value: '-0.05' },
        text('1234567890123.456'),
        text('9'.repeat(38)),
      ],
    },
    {
      typeName: 'float8',
      values: ['0.30000000000000004', 'NaN', '-Infinity', '1e+300'],
      cells: [
        { type: 'n', value: '0.30000000000000004' },
        text('NaN'),
        text('-Infinity'),
        { type: 'n', value: '1e+300' },
      ],
    },
    {
      typeName: 'bool',
      values: ['t', 'f', null],
      cells: [{ type: 'b', value: '1' }, { type: 'b', value: '0' }, null],
    },
    {
      typeName: 'date',
      values: ['1900-03-01', '2026-01-31', '1899-12-31', '9999-12-31', '10000-01-01'],
      cells: [
        { type: 'n', value: '61', format: day },
        { type: 'n', value: '46053', format: day },
        { ...text('1899-12-31'), format: day },
        { type: 'n', value: '2958465', format: day },
        { ...text('10000-01-01'), format: day },
      ],
    },
    {
      typeName: 'timestamp',
      values: ['2026-01-31 12:00:00', '2026-01-31 18:00:00.5'],
      cells: [
        { type: 'n', value: '46053.5', format: moment },
        { type: 'n', value: '46053.750005787035', format: moment },
      ],
    },
    {
      typeName: 'timestamptz',
      values: ['2026-01-31 12:00:00+12'],
      cells: [{ type: 'n', value: '46053', format: moment }],
    },
    {
      typeName: 'time',
      values: ['06:00:00', '24:00:00', 'noon'],
      cells: [
        { type: 'n', value: '0.25', format: 'hh:mm:ss.000' },
        { ...text('24:00:00'), format: 'hh:mm:ss.000' },
        { ...text('noon'), format: 'hh:mm:ss.000' },
      ],
    },
    { typeName: 'timetz', values: ['06:00:00+02'], cells: [text('06:00:00+02')] },
    {
      typeName: 'varchar',
      values: [
        '<b>&"\'',
        'a\r\nb\tc',
        '\u0001\u001f\ufffe',
        '_x0041_',
        '漢🎉',
        '=1+1',
        '',
        'x'.repeat(32_767),
      ],
      cells: [
        '<b>&"\'',
        'a\r\nb\tc',
        '\u0001\u001f\ufffe',
        '_x0041_',
        '漢🎉',
        '=1+1',
        '',
        'x'.repeat(32_767),
      ].map(text),
    },
  ];
  for (const { typeName, values, cells } of columns) {
    it(`has cells of ${typeName}`, async () => {
      assert.deepEqual(await cellsOf(typeName, values), cells);
    });
  }

  it('guards what would be a formula when it is typed in, and numbers never', async () => {
    const sheets = await sheetsOf(
      ['=a', 'n:int4'],
      [
        ['=1+1', '-1'],
        ['-1', '-2'],
        ['\n=1', '3'],
        ['＋1', '4'],
        ['1', '5'],
      ],
      true,
    );
    assert.deepEqual(
      sheets.get('Result')?.map((row) => row.map((cell) => cell?.value)),
      [
        ["'=a", 'n'],
        ["'=1+1", '-1'],
        ["'-1", '-2'],
        ["'\n=1", '3'],
        ["'＋1", '4'],
        ['1', '5'],
      ],
    );
  });

  it('goes on in a further sheet where one is full', async () => {
    const rows = await exportRows(
      ['n:int4'],
      ['1', '2', '3', '4', '5'].map((value) => [value]),
      2,
    );
    const sheets = readExcel(await wholeFile(excelPieces(rows, { formulaGuard: false }, 3)));
    assert.deepEqual(
      [...sheets].map(([name, cells]) => [name, cells.map(([cell]) => cell?.value).join(' ')]),
      [
        ['Result', 'n 1 2'],
        ['Result 2', 'n 3 4'],
        ['Result 3', 'n 5'],
      ],
    );
  });

  it('refuses a text that a cell has no room for', async () => {
    await assert.rejects(cellsOf('varchar', ['x'.repeat(32_768)]), {
      code: 'ValueDoesNotFit',
      message: /column v has 32,768 characters/,
    });
  });

  it('refuses more columns than a sheet has', async () => {
    await assert.rejects(
      sheetsOf(
        Array.from({ length: 16_385 }, (_, index) => `c${index}`),
        [],
      ),
      {
        code: 'TooManyColumns',
      },
    );
  });
});
