import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Cancelled } from '../../../../src/core/errors.ts';
import type { TypedRows } from '../../../../src/core/redshift/results/page/typedRows.ts';
import { haveSameColumns, mergedRows } from '../../../../src/core/redshift/results/mergedRows.ts';
import { listSource } from './listSource.ts';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => [`${prefix}${index}`]);
const part = (region: string, count: number) => ({
  region,
  source: listSource(['n'], numbered(region, count)),
});

describe('mergedRows', () => {
  it('puts the Region before the columns', async () => {
    const merged = mergedRows([part('east', 1), part('west', 2)]);
    assert.deepEqual(
      {
        columns: merged.columns.map(({ name, typeName }) => `${name} ${typeName}`),
        total: merged.totalRows,
        rows: await merged.rows(0, 10),
      },
      {
        columns: ['region varchar', 'n varchar'],
        total: 3,
        rows: [
          ['east', 'east0'],
          ['west', 'west0'],
          ['west', 'west1'],
        ],
      },
    );
  });

  const names: { label: string; columns: string[]; first: string }[] = [
    { label: 'no such column', columns: ['country'], first: 'region' },
    { label: 'a column of that name, in whatever case', columns: ['Region', 'x'], first: 'aws_region' },
    { label: 'both', columns: ['region', 'aws_region'], first: 'aws_region_2' },
    { label: 'no column', columns: [], first: 'region' },
  ];
  for (const { label, columns, first } of names) {
    it(`gives the Region a name of its own: ${label}`, () => {
      const merged = mergedRows([{ region: 'east', source: listSource(columns, []) }]);
      assert.deepEqual(
        merged.columns.map(({ name }) => name),
        [first, ...columns],
      );
    });
  }

  const widths: { label: string; widths: ([number, number] | undefined)[]; merged?: [number, number] }[] = [
    {
      label: 'the same',
      widths: [
        [18, 2],
        [18, 2],
      ],
      merged: [18, 2],
    },
    {
      label: 'more digits before and behind the point',
      widths: [
        [10, 8],
        [9, 0],
      ],
      merged: [17, 8],
    },
    {
      label: 'more than there can be',
      widths: [
        [38, 0],
        [38, 10],
      ],
    },
    { label: 'one that nobody told', widths: [[18, 2], undefined] },
  ];
  for (const { label, widths: given, merged } of widths) {
    it(`has room for the numbers of each Region: ${label}`, () => {
      const [, column] = mergedRows(
        given.map((width, index) => {
          const source = listSource(['n:numeric'], []);
          const [precision, scale] = width ?? [];
          const columns = source.columns.map((each) =>
            precision === undefined || scale === undefined ? each : { ...each, precision, scale },
          );
          return { region: `r${index}`, source: { ...source, columns } };
        }),
      ).columns;
      assert.deepEqual(column, {
        name: 'n',
        typeName: 'numeric',
        numeric: true,
        ...(merged && { precision: merged[0], scale: merged[1] }),
      });
    });
  }

  const heads: { label: string; sizes: number[]; head: number; regions: string }[] = [
    { label: 'equal shares', sizes: [9, 9], head: 4, regions: 'aabb' },
    { label: 'what a small one leaves goes to the others', sizes: [9, 1, 9], head: 9, regions: 'aaaabcccc' },
    { label: 'an empty one takes none', sizes: [0, 9], head: 3, regions: 'bbb' },
    { label: 'an uneven head', sizes: [9, 9], head: 3, regions: 'aab' },
    { label: 'fewer rows than Regions', sizes: [9, 9, 9], head: 2, regions: 'ab' },
    { label: 'all rows fit', sizes: [2, 1], head: 9, regions: 'aab' },
  ];
  for (const { label, sizes, head, regions } of heads) {
    it(`shows every Region in the first rows: ${label}`, async () => {
      const merged = mergedRows(
        sizes.map((size, index) => part('abc'[index] ?? '', size)),
        head,
      );
      assert.equal((await merged.rows(0, head)).map(([region]) => region).join(''), regions);
    });
  }

  it('has every row once, in the order of its Region, through any windows', async () => {
    const sizes = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(60), fc.integer({ min: 1, max: 13 }), async (counts, head, step) => {
        const parts = counts.map((count, index) => part('abcd'[index] ?? '', count));
        const merged = mergedRows(parts, head);
        const rows: (string | null)[][] = [];
        for (let at = 0; at < merged.totalRows; at += step) rows.push(...(await merged.rows(at, at + step)));
        const whole = await merged.rows(0, merged.totalRows);
        assert.deepEqual(rows, whole);
        for (const [index, { region }] of parts.entries()) {
          const own = rows.filter(([name]) => name === region).map((row) => row.slice(1));
          assert.deepEqual(own, numbered(region, counts[index] ?? 0));
        }
        assert.equal(rows.length, merged.totalRows);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same rows by slices, by pages and as a whole', async () => {
    const sizes = fc.array(fc.nat(20), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(30), fc.integer({ min: 1, max: 7 }), async (counts, head, pageRows) => {
        const parts = counts.map((count, index) => {
          const region = 'abc'[index] ?? '';
          return { region, source: listSource(['n'], numbered(region, count), pageRows) };
        });
        const merged = mergedRows(parts, head);
        const rows = await merged.rows(0, merged.totalRows);
        const middle = [Math.floor(rows.length / 3), rows.length - 1] as const;
        const pages: TypedRows[] = [];
        for await (const page of merged.pages()) pages.push(page);
        const told: number[] = [];
        const all = await merged.all(undefined, (done) => told.push(done));
        const asRows = (list: readonly TypedRows[]) => list.flatMap((page) => page.rows());
        assert.deepEqual(
          [asRows(pages), asRows(all.pages), all.rowCount, asRows(await merged.slices(...middle))],
          [rows, rows, rows.length, rows.slice(...middle)],
        );
        assert.equal(told.at(-1) ?? 0, rows.length);
        all.release();
        assert.deepEqual(
          parts.map(({ source }) => source.holders),
          counts.map(() => 0),
        );
      }),
      { numRuns: 40 },
    );
  });

  for (const [head, pagesRead] of [
    [2, 1 + 3],
    [0, 3],
  ] as const) {
    it(`reads no more pages than a share of ${head} rows holds`, async () => {
      const source = listSource(['n'], numbered('east', 9), 3);
      const { pages } = source;
      let read = 0;
      source.pages = async function* (signal) {
        for await (const page of pages(signal)) {
          read++;
          yield page;
        }
      };
      for await (const page of mergedRows([{ region: 'east', source }], head).pages())
        assert.ok(page.rowCount);
      assert.equal(read, pagesRead);
    });
  }

  it('lets go of what has come where a Region fails, and ends the others', async () => {
    const [east, west] = [part('east', 3), part('west', 3)];
    let signalled: AbortSignal | undefined;
    const slow = part('slow', 3);
    slow.source.all = (signal) => {
      signalled = signal;
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Cancelled())));
    };
    west.source.all = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      throw new Error('fault');
    };
    await assert.rejects(mergedRows([east, west, slow]).all(), /fault/);
    assert.deepEqual([east.source.holders, signalled?.aborted], [0, true]);
  });

  it('asks only the Regions that a window touches', async () => {
    const parts = [part('east', 10), part('west', 10)];
    await mergedRows(parts).rows(4, 8);
    assert.deepEqual(
      parts.map(({ source }) => source.asked),
      [[[4, 8]], []],
    );
  });

  it('lets go of all of them', () => {
    const parts = [part('east', 1), part('west', 1)];
    mergedRows(parts).release();
    assert.deepEqual(
      parts.map(({ source }) => source.released),
      [1, 1],
    );
  });
});

describe('haveSameColumns', () => {
  const rows: { label: string; left: string[]; right: string[]; same: boolean }[] = [
    { label: 'the same', left: ['a:int4', 'b'], right: ['a:int4', 'b'], same: true },
    { label: 'another case', left: ['A:INT4'], right: ['a:int4'], same: true },
    { label: 'another order', left: ['a', 'b'], right: ['b', 'a'], same: false },
    { label: 'another type', left: ['a:int4'], right: ['a:int8'], same: false },
    { label: 'one more', left: ['a'], right: ['a', 'b'], same: false },
  ];
  for (const { label, left, right, same } of rows) {
    it(label, () =>
      assert.equal(haveSameColumns(listSource(left, []).columns, listSource(right, []).columns), same),
    );
  }
});
