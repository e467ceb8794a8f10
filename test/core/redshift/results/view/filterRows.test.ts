import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filterRows } from '../../../../../src/core/redshift/results/view/filterRows.ts';
import { foldCase } from '../../../../../src/core/redshift/results/view/foldCase.ts';
import type { ColumnCondition } from '../../../../../src/protocol/resultViewSpec.ts';
import { columnRows, viewTexts, workRows, type Value } from './typedPages.ts';

async function passing(typeName: string, values: readonly Value[], condition: ColumnCondition) {
  const rows = await columnRows(typeName, values);
  return viewTexts(rows, filterRows(rows, [{ column: 0, ...condition }]));
}

const text = (
  kind: 'contains' | 'notContains' | 'startsWith' | 'endsWith',
  wanted: string,
  matchCase = false,
): ColumnCondition => ({ kind, text: wanted, matchCase });
const range = (from?: string, to?: string): ColumnCondition => ({
  kind: 'range',
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});
const equals = (value: string): ColumnCondition => ({ kind: 'equals', value });
const notEquals = (value: string): ColumnCondition => ({ kind: 'notEquals', value });
const oneOf = (...values: Value[]): ColumnCondition => ({ kind: 'oneOf', values });

const words = ['Anna', 'banana', 'AN', 'nan', '', null, 'n', 'ann'];
const letters = [
  'ÄPFEL',
  'äpfel',
  'apfel',
  'Kelvin',
  '\u212aelvin',
  'İzmir',
  'izmir',
  'ΟΔΟΣ',
  'οδος',
  '東京都',
  null,
];
const ints = ['-2147483648', '-1', '0', '7', '10', '2147483647', null];
const bigs = [
  '-9223372036854775808',
  '9007199254740992',
  '9007199254740993',
  '9223372036854775807',
  '5',
  null,
];
const decimals = ['1.0', '1', '1.50', '12345678901234567890.12', '12345678901234567890.13', '-0.00', null];
const floats = ['0.1', '1e3', '-Infinity', 'Infinity', 'NaN', '-0', '0', null];
const stamps = [
  '2025-12-31 23:59:59.999999',
  '2026-01-31 00:00:00',
  '2026-01-31 12:30:00',
  '2026-01-31 12:30:59.5',
  '2026-02-01 00:00:00',
  null,
];
const zoned = ['2026-01-31 12:00:00+00', '2026-01-31 14:00:00+02', '2026-01-31 12:00:01+00', null];

