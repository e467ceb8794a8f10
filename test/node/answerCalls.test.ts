import assert from 'node:assert/strict';
import { Cancelled, RedshiftIdentityError } from '../../src/core/errors.ts';
import { StatementError } from '../../src/core/redshift/statements/statementError.ts';
import type { CallHandlers } from '../../src/host/notebook/results/callHandlers.ts';
import { CallRefused } from '../../src/host/notebook/results/callRefused.ts';
import type { GridAnswer } from '../../src/protocol/gridMessages.ts';
import { listSource } from '../core/redshift/results/listSource.ts';
import { cellIn, keptResults, notebookOf, origin } from './keptResults.ts';

const rows = Array.from({ length: 3_000 }, (_, row) => [String(row), `v${row}`]);
const source = () => listSource(['n:int4', 'v'], rows);
const block = { from: 0, to: 1, columns: [0] };
const empty = { sort: [], filters: [] };

/** Asks with a handler of `act` that does what is given. */
async function acting(act: CallHandlers['act'], message: object = {}): Promise<GridAnswer[]> {
  const setup = keptResults({ others: { act } });
  const resultId = setup.keep(source());
  return setup.send({ kind: 'act', requestId: 7, resultId, action: 'export', viewId: '', ...message });
}

describe('calls of a grid', () => {
  const misshapen: { label: string; message: object }[] = [
    { label: 'another kind', message: { kind: 'drop' } },
    { label: 'the name of a method as kind', message: { kind: 'constructor' } },
    { label: 'an ID that is no text', message: { resultId: {} } },
    { label: 'an endless ID', message: { resultId: 'x'.repeat(65) } },
    { label: 'a view that is no text', message: { viewId: 1 } },
    { label: 'too many rows', message: { to: 1_001 } },
    { label: 'too many cells', message: { to: 1_000, columns: Array.from({ length: 21 }, () => 0) } },
    { label: 'no row', message: { from: 5, to: 5 } },
    { label: 'rows backwards', message: { from: 6, to: 5 } },
    { label: 'a negative row', message: { from: -1 } },
    { label: 'half a row', message: { from: 0.5 } },
    { label: 'a row in a text', message: { from: '0' } },
    { label: 'infinitely many', message: { to: Infinity } },
    { label: 'a column that is not there', message: { columns: [2] } },
    { label: 'more columns than there are', message: { columns: [0, 1, 0] } },
    { label: 'columns that are no list', message: { columns: { length: 1, 0: 0 } } },
    { label: 'a cell without a column', message: { kind: 'cell', row: 0 } },
    { label: 'a view without a spec', message: { kind: 'view' } },
    {
      label: 'a sort key by another name',
      message: {
        kind: 'view',
        spec: { ...empty, sort: [{ column: 0, descending: 'yes', nulls: 'last' }] },
      },
    },
    {
      label: 'an unknown filter',
      message: { kind: 'view', spec: { ...empty, filters: [{ column: 0, kind: 'like', text: '%' }] } },
    },
    {
      label: 'a range without ends',
      message: { kind: 'view', spec: { ...empty, filters: [{ column: 0, kind: 'range' }] } },
    },
    {
      label: 'a hundred and one filters',
      message: {
        kind: 'view',
        spec: { ...empty, filters: Array.from({ length: 101 }, () => ({ column: 0, kind: 'null' })) },
      },
    },
    {
      label: 'an endless text to find',
      message: { kind: 'find', text: 'x'.repeat(100_001), matchCase: true, columns: [0] },
    },
    { label: 'a match by nothing', message: { kind: 'match', findId: 'f' } },
    {
      label: 'a copy in another format',
      message: { kind: 'copy', blocks: [block], format: 'rtf', header: true },
    },
    { label: 'blocks that are no list', message: { kind: 'aggregate', blocks: block } },
    { label: 'blocks that are not there', message: { kind: 'aggregate', blocks: Array(1) } },
    { label: 'an unknown action', message: { kind: 'act', action: 'rm' } },
    { label: 'an unknown mark', message: { kind: 'chart', choice: { mark: 'pie', x: 'a' } } },
    { label: 'a map of nothing', message: { kind: 'chart', choice: { mark: 'map', aggregate: 'sum' } } },
    { label: 'a file of another kind', message: { kind: 'saveChart', format: 'exe', content: '' } },
  ];
  for (const { label, message } of misshapen) {
    it(`are refused where they have the wrong shape: ${label}`, async () => {
      const { keep, send, errors } = keptResults();
      const window = { kind: 'window', requestId: 7, resultId: keep(source()), viewId: '', from: 0, to: 5 };
      const told = await send({ ...window, columns: [0], ...message });
      assert.deepEqual(told, [
        { kind: 'refused', requestId: 7, code: 'failed', message: 'This can’t be asked of a result.' },
      ]);
      assert.deepEqual(errors, []);
    });
  }

  for (const message of [undefined, null, 'rows', 7, [], {}, { requestId: 'x' }, { requestId: -1 }]) {
    it(`are not answered to whom nobody knows: ${JSON.stringify(message)}`, async () => {
      assert.deepEqual(await keptResults().send(message), []);
    });
  }

  const failures: { label: string; error: unknown; code: string; message: string }[] = [
    {
      label: 'what a person can change',
      error: new RedshiftIdentityError('No room', { code: 'X', remedy: 'Make some.' }),
      code: 'failed',
      message: 'No room. Make some.',
    },
    {
      label: 'a view that is gone',
      error: new CallRefused('viewGone', 'Gone.'),
      code: 'viewGone',
      message: 'Gone.',
    },
    {
      label: 'a result that the service no longer has',
      error: new StatementError('Redshift no longer has it.', {
        code: 'ResourceNotFoundException',
        remedy: 'Run the cell again.',
      }),
      code: 'resultGone',
      message: 'Redshift no longer has it. Run the cell again.',
    },
    { label: 'a cancel from elsewhere', error: new Cancelled(), code: 'cancelled', message: 'Cancelled.' },
  ];
  for (const { label, error, code, message } of failures) {
    it(`are refused with the reason: ${label}`, async () => {
      const told = await acting(() => Promise.reject(error));
      assert.deepEqual(told, [{ kind: 'refused', requestId: 7, code, message }]);
    });
  }

  for (const resultId of ['of yesterday', 'constructor', '']) {
    it(`are refused where the result is not known: “${resultId}”`, async () => {
      const [told] = await keptResults().send({ kind: 'columns', requestId: 1, resultId });
      assert.deepEqual(told?.kind === 'refused' && told.code, 'resultGone');
    });
  }

  it('tell nothing of a fault of ours but that there was one, and report it', async () => {
    const fault = new TypeError('token=secret');
    const setup = keptResults({ others: { act: () => Promise.reject(fault) } });
    const message = {
      kind: 'act',
      requestId: 1,
      resultId: setup.keep(source()),
      action: 'export',
      viewId: '',
    };
    const [told] = await setup.send(message);
    assert.deepEqual([setup.errors, told?.kind === 'refused' && told.code], [[fault], 'failed']);
    assert.doesNotMatch(JSON.stringify(told), /secret/);
  });

  it('are refused with a sentence where nobody brings an answer along', async () => {
    const { keep, ask } = keptResults();
    assert.deepEqual(await ask(keep(source()), 'suggestChart', { map: false }), {
      code: 'failed',
      message: 'This is not possible here.',
    });
  });

  it('tell how far they are, but not at every step', async () => {
    const told = await acting(async (_, __, { progress }) => {
      for (let done = 1; done <= 6; done++) progress(done, 6);
      return {};
    });
    // The clock goes on by 60 ms whenever somebody looks at it.
    const steps = told.flatMap((one) => (one.kind === 'progress' ? [one.done] : []));
    assert.deepEqual([steps, told.at(-1)?.kind], [[2, 4, 6], 'answer']);
  });

  describe('that are cancelled', () => {
    it('end, and are not answered any more', async () => {
      let aborted = false;
      const setup = keptResults({
        others: {
          act: (_, __, { signal }) =>
            new Promise((_resolve, reject) =>
              signal.addEventListener('abort', () => {
                aborted = true;
                reject(new Cancelled());
              }),
            ),
        },
      });
      const resultId = setup.keep(source());
      const sender = {};
      const call = setup.send({ kind: 'act', requestId: 3, resultId, action: 'export', viewId: '' }, sender);
      await setup.send({ kind: 'cancel', requestId: 3 }, {});
      await setup.send({ kind: 'cancel', requestId: 4 }, sender);
      assert.equal(aborted, false, 'another renderer’s cancel, or that of another request');
      assert.deepEqual(await setup.send({ kind: 'cancel', requestId: 3 }, sender), []);
      assert.deepEqual([await call, aborted], [[], true]);
    });

    it('are not answered to a renderer that counts anew', async () => {
      const waiting: (() => void)[] = [];
      const act = (): Promise<object> => new Promise((resolve) => waiting.push(() => resolve({})));
      const setup = keptResults({ others: { act } });
      const message = {
        kind: 'act',
        requestId: 1,
        resultId: setup.keep(source()),
        action: 'export',
        viewId: '',
      };
      const sender = {};
      const calls = [setup.send(message, sender), setup.send(message, sender)];
      for (const go of waiting) go();
      assert.deepEqual(await Promise.all(calls), [[], [{ kind: 'answer', requestId: 1, answer: {} }]]);
    });

    const ends: { label: string; end(setup: ReturnType<typeof keptResults>, sender: object): void }[] = [
      {
        label: 'by the renderer',
        end: ({ send }, sender) => void send({ kind: 'cancel', requestId: 3 }, sender),
      },
      { label: 'because the cell runs again', end: ({ results, cell }) => results.letGoOf(cell) },
    ];
    for (const { label, end } of ends) {
      it(`leave no timer behind, even where their work goes on: ${label}`, () => {
        const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
        const setup = keptResults({ others: { act: () => new Promise(() => {}) } });
        const resultId = setup.keep(source());
        const sender = {};
        const counts = [timers()];
        void setup.send({ kind: 'act', requestId: 3, resultId, action: 'export', viewId: '' }, sender);
        counts.push(timers());
        end(setup, sender);
        counts.push(timers());
        assert.deepEqual(
          counts.map((count) => count - (counts[0] ?? 0)),
          [0, 1, 0],
        );
      });
    }

    it('because the cell runs again are told that the result is gone', async () => {
      const setup = keptResults({
        others: {
          act: (_, __, { signal }) =>
            new Promise((_resolve, reject) =>
              signal.addEventListener('abort', () => reject(new Cancelled())),
            ),
        },
      });
      const resultId = setup.keep(source());
      const call = setup.ask(resultId, 'act', { action: 'export', viewId: '' });
      setup.results.letGoOf(setup.cell);
      assert.deepEqual(await call, {
        code: 'resultGone',
        message: 'This result is no longer there. Run the cell again.',
      });
    });
  });
});

describe('results of a window', () => {
  it('are let go with their notebook, or when their cell runs again', () => {
    const { results } = keptResults();
    const notebooks = [notebookOf('a'), notebookOf('b')] as const;
    const cells = [cellIn(notebooks[0]), cellIn(notebooks[0]), cellIn(notebooks[1])];
    const sources = cells.map(source);
    const ids = cells.map((cell, at) => results.keep({ source: sources[at] ?? source(), cell, origin }));
    const known = () => ids.map((id) => results.get(id) !== undefined);
    const steps = [known()];
    results.letGoOf(cells[0] ?? assert.fail());
    steps.push(known());
    results.letGoOfAll(notebooks[0]);
    steps.push(known());
    assert.deepEqual(steps, [
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
    assert.deepEqual(
      sources.map(({ released }) => released),
      [1, 1, 0],
    );
  });

  it('are found by their cell, in the order in which they came', () => {
    const { results, keep, cell } = keptResults();
    const ids = [keep(source()), keep(source())];
    assert.deepEqual(
      results.of(cell).map(({ id }) => id),
      ids,
    );
    assert.deepEqual(results.of(cellIn(notebookOf('b'))), []);
  });
});
