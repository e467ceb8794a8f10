import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Cancelled } from '../../../../src/core/errors.ts';
import { areComparable, compareRows } from '../../../../src/core/redshift/results/compareRows.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { listSource } from './listSource.ts';

const source = (rows: readonly Row[]) => listSource(['a', 'b'], rows);
const compare = (left: readonly Row[], right: readonly Row[], limit?: number) =>
  compareRows(source(left), source(right), limit === undefined ? {} : { limit });

/** Few different rows, so that there are equal ones. */
const value = fc.constantFrom(null, '', 'NULL', 'x', 'xy', 'y', '\u0000');
const rows = fc.array(fc.tuple(value, value), { maxLength: 40 });

describe('compareRows', () => {
  const one: Row = ['1', 'Japan'];
  const two: Row = ['2', 'India'];
  const table: { label: string; left: Row[]; right: Row[]; both: number; own: [Row[], Row[]] }[] = [
    { label: 'equal', left: [one, two], right: [one, two], both: 2, own: [[], []] },
    { label: 'another order', left: [one, two], right: [two, one], both: 2, own: [[], []] },
    { label: 'one sees fewer', left: [one, two], right: [two], both: 1, own: [[one], []] },
    { label: 'one sees none', left: [one, two], right: [], both: 0, own: [[one, two], []] },
    { label: 'each its own', left: [one], right: [two], both: 0, own: [[one], [two]] },
    { label: 'a row more often', left: [one, one, one], right: [one], both: 1, own: [[one, one], []] },
    {
      label: "NULL is not ''",
      left: [[null, '']],
      right: [['', null]],
      both: 0,
      own: [[[null, '']], [['', null]]],
    },
    {
      label: 'values do not run together',
      left: [['ab', 'c']],
      right: [['a', 'bc']],
      both: 0,
      own: [[['ab', 'c']], [['a', 'bc']]],
    },
    {
      label: 'a masked value',
      left: [['1', 'secret']],
      right: [['1', '***']],
      both: 0,
      own: [[['1', 'secret']], [['1', '***']]],
    },
  ];
  for (const { label, left, right, both, own } of table) {
    it(label, async () => {
      const [leftRows, rightRows] = own;
      assert.deepEqual(await compare(left, right), {
        both,
        onlyLeft: leftRows.length,
        onlyRight: rightRows.length,
        leftRows,
        rightRows,
      });
    });
  }

  it('agrees with counting by hand', () =>
    fc.assert(
      fc.asyncProperty(rows, rows, async (left, right) => {
        const rest = right.map((row) => JSON.stringify(row));
        const own = left.filter((row) => {
          const at = rest.indexOf(JSON.stringify(row));
          if (at >= 0) rest.splice(at, 1);
          return at < 0;
        });
        const found = await compare(left, right);
        assert.deepEqual(found.leftRows, own);
        assert.deepEqual(
          [found.both, found.onlyLeft, found.onlyRight],
          [left.length - own.length, own.length, rest.length],
        );
      }),
    ));

  it('is the same from the other side', () =>
    fc.assert(
      fc.asyncProperty(rows, rows, async (left, right) => {
        const { both, onlyLeft, onlyRight, leftRows, rightRows } = await compare(left, right);
        assert.deepEqual(await compare(right, left), {
          both,
          onlyLeft: onlyRight,
          onlyRight: onlyLeft,
          leftRows: rightRows,
          rightRows: leftRows,
        });
      }),
    ));

  it('takes no notice of order', () =>
    fc.assert(
      fc.asyncProperty(rows, async (left) => {
        const found = await compare(left, left.toReversed());
        assert.deepEqual([found.both, found.onlyLeft, found.onlyRight], [left.length, 0, 0]);
      }),
    ));

  it('shows the first 200 rows of each side and counts the rest', async () => {
    const many = (prefix: string) =>
      Array.from({ length: 3_000 }, (_, index): Row => [prefix, String(index)]);
    const found = await compare(many('left'), many('right'));
    assert.deepEqual(
      [found.onlyLeft, found.onlyRight, found.leftRows.length, found.rightRows.at(-1)],
      [3_000, 3_000, 200, ['right', '199']],
    );
  });

  it('says how far it looked where there is more', async () => {
    const found = await compare([one, two, two], [one], 2);
    assert.deepEqual(found, {
      both: 1,
      onlyLeft: 1,
      onlyRight: 0,
      leftRows: [two],
      rightRows: [],
      comparedRows: 2,
    });
  });

  it('reads the left side twice only as far as it has to', async () => {
    const left = source(Array.from({ length: 2_500 }, (_, index): Row => [String(index), null]));
    await compareRows(left, source([]));
    assert.deepEqual(left.asked, [
      [0, 1000],
      [1000, 2000],
      [2000, 2500],
      [0, 1000],
    ]);
  });

  it('ends when it is cancelled, between two windows', async () => {
    const abort = new AbortController();
    const left = source(Array.from({ length: 5_000 }, (): Row => ['x', 'y']));
    const cancelling = {
      ...left,
      rows: (from: number, to: number) => {
        if (from > 0) abort.abort();
        return left.rows(from, to);
      },
    };
    await assert.rejects(compareRows(cancelling, source([]), { signal: abort.signal }), Cancelled);
    assert.deepEqual(left.asked, [
      [0, 1000],
      [1000, 2000],
    ]);
  });

  it('lets others have their turn', async () => {
    let rests = 0;
    const rest = async (): Promise<void> => void rests++;
    const left = source(Array.from({ length: 4_000 }, (): Row => ['x', 'y']));
    await compareRows(left, left, { turn: 0, rest });
    assert.equal(rests, 8);
  });
});

describe('areComparable', () => {
  const rows: { label: string; left: string[]; right: string[]; comparable: boolean }[] = [
    { label: 'the same names', left: ['a', 'b'], right: ['a', 'b'], comparable: true },
    { label: 'another type, as a masking policy gives', left: ['a:int4'], right: ['a'], comparable: true },
    { label: 'another order', left: ['a', 'b'], right: ['b', 'a'], comparable: false },
    { label: 'a column that one may not see', left: ['a', 'b'], right: ['a'], comparable: false },
  ];
  for (const { label, left, right, comparable } of rows) {
    it(label, () =>
      assert.equal(areComparable(listSource(left, []).columns, listSource(right, []).columns), comparable),
    );
  }
});
