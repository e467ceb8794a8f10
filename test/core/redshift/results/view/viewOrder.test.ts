import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDecimal, compareDecimals } from '../../../../../src/core/redshift/results/view/decimal.ts';
import { viewOrder } from '../../../../../src/core/redshift/results/view/viewOrder.ts';
import type { SortKey } from '../../../../../src/protocol/resultViewSpec.ts';
import { columnRows, viewTexts, workRows, type Value } from './typedPages.ts';

const bytes = { kind: 'bytes' } as const;
const ascending: SortKey = { column: 0, descending: false, nulls: 'last' };

async function sorted(typeName: string, values: readonly Value[], key: Partial<SortKey> = {}) {
  const rows = await columnRows(typeName, values);
  const order = viewOrder(rows, { sort: [{ ...ascending, ...key }], filters: [] }, bytes);
  return viewTexts(rows, order);
}

/** Each in its order. */
const orders: readonly { label: string; typeName: string; values: Value[] }[] = [
  { label: 'int4', typeName: 'int4', values: ['-2147483648', '-10', '-9', '0', '9', '10', '2147483647'] },
  {
    label: 'int8 beyond the reach of doubles',
    typeName: 'int8',
    values: [
      '-9223372036854775808',
      '-9007199254740993',
      '-9007199254740992',
      '-1',
      '0',
      '1',
      '4294967295',
      '4294967296',
      '9007199254740992',
      '9007199254740993',
      '9223372036854775807',
    ],
  },
  { label: 'int4 with something odd among it', typeName: 'int4', values: ['-3', '2', '007', '10', '', 'x'] },
  {
    label: 'int8 with something odd among it',
    typeName: 'int8',
    values: ['-5', '9007199254740992', '9007199254740993', '9223372036854775808', 'many'],
  },
  {
    label: 'numeric(38)',
    typeName: 'numeric(38,2)',
    values: [
      '-99999999999999999999999999999999999.99',
      '-99999999999999999999999999999999999.98',
      '-0.01',
      '0.00',
      '0.10',
      '9.99',
      '10.00',
      '123456789012345678901234567890.12',
      '123456789012345678901234567890.13',
    ],
  },
  {
    label: 'float8',
    typeName: 'float8',
    values: ['-Infinity', '-1e300', '-1.5', '-1e-300', '0', '1e-300', '2.5', '10', '1e22', 'Infinity', 'NaN'],
  },
  { label: 'booleans', typeName: 'bool', values: ['false', 'true'] },
  { label: 'booleans with something else', typeName: 'bool', values: ['false', 'true', 'what'] },
  {
    label: 'dates',
    typeName: 'date',
    values: ['4713-01-01 BC', '0001-12-31 BC', '0001-01-01', '1969-12-31', '2026-02-28', '10000-01-01', 'x'],
  },
  {
    label: 'timestamps to the microsecond',
    typeName: 'timestamp',
    values: [
      '1969-12-31 23:59:59.999999',
      '1970-01-01 00:00:00',
      '2026-01-31 09:00:00',
      '2026-01-31 09:00:00.000001',
      '2026-01-31 09:00:00.1',
      '2026-01-31 10:00:00',
      '294276-12-31 23:59:59',
    ],
  },
  {
    label: 'timestamps with a zone, by their instant',
    typeName: 'timestamptz',
    values: [
      '2026-01-31 09:00:00+02',
      '2026-01-31 08:30:00.5+01:30',
      '2026-01-31 07:00:01+00',
      '2026-01-31 00:30:00-07:30',
    ],
  },
  { label: 'times', typeName: 'time', values: ['00:00:00', '09:59:59.5', '10:00:00', '24:00:00'] },
  {
    label: 'text by its bytes',
    typeName: 'varchar',
    values: ['', ' ', '10', '9', 'B', 'a', 'aa', 'ab', 'abcdefg', 'abcdefgh', 'abcdefgi', 'é', '東京', '😀'],
  },
  { label: 'SUPER by its bytes', typeName: 'super', values: ['"a"', '1', '[1]', '{"a":1}'] },
];

