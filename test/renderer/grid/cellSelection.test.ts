import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CellSelection } from '../../../src/renderer/grid/cellSelection.ts';

const columns = [10, 11, 12, 13];
const table = (): CellSelection => {
  const selection = new CellSelection();
  selection.reset(100, columns.length);
  return selection;
};
const at = (row: number, place: number) => ({ row, place });

describe('selection of cells', () => {
  const cases: { label: string; select(selection: CellSelection): void; blocks: string }[] = [
    { label: 'begins with the first cell', select: () => {}, blocks: '0-1:10' },
    {
      label: 'extends to a block, in any direction',
      select: (selection) => {
        selection.cell(at(5, 2));
        selection.cell(at(3, 1), { extend: true });
      },
      blocks: '3-6:11,12',
    },
    {
      label: 'adds another block',
      select: (selection) => {
        selection.cell(at(5, 0));
        selection.cell(at(8, 3), { add: true });
      },
      blocks: '5-6:10 8-9:13',
    },
    {
      label: 'counts cells of overlapping blocks once',
      select: (selection) => {
        selection.cell(at(0, 0));
        selection.cell(at(2, 1), { extend: true });
        selection.cell(at(1, 1), { add: true });
        selection.cell(at(3, 2), { extend: true });
      },
      blocks: '0-1:10,11 1-3:10,11,12 3-4:11,12',
    },
    {
      label: 'takes whole rows',
      select: (selection) => {
        selection.row(7);
        selection.row(9, { extend: true });
      },
      blocks: '7-10:10,11,12,13',
    },
    {
      label: 'takes whole columns, several of them',
      select: (selection) => {
        selection.column(3);
        selection.column(1, { add: true });
      },
      blocks: '0-100:11,13',
    },
    { label: 'takes everything', select: (selection) => selection.all(), blocks: '0-100:10,11,12,13' },
    {
      label: 'takes back what is added twice',
      select: (selection) => {
        selection.row(1);
        selection.row(3, { add: true });
        selection.row(3, { add: true });
      },
      blocks: '1-2:10,11,12,13',
    },
    {
      label: 'stays inside of the table',
      select: (selection) => {
        selection.cell(at(500, 9));
        selection.cell(at(-3, 2), { extend: true });
      },
      blocks: '0-100:12,13',
    },
    {
      label: 'goes back to the active cell',
      select: (selection) => {
        selection.column(2);
        selection.collapse();
      },
      blocks: '0-1:12',
    },
  ];
  for (const { label, select, blocks } of cases) {
    it(label, () => {
      const selection = table();
      select(selection);
      const found = selection.blocks(columns).map(({ from, to, columns: named }) => `${from}-${to}:${named}`);
      assert.equal(found.join(' '), blocks);
    });
  }

  it('has every selected cell in one block, and no other', () => {
    const step = fc.record({
      kind: fc.constantFrom('cell', 'row', 'column'),
      row: fc.integer({ min: 0, max: 11 }),
      place: fc.integer({ min: 0, max: 3 }),
      extend: fc.boolean(),
      add: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const selection = new CellSelection();
        selection.reset(12, columns.length);
        for (const { kind, row, place, extend, add } of steps) {
          if (kind === 'cell') selection.cell({ row, place }, { extend, add });
          else if (kind === 'row') selection.row(row, { extend, add });
          else selection.column(place, { extend, add });
        }
        const blocks = selection.blocks(columns);
        for (let row = 0; row < 12; row++) {
          const isSelected = selection.inRow(row);
          for (const [place, column] of columns.entries()) {
            const held = blocks.filter(
              ({ from, to, columns: named }) => row >= from && row < to && named.includes(column),
            );
            assert.equal(held.length, selection.includes(row, place) ? 1 : 0);
            assert.equal(isSelected(place), selection.includes(row, place));
          }
        }
      }),
    );
  });

  it('is nothing where there is no cell', () => {
    const selection = new CellSelection();
    selection.reset(0, 4);
    selection.all();
    selection.cell(at(0, 0));
    assert.deepEqual([selection.active, selection.blocks(columns)], [undefined, []]);
  });
});
