import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ColumnPlace } from '../../../src/renderer/grid/contract.ts';
import { everythingShown, moved, shownColumns, withPlace } from '../../../src/renderer/tools/layoutChange.ts';

/** `0p 1 2h`: column 0 pinned, 2 hidden. */
function layout(text: string): ColumnPlace[] {
  return text.split(' ').map((place) => ({
    column: parseInt(place),
    width: 100,
    hidden: place.endsWith('h'),
    pinned: place.includes('p'),
  }));
}

function text(places: readonly ColumnPlace[] | undefined): string | undefined {
  return places
    ?.map(({ column, hidden, pinned }) => `${column}${pinned ? 'p' : ''}${hidden ? 'h' : ''}`)
    .join(' ');
}

describe('columns', () => {
  const moves: { before: string; column: number; by: -1 | 1; after: string | undefined }[] = [
    { before: '0 1 2', column: 1, by: 1, after: '0 2 1' },
    { before: '0 1 2', column: 1, by: -1, after: '1 0 2' },
    { before: '0 1 2', column: 2, by: 1, after: undefined },
    { before: '0 1h 2', column: 0, by: 1, after: '1h 2 0' },
    { before: '0 1h 2', column: 2, by: -1, after: '2 0 1h' },
    { before: '0p 1 2p 3', column: 0, by: 1, after: '1 2p 0p 3' },
    { before: '0p 1 2p 3', column: 1, by: -1, after: undefined },
    { before: '0 1', column: 5, by: 1, after: undefined },
  ];
  for (const { before, column, by, after } of moves) {
    it(`move among those that show beside them: ${column} in ${before} by ${by}`, () => {
      assert.equal(text(moved(layout(before), column, by)), after);
    });
  }

  it('show the pinned ones first', () => {
    assert.equal(text(shownColumns(layout('0 1p 2h 3p'))), '1p 3p 0');
  });
  it('change one by one', () => {
    assert.equal(text(withPlace(layout('0 1'), 1, { hidden: true })), '0 1h');
  });
  it('go back to how they came', () => {
    assert.equal(text(everythingShown(layout('2 0p 1h'))), '0 1 2');
  });
});