describe('viewOrder', () => {
  for (const { label, typeName, values } of orders) {
    it(`sorts ${label}`, async () => {
      // Some order that is none.
      const mixed = [...values.filter((_, at) => at % 2 === 1), ...values.filter((_, at) => at % 2 === 0)];
      assert.deepEqual(
        [
          await sorted(typeName, mixed),
          await sorted(typeName, [null, ...mixed], { descending: true, nulls: 'last' }),
          await sorted(typeName, [...mixed, null], { nulls: 'first' }),
        ],
        [values, [...values.toReversed(), null], [null, ...values]],
      );
    });
  }

  it('leaves rows in place that are equal, in both directions', async () => {
    const values = [
      ['1.0', 'a', '1'],
      ['2.00', 'b', '2'],
      ['1.00', 'b', '3'],
      ['1', 'a', '4'],
      [null, 'a', '5'],
      [null, 'b', '6'],
    ];
    const rows = await workRows(['numeric', 'varchar', 'int4'], values, 4);
    const numbers = (...sort: SortKey[]) =>
      viewTexts(rows, viewOrder(rows, { sort, filters: [] }, bytes), 2).join('');
    const key = (column: number, descending: boolean): SortKey => ({ column, descending, nulls: 'first' });
    assert.deepEqual(
      [
        numbers(key(0, false)),
        numbers(key(0, true)),
        numbers(key(1, true)),
        numbers(key(1, true), key(0, false)),
        numbers(key(0, true), key(1, false)),
      ],
      ['561342', '562134', '236145', '632514', '562143'],
    );
  });

  it('says nothing where all rows stay where they are', async () => {
    const rows = await columnRows('int4', ['1', '1', '3', null]);
    const order = (...sort: SortKey[]) => viewOrder(rows, { sort, filters: [] }, bytes);
    const texts = { column: 0, kind: 'contains', text: '', matchCase: true } as const;
    const all = viewOrder(rows, { sort: [], filters: [texts] }, bytes);
    assert.deepEqual([order(), order(ascending), all], [undefined, undefined, Uint32Array.of(0, 1, 2)]);
  });

  it('sorts text as people of a language do, where that is wanted', async () => {
    const rows = await columnRows('varchar', ['zebra', 'Zoo', 'ähre', 'apfel', 'Apfel', null, 'apfel']);
    const order = (locale: string) =>
      viewTexts(rows, viewOrder(rows, { sort: [ascending], filters: [] }, { kind: 'locale', locale }));
    const german = ['ähre', 'apfel', 'apfel', 'Apfel', 'zebra', 'Zoo', null];
    assert.deepEqual(
      [order('de'), order('sv'), order('not a locale').at(-1)],
      [german, ['apfel', 'apfel', 'Apfel', 'zebra', 'Zoo', 'ähre', null], null],
    );
  });

  it('orders everything but text by its bytes in any language', async () => {
    const rows = await columnRows('super', ['"b"', '"A"', '"a"', '"B"']);
    const order = viewOrder(rows, { sort: [ascending], filters: [] }, { kind: 'locale', locale: 'en' });
    assert.deepEqual(viewTexts(rows, order), ['"A"', '"B"', '"a"', '"b"']);
  });

  it('sorts many texts that begin alike', async () => {
    const number = (row: number): number => (row * 7919) % 1000;
    const texts = Array.from({ length: 1000 }, (_, row) => `order ${number(row) % 3} of ${number(row)}`);
    const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
    const rows = await columnRows('varchar', texts, 70);
    const order = (descending: boolean) =>
      viewTexts(rows, viewOrder(rows, { sort: [{ ...ascending, descending }], filters: [] }, bytes));
    const expected = [...texts].sort(compare);
    assert.deepEqual([order(false), order(true)], [expected, expected.toReversed()]);
  });

  it('sorts an empty result, and one without pages', async () => {
    const none = await columnRows('varchar', []);
    assert.equal(viewOrder(none, { sort: [ascending], filters: [] }, bytes), undefined);
  });

  it('refuses a column that is not there', async () => {
    const rows = await columnRows('int4', ['1']);
    assert.throws(() => viewOrder(rows, { sort: [{ ...ascending, column: 3 }], filters: [] }, bytes), {
      code: 'NoSuchColumn',
      message: 'The result has no column 4.',
    });
  });

  const number = fc.oneof(
    fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
    fc
      .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.nat(999_999))
      .map(([a, b]) => `${a}.${b}`),
    fc.constantFrom('0', '-0', '0.000', '-1', '10000000000000000', '10000000000000001', '1e3'),
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 }),
    fc.constantFrom('\0', 'a\0', 'a\0\0', 'prefix of eight bytes', 'prefix of eight byte'),
  );
  const compareText = (left: string, right: string): number =>
    Buffer.compare(Buffer.from(left), Buffer.from(right));
  const compareNumber = (left: string, right: string): number =>
    compareDecimals(parseDecimal(left) ?? assert.fail(), parseDecimal(right) ?? assert.fail());
  const naive: readonly {
    typeName: string;
    value: fc.Arbitrary<string>;
    compare: (a: string, b: string) => number;
  }[] = [
    { typeName: 'numeric(38,6)', value: number, compare: compareNumber },
    {
      typeName: 'int8',
      value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
      compare: compareNumber,
    },
    { typeName: 'int4', value: fc.integer().map(String), compare: compareNumber },
    {
      typeName: 'float8',
      value: fc.double({ noNaN: true }).map(String),
      compare: (left, right) => Number(left) - Number(right) || 0,
    },
    {
      typeName: 'timestamp',
      value: fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 23).replace('T', ' ')),
      compare: compareText,
    },
    { typeName: 'varchar', value: text, compare: compareText },
  ];
  for (const { typeName, value, compare } of naive) {
    it(`sorts any ${typeName} as a plain comparison does`, async () => {
      const values = fc.array(fc.option(value, { nil: null }), { minLength: 1, maxLength: 200 });
      await fc.assert(
        fc.asyncProperty(values, fc.boolean(), fc.boolean(), async (list, descending, first) => {
          const expected = [...list].sort((left, right) => {
            if (left === null || right === null) {
              return (Number(left === null) - Number(right === null)) * (first ? -1 : 1);
            }
            return compare(left, right) * (descending ? -1 : 1);
          });
          const nulls = first ? 'first' : 'last';
          assert.deepEqual(await sorted(typeName, list, { descending, nulls }), expected);
        }),
        { numRuns: 60 },
      );
    });
  }
});
