import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ScrollMap, ScrollPlace } from '../../../src/renderer/grid/scrollMap.ts';

/** Content, view and the element's limit, in pixels. */
const heights = fc.tuple(
  fc.integer({ min: 1, max: 60_000_000 }),
  fc.integer({ min: 50, max: 2_000 }),
  fc.integer({ min: 20_000, max: 8_000_000 }),
);

describe('place of a scrollbar', () => {
  it('reaches both ends exactly, whatever the heights', () => {
    fc.assert(
      fc.property(heights, ([content, view, most]) => {
        const map = new ScrollMap(content, view, most);
        const last = Math.max(0, map.height - view);
        assert.deepEqual([map.toTop(0), map.toTop(last)], [0, Math.max(0, content - view)]);
        assert.ok(map.height <= most);
      }),
    );
  });

  it('goes on as the scrollbar does, and back to where it was', () => {
    fc.assert(
      fc.property(heights, fc.double({ min: 0, max: 1, noNaN: true }), ([content, view, most], part) => {
        const map = new ScrollMap(content, view, most);
        const last = Math.max(0, map.height - view);
        const scroll = last * part;
        assert.ok(Math.abs(map.toScroll(map.toTop(scroll)) - scroll) < 0.001);
        assert.ok(map.toTop(scroll) <= map.toTop(Math.min(last, scroll + 1)));
      }),
    );
  });

  it('is the place of the content where that is low enough', () => {
    const map = new ScrollMap(5_000, 400, 8_000_000);
    assert.deepEqual(
      [map.isScaled, map.height, map.toTop(123.5), map.toScroll(4_600)],
      [false, 5_000, 123.5, 4_600],
    );
  });
});

describe('place of the content', () => {
  const rows = 1_000_000 * 22;
  const view = 330;
  const placed = (top: number): ScrollPlace => {
    const place = new ScrollPlace();
    place.fit(rows, view);
    place.placed(place.go(top));
    return place;
  };

  it('moves by the pixels of the wheel in the middle, though the scrollbar stands for more', () => {
    const place = placed(11_000_000);
    const scroll = place.map.toScroll(11_000_000);
    place.scrolled(scroll + 100);
    assert.equal(place.top, 11_000_100);
  });

  it('follows the thumb where it is pulled', () => {
    const place = placed(0);
    place.scrolled(4_000_000);
    assert.equal(Math.round(place.top), Math.round(place.map.toTop(4_000_000)));
    place.scrolled(8_000_000);
    assert.equal(place.top, rows - view);
  });

  it('reaches the first and the last row by the wheel, from anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: rows }), fc.constantFrom(-100, 100), (from, step) => {
        const place = placed(from);
        let scroll = place.map.toScroll(place.top);
        const end = step < 0 ? 0 : rows - view;
        // Near the end, so that it takes few steps.
        place.placed(place.go(step < 0 ? Math.min(from, 9_000) : Math.max(from, end - 9_000)));
        scroll = place.map.toScroll(place.top);
        for (let turn = 0; turn < 200 && place.top !== end; turn++) {
          scroll = Math.min(Math.max(0, scroll + step), place.map.height - view);
          place.scrolled(scroll);
          const correction = place.correction(true);
          if (correction !== undefined) place.placed((scroll = correction));
        }
        assert.equal(place.top, end);
      }),
      { numRuns: 50 },
    );
  });

  it('says where the scrollbar belongs once it rests, and that it has to go there where it can’t go on', () => {
    const place = placed(11_000_000);
    let scroll = place.map.toScroll(place.top);
    for (let turn = 0; turn < 50; turn++) place.scrolled((scroll += 300));
    assert.equal(place.correction(true), undefined);
    assert.equal(place.correction(false), place.map.toScroll(11_015_000));
    place.placed(1);
    place.scrolled(0);
    assert.equal(place.correction(true), place.map.toScroll(11_014_999));
  });

  it('keeps what is in sight when the height changes, as far as there is so much', () => {
    const place = placed(11_000_000);
    assert.equal(place.fit(rows, 800), place.map.toScroll(11_000_000));
    place.fit(1_000, 800);
    assert.equal(place.top, 200);
  });
});
