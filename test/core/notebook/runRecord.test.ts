import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isRunRecord,
  matchRuns,
  mostStatements,
  pruneRuns,
  recordLifetime,
  type RunRecord,
  type StatementRecord,
} from '../../../src/core/notebook/runRecord.ts';

const statement = (startedAt = 0): StatementRecord => ({
  index: 0,
  name: 'cell-0',
  profile: 'Company',
  accountId: 'someone',
  region: 'us-east-1',
  warehouse: { kind: 'workgroup', name: 'analytics', database: 'dev' },
  startedAt,
  state: 'RUNNING',
});
const run = (cell: number, textHash: string, ...startedAt: number[]): RunRecord => ({
  notebook: 'file:///a.rsql',
  cell,
  textHash,
  count: 1,
  statements: startedAt.map(statement),
});

describe('records of runs', () => {
  const cases = [
    { label: 'unchanged', runs: [run(0, 'a'), run(1, 'b')], cells: ['a', 'b'], expected: [0, 1] },
    {
      label: 'a cell was put above',
      runs: [run(0, 'a'), run(1, 'b')],
      cells: ['new', 'a', 'b'],
      expected: [1, 2],
    },
    { label: 'swapped', runs: [run(0, 'a'), run(1, 'b')], cells: ['b', 'a'], expected: [1, 0] },
    { label: 'edited', runs: [run(0, 'a'), run(1, 'b')], cells: ['a', 'c'], expected: [0, undefined] },
    { label: 'deleted', runs: [run(0, 'a'), run(3, 'b')], cells: ['a'], expected: [0, undefined] },
    { label: 'alike, the nearest', runs: [run(3, 'a')], cells: ['a', 'x', 'a', 'x', 'x'], expected: [2] },
    { label: 'alike, both ran', runs: [run(0, 'a'), run(1, 'a')], cells: ['a', 'a'], expected: [0, 1] },
    {
      label: 'alike, one went',
      runs: [run(0, 'a'), run(1, 'a')],
      cells: ['x', 'a'],
      expected: [undefined, 1],
    },
    {
      label: 'none taken from the one in its place',
      runs: [run(1, 'a'), run(0, 'a')],
      cells: ['a', 'x'],
      expected: [undefined, 0],
    },
  ];
  for (const { label, runs, cells, expected } of cases) {
    it(`find their cells: ${label}`, () => {
      const matched = matchRuns(runs, cells);
      assert.deepEqual(
        runs.map((one) => matched.get(one)),
        expected,
      );
    });
  }

  it('find a cell with their text each, never two the same', () => {
    const hash = fc.constantFrom('a', 'b', 'c');
    const arbitraryRuns = fc.array(fc.record({ cell: fc.nat(6), textHash: hash }));
    fc.assert(
      fc.property(arbitraryRuns, fc.array(hash), (places, cells) => {
        const matched = matchRuns(
          places.map(({ cell, textHash }) => run(cell, textHash)),
          cells,
        );
        assert.equal(new Set(matched.values()).size, matched.size);
        for (const [{ textHash }, cell] of matched) assert.equal(cells[cell], textHash);
      }),
    );
  });

  it('end when Redshift has forgotten the statements', () => {
    const old = run(0, 'a', 1_000);
    const goesOn = run(1, 'b', 1_000, 5_000);
    assert.deepEqual(pruneRuns([old, goesOn], 1_000 + recordLifetime), [goesOn]);
  });

  it('are bounded: the oldest go', () => {
    const many = Array.from({ length: mostStatements / 2 + 2 }, (_, at) => run(at, 'a', at + 1, at + 1));
    const shuffled = [...many.slice(5), ...many.slice(0, 5)];
    assert.deepEqual(pruneRuns(shuffled, 1), [...many.slice(5), ...many.slice(2, 5)]);
  });

  it('keep the newest run whole, however many statements it has', () => {
    const large = run(0, 'a', ...Array.from({ length: mostStatements + 1 }, () => 2));
    assert.deepEqual(pruneRuns([run(1, 'b', 1), large], 3), [large]);
  });

  const stored: { label: string; value: unknown; expected: boolean }[] = [
    { label: 'a record', value: run(0, 'a', 1), expected: true },
    { label: 'nothing', value: null, expected: false },
    { label: 'a text', value: 'run', expected: false },
    { label: 'no statements', value: { ...run(0, 'a'), statements: undefined }, expected: false },
    { label: 'no place', value: { ...run(0, 'a'), cell: '0' }, expected: false },
    {
      label: 'a statement without a warehouse',
      value: { ...run(0, 'a'), statements: [{ ...statement(), warehouse: 'analytics' }] },
      expected: false,
    },
  ];
  for (const { label, value, expected } of stored) {
    it(`read from storage: ${label} is ${expected ? 'one' : 'none'}`, () => {
      assert.equal(isRunRecord(value), expected);
    });
  }
});
