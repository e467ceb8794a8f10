import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { beforeEach, describe, it } from 'mocha';
import type { GridCalls } from '../../../src/protocol/gridMessages.ts';
import type { Grid, GridStart, ResultCalls } from '../../../src/renderer/grid/contract.ts';
import { createGrid } from '../../../src/renderer/grid/grid.ts';

type Ask = GridCalls['window']['ask'];

const columns = [
  { name: 'id', typeName: 'int4', numeric: true },
  { name: 'place', typeName: 'varchar', numeric: false },
  { name: 'note', typeName: 'varchar', numeric: false },
];
const preview = Array.from({ length: 30 }, (_, row) => [`${row}`, `place ${row}`, `note ${row}`]);
const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('grid without a layout', () => {
  let document: Document;
  let answers: (() => void)[];
  let grid: Grid;

  /** Answers when it is told to, with `view:row/column`. */
  const calls = {
    call: (_: string, { viewId, from, to, columns: asked }: Ask) =>
      new Promise((resolve) => {
        const value = (row: number, column: number): string => `${viewId}:${row}/${column}`;
        const values = asked.map((column) =>
          Array.from({ length: to - from }, (_, row) => value(from + row, column)),
        );
        answers.push(() => resolve({ columns: values }));
      }),
  } as unknown as ResultCalls;
  const answer = (): Promise<void> => {
    for (const send of answers.splice(0)) send();
    return turn();
  };

  beforeEach(() => {
    document = new JSDOM('<!doctype html><main></main>').window.document;
    answers = [];
  });
  const draw = (start: Partial<GridStart> = {}): void => {
    grid = createGrid(document, { columns, rowCount: 30, viewId: '', preview, ...start });
    document.querySelector('main')?.replaceChildren(grid.element);
  };
  const texts = (selector: string): string[] =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');
  const firstRow = (): string[] => texts('[aria-rowindex="2"] [role="gridcell"]');
  const press = (key: string, how: KeyboardEventInit = {}): boolean => {
    const { KeyboardEvent: Event } = document.defaultView ?? assert.fail();
    const target = document.querySelector('[role="grid"]');
    return !target?.dispatchEvent(new Event('keydown', { key, bubbles: true, cancelable: true, ...how }));
  };
  const heard = (...names: ('sort' | 'detail' | 'columnMenu' | 'layout' | 'selection')[]): unknown[] => {
    const events: unknown[] = [];
    for (const name of names) grid.on(name, (event) => events.push([name, event]));
    return events;
  };

  it('draws names, types, row numbers and values', () => {
    draw({
      preview: [
        ['1', 'Japan', null],
        ['2', '', 'NULL'],
      ],
      rowCount: 2,
    });
    const kinds = [...document.querySelectorAll<HTMLElement>('[role="gridcell"][aria-colindex]')].map(
      ({ dataset, title }) => [dataset['kind'], title],
    );
    assert.deepEqual(
      [texts('.name'), texts('.type'), texts('[role="rowheader"]'), texts('.rows [role="gridcell"]'), kinds],
      [
        ['id', 'place', 'note'],
        ['int4', 'varchar', 'varchar'],
        ['1', '2'],
        ['1', 'Japan', 'NULL', '2', '', 'NULL'],
        [
          ['', ''],
          ['', ''],
          ['null', ''],
          ['', ''],
          ['empty', 'Empty text'],
          ['', ''],
        ],
      ],
    );
  });

  it('says that there are no rows', () => {
    draw({ preview: [], rowCount: 0 });
    assert.deepEqual([texts('.none'), grid.selection, grid.activeCell], [['No rows'], [], undefined]);
    assert.equal(press('ArrowDown'), true);
    assert.equal(document.querySelector('.head .active .name')?.textContent, 'id');
  });

  it('shows the rows of the view before until those of the new one come', async () => {
    draw({ calls });
    grid.show({ columns, viewId: 'v', rowCount: 20 });
    assert.deepEqual([firstRow()[1], texts('[role="row"]').length], ['place 0', 18]);
    await answer();
    assert.equal(firstRow()[1], 'v:0/1');
    grid.dispose();
  });

  it('shows nothing wrong for long: rows that don’t come are blank', async () => {
    draw({ calls });
    grid.show({ columns, viewId: 'v', rowCount: 20 });
    // Ends even where it never gets so.
    for (let turns = 0; turns < 200 && firstRow()[1] !== ''; turns++) await turn(10);
    assert.equal(document.querySelectorAll('.rows [data-kind="waiting"]').length, 48);
    grid.dispose();
  });

  it('keeps the place in the table when further columns come to be known', async () => {
    draw({ calls, columns: columns.slice(0, 2), rowCount: 1_000 });
    grid.reveal({ row: 500, column: 1 });
    grid.show({ columns, viewId: '', rowCount: 1_000 });
    const row = (): string[] => texts('[aria-rowindex="502"] [role="gridcell"]');
    for (let turns = 0; turns < 200 && !row().includes(':500/2'); turns++) {
      await answer();
      await turn(10);
    }
    assert.deepEqual([grid.activeCell, grid.layout.length], [{ row: 500, column: 1 }, 3]);
    assert.ok(row().includes(':500/2'));
    grid.dispose();
  });

  it('goes to the top of another view, in the column it was in', () => {
    draw({ calls, rowCount: 1_000 });
    grid.reveal({ row: 500, column: 2 });
    grid.show({ columns, viewId: 'v', rowCount: 700 });
    assert.deepEqual([grid.activeCell, firstRow().length], [{ row: 0, column: 2 }, 3]);
    grid.dispose();
  });

  it('marks what is looked for, by text, not by pattern', () => {
    draw({
      preview: [
        ['1', 'a.b A.B', 'axb'],
        ['2', '\u0007a.b', null],
      ],
      rowCount: 2,
    });
    grid.highlight('a.b', false);
    assert.deepEqual(texts('mark'), ['a.b', 'A.B', 'a.b']);
    grid.highlight('a.b', true);
    assert.deepEqual(texts('mark'), ['a.b', 'a.b']);
    grid.highlight('', true);
    assert.deepEqual([texts('mark'), firstRow()[1]], [[], 'a.b A.B']);
  });

  it('tells of headers what the keys ask for', () => {
    draw();
    const events = heard('sort', 'columnMenu', 'layout');
    press('ArrowUp');
    press('End');
    press('Enter');
    press('ContextMenu');
    press('ArrowLeft', { altKey: true });
    const button = document.querySelector('[aria-label="Menu of note"]');
    assert.deepEqual(events, [
      ['sort', { column: 2, add: false }],
      ['columnMenu', { column: 2, anchor: button }],
      ['layout', undefined],
    ]);
    assert.deepEqual(texts('.name'), ['id', 'note', 'place']);
    press('Escape');
    assert.equal(document.querySelector('.rows .active')?.textContent, 'note 0');
  });

  it('leaves keys that are not its own', () => {
    draw();
    const left = ['Tab', 'Escape', 'x', 'F5'].filter((key) => !press(key));
    assert.deepEqual([left, press('f', { ctrlKey: true })], [['Tab', 'Escape', 'x', 'F5'], false]);
  });

  it('selects anew where columns are hidden, and stays in its column', () => {
    draw();
    grid.reveal({ row: 3, column: 2 });
    press('a', { ctrlKey: true });
    const events = heard('layout', 'selection');
    grid.setLayout(grid.layout.map((place) => ({ ...place, hidden: place.column === 0 })));
    assert.deepEqual(grid.selection, [{ from: 3, to: 4, columns: [2] }]);
    assert.deepEqual(events, [
      ['layout', undefined],
      ['selection', undefined],
    ]);
    grid.setLayout(grid.layout.map((place) => ({ ...place, width: 99 })));
    assert.equal(events.length, 3);
  });
});
