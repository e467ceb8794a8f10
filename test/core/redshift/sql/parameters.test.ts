import assert from 'node:assert/strict';
import { RedshiftIdentityError } from '../../../../src/core/errors.ts';
import {
  castOf,
  checkNotEmpty,
  parameterValuesAt,
  type NotebookValues,
  type ParameterCell,
} from '../../../../src/core/redshift/sql/parameters.ts';
import { readSql } from '../../../../src/core/redshift/sql/sqlText.ts';
import { SqlTextError } from '../../../../src/core/redshift/sql/sqlTextError.ts';

const cell = (text: string, keys: Record<string, string> = {}): ParameterCell => ({ text, keys });

/** Value and source by name, as a statement at the end of the last cell gets them. */
function valuesOf(cells: ParameterCell[], kept: NotebookValues = {}, offset = Infinity) {
  const values = parameterValuesAt(cells, kept)(offset);
  return Object.fromEntries([...values].map(([name, { value, source }]) => [name, [value, source]]));
}

describe('the values of parameters', () => {
  const set = cell('\\set a set');
  const kept = { header: { a: 'header' }, remembered: { a: 'remembered', b: 'remembered' } };
  const cases: [label: string, cells: ParameterCell[], kept: NotebookValues, expected: object][] = [
    ['none', [cell('SELECT :a')], {}, {}],
    [
      'the marker before all else',
      [set, cell('\\set a other', { 'param.a': 'marker' })],
      kept,
      { a: ['marker', 'marker'], b: ['remembered', 'remembered'] },
    ],
    ['\\set before the header', [set], kept, { a: ['set', 'set'], b: ['remembered', 'remembered'] }],
    [
      'the header before an answer',
      [cell('')],
      kept,
      { a: ['header', 'header'], b: ['remembered', 'remembered'] },
    ],
    ['not the marker of a cell above', [cell('', { 'param.a': 'x' }), cell('')], {}, {}],
    ['other keys of the marker are none', [cell('', { a: 'x', parama: 'y', session: 'none' })], {}, {}],
    ['the last \\set wins, in any case of letters', [set, cell('\\SET a\t b  c')], {}, { a: ['bc', 'set'] }],
    [
      'names are told apart by case',
      [cell('\\set A x\n\\set a y')],
      {},
      { A: ['x', 'set'], a: ['y', 'set'] },
    ],
    [
      '\\set uses what was set before, in cells above too',
      [set, cell("\\set b :a' and 'c")],
      {},
      { a: ['set', 'set'], b: ['set and c', 'set'] },
    ],
    ['empty ones are there', [cell('\\set a', { 'param.b': '' })], {}, { a: ['', 'set'], b: ['', 'marker'] }],
    [
      'names that every object has are no values',
      [cell('')],
      { header: {}, remembered: Object.fromEntries([['__proto__', 'x']]) },
      Object.fromEntries([['__proto__', ['x', 'remembered']]]),
    ],
  ];
  for (const [label, cells, values, expected] of cases) {
    it(label, () => assert.deepEqual(valuesOf(cells, values), expected));
  }

  it('are those before a statement, as in psql', () => {
    const text = 'SELECT :a;\n\\set a 1\nSELECT :a;\n\\set a 2\nSELECT :a;';
    const { statements } = readSql(text);
    assert.deepEqual(
      statements.map(({ start }) => valuesOf([cell('\\set a 0'), cell(text)], {}, start)['a']?.[0]),
      ['0', '1', '2'],
    );
  });

  it('tell where a \\set stands', () => {
    const place = parameterValuesAt([set, cell('')], {})(0).get('a')?.place;
    assert.deepEqual([place?.cell, place?.command.line, place?.command.end], [0, 0, 10]);
  });

  const broken: [label: string, cells: ParameterCell[], range: object | undefined, message: RegExp][] = [
    ['in the cell', [cell(''), cell("SELECT 1;\n\\set a 'x")], { start: 10, end: 19 }, /quote.*closed\.$/],
    [
      'in a cell above',
      [cell("\n\\set a 'x"), cell('')],
      undefined,
      /closed\. It stands in cell 1, line 2\.$/,
    ],
  ];
  for (const [label, cells, range, message] of broken) {
    it(`a \\set ${label} that can't be read is an error`, () =>
      assert.throws(
        () => valuesOf(cells),
        (error) => {
          assert.ok(error instanceof RedshiftIdentityError && message.test(error.message));
          assert.deepEqual(error instanceof SqlTextError ? error.range : undefined, range);
          return error.code === 'InvalidSetCommand';
        },
      ));
  }

  it('an empty one is refused, with what to write instead', () => {
    const use = { name: 'a', start: 7, end: 9 };
    assert.doesNotThrow(() => checkNotEmpty(use, ' '));
    assert.throws(
      () => checkNotEmpty(use, ''),
      (error) =>
        error instanceof SqlTextError &&
        error.code === 'EmptyParameter' &&
        error.range.start === 7 &&
        /'' or NULL .* :a/.test(error.remedy ?? ''),
    );
  });
});

describe('the type that a parameter is cast to', () => {
  const cases: [sql: string, type: string | undefined][] = [
    ['SELECT :a', undefined],
    ['SELECT :a::date', 'date'],
    ['SELECT :a :: numeric (10, 2)::int', 'numeric (10, 2)'],
    ['SELECT :a::double   precision', 'double precision'],
    ['SELECT :a::character varying(10)', 'character varying(10)'],
    ['SELECT CAST(:a AS timestamptz)', 'timestamptz'],
    ['SELECT cast( :a\n as varchar(3))', 'varchar(3)'],
    ['SELECT :a AS day', undefined],
    ['SELECT recast(:a as b)', undefined],
  ];
  for (const [sql, type] of cases) {
    it(sql, () => {
      const [use] = readSql(sql).parameterUses;
      assert.ok(use);
      assert.equal(castOf(sql, use), type);
    });
  }
});
