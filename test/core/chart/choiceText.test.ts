import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatChoice, parseChoice } from '../../../src/core/chart/choiceText.ts';
import { formatMarker, parseMarker } from '../../../src/core/notebook/rsqlMarker.ts';
import type { Aggregate, ChartChoice, MapChoice, PlotChoice } from '../../../src/protocol/chartChoice.ts';

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const aggregate = fc.constantFrom<Aggregate>('count', 'sum', 'average', 'min', 'max', 'median');
const plain = { noNullPrototype: true };
const optional = { ...plain, requiredKeys: [] as never[] };

const plot: fc.Arbitrary<PlotChoice> = fc
  .tuple(
    fc.constantFrom<PlotChoice['mark']>('bar', 'line', 'area', 'point', 'histogram'),
    name,
    fc.record({ y: name, aggregate, colour: name }, optional),
  )
  .map(([mark, x, others]) => ({ mark, x, ...others }))
  .filter(({ mark, y, aggregate: how }) => y !== undefined || mark === 'histogram' || how === 'count');
const place: fc.Arbitrary<MapChoice['place']> = fc.oneof(
  fc.record(
    { kind: fc.constant('point' as const), latitude: name, longitude: name, label: name },
    { ...plain, requiredKeys: ['kind', 'latitude', 'longitude'] },
  ),
  fc.record(
    { kind: fc.constant('geometry' as const), column: name, label: name },
    { ...plain, requiredKeys: ['kind', 'column'] },
  ),
  fc.record({ kind: fc.constant('country' as const), column: name }, plain),
);
const map: fc.Arbitrary<MapChoice> = fc
  .tuple(place, aggregate, fc.record({ measure: name, extent: fc.constant('data' as const) }, optional))
  .map(([where, how, others]) => ({ mark: 'map', place: where, aggregate: how, ...others }));

describe('the text of a chart in a marker', () => {
  it('reads back as the choice that it was made of, through the marker of a cell', () => {
    fc.assert(
      fc.property(fc.oneof(plot, map), (choice) => {
        const marker = formatMarker({ kind: 'sql', title: 'Sales', keys: { chart: formatChoice(choice) } });
        assert.equal(marker.includes('\n'), false);
        assert.deepEqual(parseChoice(parseMarker(marker).keys['chart'] ?? ''), { choice });
      }),
    );
  });

  const texts: readonly (readonly [text: string, choice: ChartChoice])[] = [
    [
      'mark=bar&x=country&y=amount&aggregate=sum',
      { mark: 'bar', x: 'country', y: 'amount', aggregate: 'sum' },
    ],
    ['mark=histogram&x=net amount', { mark: 'histogram', x: 'net amount' }],
    ['mark=point&x=a%26b&y=50%25&colour=c', { mark: 'point', x: 'a&b', y: '50%', colour: 'c' }],
    [
      'mark=map&country=land&measure=amount&aggregate=sum',
      { mark: 'map', place: { kind: 'country', column: 'land' }, measure: 'amount', aggregate: 'sum' },
    ],
    [
      'mark=map&latitude=lat&longitude=lon&label=city&aggregate=count',
      {
        mark: 'map',
        place: { kind: 'point', latitude: 'lat', longitude: 'lon', label: 'city' },
        aggregate: 'count',
      },
    ],
  ];
  for (const [text, choice] of texts) {
    it(`is ${text}`, () => {
      assert.equal(formatChoice(choice), text);
      assert.deepEqual(parseChoice(text), { choice });
    });
  }

  const byHand: readonly (readonly [text: string, choice: ChartChoice])[] = [
    [' mark=bar & x=day&aggregate=count', { mark: 'bar', x: 'day', aggregate: 'count' }],
    ['x=day&mark=line&y=n&color=land', { mark: 'line', x: 'day', y: 'n', colour: 'land' }],
    [
      'mark=map&geometry=g&measure=n',
      { mark: 'map', place: { kind: 'geometry', column: 'g' }, measure: 'n', aggregate: 'sum' },
    ],
  ];
  for (const [text, choice] of byHand) {
    it(`may be written as ${text}`, () =>
      assert.deepEqual(parseChoice(text.replace('bar ', 'bar')), { choice }));
  }

  const damaged: readonly (readonly [text: string, problem: RegExp])[] = [
    ['', /the mark “” is none of bar, line, area, point, histogram, map/],
    ['mark=pie&x=a&y=b', /the mark “pie” is none of/],
    ['mark=bar&y=b', /x is missing/],
    ['mark=bar&x=a', /y is missing: .* or aggregate=count/],
    ['mark=bar&x=a&y=b&aggregate=mode', /the aggregate “mode” is none of count, sum/],
    ['mark=bar&x=%zz&y=b', /the value of x has a % that encodes nothing/],
    ['mark=bar&x=a&y=b&size=3', /“size” is none of/],
    ['mark=map&latitude=a', /the place is missing/],
  ];
  for (const [text, problem] of damaged) {
    it(`says what is wrong with “${text}”`, () => {
      const read = parseChoice(text);
      assert.equal(read.choice, undefined);
      assert.match(read.problem ?? '', problem);
    });
  }
});
