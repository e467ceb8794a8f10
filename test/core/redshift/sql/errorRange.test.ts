import assert from 'node:assert/strict';
import { errorRange, type ErrorPlace } from '../../../../src/core/redshift/sql/errorRange.ts';
import { readSql } from '../../../../src/core/redshift/sql/sqlText.ts';

describe('what is marked for an error', () => {
  const cases: [label: string, cell: string, error: Partial<ErrorPlace>, marked: string][] = [
    ['the word at its position', 'SELECT nothing FROM nowhere', { position: 21 }, 'nowhere'],
    ['in the first statement of several', 'SELECT a; SELECT b', { position: 8 }, 'a'],
    ['in the last statement of several', '-- x\r\nSELECT a;\r\n SELECT b, c', { position: 11, line: 1 }, 'c'],
    ['behind characters of two units', "SELECT '🚀🚀', y", { position: 14 }, 'y'],
    ['behind CRLF', "\r\nSELECT\r\n  'a',\r\n  z", { position: 19 }, 'z'],
    ['a whole text', "SELECT 'a b'::int", { position: 8 }, "'a b'"],
    ['the first line of a text of several', "SELECT 'a\r\nb'::int", { position: 8 }, "'a"],
    ['a quoted name', 'SELECT "my column", 2', { position: 8 }, '"my column"'],
    ['a sign', 'SELECT 1 +* 2', { position: 11 }, '*'],
    ['a word in the body of a routine', 'CREATE FUNCTION f() AS $$ SELCT 1 $$', { position: 27 }, 'SELCT'],
    ['the last token where the text ends too early', 'SELECT a FROM  -- x\n;', { position: 16 }, 'FROM'],
    ['the last token behind a position past the end', 'SELECT a FROM', { position: 99 }, 'FROM'],
    ['what stands before blanks', 'SELECT a   FROM b', { position: 10 }, 'a'],
    ['the line that it names', 'SELECT a\r\n  FROM b  \r\nWHERE c', { line: 2 }, 'FROM b'],
    ['the first line where it names none', '  SELECT a\nFROM b', {}, 'SELECT a'],
    ['the first line where it names one that is not there', 'SELECT a\nFROM b', { line: 9 }, 'SELECT a'],
    [
      'the quoted name where values were bound and the position slipped',
      'SELECT nowhere FROM t WHERE a = :since AND nowhere = 1',
      { position: 42, message: 'column "nowhere" does not exist' },
      'nowhere = 1',
    ],
    [
      'the token at its position where values were bound and the name is not in the text',
      'SELECT :a FROM b',
      { position: 16, message: 'relation "other" does not exist' },
      'b',
    ],
    [
      'the token at its position where nothing was bound',
      'SELECT x, "b" FROM b',
      { position: 8, message: 'column "b"' },
      'x',
    ],
  ];
  for (const [label, cell, error, marked] of cases) {
    it(label, () => {
      const statement = readSql(cell).statements.at(label.includes('first statement') ? 0 : -1);
      assert.ok(statement);
      const { start, end } = errorRange(statement, { message: 'ERROR', ...error });
      // The end is that of the token where the label's text goes on to tell which of two it is.
      assert.equal(cell.slice(start, start + marked.length), marked);
      assert.equal(cell.slice(start, end), marked.startsWith('nowhere') ? 'nowhere' : marked);
    });
  }
});
