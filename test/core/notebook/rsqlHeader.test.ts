import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { RsqlFormatError } from '../../../src/core/notebook/rsqlBytes.ts';
import { parseRsql, writeRsql } from '../../../src/core/notebook/rsqlFormat.ts';
import { setHeader, type RsqlHeaderValues } from '../../../src/core/notebook/rsqlHeader.ts';
import { rsqlText } from './arbitraryRsql.ts';

/** A file of one header with these lines, and one statement. */
const withHeader = (...lines: string[]) =>
  ['-- ---', ...lines.map((line) => `-- ${line}`), '-- ---', 'SELECT 1;'].join('\n');
const headerOf = (text: string) => parseRsql(text).header;

describe('a header', () => {
  const cases: [label: string, text: string, expected: unknown][] = [
    ['is absent', 'SELECT 1;', undefined],
    [
      'is absent where the block is further down',
      'SELECT 1;\n-- ---\n-- redshift:\n--   region: a\n-- ---',
      undefined,
    ],
    ['may be empty', '-- ---\n-- ---\n', {}],
    ['may say nothing of Redshift', withHeader('jupytext:', '  region: a'), {}],
    [
      'has plain and quoted values, comments, blank and unknown lines',
      '\uFEFF\r\n' +
        withHeader(
          'title: x',
          '# note',
          'redshift: # here',
          '  region:   us-west-2  # the second',
          '',
          '  "workgroup": "a \\"b\\" # c"',
          "  database: 'it''s'",
          '  other: [1, 2]',
          '  nested:',
          '    region: no',
          'after:',
          '  cluster: no',
        ).replaceAll('\n', '\r\n'),
      { region: 'us-west-2', workgroup: 'a "b" # c', database: "it's" },
    ],
    [
      'takes null for none',
      withHeader('redshift:', '  region:', '  database: ~', '  profile: null', '  cluster: # none'),
      {},
    ],
    ['takes numbers as text', withHeader('redshift:', '  database: 123'), { database: '123' }],
    [
      'has parameters, in any quotes, with comments, empty ones too',
      '\uFEFF' +
        withHeader(
          'redshift:',
          '  parameters: # for all cells',
          '      region:   APAC  # by default',
          "      since: '2026-01-01'",
          '',
          '      # an old one',
          '      "title": "it\'s \\"x\\" # y"',
          '      empty: ""',
          '      nothing:',
          '      __proto__: a',
          '  database: dev',
        ).replaceAll('\n', '\r\n'),
      {
        parameters: Object.fromEntries([
          ['region', 'APAC'],
          ['since', '2026-01-01'],
          ['title', 'it\'s "x" # y'],
          ['empty', ''],
          ['nothing', ''],
          ['__proto__', 'a'],
        ]),
        database: 'dev',
      },
    ],
    [
      'may have no parameter yet',
      withHeader('redshift:', '  parameters:', '  region: a'),
      { parameters: {}, region: 'a' },
    ],
    ['takes lines without a blank', '-- ---\n--redshift:\n--  region: a\n-- ---', { region: 'a' }],
  ];
  for (const [label, text, expected] of cases) it(label, () => assert.deepEqual(headerOf(text), expected));

  const problems: [label: string, text: string, problem: RegExp, values: object][] = [
    [
      'the first of several',
      withHeader('redshift:', '  region: [a]', '  cluster: [b]'),
      /line 3: "region"/,
      {},
    ],
    [
      'a list',
      withHeader('redshift:', '  region: [a, b]', '  database: dev'),
      /line 3: "region" takes plain text/,
      { database: 'dev' },
    ],
    ['a string that does not end', withHeader('redshift:', '  region: "a'), /line 3: "region" takes/, {}],
    ['a key within a value', withHeader('redshift:', '  region: a: b'), /line 3: "region" takes/, {}],
    ['a map in one line', withHeader('redshift: {region: a}'), /line 2: .*line of its own/, {}],
    ['lines below a value', withHeader('redshift:', '  region:', '    - a'), /line 4: "region" takes/, {}],
    [
      'no colon',
      withHeader('redshift:', '  region us-west-2', '  database: dev'),
      /line 3: write "key: value"/,
      { database: 'dev' },
    ],
    ['tabs', withHeader('redshift:', '\tregion: a'), /line 3: .*tabs/, {}],
    [
      'lines that slip out',
      withHeader('redshift:', '    region: a', '  database: dev'),
      /line 4: indent/,
      { region: 'a' },
    ],
    [
      'a key twice',
      withHeader('redshift:', '  region: a', '  region: b'),
      /line 4: "region" is there twice/,
      { region: 'a' },
    ],
    [
      'a workgroup and a cluster',
      withHeader('redshift:', '  workgroup: a', '  cluster: b'),
      /line 2: .*not both/,
      { workgroup: 'a', cluster: 'b' },
    ],
    [
      'parameters in one line',
      withHeader('redshift:', '  parameters: {a: 1}'),
      /line 3: .*line of its own below "parameters:"/,
      { parameters: {} },
    ],
    [
      'parameters twice',
      withHeader('redshift:', '  parameters:', '    a: 1', '  parameters:', '    b: 2'),
      /line 5: "parameters" is there twice/,
      { parameters: { a: '1' } },
    ],
    [
      'a parameter twice',
      withHeader('redshift:', '  parameters:', '    a: 1', '    a: 2'),
      /line 5: "a" is there twice/,
      { parameters: { a: '1' } },
    ],
    [
      'a parameter that is a list',
      withHeader('redshift:', '  parameters:', '    a: [1]', '    b: 2'),
      /line 4: "a" takes plain text/,
      { parameters: { b: '2' } },
    ],
    [
      'lines below a parameter',
      withHeader('redshift:', '  parameters:', '    a:', '      - 1', '    b: 2'),
      /line 5: write "key: value"/,
      { parameters: { a: '', b: '2' } },
    ],
    [
      'a parameter further in',
      withHeader('redshift:', '  parameters:', '    a: 1', '      b: 2'),
      /line 5: indent it as the parameter above/,
      { parameters: { a: '1' } },
    ],
    [
      'a parameter that no statement can name',
      withHeader('redshift:', '  parameters:', '    a-b: 1', '    1: 2'),
      /line 4: the name of a parameter/,
      { parameters: {} },
    ],
    ['no end', '-- ---\n-- redshift:\n--   region: a\nSELECT 1;\n-- ---', /line 1: close it/, {}],
    ['a cell before its end', '-- ---\n-- redshift:\n-- %% a\n-- ---\n', /line 1: close it/, {}],
  ];
  for (const [label, text, problem, values] of problems) {
    it(`tells of ${label}, and the file survives`, () => {
      const { problem: found, ...rest } = headerOf(text) ?? {};
      assert.match(found ?? '', problem);
      assert.deepEqual([rest, writeRsql(parseRsql(text))], [values, text]);
    });
  }
});

