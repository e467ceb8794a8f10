import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isCancel } from '../../../../src/core/errors.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { ResultMemory, type Held } from '../../../../src/core/redshift/results/resultMemory.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';
import { scriptedResult } from './scriptedResult.ts';

/** The rows that every page's script has. */
const range = (from: number, to: number): Row[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, row) => [String(from + row)]);
/** Lets everything that waits for nothing but turns go on. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const bytesOfPage = 4 * 1000;
/** Five pages that are too large together to be loaded at a glance. */
const large = { sizes: [1000, 1000, 1000, 1000, 1_500_000] };

describe('StatementResult', () => {
  const reads: { label: string; from: number; to: number; rows: Row[]; fetched: number[] }[] = [
    { label: 'the first page', from: 0, to: 200, rows: range(0, 200), fetched: [] },
    {
      label: 'rows across pages, each page once',
      from: 900,
      to: 2100,
      rows: range(900, 2100),
      fetched: [1, 2],
    },
    {
      label: 'a later page through those before it',
      from: 2400,
      to: 2401,
      rows: range(2400, 2401),
      fetched: [1, 2],
    },
    { label: 'no row', from: 5, to: 5, rows: [], fetched: [] },
    { label: 'rows behind the end', from: 9_000_000, to: 9_000_001, rows: [], fetched: [] },
  ];
  for (const { label, from, to, rows, fetched } of reads) {
    it(`gives ${label}`, async () => {
      const scripted = await scriptedResult(large);
      assert.deepEqual([await scripted.result.rows(from, to), scripted.fetched], [rows, fetched]);
    });
  }

  it('fetches the next page while somebody reads near the end of one, and none further', async () => {
    const { result, fetched } = await scriptedResult(large);
    await result.rows(0, 400);
    await settle();
    assert.deepEqual(fetched, []);
    await result.rows(400, 600);
    await settle();
    assert.deepEqual(fetched, [1]);
    assert.deepEqual(await result.rows(1000, 1200), range(1000, 1200));
    await settle();
    assert.deepEqual(fetched, [1]);
  });

  it('adds nobody to those who wait for the next page, however often somebody reads meanwhile', async () => {
    let waiting: AbortSignal | undefined;
    const { result } = await scriptedResult({
      ...large,
      before: (_, signal) => {
        waiting = signal;
        return new Promise(() => {});
      },
    });
    for (let read = 0; read < 20; read++) {
      await result.rows(500, 600);
      await settle();
    }
    assert.equal(getEventListeners(waiting ?? assert.fail(), 'abort').length, 1);
    result.release();
  });

  it('fetches nothing for the rows that an output shows by itself', async () => {
    const { result, fetched } = await scriptedResult({ sizes: [200, 200] });
    await result.rows(0, 200);
    await settle();
    assert.deepEqual(fetched, []);
  });

  it('loads a small result as soon as somebody reads on', async () => {
    const { result, fetched } = await scriptedResult({ sizes: [1000, 1000, 1000, 1000] });
    await result.rows(200, 210);
    await settle();
    assert.deepEqual(fetched, [1, 2, 3]);
  });

  it('fetches a page once for all who wait, and again where fetching ahead failed', async () => {
    let faults = 1;
    const { result, fetched } = await scriptedResult({
      ...large,
      before: () => {
        if (faults-- > 0) throw new Error('fault');
      },
    });
    await result.rows(600, 700);
    await settle();
    const [left, right] = await Promise.all([result.rows(1000, 1001), result.rows(1001, 1002)]);
    assert.deepEqual([left, right, fetched], [range(1000, 1001), range(1001, 1002), [1, 1]]);
  });

  it('leaves the fetch to the others where one who waits leaves', async () => {
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    let ended: AbortSignal | undefined;
    const { result, fetched } = await scriptedResult({
      ...large,
      before: (_, signal) => {
        ended = signal;
        return answered;
      },
    });
    const leaving = new AbortController();
    const left = result.rows(1000, 1001, leaving.signal);
    const stayed = result.rows(1000, 1001);
    await settle();
    leaving.abort();
    await assert.rejects(left, isCancel);
    assert.equal(ended?.aborted, false);
    answer();
    assert.deepEqual([await stayed, fetched], [range(1000, 1001), [1]]);
  });

  it('gives a fetch up where nobody waits any longer', async () => {
    let ended: AbortSignal | undefined;
    const never = new Promise<void>(() => {});
    const { result, fetched } = await scriptedResult({
      ...large,
      before: (_, signal) => {
        ended = signal;
        return fetched.length > 1 ? undefined : never;
      },
    });
    const leaving = new AbortController();
    const left = result.rows(1000, 1001, leaving.signal);
    await settle();
    leaving.abort();
    await assert.rejects(left, isCancel);
    assert.equal(ended?.aborted, true);
    await assert.rejects(result.rows(0, 1, leaving.signal), isCancel);
    assert.deepEqual([await result.rows(1000, 1001), fetched], [range(1000, 1001), [1, 1]]);
  });

  it('gives rows by columns too, exactly those asked for', async () => {
    const { result } = await scriptedResult({ sizes: [3, 3, 3] });
    const slices = await result.slices(2, 7);
    assert.deepEqual(
      slices.map((slice) => slice.columns[0]?.texts(0, slice.rowCount)),
      [['2'], ['3', '4', '5'], ['6']],
    );
  });

  it('guesses what it takes in memory from what has come', async () => {
    const { result } = await scriptedResult({ sizes: [10, 90] });
    assert.equal(result.byteLength, 4 * 100);
  });

  it('loads everything, told how far it is, each page asked for before the last one is parsed', async () => {
    const parsed: number[] = [];
    const { result, fetched } = await scriptedResult({
      sizes: [10, 20, 0, 30, 40],
      before: settle,
      parse: async () => {
        await settle();
        parsed.push(fetched.length);
      },
    });
    const progress: number[] = [];
    const all = await result.all(undefined, (rows) => progress.push(rows));
    assert.deepEqual(
      [all.rowCount, all.pages.flatMap((page) => page.rows()), progress, fetched, parsed],
      [100, range(0, 100), [10, 30, 30, 60, 100], [1, 2, 3, 4], [2, 3, 4, 4]],
    );
  });

  it('fetches no page twice where one is parsed longer than the next', async () => {
    const { result, fetched } = await scriptedResult({
      sizes: [10, 10, 10],
      before: settle,
      parse: async (page) => {
        for (let turn = 0; page === 1 && turn < 5; turn++) await settle();
      },
    });
    const all = await result.all();
    assert.deepEqual([all.pages.flatMap((page) => page.rows()), fetched], [range(0, 30), [1, 2]]);
  });

  it('counts what comes where the service does not', async () => {
    const { result } = await scriptedResult({ sizes: [300, 300, 5], counted: false });
    const before = result.totalRows;
    assert.deepEqual(await result.rows(590, 700), range(590, 605));
    assert.deepEqual([before, result.totalRows], [300, 605]);
  });

  it('says what to do where the service no longer has the result', async () => {
    const { result } = await scriptedResult({
      ...large,
      before: () => {
        throw new StatementError('gone', { code: 'ResourceNotFoundException', statementId: 'st-1' });
      },
    });
    await assert.rejects(result.rows(1000, 1001), {
      name: 'StatementError',
      code: 'ResourceNotFoundException',
      statementId: 'st-1',
      message: 'Redshift no longer has the rows of this result.',
      remedy: /Run the cell again/,
    });
  });

  it('gives up what is under way when it is released, and comes back', async () => {
    const never = new Promise<void>(() => {});
    const { result, fetched, memory } = await scriptedResult({
      ...large,
      before: () => (fetched.length === 1 ? never : undefined),
    });
    const reading = result.rows(1000, 1001);
    await settle();
    result.release();
    await assert.rejects(reading, isCancel);
    assert.equal(memory.byteLength, 0);
    assert.deepEqual([await result.rows(999, 1001), fetched], [range(999, 1001), [1, 0, 1]]);
  });

  it('finds its way where a page comes back in another size', async () => {
    const sizes = [10, 20, 30];
    const { result, fetched } = await scriptedResult({ sizes, counted: false });
    await result.rows(0, 60);
    result.release();
    sizes.splice(0, 3, 25, 5, 30);
    assert.deepEqual([await result.rows(0, 60), fetched], [range(0, 60), [1, 2, 0, 1, 2]]);
  });

  for (const [label, sizes] of [
    ['fewer and larger', [25, 5, 30]],
    ['more and smaller', [5, 5, 5, 5, 5, 5, 30]],
  ] as const) {
    it(`gives each row once where pages come back in other sizes on the way: ${label}`, async () => {
      const script = [10, 20, 0, 5, 25];
      const { result } = await scriptedResult({ sizes: script, counted: false });
      const read: Row[] = [];
      for await (const page of result.pages()) {
        read.push(...page.rows());
        if (read.length !== 30) continue;
        await settle();
        result.release();
        script.splice(0, script.length, ...sizes);
        await result.rows(0, 1);
      }
      assert.deepEqual(read, range(0, 60));
    });
  }

  it('goes on reading where the page that it waits for goes because others are divided anew', async () => {
    const sizes = [10, 20, 30];
    const memory = new ResultMemory(150);
    let waits = false;
    const { result } = await scriptedResult({
      sizes,
      memory,
      before: async (page, signal) => {
        if (page !== 2 || !waits) return;
        waits = false;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    await result.rows(0, 60);
    waits = true;
    result.release();
    await result.rows(10, 11);
    const reading = result.rows(30, 60);
    await settle();
    sizes.splice(0, 3, 25, 5, 30);
    memory.setLimit(1);
    await result.rows(0, 1);
    assert.deepEqual(await reading, range(30, 60));
  });

  it('gives the same rows whatever is asked for and however little memory there is', async () => {
    const window = fc.tuple(fc.nat(120), fc.nat(120));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
        fc.array(window, { maxLength: 6 }),
        fc.nat(400),
        fc.boolean(),
        async (sizes, windows, limit, counted) => {
          const total = sizes.reduce((sum, size) => sum + size, 0);
          const { result } = await scriptedResult({ sizes, counted, memory: new ResultMemory(limit) });
          for (const [from, to] of windows) {
            assert.deepEqual(await result.rows(from, to), range(from, Math.min(to, total)));
          }
        },
      ),
    );
  });
});

describe('ResultMemory', () => {
  it('lets go first what was looked at longest ago, and fetches it again by its token', async () => {
    const memory = new ResultMemory(3 * bytesOfPage);
    const { result, fetched } = await scriptedResult({ ...large, memory });
    await result.rows(0, 3000);
    assert.equal(memory.byteLength, 3 * bytesOfPage);
    await result.rows(0, 1);
    await result.rows(3000, 3001);
    assert.deepEqual([memory.byteLength, fetched], [3 * bytesOfPage, [1, 2, 3]]);
    // The second page was let go, the first one was looked at since.
    await result.rows(0, 1);
    await result.rows(1000, 1001);
    assert.deepEqual(fetched, [1, 2, 3, 1]);
  });

  it('is shared by all results', async () => {
    const memory = new ResultMemory(bytesOfPage);
    const first = await scriptedResult({ ...large, memory });
    await scriptedResult({ ...large, memory });
    assert.equal(memory.byteLength, bytesOfPage);
    await first.result.rows(0, 1);
    assert.deepEqual(first.fetched, [0]);
  });

  it('keeps what somebody works on, until they are done', async () => {
    const memory = new ResultMemory(100);
    const { result } = await scriptedResult({ sizes: [100, 100, 100], memory });
    const all = await result.all();
    assert.equal(memory.byteLength, 1200);
    all.release();
    all.release();
    assert.equal(memory.byteLength, 400);
  });

  it('keeps nothing for work that failed', async () => {
    const memory = new ResultMemory(100);
    const failing = await scriptedResult({
      sizes: [100, 100, 100],
      memory,
      before: (page) => {
        if (page === 2) throw new Error('fault');
      },
    });
    await assert.rejects(failing.result.all(), /fault/);
    assert.equal(memory.byteLength, 400);
  });

  it('lets go of who lets go of others, but not of what is being read', () => {
    const memory = new ResultMemory(100);
    const gone: string[] = [];
    const held = (name: string, byteLength: number, letGo = () => {}): Held => ({
      byteLength,
      inUse: false,
      letGo: () => {
        gone.push(name);
        letGo();
      },
    });
    memory.look(held('view', 10, () => memory.makeRoom()));
    memory.look(held('page', 20));
    memory.look(held('large', 500));
    assert.deepEqual([gone, memory.byteLength], [['view', 'page'], 500]);
  });

  it('follows a new limit', async () => {
    const memory = new ResultMemory(10_000);
    const { result } = await scriptedResult({ sizes: [100, 100, 100], memory });
    await result.rows(0, 300);
    memory.setLimit(900);
    assert.equal(memory.byteLength, 800);
  });
});
