import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aggregateCells } from '../../../../../src/core/redshift/results/view/aggregateCells.ts';
import type { Aggregates } from '../../../../../src/protocol/gridMessages.ts';
import { columnRows, workRows, type Value } from './typedPages.ts';

async function aggregate(typeName: string, values: readonly Value[]): Promise<Aggregates> {
  const rows = await columnRows(typeName, values);
  return aggregateCells(rows, [{ from: 0, to: values.length, columns: [0] }]);
}

/** Sum, average, min, max. */
const columns: readonly [
  label: string,
  typeName: string,
  values: Value[],
  expected: (string | undefined)[],
][] = [
  [
    'int4',
    'int4',
    ['2147483647', '2147483647', '-1', null],
    ['4294967293', '1431655764.333333', '-1', '2147483647'],
  ],
  [
    'int8 beyond the reach of doubles',
    'int8',
    ['9223372036854775807', '9223372036854775807', '-9223372036854775808', '9007199254740993'],
    ['9232379236109516799', '2308094809027379199.75', '-9223372036854775808', '9223372036854775807'],
  ],
  [
    'negative int8',
    'int8',
    ['-1', '-4294967296', '-5'],
    ['-4294967302', '-1431655767.333333', '-4294967296', '-1'],
  ],
  ['numeric', 'numeric(10,2)', ['0.10', '0.20', '-1.00', null], ['-0.70', '-0.23333333', '-1.00', '0.20']],
  [
    'numeric of 38 digits',
    'numeric(38,3)',
    ['12345678901234567890123456789012345.678', '0.001', '-0.679'],
    [
      '12345678901234567890123456789012345.000',
      '4115226300411522630041152263004115.000',
      '-0.679',
      '12345678901234567890123456789012345.678',
    ],
  ],
  [
    'numbers of one double',
    'numeric(38,1)',
    ['12345678901234567890.2', '12345678901234567890.1'],
    ['24691357802469135780.3', '12345678901234567890.15', '12345678901234567890.1', '12345678901234567890.2'],
  ],
  [
    'many digits many times',
    'numeric(18,0)',
    Array<string>(19).fill('999999999999999'),
    ['18999999999999981', ...Array<string>(3).fill('999999999999999')],
  ],
  ['what is rounded up', 'int4', ['-1', '-1', '0'], ['-2', '-0.666667', '-1', '0']],
  ['floats', 'float8', ['1e16', '1', '-1e16', '1e-3'], ['1.001', '0.25025', '-1e16', '1e16']],
  ['infinities', 'float8', ['Infinity', '1', null], ['Infinity', 'Infinity', '1', 'Infinity']],
  ['NaN', 'float8', ['NaN', '1'], ['NaN', 'NaN', '1', 'NaN']],
  ['odd ones left out', 'int4', ['3', 'x', '007'], ['10', '5', '3', '007']],
  ['dates', 'date', ['2026-01-31', '10000-01-01', null], [undefined, undefined, '2026-01-31', '10000-01-01']],
  [
    'instants',
    'timestamptz',
    ['2026-01-31 12:00:00+02', '2026-01-31 11:00:00+00'],
    [undefined, undefined, '2026-01-31 12:00:00+02', '2026-01-31 11:00:00+00'],
  ],
  ['text', 'varchar', ['b', 'B', 'é', null], [undefined, undefined, 'B', 'é']],
  ['booleans', 'bool', ['t', 'f'], [undefined, undefined, 'false', 'true']],
  [
    'long text',
    'varchar',
    ['x'.repeat(2000)],
    [undefined, undefined, ...Array<string>(2).fill(`${'x'.repeat(1000)}…`)],
  ],
  [
    'text cut beside a pair',
    'varchar',
    [`${'x'.repeat(999)}🎉🎉`],
    [undefined, undefined, ...Array<string>(2).fill(`${'x'.repeat(999)}…`)],
  ],
  ['NULL only', 'int4', [null], [undefined, undefined, undefined, undefined]],
];

describe('aggregateCells', () => {
  for (const [label, typeName, values, expected] of columns) {
    it(`tells of ${label}`, async () => {
      const { sum, average, min, max } = await aggregate(typeName, values);
      assert.deepEqual([sum, average, min, max], expected);
    });
  }

  it('counts the cells of all blocks, each once', async () => {
    const rows = await workRows(
      ['int4', 'numeric(5,1)', 'varchar', 'date'],
      [
        ['1', '0.5', 'a', '2026-01-01'],
        ['2', null, 'b', null],
        ['3', '9007199254740993.5', null, '2025-01-01'],
        ['4', '100.0', 'd', '2024-01-01'],
      ],
      2,
    );
    const blocks = [
      { from: 0, to: 2, columns: [0, 1, 2] },
      { from: 1, to: 3, columns: [2, 1] },
      { from: 0, to: 1, columns: [3] },
    ];
    const view = { ...rows, order: Uint32Array.of(3, 2, 0) };
    assert.deepEqual(
      [aggregateCells(rows, blocks), aggregateCells(view, blocks), aggregateCells(rows, [])],
      [
        {
          cells: 9,
          nulls: 2,
          numbers: 4,
          sum: '9007199254740997.0',
          average: '2251799813685249.25',
          min: '0.5',
          max: '9007199254740993.5',
        },
        {
          cells: 9,
          nulls: 1,
          numbers: 5,
          sum: '9007199254741101.0',
          average: '1801439850948220.2',
          min: '0.5',
          max: '9007199254740993.5',
        },
        { cells: 0, nulls: 0, numbers: 0 },
      ],
    );
  });

  it('adds up any numbers exactly', async () => {
    const digits = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
    const short = fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n });
    const scale = 4;
    const write = (value: bigint): string => {
      const text = String(value < 0n ? -value : value).padStart(scale + 1, '0');
      return `${value < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(digits, short), { minLength: 1, maxLength: 30 }), async (values) => {
        const { sum, min, max } = await aggregate('numeric(38,4)', values.map(write));
        const sorted = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
        const total = values.reduce((all, value) => all + value, 0n);
        assert.deepEqual([sum, min, max], [total, sorted[0] ?? 0n, sorted.at(-1) ?? 0n].map(write));
      }),
    );
  });
});
