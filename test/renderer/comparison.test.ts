import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { before, beforeEach, describe, it } from 'mocha';
import {
  comparisonMimeType,
  type ComparedSide,
  type ComparisonPayload,
} from '../../src/protocol/comparisonPayload.ts';
import type { ActivationFunction } from '../../src/renderer/rendererApi.ts';

const columns = [
  { name: 'country', typeName: 'varchar', numeric: false },
  { name: 'amount', typeName: 'numeric', numeric: true },
];
const side = (account: string, rows: (string | null)[][], totalRows = rows.length): ComparedSide => ({
  account,
  region: 'us-east-1',
  warehouse: 'tip',
  statementId: `st-${account}`,
  durationMs: 42,
  resultSet: { columns, rows, totalRows },
});
const japan = ['Japan', '1'];
const india = ['India', '2'];
const hostile = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>';

const both: ComparisonPayload = {
  version: 1,
  left: side('ethan@example.com', [india, japan, india]),
  right: side('ming@example.com', [japan]),
  difference: { both: 1, onlyLeft: 2, onlyRight: 0, leftRows: [india, india], rightRows: [] },
};
const { difference, ...withoutDifference } = both;
const failed = (account: string): ComparedSide => ({
  account,
  region: 'us-east-1',
  warehouse: 'tip',
  error: 'permission denied for relation sales',
});

