import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownBlock, markdownName, markdownTable, markdownText } from '../../src/core/markdown.ts';

const texts: readonly [label: string, text: string, markdown: string][] = [
  ['plain words', 'Sales of Osaka, 2 of 3', 'Sales of Osaka, 2 of 3'],
  ['a cell', 'a|b', 'a&#124;b'],
  ['a backslash before a pipe', 'a\\|b', 'a\\\\&#124;b'],
  ['HTML', '<img src=x>&lt;', '&#60;img src\\=x&#62;&#38;lt;'],
  ['a link', '[x](y)', '\\[x\\](y)'],
  ['an image', '![x](y)', '!\\[x\\](y)'],
  ['a bare address', 'https://a.example/x', 'https\\:\\/\\/a\\.example\\/x'],
  ['an email address', 'ming@example.com', 'ming\\@example\\.com'],
  ['code and emphasis', '`a` *b* _c_ ~d~', '\\`a\\` \\*b\\* \\_c\\_ \\~d\\~'],
  ['a heading', '# a', '\\# a'],
  ['numbered lists', '1. a', '1\\. a'],
  ['numbered lists of another kind', '12) a', '12\\) a'],
  ['prose', 'Denied: no SELECT on svv_rls. Ask "b" (c).', 'Denied: no SELECT on svv_rls. Ask "b" (c).'],
  ['underscores at the edge', '_a a__b b_', '\\_a a\\_\\_b b\\_'],
  ['a list', '- a', '\\- a'],
  ['a hyphen inside', 'apac-sales', 'apac-sales'],
  ['a formula', '$x^2$', '\\$x\\^2\\$'],
  ['a new line', 'a\n\n# b', 'a\\\\n\\\\n\\# b'],
  ['letters that reorder others', 'a\u202eb', 'a\\\\u202Eb'],
  ['blanks at the ends', ' a ', '&#32;a&#32;'],
  ['nothing', '', ''],
];

const names: readonly [label: string, text: string, markdown: string][] = [
  ['a name', 'AWSIDC:apac-sales', '`AWSIDC:apac-sales`'],
  ['HTML', '<b>', '`<b>`'],
  ['one letter', 'a', '`a`'],
  ['a backtick', 'a`b', 'a\\`b'],
  ['a pipe', 'a|b', 'a&#124;b'],
  ['a backslash', 'a\\', 'a\\\\'],
  ['blanks around', ' a', '&#32;a'],
  ['a new line', 'a\nb', 'a\\\\nb'],
  ['nothing', '', ''],
];

describe('markdownText', () => {
  for (const [label, text, markdown] of texts) {
    it(label, () => assert.equal(markdownText(text), markdown));
  }

  it('leaves no mark of Markdown or HTML unescaped, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        const rest = markdownText(text).replaceAll(/\\[!-/:-@[-`{-~]|&#\d+;/g, 'x');
        assert.doesNotMatch(rest, /[\\`*{}[\]#+~@/$^=<>|&\n\r]|[.:]\S|^-/);
      }),
    );
  });
});

describe('markdownName', () => {
  for (const [label, text, markdown] of names) {
    it(label, () => assert.equal(markdownName(text), markdown));
  }
});

describe('markdownTable and markdownBlock', () => {
  it('a table', () => {
    assert.equal(
      markdownTable(
        ['Who', 'What'],
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ),
      '| Who | What |\n| --- | --- |\n| a | b |\n| c | d |',
    );
  });

  it('a block that nothing in it can end', () => {
    assert.equal(markdownBlock(['a', '````', 'b\nc']), '`````text\na\n````\nb\\nc\n`````');
  });
});
