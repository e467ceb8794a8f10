import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatDuration, formatRows } from '../../../../src/core/redshift/results/resultSummary.ts';
import { displayWidth, textTable } from '../../../../src/core/redshift/results/textTable.ts';
import { visibleParts, visibleText } from '../../../../src/core/redshift/results/visibleText.ts';
import type { ResultPayload } from '../../../../src/protocol/resultPayload.ts';

const head = {
  version: 1,
  statementId: 'st-1',
  region: 'us-east-1',
  warehouse: 'tip',
  database: 'dev',
  account: 'ming@example.com',
  durationMs: 42,
} as const;
const columns = [
  { name: 'city', typeName: 'varchar', numeric: false },
  { name: 'amount', typeName: 'numeric', numeric: true },
];
const payload = (rows: (string | null)[][], totalRows = rows.length): ResultPayload => ({
  ...head,
  resultSet: { columns, rows, totalRows },
});

describe('textTable', () => {
  it('aligns columns, numbers to the right, wide characters as two', () => {
    const text = textTable(
      payload([
        ['Tokyo', '7.50'],
        ['東京', '1200.00'],
        [null, null],
        ['', '-1'],
      ]),
    );
    assert.equal(
      text,
      [
        'city  |  amount',
        '------+--------',
        'Tokyo |    7.50',
        '東京  | 1200.00',
        'NULL  |    NULL',
        '      |      -1',
        '4 rows · 42 ms',
      ].join('\n'),
    );
  });

  it('keeps one line a row', () => {
    const lines = textTable(payload([['a\nb\tc\u202ed', '1']])).split('\n');
    assert.deepEqual(lines.slice(2), ['a\\nb\\tc\\u202Ed |      1', '1 row · 42 ms']);
  });

  it('shows the first rows and the total', () => {
    const rows = Array.from({ length: 200 }, (_, row) => [`c${row}`, String(row)]);
    const lines = textTable(payload(rows, 5120), 2).split('\n');
    assert.deepEqual(lines.slice(2), [
      'c0   |      0',
      'c1   |      1',
      '… of 5,120 rows',
      '5,120 rows, first 2 shown · 42 ms',
    ]);
  });

  it('clips a long value', () => {
    const [, , row = ''] = textTable(payload([['x'.repeat(100), '1']])).split('\n');
    assert.equal(row, `${'x'.repeat(59)}… |      1`);
  });

  const sentences: { label: string; value: ResultPayload; text: string }[] = [
    { label: 'affected rows', value: { ...head, affectedRows: 1200 }, text: '1,200 rows affected · 42 ms' },
    { label: 'one row', value: { ...head, affectedRows: 1 }, text: '1 row affected · 42 ms' },
    { label: 'nothing to count', value: head, text: 'Statement finished · 42 ms' },
  ];
  for (const { label, value, text } of sentences) it(label, () => assert.equal(textTable(value), text));
});

describe('resultSummary', () => {
  it('tells a duration', () => {
    const told = [0, 0.44, 9.96, 42.4, 999, 1000, 1349, 59_940, 59_990, 125_000].map(formatDuration);
    assert.deepEqual(told, [
      '0 ms',
      '0.4 ms',
      '10 ms',
      '42 ms',
      '999 ms',
      '1.0 s',
      '1.3 s',
      '59.9 s',
      '1 min 0 s',
      '2 min 5 s',
    ]);
  });

  it('tells rows', () => {
    const row = ['a', '1'];
    assert.deepEqual(
      [payload([]), payload([row]), payload([row, row]), payload([row, row], 5120)].map((one) =>
        formatRows(one),
      ),
      ['0 rows', '1 row', '2 rows', '5,120 rows, first 2 shown'],
    );
  });
});

describe('visibleText', () => {
  const rows: { label: string; value: string; text: string }[] = [
    { label: 'plain', value: 'Tōkyō 東京 😀', text: 'Tōkyō 東京 😀' },
    { label: 'line ends and tabs', value: 'a\r\nb\tc', text: 'a\\r\\nb\\tc' },
    { label: 'controls', value: 'a\u0000b\u001bc\u009b', text: 'a\\u0000b\\u001Bc\\u009B' },
    { label: 'bidirectional overrides', value: 'gnp\u202egnp.exe\u2069', text: 'gnp\\u202Egnp.exe\\u2069' },
    { label: 'zero width', value: 'a\u200bb\ufeff', text: 'a\\u200Bb\\uFEFF' },
    { label: 'a joiner that joins nothing', value: 'a\u200db', text: 'a\\u200Db' },
    { label: 'a joiner inside an emoji', value: '👩\u200d💻', text: '👩\u200d💻' },
    { label: 'a non-joiner inside a Persian word', value: 'می\u200cخواهم', text: 'می\u200cخواهم' },
    { label: 'right-to-left letters', value: 'שלום', text: 'שלום' },
  ];
  for (const { label, value, text } of rows) it(label, () => assert.equal(visibleText(value), text));

  it('tells escapes from text', () => {
    assert.deepEqual(visibleParts('a\n\nb'), [
      { text: 'a', escape: false },
      { text: '\\n', escape: true },
      { text: '\\n', escape: true },
      { text: 'b', escape: false },
    ]);
  });

  it('measures terminal columns', () => {
    assert.deepEqual(['abc', '東京', 'e\u0301', '😀', 'ｶﾅ', '한글'].map(displayWidth), [3, 4, 1, 2, 2, 4]);
  });
});
