import assert from 'node:assert/strict';
import { plotFields } from '../../../src/renderer/chart/plotFields.ts';
import type { PlotChoice } from '../../../src/protocol/chartChoice.ts';

const columns = [
  { name: 'country', typeName: 'varchar', numeric: false },
  { name: 'amount', typeName: 'numeric', numeric: true },
  { name: 'units', typeName: 'int4', numeric: true },
  { name: 'amount', typeName: 'int8', numeric: true },
];
const sum: PlotChoice = { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' };

/** The choice after an option, by its words, of a select was taken. */
function choose(from: PlotChoice | undefined, label: string, words: string) {
  const field = plotFields(from, columns).find((each) => each.label === label);
  const option = field?.options.find((each) => each.label === words);
  return field && option ? field.choose(option.value) : assert.fail(`${label} has no ${words}`);
}

describe('what chooses a chart', () => {
  const changes: readonly (readonly [
    from: PlotChoice | undefined,
    label: string,
    words: string,
    to: PlotChoice,
  ])[] = [
    [undefined, 'X', 'country', { mark: 'bar', x: 'country', aggregate: 'count' }],
    [sum, 'Mark', 'Line', { ...sum, mark: 'line' }],
    [sum, 'Mark', 'Histogram', { mark: 'histogram', x: 'country' }],
    [{ mark: 'histogram', x: 'units' }, 'Mark', 'Bar', { mark: 'bar', x: 'units', aggregate: 'count' }],
    [{ mark: 'histogram', x: 'units' }, 'Mark', 'Scatter', { mark: 'point', x: 'units', y: 'amount' }],
    [{ mark: 'point', x: 'units', y: 'amount' }, 'Mark', 'Bar', { ...sum, x: 'units' }],
    [sum, 'Y', 'Number of rows', { mark: 'bar', x: 'country', aggregate: 'count' }],
    [{ mark: 'bar', x: 'country', aggregate: 'count' }, 'Y', 'units', { ...sum, y: 'units' }],
    [sum, 'Aggregate', 'Median', { ...sum, aggregate: 'median' }],
    [{ ...sum, mark: 'line' }, 'Aggregate', 'Each row', { mark: 'line', x: 'country', y: 'amount' }],
    [sum, 'Color', 'units', { ...sum, colour: 'units' }],
    [{ ...sum, colour: 'units' }, 'Color', 'None', sum],
  ];
  for (const [from, label, words, to] of changes) {
    it(`${from?.mark ?? 'nothing'} with ${label} ${words}`, () =>
      assert.deepEqual(choose(from, label, words), to));
  }

  it('offers each name once, and text as no measure', () => {
    const names = (label: string) =>
      plotFields(sum, columns)
        .find((field) => field.label === label)
        ?.options.map((option) => option.label);
    assert.deepEqual(
      [names('X'), names('Y')],
      [
        ['country', 'amount', 'units'],
        ['Number of rows', 'amount', 'units'],
      ],
    );
  });
});
