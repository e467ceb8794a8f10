import assert from 'node:assert/strict';
import { findMatches } from '../../../../../src/core/redshift/results/view/findMatches.ts';
import type { WorkRows } from '../../../../../src/core/redshift/results/view/contract.ts';
import { workRows } from './typedPages.ts';

/** As `row.column`, and a plus where there are more. */
function found(rows: WorkRows, text: string, columns: readonly number[], most?: number): string {
  const matches = findMatches(rows, { text, matchCase: false, columns }, most);
  const cells = Array.from(matches.rows, (row, index) => `${row}.${matches.columns[index]}`);
  return [...cells, ...(matches.isMore ? ['+'] : [])].join(' ');
}

describe('findMatches', () => {
  let rows: WorkRows;
  before(async () => {
    rows = await workRows(
      ['varchar', 'int4', 'bool', 'timestamp'],
      [
        ['2 apples', '12', 't', '2026-01-31 12:00:00'],
        [null, null, null, null],
        ['pear', '7', 'f', '2025-02-01 00:00:00'],
        ['APPLE', '-12', 't', null],
        ['', '2', null, '2025-01-01 00:00:00'],
      ],
      2,
    );
  });

  const all = [0, 1, 2, 3];
  const view = () => ({ ...rows, order: Uint32Array.of(3, 4, 0, 1) });
  const searches: readonly [label: string, run: () => string, expected: string][] = [
    ['text', () => found(rows, 'apple', all), '0.0 3.0'],
    ['what is shown of any type', () => found(rows, '2', all), '0.0 0.1 0.3 2.3 3.1 4.1 4.3'],
    ['in the order of the columns', () => found(rows, '2', [3, 0, 1]), '0.3 0.0 0.1 2.3 3.1 4.3 4.1'],
    ['booleans as words', () => found(rows, 'TRU', all), '0.2 3.2'],
    ['nothing for nothing', () => found(rows, '', all), ''],
    ['no NULL', () => found(rows, 'null', all), ''],
    ['nothing without columns', () => found(rows, '2', []), ''],
    ['places in a view', () => found(view(), '2', all), '0.1 1.1 1.3 2.0 2.1 2.3'],
    ['as many as are kept', () => found(rows, '2', all, 3), '0.0 0.1 0.3 +'],
    ['as many as are kept of a view', () => found(view(), '2', [1, 0], 2), '0.1 1.1 +'],
    ['no more than there are', () => found(rows, 'apple', all, 2), '0.0 3.0'],
  ];
  for (const [label, run, expected] of searches) it(`finds ${label}`, () => assert.equal(run(), expected));

  it('tells case apart where that is wanted', () => {
    const matches = findMatches(rows, { text: 'APPLE', matchCase: true, columns: [0] });
    assert.deepEqual(matches, { rows: Uint32Array.of(3), columns: Uint32Array.of(0), isMore: false });
  });
});
