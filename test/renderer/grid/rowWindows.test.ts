import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { GridCalls } from '../../../src/protocol/gridMessages.ts';
import { CallRefused } from '../../../src/renderer/callRefused.ts';
import type { ResultCalls } from '../../../src/renderer/grid/contract.ts';
import { RowCache } from '../../../src/renderer/grid/rowCache.ts';
import type { Trouble } from '../../../src/renderer/grid/trouble.ts';
import { RowWindows, type RowWindowsStart } from '../../../src/renderer/grid/rowWindows.ts';

type Ask = GridCalls['window']['ask'];

interface Asked extends Ask {
  readonly signal: AbortSignal;
  answer(rows?: number): Promise<void>;
  refuse(error: CallRefused): Promise<void>;
}

const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Windows whose answers come when the test says so; a value is `row/column`. */
function windows(start: Partial<RowWindowsStart> = {}) {
  const asked: Asked[] = [];
  const told: (Trouble | undefined)[] = [];
  const calls = {
    call: (kind: string, ask: Ask, options: { signal: AbortSignal }) =>
      new Promise((resolve, reject) => {
        assert.equal(kind, 'window');
        const answer = (rows = ask.to - ask.from): Promise<void> => {
          const values = ask.columns.map((column) =>
            Array.from({ length: rows }, (_, row) => `${ask.from + row}/${column}`),
          );
          resolve({ columns: values });
          return turn();
        };
        const refuse = (error: CallRefused): Promise<void> => {
          reject(error);
          return turn();
        };
        asked.push({ ...ask, signal: options.signal, answer, refuse });
      }),
  } as unknown as ResultCalls;
  let changes = 0;
  const rows = new RowWindows({
    viewId: 'v',
    rowCount: 1_000,
    preview: [],
    calls,
    onValues: () => changes++,
    onTrouble: (trouble) => told.push(trouble),
    ...start,
  });
  const places = (): string[] => asked.map(({ from, to, columns }) => `${from}-${to}:${columns}`);
  return { rows, asked, told, places, changes: () => changes };
}

const sight = (from: number, to: number, columns = [0, 1], near: number[] = []) => ({
  from,
  to,
  columns,
  near,
});

describe('windows of rows', () => {
  it('asks for the rows in sight with the columns beside, then for those above and below', async () => {
    const { rows, asked, places, changes } = windows();
    rows.look(sight(250, 270, [0, 1], [2]));
    assert.deepEqual(places(), ['200-300:0,1,2']);
    await asked[0]?.answer();
    assert.deepEqual(places().slice(1), ['300-400:0,1,2', '100-200:0,1,2']);
    assert.deepEqual([rows.value(250, 1), rows.value(300, 1), changes()], ['250/1', undefined, 1]);
    rows.dispose();
  });

  it('asks for nothing that the preview holds, and for what it has not', async () => {
    const preview = Array.from({ length: 150 }, (_, row) => [`p${row}`]);
    const { rows, places } = windows({ preview, rowCount: 160 });
    rows.look(sight(0, 20, [0]));
    assert.deepEqual([rows.value(7, 0), places()], ['p7', ['100-160:0']]);
    rows.look(sight(0, 20, [0, 1]));
    assert.deepEqual(places(), ['100-160:0', '0-100:1']);
    rows.dispose();
  });

  it('cancels what has been scrolled past, and asks only for the last place', async () => {
    const { rows, asked, places } = windows({ rowCount: 1_000_000, now: () => 0 });
    rows.look(sight(0, 20));
    for (let from = 10_000; from <= 90_000; from += 10_000) rows.look(sight(from, from + 20));
    assert.deepEqual([places().length, asked[0]?.signal.aborted], [1, true]);
    for (let turns = 0; turns < 200 && asked.length < 2; turns++) await turn(10);
    assert.deepEqual(places(), ['0-100:0,1', '90000-90100:0,1']);
    rows.dispose();
    assert.equal(asked[1]?.signal.aborted, true);
  });

  it('says why rows don’t come, and asks again when it is told to', async () => {
    const { rows, asked, told } = windows();
    rows.look(sight(0, 20));
    await asked[0]?.refuse(new CallRefused('failed', 'The warehouse is asleep.'));
    rows.look(sight(500, 520));
    assert.deepEqual([told, asked.length], [[{ words: 'The warehouse is asleep.', canRetry: true }], 1]);
    rows.retry();
    await asked[1]?.answer();
    assert.deepEqual([asked[1]?.from, told.at(-1)], [500, undefined]);
    rows.dispose();
  });

  it('offers no other try where the result is gone', async () => {
    const { rows, asked, told } = windows();
    rows.look(sight(0, 20));
    await asked[0]?.refuse(new CallRefused('resultGone', 'Run the cell again.'));
    assert.deepEqual(told, [{ words: 'Run the cell again.', canRetry: false }]);
    rows.dispose();
  });

  it('draws the rows that came where fewer came than there should be, and says so', async () => {
    const { rows, asked, told } = windows({ rowCount: 100 });
    rows.look(sight(0, 20));
    await asked[0]?.answer(10);
    assert.deepEqual(
      [rows.value(9, 0), rows.value(10, 0), told, asked.length],
      [
        '9/0',
        undefined,
        [{ words: 'Fewer rows came than the result has. Run the cell again.', canRetry: true }],
        1,
      ],
    );
    rows.dispose();
  });

  it('asks nobody where nobody answers', () => {
    const { rows, places } = windows({ calls: undefined, preview: [['one']], rowCount: 1 });
    rows.look(sight(0, 1, [0]));
    assert.deepEqual([rows.value(0, 0), places()], ['one', []]);
  });

  it('asks for no more cells at once than a window may have', async () => {
    const { rows, asked } = windows();
    const many = Array.from({ length: 300 }, (_, column) => column);
    rows.look(sight(0, 20, many));
    assert.equal(asked[0]?.columns.length, 200);
    await asked[0]?.answer();
    assert.deepEqual(asked[1]?.columns, many.slice(200));
    rows.dispose();
  });
});

describe('values that came', () => {
  const long = (rows: number) => [Array.from({ length: rows }, () => 'x'.repeat(988))];

  it('keeps what was looked at last, within its limit', () => {
    const cache = new RowCache(350_000);
    for (const chunk of [0, 1, 2]) cache.put(chunk, [0], long(100));
    cache.touch(0, 0);
    cache.put(3, [0], long(100));
    const kept = [0, 1, 2, 3].filter((chunk) => cache.value(chunk * 100, 0) !== undefined);
    assert.deepEqual([kept, cache.size], [[0, 2, 3], 300_000]);
  });

  it('counts values that come again once', () => {
    const cache = new RowCache();
    cache.put(0, [0], long(50));
    cache.put(0, [0], long(100));
    assert.deepEqual([cache.size, cache.missing(0, [0, 1], 100)], [100_000, [1]]);
  });
});
