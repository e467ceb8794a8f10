import assert from 'node:assert/strict';
import { canUnload, unloadSql } from '../../../../src/core/redshift/export/unloadSql.ts';
import { readSql } from '../../../../src/core/redshift/sql/sqlText.ts';

/** The lines behind the first comment. */
function linesFor(sql: string, to = 's3://bucket/sales/'): string[] {
  const [statement] = readSql(sql).statements;
  assert.ok(statement);
  return unloadSql(statement, to).split('\n').slice(1);
}

describe('UNLOAD of a query', () => {
  const queries: { label: string; sql: string; lines: string[] }[] = [
    {
      label: 'plain',
      sql: 'SELECT * FROM sales;',
      lines: ["UNLOAD ('SELECT * FROM sales')", "TO 's3://bucket/sales/'", 'FORMAT PARQUET;'],
    },
    {
      label: 'with quotes and backslashes in it',
      sql: String.raw`SELECT 'it''s', '\\d', "a'b" FROM t`,
      lines: [
        String.raw`UNLOAD ('SELECT ''it''''s'', ''\\\\d'', "a''b" FROM t')`,
        "TO 's3://bucket/sales/'",
        'FORMAT PARQUET;',
      ],
    },
    {
      label: 'with a limit, which it takes in a subquery only',
      sql: 'SELECT a FROM t ORDER BY a LIMIT 5',
      lines: [
        "UNLOAD ('SELECT * FROM (",
        'SELECT a FROM t ORDER BY a LIMIT 5',
        ")')",
        "TO 's3://bucket/sales/'",
        'FORMAT PARQUET;',
      ],
    },
    {
      label: 'with a limit within',
      sql: 'SELECT a FROM (SELECT a FROM t LIMIT 5) AS "limit"',
      lines: [
        `UNLOAD ('SELECT a FROM (SELECT a FROM t LIMIT 5) AS "limit"')`,
        "TO 's3://bucket/sales/'",
        'FORMAT PARQUET;',
      ],
    },
    {
      label: 'with parameters, which it takes none of',
      sql: 'SELECT * FROM t WHERE a = :a AND b = :b',
      lines: [
        '-- UNLOAD takes no parameters: write values in the place of :a, :b',
        "UNLOAD ('SELECT * FROM t WHERE a = :a AND b = :b')",
        "TO 's3://bucket/sales/'",
        'FORMAT PARQUET;',
      ],
    },
  ];
  for (const { label, sql, lines } of queries) {
    it(label, () => assert.deepEqual(linesFor(sql), lines));
  }

  it('is one statement whatever it holds', () => {
    const sql = "SELECT ';', $$;$$, '\\'' -- it's\nFROM \"a;'b\"";
    const [statement] = readSql(sql).statements;
    assert.ok(statement);
    const read = readSql(unloadSql(statement, "s3://bucket/it's/"));
    assert.deepEqual(
      read.statements.map(({ text, terminated, unterminated }) => [
        text.slice(0, 8),
        terminated,
        unterminated,
      ]),
      [['UNLOAD (', true, undefined]],
    );
  });

  for (const [sql, takes] of [
    ['SELECT 1', true],
    ['WITH a AS (SELECT 1) SELECT * FROM a', true],
    ['SELECT * INTO b FROM a', false],
    ['INSERT INTO a SELECT 1', false],
    ['SHOW TABLES FROM SCHEMA dev.public', false],
    ['EXPLAIN SELECT 1', false],
  ] as const) {
    it(`${takes ? 'takes' : 'does not take'} ${sql}`, () => assert.equal(canUnload({ text: sql }), takes));
  }
});
