import assert from 'node:assert/strict';
import { mergedRows } from '../../src/core/redshift/results/mergedRows.ts';
import type { Row } from '../../src/core/redshift/results/contract.ts';
import { ResultMemory } from '../../src/core/redshift/results/resultMemory.ts';
import type { TextOrder } from '../../src/core/redshift/results/view/contract.ts';
import { mostShownCharacters } from '../../src/protocol/gridMessages.ts';
import type { ResultViewSpec, SortKey } from '../../src/protocol/resultViewSpec.ts';
import { listSource } from '../core/redshift/results/listSource.ts';
import { scriptedResult } from '../core/redshift/results/scriptedResult.ts';
import { localWork } from './localWork.ts';
import { keptResults } from './keptResults.ts';

const rows: Row[] = [
  ['3', 'Lima', '{"b":[1,2]}'],
  [null, 'Ōsaka', null],
  ['1', 'lima', '"x"'],
  ['12', null, '{}'],
];
const cities = () => listSource(['n:int4', 'city', 's:super'], rows, 3);
const key = (column: number, more: Partial<SortKey> = {}): SortKey => ({
  column,
  descending: false,
  nulls: 'last',
  ...more,
});
const sorted = (...sort: SortKey[]): ResultViewSpec => ({ sort, filters: [] });
const plain: ResultViewSpec = { sort: [], filters: [] };

function kept(setup: Parameters<typeof keptResults>[0] = {}, source = cities()) {
  const asking = keptResults(setup);
  const resultId = asking.keep(source);
  const view = async (spec: ResultViewSpec) => {
    const answer = await asking.ask(resultId, 'view', { spec });
    return 'viewId' in answer ? answer : assert.fail(answer.message);
  };
  const column = async (viewId: string, at: number) => {
    const answer = await asking.ask(resultId, 'window', { viewId, from: 0, to: 1_000, columns: [at] });
    return 'columns' in answer ? answer.columns[0] : answer.code;
  };
  return { ...asking, source, resultId, view, column };
}

describe('windows of a result', () => {
  it('hold the columns asked for, in that order, and no row behind the end', async () => {
    const { ask, resultId } = kept();
    assert.deepEqual(await ask(resultId, 'window', { viewId: '', from: 2, to: 9, columns: [1, 0] }), {
      columns: [
        ['lima', null],
        ['1', '12'],
      ],
    });
  });

  it('go across pages', async () => {
    const { result } = await scriptedResult({ sizes: [10, 10] });
    const asking = keptResults();
    const ask = { viewId: '', from: 8, to: 12, columns: [0] };
    assert.deepEqual(await asking.ask(asking.keep(result), 'window', ask), {
      columns: [['8', '9', '10', '11']],
    });
  });

  it('hold the beginning of long values, and less of them where there are many', async () => {
    const long = 'x'.repeat(1_200);
    const values = Array.from({ length: 700 }, () => ['', long, long, long]);
    const { ask, resultId } = kept({}, listSource(['a', 'b', 'c', 'd'], values));
    const one = await ask(resultId, 'window', { viewId: '', from: 0, to: 1, columns: [0, 1] });
    assert.deepEqual(one, {
      columns: [[''], ['x'.repeat(mostShownCharacters)]],
      cut: [[1, 0, 1_200]],
    });
    const many = await ask(resultId, 'window', { viewId: '', from: 0, to: 700, columns: [1, 2, 3] });
    assert.ok('columns' in many);
    assert.deepEqual([many.cut?.length, many.columns[1]?.[5]?.length], [2_100, 952]);
  });

  const cells: { label: string; value: string | null; answer: { value: string | null; length: number } }[] = [
    { label: 'NULL', value: null, answer: { value: null, length: 0 } },
    { label: 'an empty text', value: '', answer: { value: '', length: 0 } },
    {
      label: 'a long text',
      value: 'é'.repeat(64_000),
      answer: { value: 'é'.repeat(64_000), length: 64_000 },
    },
    {
      label: 'more than a message carries',
      value: 'y'.repeat(1_000_001),
      answer: { value: 'y'.repeat(1_000_000), length: 1_000_001 },
    },
  ];
  for (const { label, value, answer } of cells) {
    it(`give a whole cell: ${label}`, async () => {
      const { ask, resultId } = kept({}, listSource(['a'], [[value]]));
      assert.deepEqual(await ask(resultId, 'cell', { viewId: '', row: 0, column: 0 }), answer);
    });
  }

  it('give all columns', async () => {
    const { ask, resultId, source } = kept();
    assert.deepEqual(await ask(resultId, 'columns', {}), { columns: source.columns });
  });

  it('open a value in an editor, JSON made readable', async () => {
    const { ask, resultId, opened } = kept();
    await ask(resultId, 'openCell', { viewId: '', row: 0, column: 2 });
    await ask(resultId, 'openCell', { viewId: '', row: 1, column: 1 });
    await ask(resultId, 'openCell', { viewId: '', row: 1, column: 0 });
    assert.deepEqual(opened, [
      ['{\n  "b": [\n    1,\n    2\n  ]\n}', 'json'],
      ['Ōsaka', 'plaintext'],
      ['', 'plaintext'],
    ]);
  });
});

