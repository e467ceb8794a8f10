import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CsvError, parseCsv } from '../../../../src/core/redshift/results/csv.ts';

const table: { label: string; text: string; rows: (string | null)[][] }[] = [
  { label: 'nothing', text: '', rows: [] },
  {
    label: 'CRLF',
    text: '1,2\r\n3,4\r\n',
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
  },
  {
    label: 'LF',
    text: '1,2\n3,4\n',
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
  },
  { label: 'no line end after the last row', text: '1\r\n2', rows: [['1'], ['2']] },
  { label: 'NULL is empty', text: 'a,,b\r\n', rows: [['a', null, 'b']] },
  { label: "'' is quoted", text: '"",x\r\n', rows: [['', 'x']] },
  { label: 'NULL in a single column', text: '\r\n1\r\n\r\n', rows: [[null], ['1'], [null]] },
  { label: "'' in a single column", text: '""\r\n', rows: [['']] },
  {
    label: 'NULL in the last column',
    text: '1,\r\n2,\r\n',
    rows: [
      ['1', null],
      ['2', null],
    ],
  },
  { label: 'NULL at the very end', text: '1,', rows: [['1', null]] },
  { label: 'quotes', text: '"say ""hi""",""""\r\n', rows: [['say "hi"', '"']] },
  { label: 'separators inside quotes', text: '"a,b","c\r\nd","e\nf"\r\n', rows: [['a,b', 'c\r\nd', 'e\nf']] },
  { label: 'a carriage return alone', text: 'a\rb,c\r\n', rows: [['a\rb', 'c']] },
  { label: 'a quote inside a plain field', text: '5" disk,x\r\n', rows: [['5" disk', 'x']] },
  { label: 'the word NULL', text: 'NULL,"NULL"\r\n', rows: [['NULL', 'NULL']] },
  { label: 'blanks', text: ' a , \r\n', rows: [[' a ', ' ']] },
  { label: 'exact numbers', text: '9223372036854775807,0.10\r\n', rows: [['9223372036854775807', '0.10']] },
  { label: 'wide characters', text: '東京,😀\r\n', rows: [['東京', '😀']] },
];

/** As the Data API writes: everything that is not plain is quoted, NULL is nothing. */
const write = (rows: (string | null)[][], end: string): string =>
  rows.map((row) => row.map(writeValue).join(',') + end).join('');
const writeValue = (value: string | null): string =>
  value === null ? '' : /^$|[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

describe('csv', () => {
  for (const { label, text, rows } of table) {
    it(label, () => assert.deepEqual(parseCsv(text), rows));
  }

  for (const [label, text] of [
    ['an open quote', 'a,"b\r\n'],
    ['text behind a closing quote', '"a"b,c\r\n'],
    ['a carriage return behind a closing quote', '"a"\rb\r\n'],
  ] as const) {
    it(`refuses ${label}, without telling the value`, () =>
      assert.throws(
        () => parseCsv(text),
        (error: unknown) => error instanceof CsvError && /character \d/.test(error.message),
      ));
  }

  it('reads back what was written', () => {
    const character = fc.constantFrom('a', 'é', '😀', ',', '"', '\r', '\n', ' ', '\\', '\u0000');
    const value = fc.option(fc.string({ unit: character, maxLength: 6 }), { nil: null });
    const anyTable = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 5 }));
    fc.assert(
      fc.property(anyTable, fc.constantFrom('\n', '\r\n'), (rows, end) =>
        assert.deepEqual(parseCsv(write(rows, end)), rows),
      ),
    );
  });
});
