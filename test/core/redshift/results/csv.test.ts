import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CsvError, CsvScanner } from '../../../../src/core/redshift/results/csv.ts';
import { writeCsv } from './writeCsv.ts';

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

/** Reads in slices of so many bytes. */
function parse(text: string, width: number, slice = 1 << 20): (string | null)[][] {
  const scanner = new CsvScanner(new TextEncoder().encode(text), width);
  while (scanner.scan(slice));
  const { bytes, places, rowCount } = scanner.fields();
  return Array.from({ length: rowCount }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const [start = 0, end = 0] = places.subarray(2 * (row * width + column));
      return end < start
        ? null
        : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end));
    }),
  );
}

describe('csv', () => {
  for (const { label, text, rows } of table) {
    it(label, () => assert.deepEqual(parse(text, rows[0]?.length ?? 1), rows));
  }

  for (const [label, text, message] of [
    ['an open quote', 'a,"b\r\n', 'The quoted field at byte 2 never ends.'],
    ['an open quote behind a quote', 'a,"b""', 'The quoted field at byte 2 never ends.'],
    ['text behind a closing quote', '"a"b,c\r\n', 'A closing quote at byte 2 is followed by text.'],
    [
      'a carriage return behind a closing quote',
      '"a"\rb,c\n',
      'A closing quote at byte 2 is followed by text.',
    ],
    ['too few values', 'a,b\r\nc\r\n', 'Row 2 of the page does not have 2 values.'],
    ['too many values', 'a,b\r\nc,d\r\ne,f,g', 'Row 3 of the page does not have 2 values.'],
  ] as const) {
    it(`refuses ${label}, without telling the value`, () =>
      assert.throws(
        () => parse(text, 2),
        (error: unknown) => error instanceof CsvError && error.message === message,
      ));
  }

  it('finds more values than bytes let expect', () => {
    const text = ',,,,,,,,,,,,,,,,,,,\n'.repeat(50);
    assert.deepEqual(parse(text, 20), Array(50).fill(Array(20).fill(null)));
  });

  it('reads back what was written', () => {
    const character = fc.constantFrom('a', 'é', '😀', '\ufeff', ',', '"', '\r', '\n', ' ', '\\', '\u0000');
    const value = fc.option(fc.string({ unit: character, maxLength: 6 }), { nil: null });
    const anyTable = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 5 }));
    fc.assert(
      fc.property(
        anyTable,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (rows, end, slice) => assert.deepEqual(parse(writeCsv(rows, end), rows[0]?.length ?? 1, slice), rows),
      ),
    );
  });
});
