import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chartData } from '../../../src/core/chart/chartData.ts';
import type { Aggregate } from '../../../src/protocol/chartChoice.ts';
import { workRows } from './workRows.ts';

type Group = { values: bigint[]; rows: number };

/** Hundredths, far beyond what a double holds, and near. */
const hundredths = fc.oneof(
  fc.bigInt({ min: -500n, max: 500n }),
  fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }),
);
const name = fc.option(fc.oneof(fc.constantFrom('a', 'b', 'é', ''), fc.string({ maxLength: 4 })), {
  nil: null,
});
const table = fc.array(fc.tuple(name, fc.option(hundredths, { nil: null })), { maxLength: 30 });

function decimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** As slowly and plainly as can be. */
function naive(values: readonly bigint[], how: Aggregate): number | null {
  if (values.length === 0) return null;
  const numbers = values.map((value) => Number(decimal(value))).sort((one, other) => one - other);
  const sum = Number(decimal(values.reduce((total, value) => total + value, 0n)));
  const middle = numbers.length >> 1;
  const median =
    numbers.length % 2 ? numbers[middle] : ((numbers[middle - 1] ?? 0) + (numbers[middle] ?? 0)) / 2;
  return (
    { count: 0, sum, average: sum / values.length, min: numbers[0], max: numbers.at(-1), median }[how] ?? null
  );
}

describe('groups of a chart', () => {
  for (const how of ['sum', 'average', 'min', 'max', 'median'] as const) {
    it(`are what plain arithmetic makes of them: ${how}`, async () => {
      await fc.assert(
        fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, pageRows) => {
          const groups = new Map<string | null, Group>();
          for (const [key, value] of rows) {
            const group = groups.get(key) ?? { values: [], rows: 0 };
            groups.set(key, { values: value === null ? group.values : [...group.values, value], rows: 0 });
          }
          const written = rows.map(([key, value]) => [key, value === null ? null : decimal(value)]);
          const data = chartData(await workRows(['k', 'v numeric(38,2)'], written, { pageRows }), {
            mark: 'bar',
            x: 'k',
            y: 'v',
            aggregate: how,
          });
          const expected = [...groups].map(([key, { values }]) => [key, naive(values, how)]);
          const byName = (list: readonly (readonly unknown[])[]): string[] =>
            list.map((row) => JSON.stringify(row)).sort();
          assert.deepEqual(byName(data.rows), byName(expected));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('hold every row of the view once, whatever its order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }), { minLength: 1, maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        async (keys, picks) => {
          const order = keys.map((_, row) => row).filter(() => (picks.next().value ?? 0) % 2 === 0);
          const shuffled = order.toSorted(() => ((picks.next().value ?? 0) % 2 === 0 ? 1 : -1));
          const rows = await workRows(
            ['k'],
            keys.map((key) => [key]),
            { pageRows: 4, order: shuffled },
          );
          const data = chartData(rows, { mark: 'bar', x: 'k', aggregate: 'count' });
          const expected = ['a', 'b', 'c', null]
            .map((key) => [key, order.filter((row) => keys[row] === key).length] as const)
            .filter(([, count]) => count > 0);
          assert.deepEqual(new Map(data.rows.map(([key, count]) => [key, count])), new Map(expected));
        },
      ),
      { numRuns: 60 },
    );
  });
});
