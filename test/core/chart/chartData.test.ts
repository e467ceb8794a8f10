import assert from 'node:assert/strict';
import { chartData, columnsOfChoice } from '../../../src/core/chart/chartData.ts';
import { RedshiftIdentityError } from '../../../src/core/errors.ts';
import type { Row } from '../../../src/core/redshift/results/contract.ts';
import { mostMarks, type ChartChoice } from '../../../src/protocol/chartChoice.ts';
import { workRows } from './workRows.ts';

const columns = ['country', 'amount numeric(18,2)', 'sold_on date', 'online bool', 'units int4', 'id int8'];
const sales: Row[] = [
  ['Japan', '10.10', '2026-01-01', 'true', '1', '9007199254740993'],
  ['Korea', '0.20', '2026-01-01', 'false', '2', '9007199254740995'],
  [null, '5.00', '2026-01-02', 'true', '3', '1'],
  ['Japan', '0.10', '2026-01-02', null, null, '2'],
  ['Japan', null, null, 'false', '5', '3'],
];
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

interface Case {
  readonly label: string;
  readonly choice: ChartChoice;
  readonly order?: readonly number[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly notes?: readonly string[];
}

const cases: readonly Case[] = [
  {
    label: 'bars of sums, largest first, NULL as a category of its own',
    choice: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' },
    rows: [
      ['Japan', 10.2],
      [null, 5],
      ['Korea', 0.2],
    ],
  },
  {
    label: 'a bar without an aggregate is a sum',
    choice: { mark: 'bar', x: 'country', y: 'units' },
    rows: [
      ['Japan', 6],
      [null, 3],
      ['Korea', 2],
    ],
  },
  {
    label: 'rows counted',
    choice: { mark: 'bar', x: 'country', aggregate: 'count' },
    rows: [
      ['Japan', 3],
      ['Korea', 1],
      [null, 1],
    ],
  },
  {
    label: 'averages leave NULL out',
    choice: { mark: 'bar', x: 'country', y: 'units', aggregate: 'average' },
    rows: [
      ['Japan', 3],
      ['Korea', 2],
      [null, 3],
    ],
  },
  {
    label: 'smallest first where minima are drawn',
    choice: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'min' },
    rows: [
      ['Japan', 0.1],
      ['Korea', 0.2],
      [null, 5],
    ],
  },
  {
    label: 'medians of an even count lie between',
    choice: { mark: 'bar', x: 'online', y: 'amount', aggregate: 'median' },
    rows: [
      ['true', 7.55],
      ['false', 0.2],
      [null, 0.1],
    ],
  },
  {
    label: 'coloured, a mark for each pair',
    choice: { mark: 'bar', x: 'country', aggregate: 'count', colour: 'online' },
    rows: [
      ['Japan', 1, 'true'],
      ['Japan', 1, 'false'],
      ['Japan', 1, null],
      ['Korea', 1, 'false'],
      [null, 1, 'true'],
    ],
  },
  {
    label: 'a line over days, in their order, without rows that have none',
    choice: { mark: 'line', x: 'sold_on', y: 'amount', aggregate: 'max' },
    order: [3, 1, 4, 2, 0],
    rows: [
      [day('2026-01-01'), 10.1],
      [day('2026-01-02'), 5],
    ],
    notes: ['1 row without a value in “sold_on”, not drawn.'],
  },
  {
    label: 'bars over days know where they end',
    choice: { mark: 'bar', x: 'sold_on', aggregate: 'count' },
    order: [0, 1],
    rows: [[day('2026-01-01'), day('2026-01-02'), 2]],
  },
  {
    label: 'a bar for each of few numbers, in their order, NULL last',
    choice: { mark: 'bar', x: 'units', aggregate: 'count' },
    order: [4, 3, 2, 1, 0],
    rows: [
      [1, 1],
      [2, 1],
      [3, 1],
      [5, 1],
      [null, 1],
    ],
  },
  {
    label: 'whole numbers beyond what a double tells apart stay apart',
    choice: { mark: 'bar', x: 'id', aggregate: 'count' },
    order: [0, 1],
    rows: [
      ['9007199254740993', 1],
      ['9007199254740995', 1],
    ],
  },
  {
    label: 'sums of them are exact before they are rounded',
    choice: { mark: 'bar', x: 'online', y: 'id', aggregate: 'sum' },
    order: [1, 4],
    rows: [['false', Number(9_007_199_254_740_998n)]],
  },
  {
    label: 'each row of a scatter plot, without those that have no place',
    choice: { mark: 'point', x: 'units', y: 'amount', colour: 'country' },
    rows: [
      [1, 10.1, 'Japan'],
      [2, 0.2, 'Korea'],
      [3, 5, null],
    ],
    notes: ['2 rows without a place, not drawn.'],
  },
  {
    label: 'each row of a line from left to right',
    choice: { mark: 'line', x: 'amount', y: 'units' },
    rows: [
      [0.2, 2],
      [5, 3],
      [10.1, 1],
    ],
    notes: ['2 rows without a place, not drawn.'],
  },
  {
    label: 'a histogram in whole steps',
    choice: { mark: 'histogram', x: 'units' },
    rows: [
      [1, 2, 1],
      [2, 3, 1],
      [3, 4, 1],
      [4, 5, 1],
    ],
    notes: ['1 row without a value in “units”, not drawn.'],
  },
  {
    label: 'a histogram of texts counts them',
    choice: { mark: 'histogram', x: 'country' },
    order: [0, 1, 3],
    rows: [
      ['Japan', 2],
      ['Korea', 1],
    ],
  },
  {
    label: 'the latest of some days',
    choice: { mark: 'bar', x: 'country', y: 'sold_on', aggregate: 'max' },
    order: [0, 3],
    rows: [['Japan', day('2026-01-02')]],
  },
  { label: 'no rows', choice: { mark: 'bar', x: 'country', aggregate: 'count' }, order: [], rows: [] },
  { label: 'no rows of a histogram', choice: { mark: 'histogram', x: 'amount' }, order: [], rows: [] },
];

