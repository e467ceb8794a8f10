import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { htmlTable } from '../../../../src/core/redshift/results/htmlTable.ts';
import { resultPayload } from '../../../../src/core/redshift/results/resultPayload.ts';
import { textTable } from '../../../../src/core/redshift/results/textTable.ts';
import { mostShownCharacters } from '../../../../src/protocol/gridMessages.ts';
import { mostPayloadBytes, type ResultPayload } from '../../../../src/protocol/resultPayload.ts';

const origin = { region: 'us-east-1', warehouse: 'tip', database: 'dev', account: 'ming@example.com' };
const statement = { statementId: 'st-1', hasResultSet: true, rowCount: 1, durationMs: 42, resultBytes: 99 };
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function payloadOf(width: number, height: number, value: string | null, name = 'column'): ResultPayload {
  const columns = Array.from({ length: width }, (_, at) => ({
    name: `${name}${at}`,
    typeName: 'varchar',
    numeric: false,
  }));
  const rows = Array.from({ length: height }, () => columns.map(() => value));
  return resultPayload(origin, statement, { columns, rows, totalRows: 1_000_000, resultId: 'r-1' });
}

/** How much of a result is shown. */
function shape({ resultSet }: ResultPayload) {
  const { columns, rows, cut, totalColumns } = resultSet ?? { columns: [], rows: [] };
  return [columns.length, rows.length, totalColumns, cut?.[0], rows[0]?.[0]?.length];
}

describe('a payload', () => {
  const shapes: { label: string; payload: ResultPayload; shown: ReturnType<typeof shape> }[] = [
    {
      label: 'small values: all of the first rows',
      payload: payloadOf(8, 200, 'x'.repeat(12)),
      shown: [8, 200, undefined, undefined, 12],
    },
    {
      label: 'NULL',
      payload: payloadOf(3, 200, null),
      shown: [3, 200, undefined, undefined, undefined],
    },
    {
      label: 'a value as long as may be shown',
      payload: payloadOf(1, 5, 'x'.repeat(mostShownCharacters)),
      shown: [1, 5, undefined, undefined, mostShownCharacters],
    },
    {
      label: 'longer values: their beginning and length',
      payload: payloadOf(1, 5, 'x'.repeat(mostShownCharacters + 1)),
      shown: [1, 5, undefined, [0, 0, mostShownCharacters + 1], mostShownCharacters],
    },
    {
      label: 'many long values: fewer rows',
      payload: payloadOf(2, 200, '€'.repeat(400)),
      shown: [2, 26, undefined, undefined, 400],
    },
    {
      label: 'long values in many columns: shorter ones',
      payload: payloadOf(40, 200, 'x'.repeat(65_000)),
      shown: [40, 20, undefined, [0, 0, 65_000], 60],
    },
    {
      label: 'no half of a pair',
      payload: payloadOf(1, 1, 'x' + '😀'.repeat(mostShownCharacters)),
      shown: [1, 1, undefined, [0, 0, 2 * mostShownCharacters + 1], mostShownCharacters - 1],
    },
  ];
  for (const { label, payload, shown } of shapes) {
    it(`shows of ${label}`, () => assert.deepEqual(shape(payload), shown));
  }

  it('shows the first columns of 1,600, and says how many there are', () => {
    const { resultSet } = payloadOf(1_600, 200, 'x'.repeat(64_000));
    const { columns, rows, totalColumns, bytes } = resultSet ?? assert.fail();
    assert.deepEqual([totalColumns, bytes, rows[0]?.length], [1_600, 99, columns.length]);
    assert.ok(columns.length > 100 && rows.length > 0, `${columns.length} columns, ${rows.length} rows`);
  });

  it('shows fewer columns where not even one row of all would fit', () => {
    const { columns, rows } = payloadOf(1_600, 1, '\u0000'.repeat(2_000), '').resultSet ?? assert.fail();
    assert.deepEqual([columns.length, rows.length], [246, 1]);
  });

  it('shows the beginning of a long name', () => {
    const name = payloadOf(1, 1, 'x', 'n'.repeat(64_000)).resultSet?.columns[0]?.name;
    assert.equal(name, `${'n'.repeat(200)}…`);
  });

  it('draws no chart of endless names', () => {
    const preview = { columns: [], rows: [], totalRows: 0 };
    const chart = { mark: 'histogram', x: 'x'.repeat(9_000) } as const;
    assert.equal(resultPayload(origin, statement, preview, { chart }).chart, undefined);
  });

  it('and its text and its HTML stay small whatever comes', () => {
    const value = fc.option(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(
          '\u0000'.repeat(2_000),
          '"'.repeat(70_000),
          '\u202e',
          '<b>&'.repeat(500),
          '東'.repeat(999),
        ),
      ),
    );
    const table = fc.record({
      width: fc.constantFrom(1, 3, 60, 400, 1_600),
      height: fc.constantFrom(0, 1, 30, 200),
      values: fc.array(value, { minLength: 1, maxLength: 7 }),
      names: fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 3 }),
    });
    const errors = fc.array(fc.string({ unit: 'binary', maxLength: 5_000 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, errors, ({ width, height, values, names }, told) => {
        const columns = Array.from({ length: width }, (_, at) => ({
          name: names[at % names.length] ?? '',
          typeName: 'varchar',
          numeric: at % 2 === 0,
        }));
        const rows = Array.from({ length: height }, (_, row) =>
          columns.map((__, at) => values[(row + at) % values.length] ?? null),
        );
        const parts = told.map((error) => ({ region: 'us-east-1', warehouse: 'w', account: 'a', error }));
        const preview = { columns, rows, totalRows: height, resultId: 'r-1' };
        const payload = resultPayload(origin, statement, preview, { parts });
        const sizes = [JSON.stringify(payload), htmlTable(payload), textTable(payload)].map(bytesOf);
        assert.ok(
          (sizes[0] ?? 0) <= mostPayloadBytes && (sizes[1] ?? 0) <= 32_000 && (sizes[2] ?? 0) <= 64_000,
          sizes.join(),
        );
        assert.ok(height === 0 || (payload.resultSet?.rows.length ?? 0) > 0, 'no row is shown');
      }),
      { numRuns: 25 },
    );
  });
});

