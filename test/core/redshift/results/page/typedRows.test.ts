import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  epochMilliseconds,
  NumberColumn,
  unpackColumn,
} from '../../../../../src/core/redshift/results/page/column.ts';
import { columnKind, isNumericType } from '../../../../../src/core/redshift/results/page/columnKind.ts';
import { splitPageBody } from '../../../../../src/core/redshift/results/page/pageBody.ts';
import { Pacer } from '../../../../../src/core/redshift/results/page/pacer.ts';
import { Scratch } from '../../../../../src/core/redshift/results/page/scratch.ts';
import { readTypedRows, TypedRows } from '../../../../../src/core/redshift/results/page/typedRows.ts';
import { writeCsv } from '../writeCsv.ts';

type Value = string | null;

async function typed(rows: readonly Value[][], typeNames: readonly string[]): Promise<TypedRows> {
  const body = JSON.stringify({ Records: [{ CSVRecords: writeCsv(rows) }] });
  const split = await splitPageBody(new TextEncoder().encode(body), new Scratch());
  return readTypedRows(
    split?.fields ?? assert.fail(),
    typeNames.map((typeName) => ({ typeName })),
  );
}

/** One column, with what it is held as. */
async function column(typeName: string, values: readonly Value[]) {
  const rows = await typed(
    values.map((value) => [value]),
    [typeName],
  );
  const held = rows.columns[0];
  return {
    texts: rows.rows().map(([value]) => value),
    held: held instanceof NumberColumn ? held.values.constructor.name : 'text',
  };
}

