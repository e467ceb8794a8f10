import assert from 'node:assert/strict';
import { orderedPages } from '../../../../src/core/redshift/export/orderedPages.ts';
import { everyColumn, everyRow } from './everyType.ts';
import { columnsOf, typedPages } from './exportRows.ts';

describe('the pages of a view', () => {
  it('have its rows in its order, of every type, whatever page they come from', async () => {
    const columns = columnsOf(everyColumn);
    const pages = await typedPages(columns, everyRow, 2);
    const all = pages.flatMap((page) => page.rows());
    const order = Uint32Array.from([4, 0, 3, 3, 1]);
    const read = [];
    for await (const page of orderedPages({ columns, pages, order })) read.push(...page.rows());
    assert.deepEqual(
      read,
      [...order].map((row) => all[row]),
    );
  });

  it('mix pages that have a column as numbers with pages that have it as text', async () => {
    const columns = columnsOf(['n:int4', 'b:bool']);
    const rows = [
      ['1', 't'],
      ['2', null],
      ['+3', 'x'],
      [null, 'f'],
    ];
    const pages = await typedPages(columns, rows, 2);
    const read = [];
    for await (const page of orderedPages({ columns, pages, order: Uint32Array.of(3, 2, 1, 0) })) {
      read.push(...page.rows());
    }
    assert.deepEqual(read, [
      [null, 'false'],
      ['+3', 'x'],
      ['2', null],
      ['1', 'true'],
    ]);
  });

  it('come in more than one where there are many rows', async () => {
    const columns = columnsOf(['n:int8']);
    const pages = await typedPages(
      columns,
      Array.from({ length: 9_000 }, (_, row) => [String(row)]),
      1_000,
    );
    const order = Uint32Array.from({ length: 9_000 }, (_, row) => 8_999 - row);
    const read: string[] = [];
    let count = 0;
    for await (const page of orderedPages({ columns, pages, order })) {
      count++;
      read.push(...page.rows().map(([value]) => value ?? ''));
    }
    assert.ok(count > 1);
    assert.deepEqual(
      read,
      Array.from({ length: 9_000 }, (_, row) => String(8_999 - row)),
    );
  });
});
