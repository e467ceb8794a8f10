import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { statementKind } from '../../../../src/core/redshift/sql/statementKind.ts';

const reading: Readonly<Record<string, readonly string[]>> = {
  SELECT: [
    'SELECT 1',
    'select * from t',
    '-- insert\nSELECT 1',
    '/* delete */ SELECT 1',
    '(SELECT 1) UNION (SELECT 2)',
    "SELECT 'INSERT INTO t'",
    'SELECT "into" FROM t',
    'SELECT $$ delete from t $$',
    'SELECT update FROM changes',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'WITH a AS (SELECT 1), b (x, y) AS (SELECT 2, 3) SELECT * FROM a, b',
    'WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT n FROM a',
    'WITH "a;b" AS (SELECT 1) (SELECT * FROM "a;b")',
    '(WITH a AS (SELECT 1) SELECT * FROM a)',
    'SELECT * FROM t WHERE id IN (SELECT id FROM u)',
  ],
  VALUES: ['VALUES (1), (2)'],
  SHOW: ['SHOW TABLES FROM SCHEMA dev.public'],
  EXPLAIN: ['EXPLAIN SELECT 1', 'explain INSERT INTO t VALUES (1)', 'EXPLAIN VERBOSE SELECT 1'],
  DESC: ['DESC DATASHARE s'],
};

const others: Readonly<Record<string, readonly string[]>> = {
  INSERT: [
    'INSERT INTO t VALUES (1)',
    'WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a',
    'with a (x) as (select 1) insert into t select * from a',
  ],
  UPDATE: ['UPDATE t SET a = 1'],
  DELETE: ['DELETE FROM t', 'WITH a AS (SELECT 1) DELETE FROM t USING a'],
  MERGE: ['MERGE INTO t USING u ON t.a = u.a REMOVE DUPLICATES'],
  SELECT: [
    'SELECT * INTO copy FROM t',
    'WITH a AS (SELECT 1) SELECT * INTO copy FROM a',
    'WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a',
    'SELECT pg_terminate_backend(1)',
  ],
  EXPLAIN: [
    'EXPLAIN ANALYZE DELETE FROM t',
    'EXPLAIN (ANALYZE) DELETE FROM t',
    'EXPLAIN (VERBOSE, ANALYZE) DELETE FROM t',
    'EXPLAIN VERBOSE ANALYZE SELECT 1',
  ],
  CREATE: ['CREATE TABLE t AS SELECT 1'],
  CALL: ['CALL p()'],
  SET: ['SET search_path TO x'],
  BEGIN: ['BEGIN'],
  UNLOAD: ["UNLOAD ('SELECT 1') TO 's3://b/p'"],
  WITH: ['WITH'],
  '': ['', '-- nothing'],
};

describe('statementKind', () => {
  for (const [reads, table] of [
    [true, reading],
    [false, others],
  ] as const) {
    for (const [verb, statements] of Object.entries(table)) {
      for (const sql of statements) {
        it(`${reads ? 'reads' : 'may change'}: ${sql}`, () =>
          assert.deepEqual(statementKind(sql), { verb, reads }));
      }
    }
  }

  it('takes any text', () => {
    const piece = fc.constantFrom(
      'with',
      'select',
      'into',
      '(',
      ')',
      ',',
      ' ',
      "'",
      '"',
      '--',
      '/*',
      'as',
      'x',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        statementKind(pieces.join(' '));
      }),
    );
  });

  it('takes no statement for a reading one that begins otherwise', () => {
    const verb = fc.constantFrom(
      'INSERT INTO',
      'DELETE FROM',
      'UPDATE',
      'DROP TABLE',
      'GRANT',
      'COPY',
      'CALL',
      'ALTER',
    );
    const blank = fc.constantFrom(' ', '\n', '/* SELECT */', '-- SELECT\n');
    fc.assert(
      fc.property(fc.array(blank), verb, fc.string(), (before, word, after) => {
        assert.equal(statementKind(`${before.join('')}${word} ${after}`).reads, false);
      }),
    );
  });
});
