import assert from 'node:assert/strict';
import { parseRsql, writeRsql } from '../../../src/core/notebook/rsqlFormat.ts';
import type { RsqlCell, RsqlDocument } from '../../../src/core/notebook/rsqlDocument.ts';

const example = `-- ---
-- redshift:
--   region: us-west-2
--   workgroup: redshift-tip-enabled
--   database: dev
-- ---

-- %% [markdown]
-- # Sales by country
-- Row-level security decides what comes back.

-- %% Sales by country
SELECT country, SUM(amount) AS amount
FROM sales
WHERE region = :region
GROUP BY country;
`;

const sql = (text: string): RsqlCell => ({ kind: 'sql', title: '', keys: {}, text });
const markdown = (text: string): RsqlCell => ({ kind: 'markdown', title: '', keys: {}, text });

/** A document written again after a change to its cells. */
function rewrite(text: string, change: (cells: RsqlCell[]) => RsqlCell[]): string {
  const document = parseRsql(text);
  return writeRsql({ ...document, cells: change([...document.cells]) });
}
const edit = (index: number, text: string) => (cells: RsqlCell[]) =>
  cells.with(index, { ...cells[index]!, text });

describe('parseRsql', () => {
  it('reads a header, Markdown and SQL', () => {
    const expected: RsqlDocument = {
      preamble: example.slice(0, example.indexOf('-- %%')),
      header: { region: 'us-west-2', workgroup: 'redshift-tip-enabled', database: 'dev' },
      eol: '\n',
      cells: [
        {
          kind: 'markdown',
          title: '',
          keys: {},
          text: '# Sales by country\nRow-level security decides what comes back.',
          source:
            '-- %% [markdown]\n-- # Sales by country\n-- Row-level security decides what comes back.\n\n',
        },
        {
          kind: 'sql',
          title: 'Sales by country',
          keys: {},
          text: 'SELECT country, SUM(amount) AS amount\nFROM sales\nWHERE region = :region\nGROUP BY country;',
          source: example.slice(example.indexOf('-- %% Sales')),
        },
      ],
    };
    assert.deepEqual(parseRsql(example), expected);
  });

  const cases: [label: string, text: string, cells: [kind: string, text: string][]][] = [
    ['an empty file is one empty cell', '', [['sql', '']]],
    ['a file of blank lines is one empty cell', '\n \r\n\n', [['sql', '']]],
    ['a header alone is one empty cell', '-- ---\n-- ---\n', [['sql', '']]],
    [
      'a file without markers is one cell',
      '-- note\nSELECT 1;\n\nSELECT 2',
      [['sql', '-- note\nSELECT 1;\n\nSELECT 2']],
    ],
    [
      'text before the first marker is a cell',
      'SELECT 1;\n\n-- %%\nSELECT 2;',
      [
        ['sql', 'SELECT 1;'],
        ['sql', 'SELECT 2;'],
      ],
    ],
    ['blank lines before the first marker are none', '\n\n-- %%\nSELECT 2;', [['sql', 'SELECT 2;']]],
    ['blank lines after a marker are text', '-- %%\n\nSELECT 2;', [['sql', '\nSELECT 2;']]],
    ['line ends become LF', 'SELECT 1,\r\n2,\r3', [['sql', 'SELECT 1,\n2,\n3']]],
    [
      'an empty cell stays one',
      '-- %%\n-- %%\n\n-- %%',
      [
        ['sql', ''],
        ['sql', ''],
        ['sql', ''],
      ],
    ],
    [
      'Markdown with every comment sign',
      '-- %% [markdown]\n-- a\n--b\n--\n\n--  c\n--\td',
      [['markdown', 'a\nb\n\n\n c\nd']],
    ],
    [
      'SQL ends a Markdown cell',
      '-- %% [markdown]\n-- a\n\nDELETE FROM t;\n-- b',
      [
        ['markdown', 'a'],
        ['sql', 'DELETE FROM t;\n-- b'],
      ],
    ],
    ['an indented marker is none', 'BEGIN;\n  -- %% a\nEND;', [['sql', 'BEGIN;\n  -- %% a\nEND;']]],
    ['a Jupyter magic is no marker', '-- %%time\nSELECT 1', [['sql', '-- %%time\nSELECT 1']]],
    [
      'a marker in a string begins a cell all the same',
      "SELECT '\n-- %%\n';",
      [
        ['sql', "SELECT '"],
        ['sql', "';"],
      ],
    ],
  ];
  for (const [label, text, expected] of cases) {
    it(label, () =>
      assert.deepEqual(
        parseRsql(text).cells.map((cell) => [cell.kind, cell.text]),
        expected,
      ),
    );
  }

  const eols: [label: string, text: string, eol: string][] = [
    ['LF where there is nothing to go by', 'SELECT 1', '\n'],
    ['CRLF', 'a\r\nb', '\r\n'],
    ['CR', 'a\rb', '\r'],
    ['what most lines have', 'a\nb\r\nc\r\n', '\r\n'],
    ['LF on a draw', 'a\nb\r\n', '\n'],
  ];
  for (const [label, text, eol] of eols)
    it(`takes as line end ${label}`, () => assert.equal(parseRsql(text).eol, eol));
});

