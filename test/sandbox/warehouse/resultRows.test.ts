import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MessageRows, resultRows } from '../../../src/sandbox/warehouse/resultRows.ts';
import { dataRow } from '../../../src/sandbox/warehouse/wire.ts';

type Rows = (string | null)[][];

/** Rows of two columns, in pieces of so many messages each. */
function inPieces(rows: Rows, sizes: readonly number[]): MessageRows {
  const made = new MessageRows();
  let row = 0;
  for (const size of [...sizes, rows.length]) {
    made.append(Buffer.concat(rows.slice(row, row + size).map(dataRow)));
    row += size;
  }
  return made;
}

const value = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: null });
const rowsOfTwo = fc.array(fc.tuple(value, value), { maxLength: 40 });
const sizes = fc.array(fc.nat(12), { maxLength: 6 });

describe('rows of a result as bytes', () => {
  it('are the same values however they came', () => {
    fc.assert(
      fc.property(rowsOfTwo, sizes, fc.nat(45), fc.nat(45), (rows, pieces, from, to) => {
        const made = inPieces(rows, pieces);
        assert.deepEqual(
          [made.count, made.values(), made.values(from, to)],
          [rows.length, rows, rows.slice(from, to)],
        );
      }),
    );
  });

  it('come in pages that hold every row once and about as much as they should', () => {
    fc.assert(
      fc.property(rowsOfTwo, sizes, fc.integer({ min: 1, max: 60 }), (rows, pieces, bytes) => {
        const made = inPieces(rows, pieces);
        const pages: Rows[] = [];
        for (let from = 0; from < made.count; from = made.pageEnd(from, bytes)) {
          pages.push(made.values(from, made.pageEnd(from, bytes)));
        }
        assert.deepEqual(pages.flat(), rows);
        const full = pages.slice(0, -1);
        assert.deepEqual(
          full.filter((page) => textBytes(page) < bytes || textBytes(page.slice(0, -1)) >= bytes),
          [],
        );
      }),
    );
  });

  it('know the size of their text', () => {
    const rows = [
      ['é', null, ''],
      ['東京', 'abc', '1'],
    ];
    assert.equal(resultRows(rows).textBytes, textBytes(rows));
  });

  it('show NULL apart from an empty value', () => {
    const seen: unknown[] = [];
    resultRows([[null, '', 'é']]).visit(0, 1, {
      value: (bytes, start, end, column) =>
        seen.push([column, end < start ? null : bytes.toString('utf8', start, end)]),
      rowEnd: () => seen.push('end'),
    });
    assert.deepEqual(seen, [[0, null], [1, ''], [2, 'é'], 'end']);
  });

  it('have nothing to show where there are none', () => {
    const none = resultRows([]);
    assert.deepEqual([none.count, none.values(), none.pageEnd(0, 10), none.heldBytes], [0, [], 0, 0]);
  });
});

function textBytes(rows: Rows): number {
  return rows.flat().reduce((sum, each) => sum + Buffer.byteLength(each ?? '') + 1, 0);
}
