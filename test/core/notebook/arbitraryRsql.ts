import fc from 'fast-check';

const lineContents = [
  '',
  '  ',
  '\t',
  'SELECT 1;',
  "SELECT 'a",
  '-- a comment',
  '--',
  '--no blank',
  '-- %%',
  '--%%',
  '--   %% [markdown]',
  '-- %% [markdown]',
  '-- %% Sales [md] a="1" flag',
  '-- %% Sales [draft] a=b',
  '-- %% k="v\\"w" k="twice"',
  ' -- %% indented',
  '-- %%%% deeper',
  '-- %%time',
  '--\t%% tab',
  '-- ---',
  '-- redshift:',
  '--   region: us-west-2',
  '--   parameters: # of all',
  "--     region: 'a' # why",
  '\\set region APAC',
  '\uFEFF',
  '\uFEFFSELECT 2',
  '\u2028\u0085\u00A0',
  'sélect 日本 🚀',
  '/* -- %%',
  '$$',
];

const eols = ['\n', '\n', '\r\n', '\r'];

const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...lineContents) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);

/** Texts of files: lines that mean something to the format, mixed line ends, with and without a byte order mark. */
export const rsqlText: fc.Arbitrary<string> = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.tuple(line, fc.constantFrom(...eols)), { maxLength: 14 }),
    fc.constantFrom('', ...lineContents),
  )
  .map(([mark, lines, last]) => (mark ? '\uFEFF' : '') + lines.flat().join('') + last)
  .map((text) => text.replaceAll('\0', ''));

/** Text somebody types into a cell: no blank line first or last, and no marker, which would begin another cell. */
export const typedText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...lineContents, '%% percent', ' %%', '%%', '- item'), {
    minLength: 1,
    maxLength: 5,
  })
  .filter((lines) => /\S/.test(lines[0] ?? '') && /\S/.test(lines.at(-1) ?? ''))
  .filter((lines) => !lines.some((text) => /^-- *%%(?=$|[ [])/.test(text)) && !lines[0]?.startsWith('\uFEFF'))
  .map((lines) => lines.join('\n'));
