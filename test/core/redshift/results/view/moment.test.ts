import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatMoment, MomentReader } from '../../../../../src/core/redshift/results/view/moment.ts';
import { momentKey, momentOfKey } from '../../../../../src/core/redshift/results/view/sortKeys.ts';

function read(text: string) {
  const bytes = new TextEncoder().encode(text);
  const reader = new MomentReader();
  if (!reader.read(bytes, 0, bytes.length)) return undefined;
  return { seconds: reader.seconds, micros: reader.micros };
}

const day = 86_400;

describe('moment', () => {
  const moments: readonly [text: string, seconds: number, micros?: number][] = [
    ['1970-01-01', 0],
    ['2026-01-31', Date.UTC(2026, 0, 31) / 1000],
    ['2000-02-29 23:59:59', Date.UTC(2000, 1, 29, 23, 59, 59) / 1000],
    ['1969-12-31 23:59:59.999999', -1, 999_999],
    ['1970-01-01T00:00:01.05', 1, 50_000],
    ['1970-01-01 02:00:00+02', 0],
    ['1970-01-01 00:00:00-07:30', 27_000],
    ['1970-01-01 00:00:00+0530', -19_800],
    ['1970-01-01 00:00:00.5+00:00:01', -1, 500_000],
    ['10000-01-01', Date.UTC(10000, 0, 1) / 1000],
    ['0001-01-01', -719_162 * day],
    ['0001-12-31 BC', -719_163 * day],
    ['0001-02-29 00:00:10 BC', -719_163 * day - 306 * day + 10],
    ['12:30:00.25', 45_000, 250_000],
    ['24:00:00', day],
    ['00:00:00+01', -3600],
  ];
  for (const [text, seconds, micros = 0] of moments) {
    it(`reads ${text}`, () => assert.deepEqual(read(text), { seconds, micros }));
  }

  it('takes nothing else', () => {
    const others = [
      '',
      '2026',
      '2026-01',
      '2026-1-31',
      '2026-02-29',
      '2026-13-01',
      '2026-01-31 ',
      '2026-01-31 12:00',
    ];
    const more = [
      '2026-01-31 12:60:00',
      '2026-01-31 12:00:00.',
      '2026-01-31 12:00:00.1234567',
      '26-01-31',
      'infinity',
    ];
    const last = [
      '2026-01-31x',
      '2026-01-31 12:00:00+',
      '2026-01-31 12:00:00+5',
      '12:00',
      '12:00:00 BC',
      '1900-02-29',
      '2026-01-31 25:00:00',
    ];
    assert.deepEqual(
      [...others, ...more, ...last].filter((text) => read(text) !== undefined),
      [],
    );
  });

  it('writes as Redshift does', () => {
    const at = { seconds: Date.UTC(2026, 0, 31, 9, 5, 7) / 1000, micros: 1500 };
    assert.deepEqual(
      [
        formatMoment(at, 'date'),
        formatMoment(at, 'timestamp'),
        formatMoment({ ...at, micros: 0 }, 'timestamptz'),
        formatMoment({ seconds: 3661, micros: 5 }, 'time'),
        formatMoment({ seconds: -719_163 * day, micros: 0 }, 'date'),
        formatMoment({ seconds: Date.UTC(12026, 0, 1) / 1000, micros: 0 }, 'date'),
        formatMoment({ seconds: 9_224_318_015_999, micros: 999_999 }, 'timestamp'),
        formatMoment({ seconds: -5400, micros: 0 }, 'time'),
        formatMoment({ seconds: day, micros: 0 }, 'time'),
      ],
      [
        '2026-01-31',
        '2026-01-31 09:05:07.0015',
        '2026-01-31 09:05:07+00',
        '01:01:01.000005',
        '0001-12-31 BC',
        '12026-01-01',
        '294276-12-31 23:59:59.999999',
        '22:30:00',
        '24:00:00',
      ],
    );
  });

  it('reads back what it writes, and what keys hold', () => {
    const seconds = fc.integer({ min: -200_000_000_000, max: 9_224_318_015_999 });
    fc.assert(
      fc.property(seconds, fc.nat(999_999), (value, micros) => {
        const moment = { seconds: value, micros };
        assert.deepEqual(
          [read(formatMoment(moment, 'timestamp')), momentOfKey(...momentKey(moment))],
          [moment, moment],
        );
      }),
    );
  });
});