describe('views of a result', () => {
  it('are the result itself where nothing is sorted or filtered, without loading it', async () => {
    const { view, source } = kept({ memory: new ResultMemory(0) });
    assert.deepEqual([await view(plain), source.holders], [{ viewId: '', rowCount: 4 }, 0]);
  });

  it('are sorted and filtered over all pages', async () => {
    const { view, column } = kept();
    const { viewId, rowCount } = await view({
      sort: [key(0, { descending: true, nulls: 'first' })],
      filters: [{ column: 1, kind: 'notNull' }],
    });
    assert.deepEqual([rowCount, await column(viewId, 0)], [3, [null, '3', '1']]);
  });

  it('of several Regions together have the Region as first column', async () => {
    const parts = ['east', 'west'].map((region) => ({ region, source: cities() }));
    const asking = keptResults();
    const resultId = asking.keep(mergedRows(parts, 2));
    const answer = await asking.ask(resultId, 'view', { spec: sorted(key(1), key(0, { descending: true })) });
    const viewId = 'viewId' in answer ? answer.viewId : assert.fail();
    const window = { viewId, from: 0, to: 3, columns: [0, 1, 2] };
    assert.deepEqual(await asking.ask(resultId, 'window', window), {
      columns: [
        ['west', 'east', 'west'],
        ['1', '1', '3'],
        ['lima', 'lima', 'Lima'],
      ],
    });
  });

  it('are ordered as the setting of that moment says', async () => {
    const setup: { textOrder: TextOrder } = { textOrder: { kind: 'bytes' } };
    const { view, column } = kept(setup);
    const byBytes = await view(sorted(key(1)));
    setup.textOrder = { kind: 'locale', locale: 'en' };
    const byLocale = await view(sorted(key(1)));
    assert.deepEqual(
      [await column(byBytes.viewId, 1), await column(byLocale.viewId, 1)],
      [
        ['Lima', 'lima', 'Ōsaka', null],
        ['lima', 'Lima', 'Ōsaka', null],
      ],
    );
  });

  it('are made once, kept while they are among the last three, and gone after', async () => {
    let made = 0;
    const order: typeof localWork.order = (...asked) => {
      made++;
      return localWork.order(...asked);
    };
    const { view, column, source } = kept({ work: { order } });
    const specs = [sorted(key(0)), sorted(key(1)), sorted(key(2)), sorted(key(0, { descending: true }))];
    const ids: string[] = [];
    for (const spec of specs.slice(0, 3)) ids.push((await view(spec)).viewId);
    assert.deepEqual([(await view(sorted(key(0)))).viewId, made, source.holders], [ids[0], 3, 3]);
    await view(specs[3] ?? plain);
    assert.deepEqual(
      [await column(ids[0] ?? '', 0), await column(ids[1] ?? '', 0), source.holders],
      [['1', '3', '12', null], 'viewGone', 3],
    );
  });

  it('let go of the result when its cell runs again', async () => {
    const { view, results, cell, source, memory } = kept();
    await view(sorted(key(0)));
    assert.deepEqual([source.holders, memory.byteLength], [1, 16]);
    results.letGoOf(cell);
    assert.deepEqual([source.holders, memory.byteLength], [0, 0]);
  });

  it('of a result that memory has no room for are refused before it is loaded, and say what to do', async () => {
    const { ask, resultId, source } = kept({ memory: new ResultMemory(95) });
    let loaded = false;
    source.all = () => assert.fail((loaded = true).toString());
    assert.deepEqual(await ask(resultId, 'view', { spec: sorted(key(0)) }), {
      code: 'failed',
      message:
        'All 4 rows would take about 1 MB of memory; results may take 1 MB. Raise the setting ' +
        'redshiftIdentity.results.memoryLimit, or sort and filter in SQL with ORDER BY and WHERE.',
    });
    assert.equal(loaded, false);
  });

  it('are refused as soon as rows turn out longer than those that came first', async () => {
    const { ask, resultId, source } = kept(
      { memory: new ResultMemory(1_000) },
      listSource(['n:int4'], [['1'], ['2'], ['3']], 1),
    );
    const all = source.all.bind(source);
    let come = 0;
    source.all = (signal, onProgress) =>
      all(signal, (done) => {
        come = done;
        if (done === 2) source.byteLength = 1_001;
        onProgress?.(done);
      });
    const answer = await ask(resultId, 'view', { spec: sorted(key(0)) });
    assert.deepEqual(['code' in answer && answer.code, come, source.holders], ['failed', 2, 0]);
  });

  it('together take no more memory than allowed: the one used longest ago goes', async () => {
    const sizes = Array.from({ length: 4 }, () => 1_000);
    // Pages of 16 KB each result, and an order of as much.
    const memory = new ResultMemory(50_000);
    const asking = keptResults({ memory });
    const ids: string[] = [];
    const views: string[] = [];
    for (let result = 0; result < 2; result++) {
      const resultId = asking.keep((await scriptedResult({ sizes, memory })).result);
      const answer = await asking.ask(resultId, 'view', { spec: sorted(key(0, { descending: true })) });
      ids.push(resultId);
      views.push('viewId' in answer ? answer.viewId : assert.fail(answer.message));
    }
    const first = async (at: number) => {
      const ask = { viewId: views[at] ?? '', from: 0, to: 1, columns: [0] };
      const answer = await asking.ask(ids[at] ?? '', 'window', ask);
      return 'columns' in answer ? answer.columns[0]?.[0] : answer.code;
    };
    assert.deepEqual([await first(0), await first(1)], ['viewGone', '3999']);
    assert.ok(memory.byteLength <= 50_000, `${memory.byteLength} bytes`);
  });
});

