import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatMarker, isMarker, parseMarker } from '../../../src/core/notebook/rsqlMarker.ts';

describe('parseMarker', () => {
  const cases: [line: string, kind: string, title: string, keys: Record<string, string>][] = [
    ['-- %%', 'sql', '', {}],
    ['--%%', 'sql', '', {}],
    ['-- %%\t', 'sql', '', {}],
    ['-- %%[markdown]', 'markdown', '', {}],
    ['--   %% Sales  by country ', 'sql', 'Sales  by country', {}],
    [
      '-- %%  Title  [markdown] a="b"  c=\'d\' flag n=3',
      'markdown',
      'Title',
      { a: 'b', c: 'd', flag: '', n: '3' },
    ],
    ['-- %% [MD]', 'markdown', '', {}],
    ['-- %% Title [sql]', 'sql', 'Title', {}],
    ['-- %% Title [draft]', 'sql', 'Title [draft]', {}],
    ['-- %% Sales key="a b"', 'sql', 'Sales', { key: 'a b' }],
    ['-- %% key="a \\"b\\" \\\\ \\n" other=\'it\\\'s\'', 'sql', '', { key: 'a "b" \\ \n', other: "it's" }],
    ['-- %% rows where a=1 and b=2', 'sql', 'rows where a=1 and b=2', {}],
    ['-- %% [markdown] a="never closed', 'sql', '[markdown] a="never closed', {}],
    ['-- %% a="1" a="2"', 'sql', 'a="1"', { a: '2' }],
    ['-- %% __proto__="x"', 'sql', '__proto__="x"', {}],
    ['-- %% constructor="x"', 'sql', '', { constructor: 'x' }],
  ];
  for (const [line, kind, title, keys] of cases) {
    it(line, () => assert.deepEqual(parseMarker(line), { kind, title, keys }));
  }

  it('takes a line of absurd length for a title', () => {
    const title = `${'[md] '.repeat(5_000)}x`;
    assert.deepEqual(parseMarker(`-- %% ${title}`), { kind: 'sql', title, keys: {} });
  });

  for (const line of ['-- %%%% deeper', '-- %%time', ' -- %%', '-- % %', '--\t%%', '- %%', '%%', '--- %%']) {
    it(`${line} is no marker`, () => assert.equal(isMarker(line), false));
  }
});

describe('formatMarker', () => {
  const piece = fc.constantFrom(
    '[md]',
    '[markdown]',
    '[sql]',
    'a="b"',
    "c='d'",
    'k="',
    "'",
    '"',
    '\\',
    'x',
    'flag',
    ' ',
    '[',
    ']',
    '=',
    '%%',
  );
  const title = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' ').trim());
  const value = fc.array(
    fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 3 }), fc.constantFrom('\n', '\r', '\t')),
    { maxLength: 4 },
  );
  const keys = fc.dictionary(
    fc.constantFrom('a', 'b.c', 'D-1', 'constructor'),
    value.map((pieces) => pieces.join('')),
    { noNullPrototype: true },
  );

  it('writes what parseMarker reads back, in one line', () => {
    fc.assert(
      fc.property(fc.constantFrom('sql' as const, 'markdown' as const), title, keys, (kind, title, keys) => {
        const line = formatMarker({ kind, title, keys });
        assert.deepEqual(
          [isMarker(line), /[\r\n]/.test(line), parseMarker(line)],
          [true, false, { kind, title, keys }],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
