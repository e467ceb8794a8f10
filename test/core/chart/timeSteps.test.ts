import assert from 'node:assert/strict';
import fc from 'fast-check';
import { momentWords } from '../../../src/core/chart/momentWords.ts';
import { stepEnd, stepStart, timeUnitFor, type TimeUnit } from '../../../src/core/chart/timeSteps.ts';

const units: readonly TimeUnit[] = [
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'decade',
];
const at = (text: string): number =>
  Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`);

describe('steps of time', () => {
  const starts: readonly (readonly [TimeUnit, string])[] = [
    ['second', '2026-05-20 13:14:15'],
    ['minute', '2026-05-20 13:14:00'],
    ['hour', '2026-05-20 13:00:00'],
    ['day', '2026-05-20'],
    ['week', '2026-05-18'],
    ['month', '2026-05-01'],
    ['quarter', '2026-04-01'],
    ['year', '2026-01-01'],
    ['decade', '2020-01-01'],
  ];
  for (const [unit, start] of starts) {
    it(`begin a ${unit}`, () => assert.equal(stepStart(at('2026-05-20 13:14:15.678'), unit), at(start)));
  }

  it('hold every moment in one step, and follow each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), fc.constantFrom(...units), (moment, unit) => {
        const start = stepStart(moment, unit);
        const end = stepEnd(start, unit);
        assert.ok(start <= moment && moment < end, `${start} ${moment} ${end}`);
        assert.equal(stepStart(end, unit), end);
        assert.equal(stepStart(end - 1, unit), start);
      }),
    );
  });

  const days = (count: number, every = 1): number[] =>
    Array.from({ length: count }, (_, index) => at('2026-01-01') + index * every * 86_400_000);
  const chosen: readonly (readonly [label: string, moments: readonly number[], unit: TimeUnit])[] = [
    ['days that are few enough', days(90), 'day'],
    ['days of three years', days(1_100), 'week'],
    ['a single day', days(1), 'day'],
    ['starts of months', [at('2026-01-01'), at('2026-02-01'), at('2026-11-01')], 'month'],
    ['moments of some seconds', [1_000, 2_500, 9_000, 12_345], 'second'],
    [
      'a few moments of a year',
      Array.from({ length: 30 }, (_, index) => at('2026-01-01 10:11:12') + index * 1.0e9),
      'month',
    ],
    [
      'many moments of a year',
      Array.from({ length: 3_000 }, (_, index) => at('2026-01-01 10:11:12') + index * 1.0e7),
      'day',
    ],
    ['centuries', [at('1000-01-01'), at('2026-06-05')], 'decade'],
    ['no moment', [NaN], 'day'],
  ];
  for (const [label, moments, unit] of chosen) {
    it(`are each a ${unit} for ${label}`, () =>
      assert.equal(timeUnitFor(Float64Array.from(moments), 400), unit));
  }

  const words: readonly (readonly [moments: readonly string[], text: string])[] = [
    [['2026-05-20', '2026-05-21'], '2026-05-20'],
    [['2026-05-01', '2026-06-01'], '2026-05'],
    [['2026-05-20 13:14', '2026-05-21'], '2026-05-20 13:14'],
    [['2026-05-20 13:14:15', '2026-05-21'], '2026-05-20 13:14:15'],
    [['2026-05-20 13:14:15.678'], '2026-05-20 13:14:15.678'],
  ];
  for (const [moments, text] of words) {
    it(`are written as ${text}`, () => {
      const all = moments.map(at);
      assert.equal(momentWords(all)(all[0] ?? NaN), text);
    });
  }
});