describe('typedRows', () => {
  const columns: { label: string; typeName: string; values: Value[]; held: string; texts?: Value[] }[] = [
    {
      label: 'int4 to its ends',
      typeName: 'int4',
      values: ['0', '-1', '2147483647', '-2147483648', null, '100'],
      held: 'Int32Array',
    },
    { label: 'int2', typeName: 'int2', values: ['-32768', '32767'], held: 'Int32Array' },
    {
      label: 'int8 to its ends',
      typeName: 'int8',
      values: [
        '9223372036854775807',
        '-9223372036854775808',
        '9007199254740993',
        '-4294967296',
        '4294967295',
        '1000000000',
        '-1',
        '0',
        null,
      ],
      held: 'BigInt64Array',
    },
    { label: 'oid', typeName: 'oid', values: ['4294967295', '0'], held: 'BigInt64Array' },
    {
      label: 'booleans, spelled out',
      typeName: 'bool',
      values: ['t', 'f', null, 'true', 'false'],
      texts: ['true', 'false', null, 'true', 'false'],
      held: 'Uint8Array',
    },
    {
      label: 'booleans with something else between them',
      typeName: 'bool',
      values: ['t', 'f', 'x', 'tru', 'trux', '', null],
      texts: ['true', 'false', 'x', 'tru', 'trux', '', null],
      held: 'text',
    },
    { label: 'only NULL', typeName: 'int4', values: [null, null], held: 'Int32Array' },
    { label: 'only NULL as text', typeName: 'varchar', values: [null, null], held: 'text' },
    { label: "NULL and ''", typeName: 'varchar', values: [null, '', 'a', ''], held: 'text' },
    {
      label: 'texts of one length',
      typeName: 'date',
      values: ['2026-01-31', null, '2026-02-01'],
      held: 'text',
    },
    {
      label: 'numerics with all their digits',
      typeName: 'numeric(38,10)',
      values: ['0.10', '-99999999999999999999999999999999999.999', '0.00'],
      held: 'text',
    },
    {
      label: 'float words',
      typeName: 'float8',
      values: ['NaN', 'Infinity', '-Infinity', '1e-300'],
      held: 'text',
    },
    {
      label: 'wide characters, and a byte order mark as a value',
      typeName: 'varchar',
      values: ['東京', '😀', '\ufeffx', 'e\u0301', 'plain', null],
      held: 'text',
    },
    // What would not come back from a number as it was written.
    ...['', '+1', '007', '-0', '00', ' 1', '1 ', '1.0', '1e3', 'x', '-', '2147483648', '-2147483649'].map(
      (odd) => ({ label: `int4 with '${odd}'`, typeName: 'int4', values: ['1', odd, null], held: 'text' }),
    ),
    ...[
      '9223372036854775808',
      '-9223372036854775809',
      '9999999999999999999',
      '10000000000000000000',
      '-0',
    ].map((odd) => ({
      label: `int8 with '${odd}'`,
      typeName: 'int8',
      values: ['1', odd, null],
      held: 'text',
    })),
  ];
  for (const { label, typeName, values, held, texts = values } of columns) {
    it(`holds ${label}`, async () => assert.deepEqual(await column(typeName, values), { texts, held }));
  }

  it('tells numbers for sorting and charts', async () => {
    const values = ['9007199254740993', 't', '0.25', 'Infinity', '2026-01-31', '12', ' '];
    const types = ['int8', 'bool', 'numeric', 'float8', 'date', 'varchar', 'numeric'];
    const rows = await typed([values, values.map(() => null)], types);
    const numbers = [0, 1].map((row) => types.map((_, index) => rows.number(index, row)));
    assert.deepEqual(numbers, [
      [9007199254740992, 1, 0.25, Infinity, Date.UTC(2026, 0, 31), NaN, NaN],
      types.map(() => NaN),
    ]);
  });

  it('counts the bytes that it holds', async () => {
    const rows = await typed(
      [
        ['1', '2', 't', 'ab', 'é'],
        ['1', '2', null, 'cd', ''],
      ],
      ['int4', 'int8', 'bool', 'varchar', 'varchar'],
    );
    // Texts of one length need no offsets.
    assert.deepEqual(
      rows.columns.map(({ byteLength }) => byteLength),
      [8, 16, 2 + 1, 4, 2 + 3 * 4],
    );
    assert.equal(rows.byteLength, 45);
  });

  it('makes no room for NULLs between long values', async () => {
    const values = ['x'.repeat(1000), ...Array<null>(9).fill(null)];
    const rows = await typed(
      values.map((value) => [value]),
      ['varchar'],
    );
    assert.deepEqual([rows.byteLength, rows.rows()], [1000 + 4 * 11 + 2, values.map((value) => [value])]);
  });

  it('gives the rows that are there', async () => {
    const rows = await typed([['a'], ['b'], ['c']], ['varchar']);
    assert.deepEqual(
      [rows.rows(1), rows.rows(1, 2), rows.rows(-5, 1), rows.rows(2, 9), rows.rows(3, 9), rows.rows(2, 1)],
      [[['b'], ['c']], [['b']], [['a']], [['c']], [], []],
    );
  });

  it('gives a part of the rows, which packs no more than its own', async () => {
    const values = Array.from({ length: 20 }, (_, row) => [
      row % 3 === 0 ? null : String(row),
      String(row * 5_000_000_000),
      row % 2 === 0 ? 't' : 'f',
      row === 11 ? null : 'x'.repeat(row),
      `2026-01-${String(row + 10)}`,
    ]);
    const rows = await typed(values, ['int4', 'int8', 'bool', 'varchar', 'date']);
    for (const [from, to] of [
      [0, 20],
      [3, 13],
      [9, 10],
      [5, 5],
    ] as const) {
      const part = rows.slice(from, to);
      const packed = part.columns.map((column) => structuredClone(column.packed()));
      const unpacked = new TypedRows(packed.map(unpackColumn), part.rowCount);
      assert.deepEqual([part.rows(), unpacked.rows()], [rows.rows(from, to), rows.rows(from, to)]);
      const texts = packed[3];
      assert.equal(
        texts && 'bytes' in texts && texts.bytes.buffer.byteLength,
        rows
          .rows(from, to)
          .map((row) => row[3] ?? '')
          .join('').length,
      );
    }
  });

  it('refuses rows of another width', async () => {
    const message = 'The rows of the page have 2 values for 1 columns.';
    await assert.rejects(typed([['a', 'b']], ['varchar']), { name: 'CsvError', message });
  });

  it('reads back any value of any type, by row and by value', async () => {
    const types = ['int2', 'int4', 'int8', 'bool', 'numeric', 'float8', 'varchar', 'timestamp', 'super'];
    const number = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
      fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String),
      fc.integer().map(String),
      fc.constantFrom('007', '+1', '-0', 'NaN'),
    );
    const value = fc.option(fc.oneof(number, fc.string({ unit: 'grapheme', maxLength: 5 })), { nil: null });
    const row = fc.tuple(
      ...types.map((typeName) => (/int/.test(typeName) ? fc.option(number, { nil: null }) : value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (table) => {
        const rows = await typed(table, types);
        const expected = table.map((values) =>
          values.map((text, index) =>
            types[index] !== 'bool' ? text : text === 't' ? 'true' : text === 'f' ? 'false' : text,
          ),
        );
        const single = table.map((_, at) => types.map((_, index) => rows.text(index, at)));
        const nulls = table.map((_, at) => types.map((_, index) => rows.isNull(index, at)));
        assert.deepEqual(
          [rows.rows(), single, nulls],
          [expected, expected, table.map((values) => values.map((text) => text === null))],
        );
      }),
    );
  });
});

