import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ColumnLayout } from '../../../src/renderer/grid/columnLayout.ts';

const of = (...widths: number[]): ColumnLayout => new ColumnLayout(widths);
const order = (layout: ColumnLayout): string =>
  layout.places
    .map(({ column, hidden, pinned }) => `${column}${hidden ? 'h' : ''}${pinned ? 'p' : ''}`)
    .join(' ');
const place = (column: number, more: object = {}) => ({
  column,
  width: 100,
  hidden: false,
  pinned: false,
  ...more,
});

describe('places of columns', () => {
  it('has each column once, pinned ones first, whatever it is told', () => {
    const told = fc.array(
      fc.record({
        column: fc.integer({ min: -1, max: 6 }),
        width: fc.oneof(fc.integer({ min: -10, max: 5_000 }), fc.constant(NaN)),
        hidden: fc.boolean(),
        pinned: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(told, (places) => {
        const layout = of(100, 100, 100, 100, 100);
        layout.set(places);
        const columns = layout.places.map(({ column }) => column);
        const pinned = layout.places.map((one) => one.pinned);
        assert.deepEqual([...columns].sort(), [0, 1, 2, 3, 4]);
        assert.deepEqual(
          pinned,
          pinned.toSorted((one, other) => Number(other) - Number(one)),
        );
        assert.ok(layout.places.every(({ width }) => width >= 48 && width <= 2_000));
      }),
    );
  });

  const moves: { label: string; column: number; before: number; order: string }[] = [
    { label: 'to the front', column: 3, before: 0, order: '3p 0p 1 2' },
    { label: 'behind all', column: 1, before: 4, order: '0p 2 3 1' },
    { label: 'behind the next one', column: 1, before: 3, order: '0p 2 1 3' },
    { label: 'out of the pinned ones', column: 0, before: 3, order: '1 2 0 3' },
    { label: 'to the end of the pinned ones, not being one', column: 3, before: 1, order: '0p 3 1 2' },
    { label: 'to where it is', column: 2, before: 2, order: '0p 1 2 3' },
  ];
  for (const { label, column, before, order: expected } of moves) {
    it(`moves a column ${label}`, () => {
      const layout = of(100, 100, 100, 100);
      layout.set([place(0, { pinned: true })]);
      layout.move(column, before);
      assert.equal(order(layout), expected);
    });
  }

  it('counts places over the columns that show', () => {
    const layout = of(100, 60, 80);
    layout.set([place(2), place(0, { hidden: true }), place(1, { width: 60 })]);
    assert.deepEqual(
      [layout.shown, layout.placeOf(1), layout.placeOf(0), layout.left(1), layout.left(9), layout.width(1)],
      [[2, 1], 1, -1, 100, 160, 60],
    );
  });

  it('finds the column at a distance', () => {
    const layout = of(...Array.from({ length: 1_600 }, () => 100));
    assert.deepEqual(
      [-5, 0, 99, 100, 159_999, 500_000].map((x) => layout.placeAt(x)),
      [0, 0, 0, 1, 1_599, 1_599],
    );
  });

  it('keeps pinned columns only while the others have room', () => {
    const layout = of(100, 100, 100, 100);
    layout.set([0, 1, 2].map((column) => place(column, { pinned: true })));
    const counts = [2_000, 500, 420, 200].map((width) => layout.geometry(width, 50).pinnedCount);
    assert.deepEqual(counts, [3, 2, 2, 0]);
    assert.deepEqual(layout.geometry(500, 50), { pinnedCount: 2, pinnedWidth: 250, movingWidth: 200 });
  });

  it('adds columns that come later behind the others', () => {
    const layout = of(100, 100);
    layout.set([place(1), place(0, { hidden: true })]);
    layout.add([70]);
    assert.equal(order(layout), '1 0h 2');
  });
});
