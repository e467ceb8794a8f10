import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { beforeEach, describe, it } from 'mocha';
import { resultMimeType, type ResultPayload } from '../../src/protocol/resultPayload.ts';
import { activate } from '../../src/renderer/index.ts';
import type { RendererApi } from '../../src/renderer/rendererApi.ts';

const head = {
  version: 1,
  statementId: 'd9b6c0c9-0747-4bf4-b142-e8883122f766',
  region: 'us-east-1',
  warehouse: 'redshift-tip-enabled',
  database: 'dev',
  account: 'ming@example.com',
  durationMs: 42.3,
} as const;
const columns = [
  { name: 'country', typeName: 'varchar', numeric: false },
  { name: 'amount', typeName: 'numeric', numeric: true },
];
const withRows = (rows: (string | null)[][], totalRows = rows.length): ResultPayload => ({
  ...head,
  resultSet: { columns, rows, totalRows },
});
const grid = '[role=grid]';
const cells = '.rows [role=gridcell]';
const hostile = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>';

describe('renderer', () => {
  let dom: JSDOM;
  let output: HTMLElement;
  let renderer: RendererApi;

  beforeEach(() => {
    dom = new JSDOM('<!doctype html><div id="output"></div>', { runScripts: 'dangerously' });
    output = dom.window.document.querySelector<HTMLElement>('#output') ?? assert.fail();
    renderer = activate({});
  });
  const draw = (value: unknown, id = 'one', parent = output): void =>
    renderer.renderOutputItem({ id, mime: resultMimeType, json: () => value }, parent);
  const all = (selector: string, parent = output): HTMLElement[] => [
    ...parent.querySelectorAll<HTMLElement>(selector),
  ];
  const texts = (selector: string): (string | null)[] => all(selector).map((found) => found.textContent);

  it('draws names, types, row numbers and values', () => {
    draw(
      withRows([
        ['Japan', '7.50'],
        ['日本', '9223372036854775807'],
      ]),
    );
    assert.deepEqual(
      {
        names: texts('.name'),
        types: texts('.type'),
        rowNumbers: texts('[role=rowheader]'),
        values: texts(cells),
      },
      {
        names: ['country', 'amount'],
        types: ['varchar', 'numeric'],
        rowNumbers: ['1', '2'],
        values: ['Japan', '7.50', '日本', '9223372036854775807'],
      },
    );
  });

  it('draws everything as text', () => {
    draw({
      ...head,
      account: hostile,
      region: hostile,
      warehouse: hostile,
      database: hostile,
      statementId: hostile,
      resultSet: {
        columns: [{ name: hostile, typeName: hostile, numeric: false }],
        rows: [[hostile]],
        totalRows: 1,
      },
    });
    assert.deepEqual(all('img, script'), []);
    assert.equal(dom.window['hit'], undefined);
    assert.deepEqual(texts(`.name, .type, ${cells}`), [hostile, hostile, hostile]);
  });

  const summaries: { label: string; payload: ResultPayload; rows: string }[] = [
    { label: 'rows', payload: withRows([['Japan', '1']]), rows: '1 row' },
    { label: 'affected rows', payload: { ...head, affectedRows: 1200 }, rows: '1,200 rows affected' },
    { label: 'nothing to count', payload: head, rows: 'Statement finished' },
  ];
  for (const { label, payload, rows } of summaries) {
    it(`says what ran where and as whom: ${label}`, () => {
      draw(payload);
      assert.deepEqual(
        [texts('.summary'), all(grid).length],
        [
          [
            `${rows} · 42 ms · ming@example.com · us-east-1 · redshift-tip-enabled · statement ID ${head.statementId}`,
          ],
          payload.resultSet ? 1 : 0,
        ],
      );
    });
  }

  it('says how many of the rows are here where nobody has the others', () => {
    draw(withRows([['Japan', '1']], 5120));
    assert.deepEqual(
      [texts('.summary .rows'), all(grid).map((one) => one.getAttribute('aria-label'))],
      [['5,120 rows, first 1 shown'], ['Query result: 5,120 rows, 2 columns']],
    );
  });

  it('says how much it is', () => {
    draw({ ...head, resultSet: { columns, rows: [], totalRows: 0, bytes: 98_300_000 } });
    assert.match(texts('.summary').join(), /^0 rows · 42 ms · 98 MB · ming@example\.com/);
  });

  const offered: { label: string; context: unknown; names: string[] }[] = [
    { label: 'nobody answers', context: {}, names: ['Columns', 'Copy (Ctrl+C)'] },
    { label: 'the front end gives no context', context: null, names: ['Columns', 'Copy (Ctrl+C)'] },
  ];
  for (const { label, context, names } of offered) {
    it(`offers what works where ${label}`, () => {
      renderer = activate(context);
      draw(withRows([['Japan', '1']]));
      assert.deepEqual(
        all('.toolbar button').map((button) => button.getAttribute('aria-label')),
        names,
      );
    });
  }

  const good = withRows([['Japan', '1']]);
  const problems: { label: string; value: unknown; sentence: RegExp }[] = [
    {
      label: 'another version',
      value: { ...good, version: 2 },
      sentence: /another version .* Run the cell again/,
    },
    { label: 'no object', value: 'rows', sentence: /the output is missing or misshapen/ },
    { label: 'nothing', value: null, sentence: /the output is missing/ },
    {
      label: 'a missing field',
      value: { ...good, statementId: undefined },
      sentence: /statementId is missing/,
    },
    { label: 'a mistyped duration', value: { ...good, durationMs: '42' }, sentence: /durationMs/ },
    { label: 'a negative count', value: { ...head, affectedRows: -1 }, sentence: /affectedRows/ },
    { label: 'no columns', value: { ...head, resultSet: { rows: [], totalRows: 0 } }, sentence: /columns/ },
    {
      label: 'a nameless column',
      value: { ...head, resultSet: { columns: [{ typeName: 'int4' }], rows: [], totalRows: 0 } },
      sentence: /name is missing/,
    },
    { label: 'a row too short', value: withRows([['Japan']]), sentence: /rows is missing or misshapen/ },
    {
      label: 'a value cut off nowhere',
      value: { ...head, resultSet: { columns, rows: [], totalRows: 0, cut: [[0, 'a', 2]] } },
      sentence: /cut/,
    },
    {
      label: 'a value that is no text',
      value: { ...head, resultSet: { columns, rows: [['Japan', 1]], totalRows: 1 } },
      sentence: /rows/,
    },
  ];
  for (const { label, value, sentence } of problems) {
    it(`says so in the place of a result that cannot be drawn: ${label}`, () => {
      draw(value);
      assert.match(texts('[role=alert]').join(), sentence);
      assert.deepEqual(all(grid), []);
    });
  }

  it('says so where the output is not JSON', () => {
    const json = (): unknown => JSON.parse('{');
    renderer.renderOutputItem({ id: 'one', mime: resultMimeType, json }, output);
    assert.deepEqual(texts('[role=alert]'), ['This result cannot be read. Run the cell again.']);
  });

  describe('outputs', () => {
    let second: HTMLElement;
    const drawn = (): number[] => [output, second].map((parent) => all(grid, parent).length);
    beforeEach(() => {
      second = dom.window.document.createElement('div');
      output.after(second);
      draw(good, 'one', output);
      draw(good, 'two', second);
    });

    it('go one by one', () => {
      renderer.disposeOutputItem('one');
      assert.deepEqual(drawn(), [0, 1]);
    });
    it('go all at once', () => {
      renderer.disposeOutputItem();
      assert.deepEqual(drawn(), [0, 0]);
    });
    it('are drawn anew in their place', () => {
      draw(withRows([['India', '2']]), 'one', output);
      assert.deepEqual(
        [drawn(), texts(cells)],
        [
          [1, 1],
          ['India', '2'],
        ],
      );
    });
    it('may go twice', () => {
      renderer.disposeOutputItem('one');
      renderer.disposeOutputItem('one');
      assert.deepEqual(drawn(), [0, 1]);
    });
  });
});