describe('setHeader', () => {
  const full = withHeader(
    '# note',
    'redshift:',
    '    region:  us-west-2  # here',
    '    workgroup: a',
    '    x: [1]',
    'other: 1',
  );
  const cases: [label: string, before: string, values: RsqlHeaderValues, after: string][] = [
    ['changes one value', full, { region: 'eu-west-1' }, full.replace(' us-west-2', 'eu-west-1')],
    [
      'adds a key after the others',
      full,
      { database: 'dev' },
      full.replace('[1]\n', '[1]\n--     database: dev\n'),
    ],
    ['takes a key out', full, { region: null }, full.replace('--     region:  us-west-2  # here\n', '')],
    [
      'puts a cluster in the place of a workgroup',
      full,
      { cluster: 'c' },
      full.replace('workgroup: a\n--     x: [1]\n', 'x: [1]\n--     cluster: c\n').replace('--     --', '--'),
    ],
    ['leaves all as it is', full, {}, full],
    [
      'makes a header',
      '\uFEFFSELECT 1;\r\n',
      { region: 'a', database: 'my db' },
      '\uFEFF-- ---\r\n-- redshift:\r\n--   region: a\r\n--   database: "my db"\r\n-- ---\r\n\r\nSELECT 1;\r\n',
    ],
    ['makes none for nothing', 'SELECT 1;', { region: null }, 'SELECT 1;'],
    [
      'makes the part for Redshift',
      '-- ---\n-- a: 1\n-- ---\nSELECT 1;',
      { region: 'a' },
      '-- ---\n-- a: 1\n-- redshift:\n--   region: a\n-- ---\nSELECT 1;',
    ],
    [
      'fills an empty header',
      '-- ---\n-- ---',
      { region: 'a' },
      '-- ---\n-- redshift:\n--   region: a\n-- ---',
    ],
    [
      'replaces a quoted value that holds a number sign',
      withHeader('redshift:', '  database: "a # b" # c'),
      { database: 'd' },
      withHeader('redshift:', '  database: d # c'),
    ],
    [
      'puts a key right that is there twice',
      withHeader('redshift:', '  region: a', '  region: b'),
      { region: 'c' },
      withHeader('redshift:', '  region: c'),
    ],
    [
      'changes, adds and takes out parameters, and leaves the other lines as they are',
      withHeader(
        'redshift:',
        '  parameters: # all',
        "     a: 'x # y'   # why",
        '     b: 2',
        '     # c: 3',
        '     d: 4',
        '  region: us-west-2',
      ).replaceAll('\n', '\r\n'),
      { parameters: { a: "it's", b: null, e: '10', f: null }, database: 'dev' },
      withHeader(
        'redshift:',
        '  parameters: # all',
        '     a: "it\'s"   # why',
        '     # c: 3',
        '     d: 4',
        '     e: "10"',
        '  region: us-west-2',
        '  database: dev',
      ).replaceAll('\n', '\r\n'),
    ],
    [
      'adds a key behind parameters',
      withHeader('redshift:', '  parameters:', '    a: b'),
      { database: 'dev', parameters: { c: 'd' } },
      withHeader('redshift:', '  parameters:', '    a: b', '    c: d', '  database: dev'),
    ],
    [
      'begins the parameters',
      withHeader('redshift:', '    region: a'),
      { parameters: { region: 'APAC' } },
      withHeader('redshift:', '    region: a', '    parameters:', '      region: APAC'),
    ],
    [
      'makes a header for a parameter',
      'SELECT :a;\r\n',
      { parameters: { a: 'x: y' } },
      '-- ---\r\n-- redshift:\r\n--   parameters:\r\n--     a: "x: y"\r\n-- ---\r\n\r\nSELECT :a;\r\n',
    ],
    ['makes none where a parameter goes', 'SELECT :a;', { parameters: { a: null } }, 'SELECT :a;'],
    [
      'adds below lines of a key further out',
      withHeader('redshift:', '  x:', '    - 1'),
      { region: 'a' },
      withHeader('redshift:', '  x:', '    - 1', '  region: a'),
    ],
  ];
  for (const [label, before, values, after] of cases) {
    it(label, () => assert.equal(writeRsql(setHeader(parseRsql(before), values)), after));
  }

  it('refuses to write into a header that has to be put right by hand', () => {
    assert.throws(
      () => setHeader(parseRsql(withHeader('redshift: {region: a}')), { database: 'dev' }),
      (error) =>
        error instanceof RsqlFormatError && error.code === 'InvalidHeader' && /line 2/.test(error.message),
    );
  });

  it('writes into any file values that it and every YAML parser read back, and touches no cell', () => {
    const value = fc.oneof(
      fc
        .string({ unit: 'binary-ascii', minLength: 1, maxLength: 8 })
        .filter((text) => !/[\0-\x08\x0b-\x1f\x7f]/.test(text)),
      fc.constantFrom(
        'dev',
        'null',
        'true',
        '0x1F',
        '12',
        '-',
        '- a',
        'a: b',
        'a #b',
        '"',
        "'",
        '\\',
        '~',
        'analytics-ä',
      ),
    );
    const values = fc.record(
      {
        region: value,
        database: value,
        cluster: value,
        parameters: fc.dictionary(fc.stringMatching(/^[A-Za-z_]\w{0,5}$/), value, { maxKeys: 3 }),
      },
      { requiredKeys: ['region', 'parameters'] },
    );
    fc.assert(
      fc.property(rsqlText, values, (text, { parameters, ...values }) => {
        const document = parseRsql(text);
        let changed;
        try {
          changed = setHeader(document, { ...values, parameters });
        } catch (error) {
          assert.ok(error instanceof RsqlFormatError);
          return;
        }
        const { header, cells } = parseRsql(writeRsql(changed));
        const lines = changed.preamble
          .split(/\r\n|\r|\n/)
          .filter((line) => line.startsWith('--') && !/^--\s*---/.test(line));
        const yaml = lines
          .map((line) => line.replace(/^-- ?/, ''))
          .filter((line) => /^(redshift:|  (region|database|cluster):)/.test(line));
        for (const [key, wanted] of Object.entries(values)) {
          assert.equal(header?.[key as keyof typeof header], wanted);
          assert.equal(
            (parseYaml(yaml.join('\n')) as { redshift: Record<string, string> }).redshift[key],
            wanted,
          );
        }
        for (const [name, wanted] of Object.entries(parameters)) {
          const written = lines.filter((line) => line.startsWith(`--     ${name}: `)).at(-1);
          assert.equal(header?.parameters?.[name], wanted);
          assert.equal((parseYaml(written?.slice(2) ?? '') as Record<string, string>)[name], wanted);
        }
        const texts = (list: typeof cells) => list.map((cell) => cell.text.replace(/^\s+/, ''));
        assert.deepEqual(texts(cells), texts(document.cells));
      }),
      { numRuns: 300 },
    );
  });
});