describe('htmlTable', () => {
  const columns = [
    { name: '<b>"city"</b>', typeName: 'varchar', numeric: false },
    { name: 'n', typeName: 'int4', numeric: true },
  ];

  it('holds names and values as text, NULL as NULL, hidden characters as escapes', () => {
    const rows = [
      ['<script>alert(1)</script>', '1'],
      ["a\u202e'b\n", null],
    ];
    const html = htmlTable(resultPayload(origin, statement, { columns, rows, totalRows: 2 }));
    assert.equal(
      html,
      [
        '<table>',
        '<thead><tr><th scope="col">&lt;b&gt;&quot;city&quot;&lt;/b&gt;</th><th scope="col">n</th></tr></thead>',
        '<tbody>',
        '<tr><td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td align="right">1</td></tr>',
        '<tr><td>a\\u202E&#39;b\\n</td><td><i>NULL</i></td></tr>',
        '</tbody>',
        '</table>',
        '<p>2 rows · 42 ms</p>',
      ].join('\n'),
    );
  });

  it('shows the first 20 rows and 50 columns, and says so', () => {
    const html = htmlTable(payloadOf(60, 200, 'x'));
    assert.equal(html.match(/<tr>/g)?.length, 21);
    assert.match(html, /<p>1,000,000 rows, first 20 shown · 50 of 60 columns · 42 ms<\/p>$/);
  });

  it('tells of a statement without rows in a line', () => {
    assert.equal(
      htmlTable(resultPayload(origin, { ...statement, hasResultSet: false, rowCount: 3 })),
      '<p>3 rows affected · 42 ms</p>',
    );
  });
});