describe('work on a result', () => {
  const search = (more: object) => ({ viewId: '', text: 'lima', matchCase: false, columns: [2, 1], ...more });

  it('finds text, and goes from match to match, round at the ends', async () => {
    const { ask, resultId } = kept();
    const found = await ask(resultId, 'find', search({}));
    assert.ok('findId' in found);
    const { findId, count, isMore } = found;
    const steps = [
      { findId, index: 1 },
      { findId, row: 0, column: 1, before: false },
      { findId, row: 0, column: 2, before: true },
      { findId, row: 1, column: 2, before: false },
      { findId, row: 1, column: 2, before: true },
      { findId, row: 3, column: 1, before: false },
    ];
    const matches: unknown[] = [];
    for (const step of steps) matches.push(await ask(resultId, 'match', step));
    const [first, second] = [
      { index: 0, row: 0, column: 1 },
      { index: 1, row: 2, column: 1 },
    ];
    assert.deepEqual([count, isMore, matches], [2, false, [second, first, second, second, first, first]]);
  });

  const lost: { label: string; text: string; step: object }[] = [
    { label: 'a search that a later one replaced', text: 'lima', step: { findId: 'of before' } },
    { label: 'a match behind the last', text: 'lima', step: { index: 2 } },
    { label: 'a match of none', text: 'nowhere', step: { row: 0, column: 0, before: false } },
  ];
  for (const { label, text, step } of lost) {
    it(`has no match for ${label}`, async () => {
      const { ask, resultId } = kept();
      const found = await ask(resultId, 'find', search({ text }));
      assert.ok('findId' in found);
      assert.deepEqual(await ask(resultId, 'match', { findId: found.findId, index: 0, ...step }), {
        code: 'failed',
        message: 'There is no such match. Search again.',
      });
    });
  }

  it('adds up cells of a view, and of a few rows without loading the rest', async () => {
    const { ask, view, resultId, source } = kept();
    const blocks = [
      { from: 1, to: 3, columns: [0] },
      { from: 3, to: 4, columns: [0, 1] },
    ];
    const plainSum = await ask(resultId, 'aggregate', { viewId: '', blocks });
    const loaded = source.holders;
    const { viewId } = await view(sorted(key(0)));
    const sums = [plainSum, await ask(resultId, 'aggregate', { viewId, blocks })];
    assert.deepEqual(
      sums.map((one) => ('cells' in one ? [one.cells, one.nulls, one.sum] : one.code)),
      [
        [4, 2, '13'],
        [4, 1, '15'],
      ],
    );
    assert.equal(loaded, 0);
  });

  it('adds up nothing', async () => {
    const { ask, resultId } = kept();
    const none = { cells: 0, nulls: 0, numbers: 0 };
    assert.deepEqual(await ask(resultId, 'aggregate', { viewId: '', blocks: [] }), none);
  });

  it('tells what a column holds, and lets go of the rows', async () => {
    const { ask, resultId, source } = kept();
    const profile = await ask(resultId, 'profile', { viewId: '', column: 0 });
    assert.ok('distinct' in profile);
    assert.deepEqual([profile.rows, profile.nulls, profile.max, source.holders], [4, 1, '12', 0]);
  });

  it('copies cells of a view to the clipboard', async () => {
    const { ask, view, resultId, copied } = kept();
    const { viewId } = await view(sorted(key(0)));
    const blocks = [
      { from: 0, to: 1, columns: [1, 0] },
      { from: 2, to: 900, columns: [1, 0] },
    ];
    const done = await ask(resultId, 'copy', { viewId, blocks, format: 'csv', header: true });
    assert.deepEqual([done, copied], [{ rows: 3, cells: 6 }, ['city,n\r\nlima,1\r\n,12\r\nŌsaka,']]);
  });

  it('copies nothing without touching the clipboard', async () => {
    const { ask, resultId, copied } = kept();
    const ask4 = {
      viewId: '',
      blocks: [{ from: 4, to: 9, columns: [0] }],
      format: 'tsv',
      header: true,
    } as const;
    assert.deepEqual([await ask(resultId, 'copy', ask4), copied], [{ rows: 0, cells: 0 }, []]);
  });

  it('copies a whole column of a large result', async () => {
    const { result } = await scriptedResult({ sizes: [30_000, 30_000, 1] });
    const { ask, keep, copied } = keptResults();
    const blocks = [{ from: 0, to: 60_001, columns: [0] }];
    const done = await ask(keep(result), 'copy', { viewId: '', blocks, format: 'tsv', header: false });
    const lines = copied[0]?.split('\n') ?? [];
    assert.deepEqual([done, lines.length, lines[60_000]], [{ rows: 60_001, cells: 60_001 }, 60_001, '60000']);
  });
});
