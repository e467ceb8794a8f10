import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { GridRequest } from '../../../src/protocol/gridMessages.ts';
import { tableRows } from '../browser/generatedResult.ts';
import { openOutput, type DrawnOutput } from '../openOutput.ts';

const rows = [
  ['Japan', '7.5', 't', '{"a": [1, 2]}'],
  ['India', null, 'f', 'null'],
  ['', '30', 't', null],
  ['Jamaica', '-2', null, '"text"'],
];
const columns = ['country', 'amount:numeric', 'online:bool', 'more:super'];
const cells = '.rows .row:not([hidden]) [role=gridcell]';

describe('the tools around a grid', () => {
  let drawn: DrawnOutput;
  beforeEach(async () => {
    drawn = await openOutput(await tableRows(columns, rows));
  });
  const { until } = { until: (label: string, holds: () => boolean) => drawn.until(label, holds) };
  const countries = (): string[] =>
    [...drawn.output.querySelectorAll('.rows .row:not([hidden])')].map(
      (row) => row.querySelector('[aria-colindex="2"]')?.textContent ?? '',
    );
  const untilCountries = (...expected: string[]) =>
    until(`${expected.join()}, not ${countries().join()}`, () => countries().join() === expected.join());
  const chips = (): string[] => drawn.texts('.chip-text');
  const menu = async (column: string, item: string): Promise<void> => {
    drawn.press('.column-menu', `Menu of ${column}`);
    await until('the menu', () => drawn.texts('.menu-item').length > 0);
    drawn.press('.menu-item', item);
  };
  const asked = <Kind extends GridRequest['kind']>(kind: Kind) =>
    drawn.asked.filter((request) => request.kind === kind) as Extract<GridRequest, { kind: Kind }>[];
  const gridFocus = (): void => drawn.find('[role=grid]').focus();
  const hasFocus = (selector: string): boolean => drawn.document.activeElement === drawn.find(selector);

  it('sort by the menu of a column, one behind another', async () => {
    await menu('online', 'Sort Descending');
    await untilCountries('Japan', '', 'India', 'Jamaica');
    await menu('amount', 'Then Ascending');
    await untilCountries('Japan', '', 'India', 'Jamaica');
    await menu('amount', 'Then Descending');
    await untilCountries('', 'Japan', 'India', 'Jamaica');
    assert.deepEqual(chips(), ['online', 'amount']);
    await menu('online', 'NULLs First');
    await untilCountries('Jamaica', '', 'Japan', 'India');
    drawn.press('button', 'Don’t sort by online');
    await untilCountries('', 'Japan', 'Jamaica', 'India');
    drawn.press('.link', 'Clear All');
    await untilCountries('Japan', 'India', '', 'Jamaica');
    assert.deepEqual(chips(), []);
  });

  it('put NULLs of a new sort key where the person wants them', async () => {
    drawn = await openOutput(await tableRows(columns, rows), { payload: { nullOrder: 'first' } });
    await menu('amount', 'Sort Ascending');
    await untilCountries('India', 'Jamaica', 'Japan', '');
  });

  it('filter by a form, change the filter at its chip, and count what is left', async () => {
    await menu('country', 'Filter…');
    drawn.write(drawn.find('.form [aria-label=Text]'), 'ja');
    drawn.press('.form .button', 'Apply');
    await untilCountries('Japan', 'Jamaica');
    assert.deepEqual([chips(), drawn.texts('.summary .rows')], [['country contains “ja”'], ['2 of 4 rows']]);
    drawn.press('.chip-text');
    await until('the form', () => drawn.texts('.form').length > 0);
    drawn.press('.form [type=checkbox]');
    drawn.press('.form .button', 'Apply');
    await untilCountries();
    drawn.press('.chip-text');
    await until('the form', () => drawn.texts('.form').length > 0);
    drawn.press('.form .button', 'Remove');
    await untilCountries('Japan', 'India', '', 'Jamaica');
  });

  it('say in the form what is wrong, and stay', async () => {
    await menu('amount', 'Filter…');
    drawn.write(drawn.find('.form [aria-label=Value]'), 'many');
    drawn.press('.form .button', 'Apply');
    const field = drawn.find('.form [aria-label=Value]');
    assert.deepEqual(
      [
        drawn.texts('.form [role=alert]'),
        field.getAttribute('aria-invalid'),
        hasFocus('.form [aria-label=Value]'),
      ],
      [['Enter a number, such as 12.5.'], 'true', true],
    );
    assert.equal(asked('view').length, 0);
  });

  it('filter by frequent values, NULL and empty text among them', async () => {
    drawn.press('.toolbar button', 'Filter Rows');
    await until('the form', () => drawn.texts('.form').length > 0);
    drawn.write(drawn.find('.form [aria-label=Column]'), '2');
    drawn.write(drawn.find('.form [aria-label=Column]'), '0');
    drawn.write(drawn.find('.form [aria-label=Condition]'), 'oneOf');
    await until('the values', () => drawn.texts('.form-values .check').length === 4);
    assert.ok(drawn.texts('.form-values .check').includes('empty text1'));
    drawn.press('.form-values .check', 'empty text');
    drawn.write(drawn.find('.form textarea'), 'India\n');
    drawn.press('.form .button', 'Apply');
    await untilCountries('India', '');
    assert.deepEqual(asked('view').at(-1)?.spec.filters, [
      { column: 0, kind: 'oneOf', values: ['', 'India'] },
    ]);
  });

  it('filter by the value of a cell', async () => {
    gridFocus();
    drawn.key('ArrowRight');
    drawn.key('ArrowDown');
    drawn.key('F10', { shiftKey: true });
    await until('the menu', () => drawn.texts('.menu-item').length > 0);
    drawn.press('.menu-item', 'Exclude This Value');
    await untilCountries('Japan', '', 'Jamaica');
    assert.deepEqual(chips(), ['amount is not NULL']);
  });

  it('find text in all rows, forth and back', async () => {
    gridFocus();
    assert.equal(drawn.key('f', { ctrlKey: true }), true);
    drawn.write(drawn.find('.find-bar input'), 'a');
    const count = (): string => drawn.texts('.find-count').join();
    await until('the first match', () => count() === '1 of 5');
    for (const [key, shiftKey, expected] of [
      ['Enter', false, '2 of 5'],
      ['Enter', true, '1 of 5'],
      ['Enter', true, '5 of 5'],
      ['Enter', false, '1 of 5'],
    ] as const) {
      drawn.key(key, { shiftKey });
      await until(expected, () => count() === expected);
    }
    drawn.press('.find-bar .toggle');
    drawn.write(drawn.find('.find-bar input'), 'JA');
    await until('no match', () => count() === 'No matches');
    assert.equal(drawn.find<HTMLButtonElement>('.find-bar button', 'Next Match (Enter)').disabled, true);
    drawn.key('Escape');
    assert.deepEqual([drawn.find('.find-bar').hidden, hasFocus('[role=grid]')], [true, true]);
  });

  it('show the whole value of the active cell, and follow it', async () => {
    gridFocus();
    drawn.key('Enter');
    const value = (): string => drawn.texts('.detail-body').join();
    await until('the value', () => value() === 'Japan');
    assert.deepEqual(drawn.texts('.detail-title'), ['countryvarcharrow 1 · 5 characters']);
    drawn.key('ArrowRight');
    drawn.key('ArrowDown');
    await until('NULL', () => value() === 'NULL');
    drawn.key('ArrowDown');
    drawn.key('ArrowLeft');
    await until('empty text', () => value() === 'Empty text');
    drawn.key('End');
    drawn.key('ArrowUp');
    drawn.key('ArrowUp');
    await until('a tree', () => drawn.texts('.detail [role=treeitem]').length > 0);
    drawn.key('Enter');
    await until('the focus', () => drawn.document.activeElement?.getAttribute('role') === 'treeitem');
    drawn.key('Escape');
    assert.deepEqual([drawn.find('.detail').hidden, hasFocus('[role=grid]')], [true, true]);
    assert.deepEqual(drawn.keysLeft, []);
  });

  it('open a value in an editor', async () => {
    gridFocus();
    drawn.key('Enter');
    await until('the value', () => drawn.texts('.detail-body').join() === 'Japan');
    drawn.press('.detail button', 'Open in Editor');
    await until('the editor', () => drawn.host.opened.length > 0);
    assert.deepEqual(drawn.host.opened, ['Japan']);
  });

  it('copy what is selected, and say how much', async () => {
    gridFocus();
    drawn.key('ArrowDown', { shiftKey: true });
    drawn.key('ArrowRight', { shiftKey: true });
    assert.equal(drawn.key('c', { ctrlKey: true }), true);
    await until('the words', () => drawn.texts('.status-words').join() === 'Copied 2 rows × 2 columns');
    assert.deepEqual(drawn.host.copied, ['Japan\t7.5\nIndia\t']);
  });

  it('copy all rows of the view where one cell is selected', async () => {
    await menu('amount', 'Hide');
    drawn.press('.toolbar button', 'Copy (Ctrl+C)');
    await until('the menu', () => drawn.texts('.menu-item').length > 0);
    assert.deepEqual(drawn.texts('.menu-heading'), ['Copy all 4 rows × 3 columns as']);
    drawn.press('.menu-item', 'SQL IN List');
    await until('the words', () => drawn.texts('.status-words').join() === 'Copied 4 rows × 3 columns');
    assert.deepEqual(asked('copy').at(-1)?.blocks, [{ from: 0, to: 4, columns: [0, 2, 3] }]);
  });

  it('add up what is selected', async () => {
    gridFocus();
    drawn.key('ArrowRight');
    for (const _ of rows) drawn.key('ArrowDown', { shiftKey: true });
    await until('the sum', () => drawn.texts('.status-sums').join().includes('sum'));
    assert.match(
      drawn.texts('.status-sums').join(),
      /^4 cells · 1 NULL · sum 35\.5 · average 11\.83.* · min -2 · max 30$/,
    );
    drawn.key('ArrowUp');
    assert.deepEqual(drawn.texts('.status-sums'), ['']);
  });

  it('tell what a column holds', async () => {
    await menu('amount', 'Statistics…');
    await until('the facts', () => drawn.texts('.facts dd').length > 0);
    assert.deepEqual(
      drawn
        .texts('.facts dt')
        .map((term, at) => `${term} ${drawn.texts('.facts dd')[at]}`)
        .slice(0, 5),
      ['Rows 4', 'NULL 1 (25%)', 'Distinct 3', 'Minimum -2', 'Maximum 30'],
    );
    assert.match(drawn.find('[role=img]').getAttribute('aria-label') ?? '', /^Distribution\. -2 to /);
    drawn.key('Escape');
    assert.deepEqual([drawn.texts('.popup'), hasFocus('[role=grid]')], [[], true]);
  });

  it('hide, find, move and bring back columns', async () => {
    const names = (): string[] => drawn.texts('.header .name');
    drawn.press('.toolbar button', 'Columns');
    await until('the panel', () => drawn.texts('.column-list li').length === 4);
    drawn.press('.column-list input');
    assert.deepEqual([names(), drawn.texts('.form-note')], [['amount', 'online', 'more'], ['3 of 4 shown']]);
    drawn.press('.column-list button', 'Move more to the left');
    assert.deepEqual(names(), ['amount', 'more', 'online']);
    drawn.write(drawn.find('.form [type=search]'), 'ON');
    assert.deepEqual(drawn.texts('.column-list li'), ['online']);
    drawn.press('.form .button', 'Show All');
    assert.deepEqual(names(), ['country', 'amount', 'online', 'more']);
  });

  it('change the width of a column as it is written, and back', async () => {
    const width = (): string => drawn.find('[role=columnheader][aria-colindex="2"]').style.width;
    const before = width();
    await menu('country', 'Width…');
    drawn.write(drawn.find('.form input'), '222');
    assert.equal(width(), '222px');
    drawn.key('Escape');
    assert.equal(width(), before);
    await menu('country', 'Width…');
    drawn.write(drawn.find('.form input'), '3');
    drawn.write(drawn.find('.form input'), '333');
    drawn.press('.form .button', 'OK');
    assert.equal(width(), '333px');
  });

  it('are the same when the output is drawn anew', async () => {
    await menu('country', 'Filter…');
    drawn.write(drawn.find('.form [aria-label=Text]'), 'ja');
    drawn.press('.form .button', 'Apply');
    await untilCountries('Japan', 'Jamaica');
    await menu('amount', 'Hide');
    const views = asked('view').length;
    drawn.draw();
    await untilCountries('Japan', 'Jamaica');
    assert.deepEqual(
      [chips(), drawn.texts('.header .name'), drawn.texts('.summary .rows'), asked('view').length],
      [['country contains “ja”'], ['country', 'online', 'more'], ['2 of 4 rows'], views],
    );
  });

  it('say why rows don’t come', async () => {
    drawn.host.letGo();
    await menu('country', 'Sort Ascending');
    await until('the words', () => drawn.texts('.status-words.refused').length > 0);
    assert.deepEqual(
      [chips(), drawn.texts('.status-words')],
      [[], ['This result is no longer there. Run the cell again.']],
    );
    assert.deepEqual(countries(), ['Japan', 'India', '', 'Jamaica']);
  });

  it('keep letters that are typed into fields, and leave keys that mean nothing to them', async () => {
    drawn.press('.toolbar button', 'Columns');
    await until('the panel', () => drawn.texts('.column-list li').length === 4);
    drawn.key('d');
    drawn.key('a', { ctrlKey: true });
    drawn.key('s', { ctrlKey: true });
    drawn.key('F1');
    drawn.key('Escape');
    drawn.key('s', { ctrlKey: true });
    assert.deepEqual(
      [drawn.keysLeft, hasFocus('.toolbar button[aria-haspopup=dialog]:nth-of-type(3)')],
      [['s', 'F1', 's'], true],
    );
  });

  it('show the table where what is asked for works on it alone', async () => {
    drawn.press('.pane', 'Chart');
    assert.equal(drawn.output.querySelector('section')?.dataset['pane'], 'chart');
    drawn.press('.toolbar button', 'Columns');
    assert.equal(drawn.output.querySelector('section')?.dataset['pane'], 'table');
    await until('the columns', () => drawn.texts('.column-list').length > 0);
  });

  it('go from tool to tool by arrows, at one stop of the Tab key', () => {
    drawn.find('.toolbar button').focus();
    const names: (string | null | undefined)[] = [];
    for (const key of ['ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home']) {
      drawn.key(key);
      names.push(drawn.document.activeElement?.getAttribute('aria-label'));
    }
    assert.deepEqual(names, ['Chart', 'Export', 'Table', 'Export', 'Table']);
    assert.equal(drawn.output.querySelectorAll('.toolbar [tabindex="0"]').length, 1);
  });

  it('go through a menu by keys', async () => {
    drawn.press('.toolbar button', 'Copy (Ctrl+C)');
    await until('the menu', () => drawn.texts('.menu-item').length > 0);
    const label = (): string => drawn.document.activeElement?.querySelector('.menu-label')?.textContent ?? '';
    const labels = [label()];
    for (const key of ['ArrowUp', 'ArrowDown', 'j', 's', 's', 's', 'Home', 'End']) {
      drawn.key(key);
      labels.push(label());
    }
    assert.deepEqual(labels, [
      'Tab-Separated',
      'SQL IN List',
      'Tab-Separated',
      'JSON',
      'SQL VALUES',
      'SQL IN List',
      'SQL VALUES',
      'Tab-Separated',
      'SQL IN List',
    ]);
    drawn.key('Tab');
    assert.deepEqual([drawn.texts('.menu'), drawn.keysLeft], [[], []]);
  });

  it('close what is open by a click elsewhere or on the same tool', async () => {
    const { MouseEvent } = drawn.document.defaultView ?? assert.fail();
    const down = (target: Element): void =>
      void target.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true }));
    for (const close of [
      () => down(drawn.find(cells)),
      () => {
        down(drawn.find('.toolbar button', 'Export'));
        drawn.press('.toolbar button', 'Export');
      },
    ]) {
      drawn.press('.toolbar button', 'Export');
      await until('the menu', () => drawn.texts('.menu-item').length > 0);
      close();
      assert.deepEqual(
        [drawn.texts('.menu'), drawn.find('.toolbar button', 'Export').ariaExpanded ?? 'false'],
        [[], 'false'],
      );
    }
  });
});
