import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { copyText, type CopyTable } from '../../../../src/core/redshift/results/copyText.ts';
import type { CopyFormat } from '../../../../src/protocol/gridMessages.ts';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { isNumericType } from '../../../../src/core/redshift/results/page/columnKind.ts';

/** A table of columns as `name:type`, whose rows come one by one. */
function table(names: readonly string[], rows: readonly Row[]): CopyTable {
  const columns = names.map((text) => {
    const [name = '', typeName = 'varchar'] = text.split(':');
    return { name, typeName, numeric: isNumericType(typeName) };
  });
  return {
    columns,
    pieces: async function* () {
      for (const row of rows) yield columns.map((_, at) => [row[at] ?? null]);
    },
  };
}

const textIn = async (format: CopyFormat, header: boolean, ...tables: CopyTable[]): Promise<string> =>
  (await copyText(tables, format, header)).text;

const cells = table(
  ['n:int8', 'city'],
  [
    ['9223372036854775807', 'São Paulo, "SP"'],
    [null, ''],
    ['-1', 'a\tb\nc'],
  ],
);

describe('copyText', () => {
  const forms: { label: string; format: CopyFormat; header: boolean; tables: CopyTable[]; text: string }[] = [
    {
      label: 'TSV, quoted where a cell would end',
      format: 'tsv',
      header: false,
      tables: [cells],
      text: '9223372036854775807\t"São Paulo, ""SP"""\n\t\n-1\t"a\tb\nc"',
    },
    {
      label: 'one cell without the end of a line, whatever it holds',
      format: 'tsv',
      header: false,
      tables: [table(['a'], [['b\n']])],
      text: '"b\n"',
    },
    {
      label: 'rows of NULL',
      format: 'tsv',
      header: false,
      tables: [table(['a'], [[null], [null]])],
      text: '\n',
    },
    {
      label: 'TSV with names',
      format: 'tsv',
      header: true,
      tables: [table(['a', 'b'], [['1', '2']])],
      text: 'a\tb\n1\t2',
    },
    {
      label: 'CSV by RFC 4180, NULL apart from an empty text',
      format: 'csv',
      header: true,
      tables: [cells],
      text: 'n,city\r\n9223372036854775807,"São Paulo, ""SP"""\r\n,""\r\n-1,"a\tb\nc"',
    },
    {
      label: 'JSON with exact numbers, booleans, SUPER as it is, names made unique',
      format: 'json',
      header: true,
      tables: [
        table(
          ['n:int8', 'd:numeric', 'f:float8', 'b:bool', 's:super', 'a', 'A'],
          [
            ['9223372036854775807', '0.10', 'NaN', 'true', '{"x":12345678901234567890}', '"', null],
            ['1', '-12.50', '1e+20', 'false', 'none', '\u2028', ''],
          ],
        ),
      ],
      text:
        '[\n  { "n": 9223372036854775807, "d": 0.10, "f": "NaN", "b": true, "s": {"x":12345678901234567890}, "a": "\\"", "A_2": null },' +
        '\n  { "n": 1, "d": -12.50, "f": 1e+20, "b": false, "s": "none", "a": "\u2028", "A_2": "" }\n]',
    },
    {
      label: 'Markdown on which nothing is markup',
      format: 'markdown',
      header: false,
      tables: [
        table(
          ['n:int4', 'snake_case'],
          [
            ['-1', 'a|b\\c\n<img>&'],
            [null, '*x* _y_ [z](u) `q` ~~d~~'],
          ],
        ),
      ],
      text:
        '| n | snake_case |\n| ---: | --- |\n| -1 | a\\|b\\\\c<br>&lt;img&gt;&amp; |\n' +
        '| NULL | \\*x\\* \\_y\\_ \\[z\\](u) \\`q\\` \\~\\~d\\~\\~ |',
    },
    {
      label: 'VALUES with literals of each type',
      format: 'values',
      header: true,
      tables: [
        table(
          [
            'n:int4',
            'Order',
            'f:float8',
            'b:boolean',
            'd:date',
            't:timestamptz',
            'c:timetz',
            's:super',
            'v:varbyte',
          ],
          [
            [
              '1',
              "O'Hara\\",
              'Infinity',
              'true',
              '2026-01-31',
              '2026-01-31 12:00:00+00',
              '12:00:00+01',
            ].concat('[1]', 'abcd'),
            [null, null, '1.5', null, null, null, null, null, null],
          ],
        ),
      ],
      text:
        '(n, "Order", f, b, d, t, c, s, v) VALUES\n' +
        "  (1, 'O''Hara\\\\', 'Infinity'::float8, true, DATE '2026-01-31', TIMESTAMPTZ '2026-01-31 12:00:00+00', " +
        "TIMETZ '12:00:00+01', JSON_PARSE('[1]'), TO_VARBYTE('abcd', 'hex')),\n" +
        '  (NULL, NULL, 1.5, NULL, NULL, NULL, NULL, NULL, NULL)',
    },
    {
      label: 'a number that is none as a text',
      format: 'values',
      header: false,
      tables: [table(['n:int4'], [['1; DROP TABLE t']])],
      text: "VALUES\n  ('1; DROP TABLE t')",
    },
    {
      label: 'an IN list of each value once, without NULL',
      format: 'in',
      header: true,
      tables: [table(['c'], [['b'], [null], ["a'"], ['b']])],
      text: "('b', 'a''')",
    },
    {
      label: 'an IN list of tuples',
      format: 'in',
      header: false,
      tables: [
        table(
          ['n:int4', 'c'],
          [
            ['1', 'a'],
            ['2', null],
          ],
        ),
      ],
      text: "((1, 'a'))",
    },
    {
      label: 'an IN list of NULL only',
      format: 'in',
      header: false,
      tables: [table(['c'], [[null]]), table(['d'], [[null]])],
      text: '(NULL)',
    },
    {
      label: 'tables one below the other',
      format: 'csv',
      header: true,
      tables: [table(['a'], [['1']]), table(['b'], [['2']])],
      text: 'a\r\n1\r\n\r\nb\r\n2',
    },
    {
      label: 'tables in one JSON array, a table without rows among them',
      format: 'json',
      header: true,
      tables: [table(['z'], []), table(['a:int4'], [['1']]), table(['b:int4'], [['2']])],
      text: '[\n  { "a": 1 },\n  { "b": 2 }\n]',
    },
  ];
  for (const { label, format, header, tables, text } of forms) {
    it(`gives ${label}`, async () => assert.equal(await textIn(format, header, ...tables), text));
  }

  it('counts rows and cells, and tells how far it is', async () => {
    const told: number[] = [];
    const tables = [cells, table(['a'], [['1']])];
    const { rows, cells: count } = await copyText(tables, 'tsv', true, (done) => told.push(done));
    assert.deepEqual([rows, count, told], [4, 7, [1, 2, 3, 4]]);
  });

  it('takes no more than the clipboard should', async () => {
    const copy = (most: number) => copyText([table(['a'], [['12345']])], 'tsv', false, undefined, most);
    await assert.rejects(copy(5), { code: 'CopyTooLarge', remedy: /export the result to a file/ });
    assert.equal((await copy(6)).text, '12345');
  });

  it('gives JSON that any reader takes, and the same texts back', async () => {
    const row = fc.tuple(
      fc.option(fc.string({ unit: 'grapheme' })),
      fc.option(fc.string({ unit: 'binary' })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        const text = await textIn('json', true, table(['a', 'b'], rows));
        assert.deepEqual(
          JSON.parse(text),
          rows.map(([a, b]) => ({ a, b })),
        );
      }),
      { numRuns: 50 },
    );
  });
});
