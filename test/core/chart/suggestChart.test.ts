import assert from 'node:assert/strict';
import { suggestChart } from '../../../src/core/chart/suggestChart.ts';
import type { Row } from '../../../src/core/redshift/results/contract.ts';
import type { PlotChoice } from '../../../src/protocol/chartChoice.ts';

interface Case {
  readonly label: string;
  readonly columns: readonly string[];
  readonly sample: readonly Row[];
  readonly choice: PlotChoice | null;
}

const cases: readonly Case[] = [
  {
    label: 'a line where there is time',
    columns: ['id int8', 'sold_on date', 'amount numeric'],
    sample: [
      ['1', '2026-01-01', '3'],
      ['2', '2026-01-02', '4'],
    ],
    choice: { mark: 'line', x: 'sold_on', y: 'amount', aggregate: 'sum' },
  },
  {
    label: 'a line for each of few texts where days repeat',
    columns: ['sold_on date', 'channel', 'amount numeric'],
    sample: [
      ['2026-01-01', 'shop', '3'],
      ['2026-01-01', 'web', '4'],
    ],
    choice: { mark: 'line', x: 'sold_on', y: 'amount', aggregate: 'sum', colour: 'channel' },
  },
  {
    label: 'bars of sums by text',
    columns: ['country', 'amount numeric'],
    sample: [
      ['Japan', '3'],
      ['Korea', '4'],
    ],
    choice: { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' },
  },
  {
    label: 'rather the text that repeats than one that names each row',
    columns: ['order_name', 'country', 'units int4'],
    sample: Array.from({ length: 60 }, (_, row) => [`o${row}`, row % 2 ? 'Japan' : 'Korea', '1']),
    choice: { mark: 'bar', x: 'country', y: 'units', aggregate: 'sum' },
  },
  {
    label: 'averages of what has no sum',
    columns: ['country', 'unit_price numeric'],
    sample: [
      ['Japan', '3'],
      ['Korea', '4'],
    ],
    choice: { mark: 'bar', x: 'country', y: 'unit_price', aggregate: 'average' },
  },
  {
    label: 'bars by year, which is no amount',
    columns: ['sales_year int4', 'revenue numeric'],
    sample: [
      ['2025', '3'],
      ['2026', '4'],
    ],
    choice: { mark: 'bar', x: 'sales_year', y: 'revenue', aggregate: 'sum' },
  },
  {
    label: 'a scatter plot of two numbers',
    columns: ['height float8', 'weight float8'],
    sample: [
      ['1', '3'],
      ['2', '4'],
    ],
    choice: { mark: 'point', x: 'height', y: 'weight' },
  },
  {
    label: 'a histogram of one number',
    columns: ['customerId int8', 'amount numeric'],
    sample: [
      ['1', '3'],
      ['2', '4'],
    ],
    choice: { mark: 'histogram', x: 'amount' },
  },
  {
    label: 'rows counted by text',
    columns: ['id int8', 'country'],
    sample: [
      ['1', 'Japan'],
      ['2', 'Korea'],
    ],
    choice: { mark: 'bar', x: 'country', aggregate: 'count' },
  },
  {
    label: 'rows over time',
    columns: ['seen_at timestamp'],
    sample: [['2026-01-01 00:00:00']],
    choice: { mark: 'histogram', x: 'seen_at' },
  },
  {
    label: 'no coordinates as amounts',
    columns: ['city', 'lat float8', 'lon float8', 'amount numeric'],
    sample: [
      ['Tokyo', '35.7', '139.7', '5'],
      ['Seoul', '37.6', '127', '6'],
    ],
    choice: { mark: 'bar', x: 'city', y: 'amount', aggregate: 'sum' },
  },
  {
    label: 'the first of two columns with one name',
    columns: ['n int4', 'n numeric', 'country'],
    sample: [
      ['1', '2', 'Japan'],
      ['1', '2', 'Korea'],
    ],
    choice: { mark: 'bar', x: 'country', y: 'n', aggregate: 'sum' },
  },
  { label: 'nothing of a single number', columns: ['count int8'], sample: [['5']], choice: null },
  { label: 'nothing of IDs', columns: ['id int8', 'order_id int8'], sample: [['1', '2']], choice: null },
  { label: 'nothing of documents', columns: ['payload super'], sample: [['{}']], choice: null },
  { label: 'nothing without columns', columns: [], sample: [], choice: null },
];

describe('suggestChart', () => {
  for (const { label, columns, sample, choice } of cases) {
    it(`suggests ${label}`, () => {
      const described = columns.map((column) => {
        const [name = '', typeName = 'varchar'] = column.split(' ');
        return { name, typeName, numeric: false };
      });
      assert.deepEqual(suggestChart(described, sample, false), choice);
    });
  }
});