describe('columnKind', () => {
  it('knows types by any of their names', () => {
    const names = ['INT4', 'bigint', 'numeric(18,2)', 'double precision', 'bool', 'timestamp with time zone'];
    const others = ['timetz', 'super', 'varbyte', 'geography', 'character varying(20)', 'constructor', ''];
    assert.deepEqual(
      [...names, ...others].map(columnKind),
      [
        'integer',
        'bigint',
        'decimal',
        'float',
        'boolean',
        'timestamptz',
        'time',
        'json',
        'binary',
        'geometry',
      ].concat(Array(3).fill('text')),
    );
  });

  it('knows numbers', () => {
    const numeric = [
      'int2',
      'INT4',
      'int8',
      'bigint',
      'numeric',
      'numeric(18,2)',
      'float8',
      'double precision',
      'oid',
    ];
    const other = ['varchar', 'interval', 'bool', 'date', 'timestamptz', 'super', 'point', ''];
    assert.deepEqual(numeric.filter(isNumericType), numeric);
    assert.deepEqual(other.filter(isNumericType), []);
  });
});

describe('epochMilliseconds', () => {
  const moments: [string, number][] = [
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31 12:30:45', Date.UTC(2026, 0, 31, 12, 30, 45)],
    ['2026-01-31T12:30:45.123456', Date.UTC(2026, 0, 31, 12, 30, 45) + 123.456],
    ['2026-01-31 12:30:45+00', Date.UTC(2026, 0, 31, 12, 30, 45)],
    ['2026-01-31 12:30:45.5-05:30', Date.UTC(2026, 0, 31, 18, 0, 45, 500)],
    ['0050-01-01', new Date(0).setUTCFullYear(50, 0, 1)],
    ['0001-01-01 BC', new Date(0).setUTCFullYear(0, 0, 1)],
    ['294276-12-31', NaN],
    ['yesterday', NaN],
    ['12:00:00', NaN],
  ];
  for (const [text, expected] of moments) {
    it(`of ${text}`, () => assert.equal(epochMilliseconds(text), expected));
  }
});

describe('pacer', () => {
  it('lets others go first where it worked too long', async () => {
    let now = 0;
    let turns = 0;
    const pacer = new Pacer(() => now);
    setTimeout(() => turns++);
    await pacer.pause();
    assert.equal(turns, 0);
    now = 100;
    await pacer.pause();
    assert.deepEqual([turns, pacer.isDue], [1, false]);
  });
});