describe('chartData', () => {
  for (const { label, choice, order, rows, notes = [] } of cases) {
    for (const pageRows of [5, 2]) {
      it(`${label}; pages of ${pageRows}`, async () => {
        const data = chartData(await workRows(columns, sales, { pageRows, ...(order && { order }) }), choice);
        assert.deepEqual(
          { rows: data.rows, notes: data.notes, totalRows: data.totalRows },
          { rows, notes, totalRows: order?.length ?? sales.length },
        );
      });
    }
  }

  const refusals: readonly (readonly [label: string, choice: ChartChoice, code: string])[] = [
    ['a column that is not there', { mark: 'bar', x: 'gone', aggregate: 'count' }, 'ChartColumnMissing'],
    ['text as a measure', { mark: 'bar', x: 'units', y: 'country', aggregate: 'sum' }, 'ChartColumnKind'],
    ['text along y', { mark: 'point', x: 'units', y: 'country' }, 'ChartColumnKind'],
    ['a sum of days', { mark: 'bar', x: 'country', y: 'sold_on', aggregate: 'sum' }, 'ChartColumnKind'],
    ['nothing along y', { mark: 'point', x: 'units' }, 'ChartColumnMissing'],
  ];
  for (const [label, choice, code] of refusals) {
    it(`refuses ${label}`, async () => {
      const rows = await workRows(columns, sales);
      assert.throws(
        () => chartData(rows, choice),
        (error) => error instanceof RedshiftIdentityError && error.code === code,
      );
    });
  }

  it('puts small categories together, and says how many', async () => {
    const many = Array.from({ length: 100 }, (_, index): Row => [`c${index}`, String(100 - index)]);
    const rows = await workRows(['name', 'size int4'], many);
    const data = chartData(rows, { mark: 'bar', x: 'name', y: 'size', aggregate: 'sum' });
    assert.deepEqual(
      { count: data.rows.length, first: data.rows[0], last: data.rows.at(-1), notes: data.notes },
      {
        count: 41,
        first: ['c0', 100],
        last: ['60 others', (60 * 61) / 2],
        notes: ['“name”: the 40 largest of 100 values; the others are grouped.'],
      },
    );
  });

  it('gives the others a name that no category has', async () => {
    const many = [
      ...Array.from({ length: 60 }, (_, index): Row => [`c${index}`]),
      ['21 others'],
      ['21 others'],
    ];
    const data = chartData(await workRows(['name'], many), { mark: 'bar', x: 'name', aggregate: 'count' });
    assert.deepEqual(data.rows.at(-1), ['(21 others)', 21]);
  });

  it('chooses evenly from more rows than are drawn', async () => {
    const rows = Array.from({ length: mostMarks * 2 }, (_, index): Row => [String(index), '1']);
    const data = chartData(await workRows(['x int4', 'y int4'], rows), { mark: 'point', x: 'x', y: 'y' });
    assert.deepEqual(
      { count: data.rows.length, first: data.rows.slice(0, 2), notes: data.notes },
      {
        count: mostMarks,
        first: [
          [0, 1],
          [2, 1],
        ],
        notes: ['5,000 of 10,000 rows, evenly chosen.'],
      },
    );
  });

  it('puts many numbers along a line into equal steps', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index): Row => [String(index), '2']);
    const data = chartData(await workRows(['x int4', 'y int4'], rows), {
      mark: 'line',
      x: 'x',
      y: 'y',
      aggregate: 'sum',
    });
    assert.deepEqual(
      { count: data.rows.length, first: data.rows[0], notes: data.notes },
      { count: 200, first: [2.5, 10], notes: ['Neighboring numbers are grouped in equal steps.'] },
    );
  });

  it('cuts off what a category holds', async () => {
    const data = chartData(await workRows(['name'], [['x'.repeat(60_000)]]), {
      mark: 'bar',
      x: 'name',
      aggregate: 'count',
    });
    assert.deepEqual(data.rows, [[`${'x'.repeat(120)}…`, 1]]);
  });

  it('names the columns that a choice reads, each once', () => {
    assert.deepEqual(columnsOfChoice({ mark: 'bar', x: 'a', y: 'b', aggregate: 'sum', colour: 'a' }), [
      'a',
      'b',
    ]);
  });
});