const cases: readonly [
  label: string,
  typeName: string,
  values: readonly Value[],
  ColumnCondition,
  Value[],
][] = [
  ['contains', 'varchar', words, text('contains', 'an'), ['Anna', 'banana', 'AN', 'nan', 'ann']],
  ['contains, with case', 'varchar', words, text('contains', 'an', true), ['banana', 'nan', 'ann']],
  ['contains a letter', 'varchar', words, text('contains', 'N', true), ['AN']],
  ['contains nothing', 'varchar', words, text('contains', ''), words.filter((word) => word !== null)],
  ['does not contain', 'varchar', words, text('notContains', 'an'), ['', 'n']],
  ['starts with', 'varchar', words, text('startsWith', 'an'), ['Anna', 'AN', 'ann']],
  ['ends with', 'varchar', words, text('endsWith', 'AN', true), ['AN']],
  ['ends with, of one value and the next', 'varchar', ['xa', 'nx'], text('contains', 'an'), []],
  ['what overlaps an end', 'varchar', ['xa', 'aab', 'a'], text('contains', 'aa'), ['aab']],
  ['equals, of more digits than the values', 'numeric', ['0.1'], equals('0.10000000000000000001'), []],
  ['from, likewise', 'numeric', ['0.1', '0.2'], range('0.10000000000000000001'), ['0.2']],
  ['to, likewise', 'numeric', ['0.1', '0.2'], range(undefined, '0.19999999999999999999'), ['0.1']],
  ['to, of a float', 'float8', ['0.1', '0.2'], range('0.10000000000000000001'), ['0.1', '0.2']],
  [
    'no NULL among texts of one length',
    'date',
    ['2026-01-31', null, '2026-02-01'],
    text('contains', '\0'),
    [],
  ],
  ['equals text', 'varchar', words, equals('nan'), ['nan']],
  ["equals ''", 'varchar', words, equals(''), ['']],
  ['does not equal text', 'varchar', words, notEquals('nan'), ['Anna', 'banana', 'AN', '', 'n', 'ann']],
  ['text in a range', 'varchar', words, range('AN', 'b'), ['Anna', 'AN', 'ann']],
  ['text from', 'varchar', words, range('n'), ['nan', 'n']],
  ['NULL', 'varchar', words, { kind: 'null' }, [null]],
  ['not NULL', 'varchar', ['', null], { kind: 'notNull' }, ['']],
  ['some values', 'varchar', words, oneOf('n', null, ''), ['', null, 'n']],
  ['none of the values', 'varchar', words, oneOf(), []],
  ['letters beyond ASCII', 'varchar', letters, text('contains', 'äPF'), ['ÄPFEL', 'äpfel']],
  ['letters beyond ASCII, with case', 'varchar', letters, text('contains', 'äpf', true), ['äpfel']],
  ['ASCII that others turn into', 'varchar', letters, text('startsWith', 'k'), ['Kelvin', '\u212aelvin']],
  ['an i with a dot', 'varchar', letters, text('startsWith', 'i'), ['İzmir', 'izmir']],
  ['a sigma at an end', 'varchar', letters, text('contains', 'ΔΟΣ'), ['ΟΔΟΣ', 'οδος']],
  ['a sigma within a word', 'varchar', ['ΟΔΟΣΑ', 'οδοςα'], text('contains', 'ΟΔΟΣ'), ['ΟΔΟΣΑ', 'οδοςα']],
  ['letters without case', 'varchar', letters, text('endsWith', '京都'), ['東京都']],
  ['digits of whole numbers', 'int4', ints, text('contains', '1'), ['-2147483648', '-1', '10', '2147483647']],
  ['digits of larger ones', 'int8', bigs, text('endsWith', '775808'), ['-9223372036854775808']],
  [
    'zeros of larger ones',
    'int8',
    ['9000000000000000001'],
    text('contains', '00000000000000001'),
    ['9000000000000000001'],
  ],
  ['letters in whole numbers', 'int4', ints, text('contains', 'x'), []],
  ['part of true', 'bool', ['t', 'f', null], text('startsWith', 'TR'), ['true']],
  ['equals a whole number', 'int4', ints, equals(' 7.0 '), ['7']],
  ['equals a fraction', 'int4', ints, equals('7.5'), []],
  ['equals what is out of reach', 'int4', ints, equals('99999999999'), []],
  ['is not what is out of reach', 'int4', ['1', null], notEquals('99999999999'), ['1']],
  ['ints in a range of fractions', 'int4', ints, range('-0.5', '9.9'), ['0', '7']],
  ['ints in a range wider than all', 'int4', ints, range('-1e30', '1e30'), ints.slice(0, -1)],
  ['ints up to', 'int4', ints, range(undefined, '-1'), ['-2147483648', '-1']],
  ['ints in a range the wrong way round', 'int4', ints, range('9', '1'), []],
  ['ints to infinity', 'int4', ints, range('8', 'Infinity'), ['10', '2147483647']],
  ['ints from NaN', 'int4', ints, range('NaN'), []],
  ['equals an int8', 'int8', bigs, equals('9007199254740993'), ['9007199254740993']],
  ['int8 in a range', 'int8', bigs, range('9007199254740993'), ['9007199254740993', '9223372036854775807']],
  ['some int8', 'int8', bigs, oneOf('5', '9007199254740992', 'x'), ['9007199254740992', '5']],
  ['equals numeric by value', 'numeric(38,2)', decimals, equals('1.00'), ['1.0', '1']],
  ['equals 0', 'numeric(38,2)', decimals, equals('0'), ['-0.00']],
  [
    'equals a long numeric',
    'numeric(38,2)',
    decimals,
    equals('12345678901234567890.13'),
    ['12345678901234567890.13'],
  ],
  [
    'long numerics up to',
    'numeric(38,2)',
    decimals,
    range('1.5', '12345678901234567890.12'),
    ['1.50', '12345678901234567890.12'],
  ],
  ['floats in a range', 'float8', floats, range('0', '1000'), ['0.1', '1e3', '-0', '0']],
  ['floats from', 'float8', floats, range('0.1'), ['0.1', '1e3', 'Infinity', 'NaN']],
  ['equals NaN', 'float8', floats, equals('nan'), ['NaN']],
  ['odd ones are in no range', 'int4', ['1', 'x', null], range('0'), ['1']],
  ['odd ones are not equal', 'int4', ['1', 'x', null], notEquals('1'), ['x']],
  ['odd ones as one of', 'int4', ['1', 'x', null, 'y'], oneOf('x', '1'), ['1', 'x']],
  ['true', 'bool', ['t', 'f', null], equals('T'), ['true']],
  ['not true', 'bool', ['t', 'f', null], notEquals('true'), ['false']],
  ['true among odd ones', 'bool', ['t', 'f', 'x', null], equals('yes'), ['true']],
  ['a day', 'date', ['2026-01-30', '2026-01-31', '2026-02-01'], equals('2026-01-31'), ['2026-01-31']],
  [
    'a month',
    'date',
    ['2026-01-31', '2026-02-01', '2026-02-28'],
    equals('2026-02'),
    ['2026-02-01', '2026-02-28'],
  ],
  [
    'years',
    'date',
    ['2024-12-31', '2025-06-01', '2026-12-31'],
    range('2025', '2026'),
    ['2025-06-01', '2026-12-31'],
  ],
  ['a whole day of points in time', 'timestamp', stamps, equals('2026-01-31'), stamps.slice(1, 4)],
  ['to the end of a day', 'timestamp', stamps, range(undefined, '2026-01-31'), stamps.slice(0, 4)],
  ['a minute', 'timestamp', stamps, equals('2026-01-31T12:30'), stamps.slice(2, 4)],
  ['a point in time', 'timestamp', stamps, equals('2026-01-31 12:30:00'), ['2026-01-31 12:30:00']],
  [
    'some points in time',
    'timestamp',
    stamps,
    oneOf('2026-01-31 12:30:59.5', null),
    ['2026-01-31 12:30:59.5', null],
  ],
  ['an instant', 'timestamptz', zoned, equals('2026-01-31 13:00:00+01'), zoned.slice(0, 2)],
  ['an instant of UTC', 'timestamptz', zoned, equals('2026-01-31 12:00:01'), [zoned[2] ?? null]],
  ['a minute of a zone', 'timestamptz', zoned, equals('2026-01-31 06:30-05:30'), zoned.slice(0, 3)],
  ['times', 'time', ['09:00:00', '09:30:00.5', '10:00:00'], range('09:30', '09:59'), ['09:30:00.5']],
  ['SUPER', 'super', ['{"a":1}', '{"a":2}', null], text('contains', '"A":2'), ['{"a":2}']],
];

