import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ColumnCondition, ResultViewSpec, SortKey } from '../../src/protocol/resultViewSpec.ts';
import {
  conditionText,
  withFilter,
  withNextSort,
  withoutFilter,
  withoutFiltersOf,
  withSort,
} from '../../src/renderer/viewSpec.ts';

const key = (column: number, descending = false): SortKey => ({ column, descending, nulls: 'last' });
const sorted = (...sort: SortKey[]): ResultViewSpec => ({ sort, filters: [{ column: 9, kind: 'null' }] });

describe('sorting by a header', () => {
  const clicks: { label: string; before: SortKey[]; column: number; add: boolean; after: SortKey[] }[] = [
    { label: 'ascending first', before: [], column: 1, add: false, after: [key(1)] },
    { label: 'then descending', before: [key(1)], column: 1, add: false, after: [key(1, true)] },
    { label: 'then not at all', before: [key(1, true)], column: 1, add: false, after: [] },
    { label: 'alone', before: [key(1), key(2)], column: 3, add: false, after: [key(3)] },
    { label: 'behind the others', before: [key(1)], column: 2, add: true, after: [key(1), key(2)] },
    { label: 'in its place', before: [key(1), key(2)], column: 1, add: true, after: [key(1, true), key(2)] },
    { label: 'without itself', before: [key(1, true), key(2)], column: 1, add: true, after: [key(2)] },
  ];
  for (const { label, before, column, add, after } of clicks) {
    it(`sorts ${label}, and leaves the filters`, () => {
      assert.deepEqual(withNextSort(sorted(...before), column, add, 'last'), sorted(...after));
    });
  }

  it('puts NULLs where the person wants them', () => {
    assert.deepEqual(withNextSort(sorted(), 1, false, 'first').sort, [{ ...key(1), nulls: 'first' }]);
  });

  it('keeps one key a column', () => {
    assert.deepEqual(withSort(sorted(key(1), key(2)), key(2, true), true), sorted(key(1), key(2, true)));
  });
});

describe('filters', () => {
  const [one, two, three] = [
    { column: 1, kind: 'null' },
    { column: 2, kind: 'notNull' },
    { column: 1, kind: 'range', from: '1' },
  ] as const;
  const spec: ResultViewSpec = { sort: [key(4)], filters: [one, two] };
  const cases: { label: string; after: ResultViewSpec; filters: ResultViewSpec['filters'] }[] = [
    { label: 'come behind the others', after: withFilter(spec, three), filters: [one, two, three] },
    { label: 'come in the place of one', after: withFilter(spec, three, 0), filters: [three, two] },
    { label: 'go one by one', after: withoutFilter(spec, 0), filters: [two] },
    {
      label: 'go by column',
      after: withoutFiltersOf({ ...spec, filters: [one, two, three] }, 1),
      filters: [two],
    },
  ];
  for (const { label, after, filters } of cases) {
    it(label, () => assert.deepEqual(after, { ...spec, filters }));
  }

  const words: [ColumnCondition, string][] = [
    [{ kind: 'contains', text: 'Jap', matchCase: false }, 'contains “Jap”'],
    [{ kind: 'endsWith', text: 'n', matchCase: true }, 'ends with “n”, match case'],
    [{ kind: 'notEquals', value: '1' }, '≠ “1”'],
    [{ kind: 'range', from: '1', to: '2' }, '“1” to “2”'],
    [{ kind: 'range', from: '1' }, '≥ “1”'],
    [{ kind: 'range', to: '2' }, '≤ “2”'],
    [{ kind: 'oneOf', values: ['a', null, 'b', 'c', 'd'] }, 'is “a”, NULL, “b” or 2 more'],
    [{ kind: 'notNull' }, 'is not NULL'],
  ];
  for (const [condition, text] of words) {
    it(`are said in words: ${text}`, () => assert.equal(conditionText(condition), text));
  }
});
