import assert from 'node:assert/strict';
import { sourceSpec } from '../../../src/core/chart/sourceSpec.ts';
import { listSource } from '../redshift/results/listSource.ts';

describe('the chart of a whole result', () => {
  const rows = [
    ['Japan', '10'],
    ['Korea', '5'],
    ['Japan', '1'],
  ];

  for (const [label, y, drawn] of [
    ['is drawn of all of its pages', 'amount', [11, 5]],
    ['is none where a column is missing', 'price', undefined],
  ] as const) {
    it(`${label}, and holds none of them afterwards`, async () => {
      const source = listSource(['country', 'amount:int4'], rows, 2);
      const spec = await sourceSpec(source, { mark: 'bar', x: 'country', y, aggregate: 'sum' }).catch(
        () => undefined,
      );
      const values = (spec?.['data'] as { values: { y: number }[] } | undefined)?.values;
      assert.deepEqual([values?.map((value) => value.y), source.holders], [drawn, 0]);
    });
  }
});
