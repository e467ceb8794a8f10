import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { quoteName, readableName } from '../../../../src/core/redshift/catalog/quoteName.ts';
import {
  columnList,
  qualifiedName,
  selectStatement,
} from '../../../../src/core/redshift/catalog/selectStatement.ts';
import { readToken } from '../../../../src/core/redshift/sql/sqlTokens.ts';
import { tokenize } from '../../../../src/sandbox/warehouse/sql/sqlTokens.ts';

const sales = { database: 'dev', schema: 'public', name: 'sales' };
/** The sandbox keeps no longer names. */
const anyName = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    fc.string({ minLength: 1, maxLength: 12 }),
  )
  .filter((name) => !name.includes('\0') && new TextEncoder().encode(name).length <= 63);

describe('a name in SQL', () => {
  for (const [name, expected] of [
    ['sales', 'sales'],
    ['_sales_2026', '_sales_2026'],
    ['order', '"order"'],
    ['user', '"user"'],
    ['window', '"window"'],
    ['Sales', '"Sales"'],
    ['daily sales', '"daily sales"'],
    ['2026', '"2026"'],
    ['größe', '"größe"'],
    ['say "hi"', '"say ""hi"""'],
    ['a;--', '"a;--"'],
    ['goods@s3tablescatalog', '"goods@s3tablescatalog"'],
    ['', '""'],
  ] as const) {
    it(`is written ${expected}`, () => assert.equal(readableName(name), expected));
  }

  it('is read as the same one name again, delimited or not', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        for (const text of [quoteName(name), readableName(name)]) {
          const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
          assert.deepEqual(
            tokenize(text).map(({ value }) => value),
            [folded],
          );
        }
      }),
    );
  });

  it('holds no parameter, comment or end of a statement for who cuts a script', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = qualifiedName({ database: name, schema: name, name });
        const kinds = new Set<string>();
        for (let at = 0; at < text.length;) {
          const { kind, end, unterminated } = readToken(text, at);
          kinds.add(unterminated ?? kind);
          at = end;
        }
        const harmful = [...kinds].filter((kind) => kind !== 'word' && kind !== 'other');
        assert.deepEqual(harmful, []);
      }),
    );
  });
});

describe('a statement for a relation', () => {
  for (const [label, statement, expected] of [
    [
      'has two parts in the connected database',
      selectStatement(sales, undefined, 'dev'),
      'SELECT *\nFROM public.sales;',
    ],
    [
      'has three in another',
      selectStatement(sales, [], 'archive', 100),
      'SELECT *\nFROM dev.public.sales\nLIMIT 100;',
    ],
    ['has three where none is known', qualifiedName(sales), 'dev.public.sales'],
    [
      'reads an S3 table',
      qualifiedName({ database: 'goods@s3tablescatalog', schema: 'retail', name: 'Orders' }, 'dev'),
      '"goods@s3tablescatalog".retail."Orders"',
    ],
    [
      'has a few columns in a line',
      selectStatement(sales, ['sale_id', 'order'], 'dev', 10),
      'SELECT sale_id, "order"\nFROM public.sales\nLIMIT 10;',
    ],
    [
      'has many columns in a line each',
      selectStatement(sales, ['a'.repeat(40), 'b'.repeat(40)], 'dev'),
      `SELECT\n  ${'a'.repeat(40)},\n  ${'b'.repeat(40)}\nFROM public.sales;`,
    ],
    ['lists columns', columnList(['sale_id', 'Net Amount']), 'sale_id, "Net Amount"'],
  ] as const) {
    it(label, () => assert.equal(statement, expected));
  }
});