describe('comparison', () => {
  let activate: ActivationFunction;
  let dom: JSDOM;
  let output: HTMLElement;

  // As a browser loads it: what is imported later shares its modules.
  before(async () => ({ activate } = await import('../../src/renderer/index.ts')));

  beforeEach(() => {
    dom = new JSDOM('<!doctype html><div id="output"></div>', { runScripts: 'dangerously' });
    output = dom.window.document.querySelector<HTMLElement>('#output') ?? assert.fail();
  });
  /** What draws it is loaded at the first one. */
  const draw = async (value: unknown): Promise<void> => {
    activate({}).renderOutputItem({ id: 'one', mime: comparisonMimeType, json: () => value }, output);
    while (output.querySelector('[aria-busy]')) await new Promise((resolve) => setImmediate(resolve));
  };
  const all = (selector: string, parent: HTMLElement = output): HTMLElement[] => [
    ...parent.querySelectorAll<HTMLElement>(selector),
  ];
  const texts = (selector: string, parent = output): (string | null)[] =>
    all(selector, parent).map(({ textContent }) => textContent);
  /** Rows of each side as text. */
  const lines = (): string[][] =>
    all('.side').map((one) =>
      all('tbody tr', one).map((row) => [...row.children].map(({ textContent }) => textContent).join(' | ')),
    );

  it('draws what only one sees before what both see', async () => {
    await draw(both);
    assert.deepEqual(
      { verdict: texts('.verdict'), titles: texts('h4'), lines: lines(), marked: texts('.own td') },
      {
        verdict: ['2 rows only ethan@example.com sees, 0 only ming@example.com sees, 1 both see.'],
        titles: ['as ethan@example.com (3 rows)', 'as ming@example.com (1 row)'],
        lines: [
          [
            '2 rows only ethan@example.com sees',
            'only | India | 2',
            'only | India | 2',
            '1 row both see',
            'both | Japan | 1',
          ],
          ['1 row both see', 'both | Japan | 1'],
        ],
        marked: ['India', '2', 'India', '2'],
      },
    );
  });

  it('says what ran where', async () => {
    await draw(both);
    assert.deepEqual(texts('.summary'), [
      '42 ms · us-east-1 · tip · statement ID st-ethan@example.com',
      '42 ms · us-east-1 · tip · statement ID st-ming@example.com',
    ]);
  });

  it('says how many of the rows are shown', async () => {
    const left = side('ethan@example.com', [india], 5_000);
    const counts = { both: 3_000, onlyLeft: 2_000, onlyRight: 0, leftRows: [india], rightRows: [] };
    await draw({ ...both, left, difference: counts });
    assert.deepEqual(lines()[0], [
      '2,000 rows only ethan@example.com sees, first 1 shown',
      'only | India | 2',
      '3,000 rows both see, none of them here',
    ]);
  });

  const rows: { label: string; payload: ComparisonPayload; verdict: string; lines: string[][] }[] = [
    {
      label: 'the same rows',
      payload: {
        ...both,
        left: side('ethan@example.com', [japan]),
        difference: { both: 1, onlyLeft: 0, onlyRight: 0, leftRows: [], rightRows: [] },
      },
      verdict: 'Both see the same 1 row.',
      lines: [
        ['1 row both see', 'both | Japan | 1'],
        ['1 row both see', 'both | Japan | 1'],
      ],
    },
    {
      label: 'no rows',
      payload: {
        version: 1,
        left: side('ethan@example.com', []),
        right: side('ming@example.com', []),
        difference: { both: 0, onlyLeft: 0, onlyRight: 0, leftRows: [], rightRows: [], comparedRows: 0 },
      },
      verdict: 'Neither sees any rows. Only the first 0 rows of each were compared.',
      lines: [['No rows'], ['No rows']],
    },
    {
      label: 'other columns',
      payload: {
        ...withoutDifference,
        right: {
          ...side('ming@example.com', []),
          resultSet: { columns: columns.slice(0, 1), rows: [['Japan']], totalRows: 1 },
        },
      },
      verdict: 'The columns differ, so rows were not compared: only ethan@example.com has amount.',
      lines: [['1 | India | 2', '2 | Japan | 1', '3 | India | 2'], ['1 | Japan']],
    },
    {
      label: 'a statement that failed as one',
      payload: { ...withoutDifference, right: failed('ming@example.com') },
      verdict: 'ethan@example.com sees 3 rows; the statement failed as ming@example.com.',
      lines: [['1 | India | 2', '2 | Japan | 1', '3 | India | 2'], []],
    },
    {
      label: 'a statement that failed as both',
      payload: { version: 1, left: failed('ethan@example.com'), right: failed('ming@example.com') },
      verdict: 'The statement failed as either of them.',
      lines: [[], []],
    },
  ];
  for (const { label, payload, verdict, lines: drawn } of rows) {
    it(`draws ${label}`, async () => {
      await draw(payload);
      assert.deepEqual([texts('.verdict'), lines()], [[verdict], drawn]);
    });
  }

  it('shows why a statement failed beside the rows of the other', async () => {
    await draw({ ...withoutDifference, right: failed('ming@example.com') });
    assert.deepEqual(
      all('.side').map((one) => texts('.problem', one)),
      [[], ['permission denied for relation sales']],
    );
  });

  it('marks a column that the other has not', async () => {
    await draw({
      ...withoutDifference,
      right: { ...both.right, resultSet: { columns: columns.slice(0, 1), rows: [], totalRows: 0 } },
    });
    assert.deepEqual(texts('thead .own'), ['amountnumeric, only as ethan@example.com']);
  });

  it('can be read by a screen reader and reached by the keyboard', async () => {
    await draw(both);
    assert.deepEqual(
      {
        sides: all('section').map((one) => one.getAttribute('aria-label')),
        tables: all('[role=region]').map((one) => `${one.getAttribute('aria-label')} ${one.tabIndex}`),
        captions: texts('caption'),
        scopes: all('th', all('.side')[1]).map((cell) => cell.getAttribute('scope')),
      },
      {
        sides: ['Two accounts compared', 'as ethan@example.com', 'as ming@example.com'],
        tables: ['Rows as ethan@example.com: 3 rows 0', 'Rows as ming@example.com: 1 row 0'],
        captions: ['Rows as ethan@example.com: 3 rows', 'Rows as ming@example.com: 1 row'],
        scopes: ['col', 'col', 'col', 'rowgroup', 'row'],
      },
    );
  });

  it('draws everything as text', async () => {
    const evil: ComparedSide = {
      account: hostile,
      region: hostile,
      warehouse: hostile,
      statementId: hostile,
      resultSet: {
        columns: [{ name: hostile, typeName: hostile, numeric: false }],
        rows: [[hostile]],
        totalRows: 1,
      },
    };
    const found = { both: 0, onlyLeft: 1, onlyRight: 0, leftRows: [[hostile]], rightRows: [] };
    await draw({ version: 1, left: evil, right: { ...evil, error: hostile }, difference: found });
    assert.deepEqual([all('img, script'), dom.window['hit']], [[], undefined]);
    assert.deepEqual(texts('.name, .type, td, .problem'), Array(4).fill(hostile));
  });

  const problems: { label: string; value: unknown; sentence: RegExp }[] = [
    { label: 'another version', value: { ...both, version: 2 }, sentence: /another version/ },
    { label: 'one side alone', value: { version: 1, left: both.left }, sentence: /right is missing/ },
    {
      label: 'a nameless account',
      value: { ...both, left: { ...both.left, account: 1 } },
      sentence: /account/,
    },
    {
      label: 'a row too long',
      value: { ...both, difference: { ...difference, leftRows: [['a', 'b', 'c']] } },
      sentence: /leftRows/,
    },
    {
      label: 'a difference of no rows',
      value: { ...both, right: failed('ming@example.com') },
      sentence: /difference/,
    },
    {
      label: 'a negative count',
      value: { ...both, difference: { ...difference, both: -1 } },
      sentence: /both/,
    },
  ];
  for (const { label, value, sentence } of problems) {
    it(`says so in the place of a comparison that cannot be drawn: ${label}`, async () => {
      await draw(value);
      assert.match(texts('[role=alert]').join(), sentence);
      assert.deepEqual(all('table'), []);
    });
  }
});