const refused: readonly [label: string, typeName: string, ColumnCondition, message: string][] = [
  ['a word as a number', 'int8', equals('abc'), "'abc' is no number: the column c0 is of type int8."],
  ['hexadecimal', 'int4', equals('0x10'), "'0x10' is no number: the column c0 is of type int4."],
  [
    'nothing as a number',
    'numeric(18,2)',
    range(''),
    "'' is no number: the column c0 is of type numeric(18,2).",
  ],
  ['a month that is none', 'date', equals('2026-13'), "'2026-13' is no date: the column c0 is of type date."],
  [
    'a day that is none',
    'date',
    equals('2026-02-29'),
    "'2026-02-29' is no date: the column c0 is of type date.",
  ],
  [
    'a zone where there is none',
    'timestamp',
    equals('2026-01-31 12:00:00+02'),
    "'2026-01-31 12:00:00+02' is no date or time: the column c0 is of type timestamp.",
  ],
  [
    'a date as a time',
    'time',
    equals('2026-01-31'),
    "'2026-01-31' is no time: the column c0 is of type time.",
  ],
  ['perhaps', 'bool', equals('perhaps'), "'perhaps' is no truth value: the column c0 is of type bool."],
  [
    'something long and hidden',
    'int4',
    equals(`\u202e${'9'.repeat(80)}x`),
    `'\\u202E${'9'.repeat(59)}…' is no number: the column c0 is of type int4.`,
  ],
  ['a range without ends', 'int4', range(), 'A range needs a beginning or an end.'],
];