describe('writeRsql', () => {
  const cases: [label: string, before: string, change: (cells: RsqlCell[]) => RsqlCell[], after: string][] = [
    [
      'a CR and an LF of two cells stay two line ends',
      '\nSELECT 1;\r\r-- %% a\r',
      (cells) => cells.reverse(),
      '-- %% a\r-- %%\r\n\nSELECT 1;\r\r',
    ],
    [
      'a cell where blank lines are',
      '-- %% a\n\n-- %% b\n',
      (cells) => cells.toSpliced(1, 0, sql('SELECT 2;')),
      '-- %% a\n\n-- %%\nSELECT 2;\n\n-- %% b\n',
    ],
    [
      'a changed cell keeps its marker’s line end',
      '-- %% a\nSELECT 1;\r\n\r\n',
      edit(0, 'SELECT 2;'),
      '-- %% a\nSELECT 2;\r\n\r\n',
    ],
    [
      'a key taken out',
      '-- %% a="1" b="2"\n',
      (cells) => [{ ...cells[0]!, keys: { a: '1' } }],
      '-- %% a="1"\n',
    ],
    [
      'a key in another’s place',
      '-- %% a="1"\n',
      (cells) => [{ ...cells[0]!, keys: { b: '1' } }],
      '-- %% b="1"\n',
    ],
    ['a plain script stays one', 'SELECT 1;\n', edit(0, 'SELECT 2;'), 'SELECT 2;\n'],
    ['no final line end is added', 'SELECT 1;', edit(0, 'SELECT 2;'), 'SELECT 2;'],
    ['typing into an empty file', '', edit(0, 'SELECT 1;'), 'SELECT 1;\n'],
    [
      'typing below a header without a line end',
      '-- ---\n-- ---',
      edit(0, 'SELECT 1;'),
      '-- ---\n-- ---\nSELECT 1;\n',
    ],
    [
      'a changed cell keeps its marker and the blank lines after it',
      "--%%  A  k='v'\r\nSELECT 1;\r\n\r\n\r\n-- %%\r\nSELECT 2;",
      edit(0, 'SELECT 3,\n4;'),
      "--%%  A  k='v'\r\nSELECT 3,\r\n4;\r\n\r\n\r\n-- %%\r\nSELECT 2;",
    ],
    [
      'blank lines typed at the end are dropped',
      '-- %%\nSELECT 1;\n\n-- %%',
      edit(0, 'SELECT 1;\n\n \n'),
      '-- %%\nSELECT 1;\n\n-- %%',
    ],
    [
      'an emptied cell',
      '-- %% a\nSELECT 1;\n\n-- %% b\nSELECT 2;\n',
      edit(0, ''),
      '-- %% a\n\n-- %% b\nSELECT 2;\n',
    ],
    ['typing after a marker at the end', '-- %% a', edit(0, 'SELECT 1;'), '-- %% a\nSELECT 1;\n'],
    [
      'a cell after one without a line end',
      '-- %% a\nSELECT 1;',
      (cells) => [...cells, sql('SELECT 2;')],
      '-- %% a\nSELECT 1;\n\n-- %%\nSELECT 2;\n',
    ],
    [
      'a cell in between',
      '-- %% a\nSELECT 1;\n-- %% b\nSELECT 3;\n',
      (cells) => cells.toSpliced(1, 0, sql('SELECT 2;')),
      '-- %% a\nSELECT 1;\n\n-- %%\nSELECT 2;\n\n-- %% b\nSELECT 3;\n',
    ],
    [
      'a cell before one without a marker',
      'SELECT 2;\r\n',
      (cells) => [sql('SELECT 1;'), ...cells],
      '-- %%\r\nSELECT 1;\r\n\r\n-- %%\r\nSELECT 2;\r\n',
    ],
    [
      'a cell moved behind the last',
      'SELECT 1;\n\n-- %%\nSELECT 2;',
      (cells) => cells.reverse(),
      '-- %%\nSELECT 2;\n-- %%\nSELECT 1;\n\n',
    ],
    ['all cells deleted', example, () => [], example.slice(0, example.indexOf('-- %%'))],
    ['all cells deleted, no header', '-- %%\nSELECT 1;\n', () => [], ''],
    [
      'a Markdown cell at the end',
      'SELECT 1;\n',
      (cells) => [...cells, markdown('# a\n\n--b\n  %% c')],
      'SELECT 1;\n\n-- %% [markdown]\n-- # a\n--\n-- --b\n--\t  %% c\n',
    ],
    [
      'Markdown edited',
      '-- %% [md] a="1"\n--x\n\n--y\n--\n',
      edit(0, 'x\n\nz'),
      '-- %% [md] a="1"\n-- x\n--\n-- z\n--\n',
    ],
    [
      'SQL without a marker after Markdown, edited',
      '-- %% [md]\n-- a\nSELECT 1;\n',
      edit(1, 'SELECT 2;'),
      '-- %% [md]\n-- a\nSELECT 2;\n',
    ],
    [
      'the same with a comment first',
      '-- %% [md]\n-- a\nSELECT 1;\n',
      edit(1, '-- b\nSELECT 2;'),
      '-- %% [md]\n-- a\n-- %%\n-- b\nSELECT 2;\n',
    ],
    [
      'the same when the Markdown is deleted',
      '-- %%\n\n-- %% [md]\n-- a\nSELECT 1;\n',
      (cells) => cells.toSpliced(1, 1),
      '-- %%\n\n-- %%\nSELECT 1;\n',
    ],
    [
      'a new title',
      '-- %% a k="v"\r\nSELECT 1;',
      (cells) => [{ ...cells[0]!, title: 'b' }],
      '-- %% b k="v"\r\nSELECT 1;',
    ],
    ['a first title', 'SELECT 1;\n', (cells) => [{ ...cells[0]!, title: 'b' }], '-- %% b\nSELECT 1;\n'],
    [
      'SQL turned into Markdown',
      '-- %% a\nSELECT 1;\n',
      (cells) => [{ ...cells[0]!, kind: 'markdown' }],
      '-- %% a [markdown]\n-- SELECT 1;\n',
    ],
    [
      'typed text that looks like a header',
      'SELECT 1;\n',
      edit(0, '-- ---\n-- ---\nSELECT 1;'),
      '-- %%\n-- ---\n-- ---\nSELECT 1;\n',
    ],
    [
      'a typed marker begins another cell',
      '-- %% a\nSELECT 1;\n',
      edit(0, 'SELECT 1;\n-- %% b\nSELECT 2;'),
      '-- %% a\nSELECT 1;\n-- %% b\nSELECT 2;\n',
    ],
    [
      'a statement left open at the end of a cell is closed',
      '-- %%\nSELECT 0\n',
      edit(0, 'SELECT 1 -- one'),
      '-- %%\nSELECT 1; -- one\n',
    ],
    ['one inside a string is not', '-- %%\n\n', edit(0, "SELECT 'a"), "-- %%\nSELECT 'a\n\n"],
    [
      'a cell nobody touched keeps its statement open',
      'SELECT 1\n\n-- %%\nSELECT 2;\n',
      edit(1, 'SELECT 3;'),
      'SELECT 1\n\n-- %%\nSELECT 3;\n',
    ],
  ];
  for (const [label, before, change, after] of cases)
    it(label, () => assert.equal(rewrite(before, change), after));

  it('shows what was typed as a marker as two cells, with nothing lost', () => {
    const text = rewrite('-- %% a\nSELECT 1;\n', edit(0, 'SELECT 1;\n-- %% b\nSELECT 2;'));
    assert.deepEqual(
      parseRsql(text).cells.map((cell) => [cell.title, cell.text]),
      [
        ['a', 'SELECT 1;'],
        ['b', 'SELECT 2;'],
      ],
    );
  });

  it('takes files of many lines', () => {
    const blank = '\n'.repeat(50_000);
    const text = '-- %% [markdown]\n--\n\n'.repeat(2_000) + `${blank}SELECT 1${blank},2;${blank}`;
    const touched = rewrite(text, (cells) => cells.with(-1, { ...cells.at(-1)!, text: `SELECT 3${blank}` }));
    assert.deepEqual(
      [rewrite(text, (cells) => cells) === text, touched.includes(`${blank}SELECT 3;${blank}`)],
      [true, true],
    );
  });
});
