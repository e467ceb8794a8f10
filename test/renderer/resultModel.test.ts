import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { GridCallKind } from '../../src/protocol/gridMessages.ts';
import type { ResultViewSpec } from '../../src/protocol/resultViewSpec.ts';
import { CallRefused } from '../../src/renderer/callRefused.ts';
import type { ResultCalls } from '../../src/renderer/grid/contract.ts';
import { ResultModel } from '../../src/renderer/resultModel.ts';
import { wholeResult } from '../../src/renderer/viewSpec.ts';

const byAmount: ResultViewSpec = { sort: [{ column: 1, descending: true, nulls: 'last' }], filters: [] };
const noNulls: ResultViewSpec = { sort: [], filters: [{ column: 0, kind: 'notNull' }] };
const resultSet = {
  columns: [
    { name: 'country', typeName: 'varchar', numeric: false },
    { name: 'amount', typeName: 'int4', numeric: true },
  ],
  rows: [['Japan', '1']],
  totalRows: 10,
  cut: [[0, 0, 2_000]] as [number, number, number][],
};

/** An extension host that answers when the test says so. */
class Host implements ResultCalls {
  readonly asked: { kind: GridCallKind; ask: object; signal?: AbortSignal | undefined }[] = [];
  readonly #answers: { resolve(value: unknown): void; reject(error: unknown): void }[] = [];

  call: ResultCalls['call'] = (kind, ask, options = {}) =>
    new Promise((resolve, reject) => {
      this.asked.push({ kind, ask, signal: options.signal });
      this.#answers.push({ resolve: resolve as (value: unknown) => void, reject });
      options.signal?.addEventListener('abort', () => reject(new CallRefused('cancelled', 'Cancelled.')));
    });

  async answer(at: number, value: unknown): Promise<void> {
    this.#answers[at]?.resolve(value);
    await settled();
  }

  async refuse(at: number, code: CallRefused['code']): Promise<void> {
    this.#answers[at]?.reject(new CallRefused(code, 'No.'));
    await settled();
  }

  get asks(): unknown[] {
    return this.asked.map(({ kind, ask }) => [kind, ask]);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the view of a result', () => {
  let host: Host;
  let model: ResultModel;
  let told: unknown[];
  beforeEach(() => {
    host = new Host();
    model = new ResultModel(resultSet, host);
    told = [];
    for (const name of ['spec', 'view', 'progress'] as const)
      model.on(name, (event) => told.push([name, event]));
    model.on('problem', (error) => told.push(['problem', (error as CallRefused).code]));
  });

  it('is all rows at first', () => {
    assert.deepEqual([model.view, model.spec], [{ viewId: '', rowCount: 10 }, wholeResult]);
  });

  it('is what the extension host made of the spec', async () => {
    void model.apply(byAmount);
    await host.answer(0, { viewId: 'a', rowCount: 10 });
    assert.deepEqual(
      [host.asks, told, model.view],
      [
        [['view', { spec: byAmount }]],
        [
          ['spec', byAmount],
          ['progress', { done: 0, total: 10 }],
          ['progress', undefined],
          ['view', { viewId: 'a', rowCount: 10 }],
        ],
        { viewId: 'a', rowCount: 10 },
      ],
    );
  });

  it('stays where another one is refused, with its spec', async () => {
    void model.apply(byAmount);
    await host.answer(0, { viewId: 'a', rowCount: 10 });
    void model.apply(noNulls);
    told = [];
    await host.refuse(1, 'failed');
    assert.deepEqual(
      [model.view.viewId, model.spec, told],
      [
        'a',
        byAmount,
        [
          ['progress', undefined],
          ['spec', byAmount],
          ['problem', 'failed'],
        ],
      ],
    );
  });

  it('stays where making another one is cancelled, without a word', async () => {
    void model.apply(byAmount);
    model.cancel();
    await settled();
    assert.deepEqual(
      [model.spec, told.some((event) => String(event).includes('problem'))],
      [wholeResult, false],
    );
  });

  it('is the one asked for last, whichever comes first', async () => {
    void model.apply(byAmount);
    void model.apply(noNulls);
    assert.equal(host.asked[0]?.signal?.aborted, true);
    await host.answer(1, { viewId: 'b', rowCount: 9 });
    await host.answer(0, { viewId: 'a', rowCount: 10 });
    assert.deepEqual([model.view, model.spec], [{ viewId: 'b', rowCount: 9 }, noNulls]);
  });

  it('of all rows as they came is not asked for', async () => {
    await model.apply(wholeResult);
    assert.deepEqual([host.asks, told.at(-1)], [[], ['view', { viewId: '', rowCount: 10 }]]);
  });

  it('cannot be another one where nobody can be asked', async () => {
    const alone = new ResultModel(resultSet);
    await alone.apply(byAmount);
    assert.deepEqual(alone.spec, wholeResult);
  });

  it('is taken up without asking where the extension host has it', async () => {
    await model.restore(byAmount, { viewId: 'a', rowCount: 10 });
    assert.deepEqual([host.asks, model.view, model.spec], [[], { viewId: 'a', rowCount: 10 }, byAmount]);
  });

  it('is asked for again where the extension host let go of it; who asked about it does not notice', async () => {
    await model.restore(byAmount, { viewId: 'a', rowCount: 10 });
    const ask = { viewId: 'a', row: 1, column: 0 };
    const answer = model.calls?.call('cell', ask);
    const other = model.calls?.call('profile', { viewId: 'a', column: 1 });
    await settled();
    await host.refuse(0, 'viewGone');
    await host.refuse(1, 'viewGone');
    await host.answer(2, { viewId: 'b', rowCount: 10 });
    await host.answer(3, { value: 'Japan', length: 5 });
    await host.answer(4, 'profile');
    const later = model.calls?.call('cell', ask);
    await settled();
    await host.answer(5, { value: 'again', length: 5 });
    assert.deepEqual(
      [await answer, await other, await later, host.asks.slice(2)],
      [
        { value: 'Japan', length: 5 },
        'profile',
        { value: 'again', length: 5 },
        [
          ['view', { spec: byAmount }],
          ['cell', { ...ask, viewId: 'b' }],
          ['profile', { viewId: 'b', column: 1 }],
          ['cell', { ...ask, viewId: 'b' }],
        ],
      ],
    );
  });

  it('that nobody looks at any more is not asked for again', async () => {
    await model.restore(byAmount, { viewId: 'a', rowCount: 10 });
    const answer = model.calls?.call('profile', { viewId: 'old', column: 1 }) ?? assert.fail();
    await settled();
    const refusal = assert.rejects(answer, new CallRefused('cancelled', 'Another view is shown.'));
    await host.refuse(0, 'viewGone');
    await refusal;
    assert.equal(host.asked.length, 1);
  });

  it('tells values of the output, and how long they are', () => {
    assert.deepEqual(
      [
        model.previewValue({ row: 0, column: 0 }),
        model.previewValue({ row: 0, column: 1 }),
        model.previewValue({ row: 5, column: 0 }),
      ],
      [
        { value: 'Japan', length: 2_000 },
        { value: '1', length: 1 },
        { value: null, length: 0 },
      ],
    );
  });

  it('gets the columns that the output has no room for', async () => {
    const columns = [...resultSet.columns, { name: 'more', typeName: 'int4', numeric: true }];
    void model.loadColumns();
    await settled();
    await host.answer(0, { columns });
    assert.deepEqual([host.asks, model.columns], [[['columns', {}]], columns]);
  });
});