describe('filterRows', () => {
  for (const [label, typeName, values, condition, expected] of cases) {
    it(`finds ${label} (${typeName})`, async () =>
      assert.deepEqual(await passing(typeName, values, condition), expected));
  }

  for (const [label, typeName, condition, message] of refused) {
    it(`refuses ${label}`, async () => {
      // Also where there is no row to compare with.
      for (const values of [[null], []]) {
        await assert.rejects(passing(typeName, values, condition), { code: 'InvalidFilter', message });
      }
    });
  }

  it('lets pass what passes all filters', async () => {
    const rows = await workRows(
      ['int4', 'varchar'],
      [
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'a'],
        ['4', null],
      ],
    );
    const filters = [
      { column: 0, ...range('2') },
      { column: 1, ...equals('a') },
    ];
    assert.deepEqual(filterRows(rows, filters), Uint32Array.of(2));
  });

  it('finds texts as their own methods do', async () => {
    const unit = fc.constantFrom(
      'a',
      'A',
      'k',
      'K',
      'i',
      'I',
      'İ',
      '\u212a',
      'ä',
      'Ä',
      'σ',
      'ς',
      '京',
      '0',
      ' ',
    );
    const word = fc.string({ unit, maxLength: 6 });
    const kinds = { contains: 'includes', startsWith: 'startsWith', endsWith: 'endsWith' } as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(word, { nil: null }), { minLength: 1, maxLength: 9 }),
        fc.string({ unit, maxLength: 2 }),
        fc.boolean(),
        fc.constantFrom('contains' as const, 'startsWith' as const, 'endsWith' as const),
        async (values, wanted, matchCase, kind) => {
          const fold = (value: string): string => (matchCase ? value : foldCase(value));
          const expected = values.filter((value) => value !== null && fold(value)[kinds[kind]](fold(wanted)));
          assert.deepEqual(await passing('varchar', values, text(kind, wanted, matchCase)), expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds digits of whole numbers as those of their text', async () => {
    const value = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -99n, max: 99n }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(value.map(String), { minLength: 1 }),
        fc.stringMatching(/^-?\d{0,2}$/),
        async (values, wanted) => {
          const expected = values.filter((each) => each.includes(wanted));
          assert.deepEqual(await passing('int8', values, text('contains', wanted)), expected);
        },
      ),
    );
  });

  it('finds many values as it finds each of them', async () => {
    const numbers = fc.oneof(
      fc.integer({ min: -9, max: 9 }).map(String),
      fc.constantFrom('1.0', '0.5', '-0'),
    );
    const days = fc.constantFrom('2026', '2026-01', '2026-01-31', '2026-02-01', '2025-12-31 12:00', 'never');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ['numeric', numbers] as const,
          ['int4', numbers] as const,
          ['timestamp', days] as const,
        ),
        fc.gen(),
        async ([typeName, texts], gen) => {
          const wanted = gen(() => fc.array(texts, { maxLength: 20 }));
          const values =
            typeName === 'timestamp'
              ? [...stamps, '2026-03-01 00:00:00', 'never']
              : [...ints, ...decimals, ...wanted];
          const rows = await columnRows(typeName, values);
          const each = wanted.flatMap((value) => [...filterRows(rows, [{ column: 0, ...oneOf(value) }])]);
          assert.deepEqual(
            [...filterRows(rows, [{ column: 0, ...oneOf(...wanted) }])],
            [...new Set(each)].sort((a, b) => a - b),
          );
        },
      ),
    );
  });
});
