import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ResultStates } from '../../src/renderer/resultState.ts';
import { wholeResult } from '../../src/renderer/viewSpec.ts';

const spec = { sort: [{ column: 1, descending: true, nulls: 'last' }], filters: [] } as const;

function keeping(state?: unknown) {
  return { state, getState: () => state, setState: (next: unknown) => void (state = structuredClone(next)) };
}

describe('the state of a result', () => {
  it('is kept while VS Code keeps it', () => {
    const context = keeping();
    new ResultStates(context).change('one', { spec, pane: 'chart' });
    new ResultStates(context).change('one', { height: 300 });
    assert.deepEqual(new ResultStates(context).of('one'), { spec, pane: 'chart', height: 300 });
  });

  for (const context of [undefined, {}, { getState() {} }]) {
    it(`is kept in memory where nobody keeps it: ${JSON.stringify(context)}`, () => {
      const states = new ResultStates(context);
      states.change('one', { spec });
      assert.deepEqual([states.of('one'), states.of('two')], [{ spec }, { spec: wholeResult }]);
    });
  }

  it('of the one that was changed longest ago goes first', () => {
    const context = keeping();
    const states = new ResultStates(context);
    for (let number = 0; number < 101; number++) {
      states.change(`${number}`, { spec });
      states.change('0', { pane: 'map' });
    }
    assert.deepEqual(
      ['0', '1', '2', '100'].map((id) => new ResultStates(context).of(id).spec === wholeResult),
      [false, true, false, false],
    );
  });

  for (const kept of [
    5,
    { results: 5 },
    { results: [5] },
    { results: [['one', 5]] },
    { results: [['one', { spec: { sort: [5], filters: [] } }]] },
    { results: [['one', { spec, layout: 5 }]] },
    { results: [['one', { spec, view: 5 }]] },
  ]) {
    it(`that another version left is not taken: ${JSON.stringify(kept)}`, () => {
      assert.deepEqual(new ResultStates(keeping(kept)).of('one'), { spec: wholeResult });
    });
  }
});
