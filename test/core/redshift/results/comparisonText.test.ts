import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { comparisonSummary, comparisonText } from '../../../../src/core/redshift/results/comparisonText.ts';
import { partText } from '../../../../src/core/redshift/results/partText.ts';
import type { ComparedSide, ComparisonPayload } from '../../../../src/protocol/comparisonPayload.ts';

const columns = [
  { name: 'country', typeName: 'varchar', numeric: false },
  { name: 'amount', typeName: 'numeric', numeric: true },
];
const side = (account: string, rows: string[][]): ComparedSide => ({
  account,
  region: 'us-east-1',
  warehouse: 'tip',
  statementId: 'st-1',
  durationMs: 42,
  resultSet: { columns, rows, totalRows: rows.length },
});
const failed = (account: string): ComparedSide => ({
  account,
  region: 'us-east-1',
  warehouse: 'tip',
  error: 'permission denied',
});
const ethan = side('ethan', [
  ['India', '2'],
  ['Japan', '1'],
]);
const ming = side('ming', [['Japan', '1']]);
const difference = { both: 1, onlyLeft: 1, onlyRight: 0, leftRows: [['India', '2']], rightRows: [] };

describe('comparisonText', () => {
  it('shows what only one sees, and says where nothing is left', () => {
    assert.equal(
      comparisonText({ version: 1, left: ethan, right: ming, difference }),
      [
        '1 row only ethan sees, 0 only ming sees, 1 both see.',
        '',
        'As ethan · us-east-1 · tip: rows that the other has not',
        'country | amount',
        '--------+-------',
        'India   |      2',
        '1 row · 42 ms',
        '',
        'As ming · us-east-1 · tip: 1 row, none that the other has not.',
      ].join('\n'),
    );
  });

  it('shows the error of one beside the rows of the other', () => {
    assert.deepEqual(comparisonText({ version: 1, left: failed('ethan'), right: ming }).split('\n'), [
      'The statement failed as ethan; ming sees 1 row.',
      '',
      'As ethan · us-east-1 · tip',
      'permission denied',
      '',
      'As ming · us-east-1 · tip',
      'country | amount',
      '--------+-------',
      'Japan   |      1',
      '1 row · 42 ms',
    ]);
  });

  const turned = { ...ming, resultSet: { columns: columns.toReversed(), rows: [], totalRows: 0 } };
  const sentences: { payload: Omit<ComparisonPayload, 'version'>; text: string }[] = [
    {
      payload: { left: ethan, right: turned },
      text: 'The columns differ, so rows were not compared.',
    },
    {
      payload: { left: ethan, right: failed('ming') },
      text: 'ethan sees 2 rows; the statement failed as ming.',
    },
    {
      payload: { left: ethan, right: ming, difference: { ...difference, comparedRows: 1_000_000 } },
      text: '1 row only ethan sees, 0 only ming sees, 1 both see. Only the first 1,000,000 rows of each were compared.',
    },
  ];
  for (const { payload, text } of sentences) {
    it(text, () => assert.equal(comparisonSummary({ version: 1, ...payload }), text));
  }
});

describe('partText', () => {
  const place = { region: 'us-east-1', warehouse: 'tip', account: 'ming' };
  it('tells rows and time, or the error', () => {
    const parts = [
      { rows: 1, durationMs: 42 },
      { rows: 1_200 },
      { durationMs: 3 },
      { rows: 2, error: 'denied' },
    ];
    assert.deepEqual(
      parts.map((part) => partText({ ...place, ...part })),
      ['1 row · 42 ms', '1,200 rows', 'finished · 3 ms', 'denied'],
    );
  });
});
