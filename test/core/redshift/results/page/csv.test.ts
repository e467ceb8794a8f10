import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CsvScanner } from '../../../../../src/core/redshift/results/page/csv.ts';
import { CsvError } from '../../../../../src/core/redshift/results/page/csvError.ts';
import { Scratch } from '../../../../../src/core/redshift/results/page/scratch.ts';
import { TextChunks } from '../../../../../src/core/redshift/results/page/textChunks.ts';
import { writeCsv } from '../writeCsv.ts';

type Rows = (string | null)[][];

const table: { label: string; text: string; rows: Rows }[] = [
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

/** Reads the body of an answer in slices of so many bytes. */
function parseBody(body: string, slice = 1 << 20): Rows {
  const chunks = TextChunks.of(new TextEncoder().encode(body)) ?? assert.fail('The list was not found.');
  const scanner = new CsvScanner(chunks, new Scratch());
  while (scanner.scan(slice));
  const { bytes, width, places, rowCount } = scanner.fields();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return Array.from({ length: rowCount }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const [start = 0, end = 0] = places.subarray(2 * (row * width + column));
      return end < start ? null : decoder.decode(bytes.subarray(start, end));
    }),
  );
}

const bodyOf = (...texts: string[]): string =>
  JSON.stringify({ Records: texts.map((CSVRecords) => ({ CSVRecords })), TotalNumRows: 1 });
const parse = (text: string): Rows => parseBody(bodyOf(text));

describe('csv', () => {
  for (const { label, text, rows } of table) {
    it(label, () => assert.deepEqual(parse(text), rows));
  }

  for (const [label, text, message] of [
    ['an open quote', 'a,"b\r\n', 'Row 1 of the page holds a quoted value that never ends.'],
    ['an open quote behind quotes', 'a,b\na,"b""', 'Row 2 of the page holds a quoted value that never ends.'],
    ['text behind a closing quote', '"a"b,c\r\n', 'Row 1 of the page has text behind a closing quote.'],
    ['a wide character there', 'x\n"a"é\n', 'Row 2 of the page has text behind a closing quote.'],
    ['a carriage return there', '"a"\rb,c\n', 'Row 1 of the page has text behind a closing quote.'],
    [
      'a carriage return behind the last quote',
      '"a"\r',
      'Row 1 of the page has text behind a closing quote.',
    ],
    ['too few values', 'a,b\r\nc\r\n', 'Row 2 of the page has 1 values, the rows before it 2.'],
    ['too many values', 'a,b\r\nc,d\r\ne,f,g', 'Row 3 of the page has 3 values, the rows before it 2.'],
  ] as const) {
    it(`refuses ${label}, without telling the value`, () =>
      assert.throws(
        () => parse(text),
        (error: unknown) => error instanceof CsvError && error.message === message,
      ));
  }

  const bodies: { label: string; body: string; rows: Rows }[] = [
    { label: 'no chunk', body: '{"Records":[]}', rows: [] },
    { label: 'spaces', body: ' { "Records" : [ { "CSVRecords" : "a,b\\r\\n" } ] } ', rows: [['a', 'b']] },
    {
      label: 'other members before',
      body: '{"A":"\\"Records\\":[","B":[{"Records":1},"]"],"C":-1.5 , "D":{},"Records":[{"CSVRecords":"a"}]}',
      rows: [['a']],
    },
    {
      label: 'lists in the list',
      body: '{"Records":[[{"CSVRecords":"a,"},{"CSVRecords":"b"}],[]]}',
      rows: [['a', 'b']],
    },
    {
      label: 'every escape',
      body: '{"Records":[{"CSVRecords":"\\/\\b\\f\\t\\\\\\u0041"}]}',
      rows: [['/\b\f\t\\A']],
    },
    {
      label: 'escaped separators',
      body: '{"Records":[{"CSVRecords":"a\\u002cb\\u000d\\u000a\\u0022c\\u0022\\u0022\\u0022,d"}]}',
      rows: [
        ['a', 'b'],
        ['c"', 'd'],
      ],
    },
    {
      label: 'escaped wide characters',
      body: '{"Records":[{"CSVRecords":"\\u00e9\\u6771,\\ud83d\\ude00x\\r\\n\\"\\uD83D\\uDE00\\",\\u0000"}]}',
      rows: [
        ['é東', '😀x'],
        ['😀', '\u0000'],
      ],
    },
    {
      label: 'halves of pairs',
      body: '{"Records":[{"CSVRecords":"\\ud83d,\\ude00\\ud83dx,\\ud83d\\u0041"}]}',
      rows: [['\ufffd', '\ufffd\ufffdx', '\ufffdA']],
    },
  ];
  for (const { label, body, rows } of bodies) {
    it(`reads a body with ${label}`, () => assert.deepEqual(parseBody(body), rows));
  }

  for (const [label, body] of [
    ['a list', '[]'],
    ['no Records', '{"A":1}'],
    ['Records that are no list', '{"Records":null}'],
    ['nothing', ''],
    ['half an object', '{"A":"'],
  ] as const) {
    it(`leaves ${label} to others`, () =>
      assert.equal(TextChunks.of(new TextEncoder().encode(body)), undefined));
  }

  for (const [label, body, message] of [
    ['a body that breaks off', '{"Records":[{"CSVRecords":"a,b', 'The page ends inside a text.'],
    [
      'one that breaks off in an escape',
      '{"Records":[{"CSVRecords":"a\\u00',
      'A text of the page is not JSON.',
    ],
    [
      'one that breaks off behind a chunk',
      '{"Records":[{"CSVRecords":"a"}',
      'A part of the page holds no CSV.',
    ],
    [
      'an escaped wide character behind a closing quote',
      '{"Records":[{"CSVRecords":"\\"a\\"\\u00e9"}]}',
      'Row 1 of the page has text behind a closing quote.',
    ],
    ['an unknown escape', '{"Records":[{"CSVRecords":"\\x"}]}', 'A text of the page is not JSON.'],
    ['a record of another kind', '{"Records":[{"Other":"a"}]}', 'A part of the page holds no CSV.'],
  ] as const) {
    it(`refuses ${label}`, () => assert.throws(() => parseBody(body), { name: 'CsvError', message }));
  }

  it('finds more values than bytes let expect', () => {
    for (const count of [50, 51, 52, 53]) {
      const text = ',,,,,,,,,,,,,,,,,,,\n'.repeat(count);
      assert.deepEqual(parse(text), Array(count).fill(Array(20).fill(null)));
    }
  });

  it('reads back what was written, wherever it is cut', () => {
    const character = fc.constantFrom('a', 'é', '😀', '\ufeff', ',', '"', '\r', '\n', ' ', '\\', '\u0000');
    const value = fc.option(fc.string({ unit: character, maxLength: 6 }), { nil: null });
    const anyTable = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 5 }));
    const cuts = fc.array(fc.nat(40), { maxLength: 4 });
    const slice = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        anyTable,
        fc.constantFrom('\n', '\r\n'),
        cuts,
        slice,
        fc.boolean(),
        (rows, end, cuts, slice, ascii) => {
          const body = bodyOf(...cut(writeCsv(rows, end), cuts));
          assert.deepEqual(parseBody(ascii ? escapeWide(body) : body, slice), rows);
        },
      ),
    );
  });
});

/** The text in pieces; no pair of surrogates is cut, for its halves would be no text. */
function cut(text: string, places: readonly number[]): string[] {
  const characters = [...text];
  const at = [0, ...places.toSorted((left, right) => left - right), characters.length];
  return at.slice(1).map((end, index) => characters.slice(at[index], end).join(''));
}

function escapeWide(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
