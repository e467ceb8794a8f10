import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { Cancelled } from '../../src/core/errors.ts';
import type { TextOrder, WorkRows } from '../../src/core/redshift/results/view/contract.ts';
import { runTask, type WorkTask } from '../../src/core/redshift/results/view/workTask.ts';
import { ResultWorker } from '../../src/node/resultWorker/resultWorker.ts';
import type { ResultViewSpec } from '../../src/protocol/resultViewSpec.ts';
import { workRows } from '../core/redshift/results/view/typedPages.ts';
import { repository } from '../vscode/repository.ts';

const bytes: TextOrder = { kind: 'bytes' };
const byName: ResultViewSpec = { sort: [{ column: 1, descending: true, nulls: 'last' }], filters: [] };

/** A worker program of a few words. */
function program(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

describe('result worker', () => {
  let folder: string;
  let built: URL;
  let work: ResultWorker;
  let rows: WorkRows;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'result-worker-'));
    const outfile = path.join(folder, 'resultWorker.mjs');
    await build({
      absWorkingDir: repository,
      entryPoints: ['src/node/resultWorker/main.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      logLevel: 'warning',
    });
    built = pathToFileURL(outfile);
    rows = await workRows(
      ['int8', 'varchar', 'numeric(10,2)', 'bool'],
      [
        ['9007199254740993', 'pear', '1.10', 't'],
        ['3', null, '2.20', 'f'],
        ['9007199254740992', 'äpfel', null, null],
        [null, 'apple', '-0.05', 't'],
        ['-7', 'fig', '10.00', 'f'],
      ],
      2,
    );
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(() => (work = new ResultWorker(built)));
  afterEach(() => work.dispose());

  it('does there what is done here', async () => {
    const order = Uint32Array.of(4, 0, 3);
    const view = { ...rows, order };
    const search = { text: 'P', matchCase: false, columns: [1, 0] };
    const blocks = [{ from: 0, to: 2, columns: [0, 2] }];
    const spec: ResultViewSpec = {
      sort: byName.sort,
      filters: [{ column: 2, kind: 'range', from: '1' }],
    };
    const here = (of: WorkRows, task: WorkTask) => runTask(of, task);
    const choice = { mark: 'bar', x: 'c3', aggregate: 'count' } as const;
    assert.deepEqual(
      [
        await work.order(rows, spec, bytes),
        await work.order(rows, { sort: [], filters: [] }, bytes),
        await work.find(view, search),
        await work.aggregate(view, blocks),
        await work.profile(view, 2),
        await work.chart(view, choice),
      ],
      [
        here(rows, { kind: 'order', spec, textOrder: bytes }),
        undefined,
        here(view, { kind: 'find', search }),
        here(view, { kind: 'aggregate', blocks }),
        here(view, { kind: 'profile', column: 2 }),
        here(view, { kind: 'chart', choice }),
      ],
    );
  });

  it('answers each of many that ask at once', async () => {
    const answers = await Promise.all([0, 1, 2].map((column) => work.profile(rows, column)));
    assert.deepEqual(
      answers.map(({ rows: count, nulls, max }) => [count, nulls, max]),
      [
        [5, 1, '9007199254740993'],
        [5, 1, 'äpfel'],
        [5, 1, '10.00'],
      ],
    );
  });

  it('takes columns that are parts of larger ones', async () => {
    const pages = rows.pages.map((page) => page.slice(1, page.rowCount));
    assert.deepEqual(
      (await work.order({ ...rows, pages }, byName, bytes)) ?? 'as they came',
      Uint32Array.of(1, 0),
    );
  });

  it('says what does not fit, and goes on', async () => {
    const filters: ResultViewSpec['filters'] = [{ column: 0, kind: 'equals', value: 'abc' }];
    await assert.rejects(work.order(rows, { sort: [], filters }, bytes), {
      name: 'RedshiftIdentityError',
      code: 'InvalidFilter',
      message: "'abc' is no number: the column c0 is of type int8.",
      remedy: 'Write it as 1250.5.',
    });
    assert.deepEqual(await work.order(rows, byName, bytes), Uint32Array.of(2, 0, 4, 3, 1));
  });

  it('starts with the first task, and ends after a while without any', async () => {
    const shortLived = new ResultWorker(built, { idleAfter: 1 });
    const seen = [shortLived.isRunning];
    const profile = shortLived.profile(rows, 0);
    await Promise.resolve();
    seen.push(shortLived.isRunning);
    await profile;
    while (shortLived.isRunning) await sleep(5);
    await shortLived.profile(rows, 0);
    assert.deepEqual(seen, [false, true]);
    await shortLived.dispose();
  });

  it('gives up what is cancelled at once, and whatever waits behind it goes on', async () => {
    // Answers nothing before it was started anew.
    const stuck = new ResultWorker(program('for (;;) {}'));
    const [first, second] = [new AbortController(), new AbortController()];
    const running = stuck.profile(rows, 0, first.signal);
    const waiting = stuck.profile(rows, 1, second.signal);
    second.abort();
    await assert.rejects(waiting, Cancelled);
    first.abort();
    await assert.rejects(running, Cancelled);
    await assert.rejects(stuck.profile(rows, 0, AbortSignal.abort()), Cancelled);
    const third = stuck.profile(rows, 2);
    await stuck.dispose();
    await assert.rejects(third, Cancelled);
    await assert.rejects(stuck.profile(rows, 2), Cancelled);
    assert.equal(stuck.isRunning, false);
  });

  it('does the next task after one was cancelled half-way', async () => {
    const cancel = new AbortController();
    const cancelled = work.order(rows, byName, bytes, cancel.signal);
    const next = work.order(rows, byName, bytes);
    await Promise.resolve();
    cancel.abort();
    await assert.rejects(cancelled, Cancelled);
    assert.deepEqual(await next, Uint32Array.of(2, 0, 4, 3, 1));
  });

  const ends = [
    { label: 'throws', code: "throw new Error('no more')" },
    { label: 'ends', code: 'process.exit(0)' },
    {
      label: 'throws at a task',
      code: "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('no'); });",
    },
  ];
  for (const { label, code } of ends) {
    it(`says so where the thread ${label}, each time anew`, async () => {
      const broken = new ResultWorker(program(code));
      const ended = { name: 'RedshiftIdentityError', code: 'ResultWorkerEnded' };
      await assert.rejects(broken.profile(rows, 0), ended);
      await assert.rejects(broken.profile(rows, 0), ended);
      assert.equal(broken.isRunning, false);
      await broken.dispose();
    });
  }
});
