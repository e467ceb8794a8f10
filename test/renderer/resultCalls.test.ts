import assert from 'node:assert/strict';
import { describe, it, beforeEach } from 'mocha';
import type { GridCallKind, GridCalls } from '../../src/protocol/gridMessages.ts';
import { CallRefused } from '../../src/renderer/callRefused.ts';
import { openCalls } from '../../src/renderer/resultCalls.ts';

const window = { viewId: '', from: 0, to: 2, columns: [0] };
const profile = { rows: 1, nulls: 0, distinct: 1, top: [{ value: 'a', rows: 1 }] };

describe('calls to the extension host', () => {
  let sent: unknown[];
  let say: (message: unknown) => void;
  const context = {
    postMessage: (message: unknown) => void sent.push(message),
    onDidReceiveMessage: (listener: (message: unknown) => void) => void (say = listener),
  };
  beforeEach(() => (sent = []));
  const calls = (waitingTime?: number) => (openCalls(context, waitingTime) ?? assert.fail())('result');
  const refused = (code: CallRefused['code'], message: string) => new CallRefused(code, message);

  it('carry the kind, the result and an ID of their own', async () => {
    const { call } = calls();
    const [first, second] = [call('window', window), call('profile', { viewId: 'v', column: 3 })];
    assert.deepEqual(sent, [
      { kind: 'window', requestId: 1, resultId: 'result', ...window },
      { kind: 'profile', requestId: 2, resultId: 'result', viewId: 'v', column: 3 },
    ]);
    say({ kind: 'answer', requestId: 2, answer: profile });
    say({ kind: 'answer', requestId: 1, answer: { columns: [['a', null]] } });
    assert.deepEqual([await first, await second], [{ columns: [['a', null]] }, profile]);
  });

  it('tell how far they are', async () => {
    const told: number[][] = [];
    const asked = calls().call(
      'view',
      { spec: { sort: [], filters: [] } },
      { onProgress: (...far) => told.push(far) },
    );
    say({ kind: 'progress', requestId: 1, done: 5, total: 10 });
    say({ kind: 'answer', requestId: 1, answer: { viewId: 'v', rowCount: 3 } });
    await asked;
    assert.deepEqual(told, [[5, 10]]);
  });

  for (const code of ['viewGone', 'resultGone', 'cancelled', 'failed'] as const) {
    it(`are refused with a reason: ${code}`, async () => {
      const asked = calls().call('window', window);
      say({ kind: 'refused', requestId: 1, code, message: 'Run the cell again.' });
      await assert.rejects(asked, refused(code, 'Run the cell again.'));
    });
  }

  it('that are cancelled are cancelled there too, and what comes late is nothing', async () => {
    const stop = new AbortController();
    const asked = calls().call('window', window, { signal: stop.signal });
    stop.abort();
    await assert.rejects(asked, refused('cancelled', 'Cancelled.'));
    say({ kind: 'answer', requestId: 1, answer: { columns: [[]] } });
    assert.deepEqual(sent.slice(1), [{ kind: 'cancel', requestId: 1 }]);
  });

  it('that are cancelled before are not sent', async () => {
    await assert.rejects(
      calls().call('window', window, { signal: AbortSignal.abort() }),
      refused('cancelled', 'Cancelled.'),
    );
    assert.deepEqual(sent, []);
  });

  it('give up on a host that never answers', async () => {
    await assert.rejects(calls(1).call('window', window), refused('silent', 'No answer came. Try again.'));
    assert.deepEqual(sent.at(-1), { kind: 'cancel', requestId: 1 });
  });

  const strange: { label: string; kind: GridCallKind; ask?: object; answer: unknown }[] = [
    { label: 'nothing', kind: 'window', answer: undefined },
    { label: 'too few columns', kind: 'window', answer: { columns: [] } },
    { label: 'too many rows', kind: 'window', answer: { columns: [['a', 'b', 'c']] } },
    {
      label: 'columns of several lengths',
      kind: 'window',
      ask: { ...window, columns: [0, 1] },
      answer: { columns: [['a'], []] },
    },
    { label: 'a value that is no text', kind: 'window', answer: { columns: [[1]] } },
    { label: 'a place of a cut that is none', kind: 'window', answer: { columns: [['a']], cut: [[0]] } },
    { label: 'columns without types', kind: 'columns', answer: { columns: [{ name: 'a' }] } },
    { label: 'a view without rows', kind: 'view', answer: { viewId: 'v' } },
    { label: 'a negative count', kind: 'view', answer: { viewId: 'v', rowCount: -1 } },
    { label: 'no value', kind: 'cell', answer: { length: 1 } },
    { label: 'no count', kind: 'find', answer: { findId: 'f', isMore: false } },
    { label: 'no place', kind: 'match', answer: { index: 0, row: 0 } },
    { label: 'a sum that is no text', kind: 'aggregate', answer: { cells: 1, nulls: 0, numbers: 1, sum: 1 } },
    {
      label: 'a step without an end',
      kind: 'profile',
      answer: { ...profile, histogram: [{ from: '1', rows: 1 }] },
    },
    { label: 'frequent values that are none', kind: 'profile', answer: { ...profile, top: ['a'] } },
    { label: 'no numbers of cells', kind: 'copy', answer: {} },
    { label: 'a choice that is a text', kind: 'suggestChart', answer: { choice: 'bar' } },
    { label: 'a chart without rows', kind: 'chart', answer: { fields: [], totalRows: 1, notes: [] } },
    { label: 'no word of a file', kind: 'saveChart', answer: {} },
  ];
  for (const { label, kind, ask = window, answer } of strange) {
    it(`don’t take ${label} for an answer to ${kind}`, async () => {
      const asked = calls().call(kind, ask as GridCalls[typeof kind]['ask']);
      say({ kind: 'answer', requestId: 1, answer });
      await assert.rejects(asked, refused('misshapen', 'What came can’t be drawn. Run the cell again.'));
    });
  }

  for (const message of [
    undefined,
    'answer',
    { kind: 'answer', requestId: 2, answer: { columns: [[]] } },
    { kind: 'answer', requestId: '1', answer: {} },
    { kind: 'refused', requestId: 1, code: 'other', message: '' },
    { kind: 'progress', requestId: 1 },
  ]) {
    it(`wait on when something else comes: ${JSON.stringify(message)}`, async () => {
      const asked = calls().call('window', window);
      say(message);
      say({ kind: 'answer', requestId: 1, answer: { columns: [['a']] } });
      assert.deepEqual(await asked, { columns: [['a']] });
    });
  }

  for (const nobody of [undefined, null, {}, { postMessage() {} }]) {
    it(`are not there without somebody to answer: ${JSON.stringify(nobody)}`, () => {
      assert.equal(openCalls(nobody), undefined);
    });
  }
});
