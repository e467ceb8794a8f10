import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSql } from '../../../../src/core/redshift/sql/sqlText.ts';

const texts = (sql: string) => readSql(sql).statements.map((statement) => statement.text);

describe('the statements of a script', () => {
  const cases: [label: string, sql: string, statements: string[]][] = [
    ['none', '', []],
    ['blank', ' \n\t;;\r\n ; ', []],
    ['comments only', '-- a; b\n/* c; d */ ; /* e */ -- f', []],
    ['one without an end', ' SELECT 1 ', ['SELECT 1']],
    [
      'several, blank and empty ones between',
      'SELECT 1;\n\n;SELECT 2 ; SELECT 3',
      ['SELECT 1', 'SELECT 2', 'SELECT 3'],
    ],
    [
      'comments around and within',
      '-- a\n/* b */ SELECT /* ; */ 1 -- ;\n, 2 -- c\n; -- d',
      ['SELECT /* ; */ 1 -- ;\n, 2'],
    ],
    ['a comment ends at a CR', 'SELECT 1 -- a\r;SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['nested comments', 'SELECT 1 /* a /* ; */ ; */;SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['a comment sign in a string', "SELECT '--', '/*';SELECT 2", ["SELECT '--', '/*'", 'SELECT 2']],
    ['a string in a comment', "SELECT 1 -- it's\n;SELECT 2 /* it's */", ['SELECT 1', 'SELECT 2']],
    ['doubled quotes', "SELECT 'it''s; ';SELECT ''''", ["SELECT 'it''s; '", "SELECT ''''"]],
    [
      'backslashes in strings, as in E strings',
      String.raw`SELECT 'it\'s; ', '\\';SELECT E'\'; '`,
      [String.raw`SELECT 'it\'s; ', '\\'`, String.raw`SELECT E'\'; '`],
    ],
    ['quoted identifiers', 'SELECT "a;b""c;\\";SELECT 2', ['SELECT "a;b""c;\\"', 'SELECT 2']],
    [
      'dollar quotes',
      "CREATE PROCEDURE p() AS $$ BEGIN a; b'; END $$ LANGUAGE plpgsql;CALL p()",
      ["CREATE PROCEDURE p() AS $$ BEGIN a; b'; END $$ LANGUAGE plpgsql", 'CALL p()'],
    ],
    [
      'dollar quotes with tags',
      'SELECT $a$ $$; $b$; $a$;SELECT $é$;$é$',
      ['SELECT $a$ $$; $b$; $a$', 'SELECT $é$;$é$'],
    ],
    [
      'dollars in names and numbers open nothing',
      'SELECT a$b$, $1, $2;SELECT x$$;',
      ['SELECT a$b$, $1, $2', 'SELECT x$$'],
    ],
    ['transactions are statements of their own', 'BEGIN; COMMIT; END;', ['BEGIN', 'COMMIT', 'END']],
    ['minus, slash and colon as operators', 'SELECT 1 - -1 / 2 :: int;', ['SELECT 1 - -1 / 2 :: int']],
  ];
  for (const [label, sql, statements] of cases) it(label, () => assert.deepEqual(texts(sql), statements));

  it('have offsets, lines and parameters', () => {
    assert.deepEqual(readSql('-- 🚀\r\n\r\nSELECT :b,\r:a, :b;\nSELECT 2'), {
      statements: [
        {
          text: 'SELECT :b,\r:a, :b',
          start: 9,
          end: 26,
          startLine: 2,
          parameters: ['b', 'a'],
          terminated: true,
        },
        { text: 'SELECT 2', start: 28, end: 36, startLine: 4, parameters: [], terminated: false },
      ],
      metaCommands: [],
      parameterUses: [
        { name: 'b', start: 16, end: 18 },
        { name: 'a', start: 20, end: 22 },
        { name: 'b', start: 24, end: 26 },
      ],
    });
  });

  const open: [label: string, sql: string, text: string, what: string, opened: number][] = [
    ['a string', "SELECT 1; SELECT 'a; ", "SELECT 'a; ", 'string', 17],
    ['a string behind a backslash', "SELECT 1; SELECT 'a\\'; ", "SELECT 'a\\'; ", 'string', 17],
    ['a string that ends in a backslash', "SELECT 'a\\", "SELECT 'a\\", 'string', 7],
    ['a quoted identifier', 'SELECT "a; ', 'SELECT "a; ', 'quoted identifier', 7],
    ['a comment', 'SELECT 1 /* a; ', 'SELECT 1 /* a; ', 'comment', 9],
    ['a comment before any statement', 'SELECT 1; /* /* */ SELECT 2;', '/* /* */ SELECT 2;', 'comment', 10],
    ['a dollar quote', 'SELECT $a$ ; $$', 'SELECT $a$ ; $$', 'dollar quote', 7],
    ['a string in parentheses', "SELECT ('a; ", "SELECT ('a; ", 'string', 8],
    ['a parenthesis', 'SELECT (f(1); SELECT 2;\n', 'SELECT (f(1); SELECT 2;', 'parenthesis', 7],
    [
      'a block of a procedure',
      'CREATE PROCEDURE p() BEGIN a; CASE END; CALL p();',
      'CREATE PROCEDURE p() BEGIN a; CASE END; CALL p();',
      'BEGIN block',
      21,
    ],
  ];
  for (const [label, sql, text, what, opened] of open) {
    it(`run to the end where ${label} does not end`, () => {
      const last = readSql(sql).statements.at(-1);
      assert.deepEqual(
        [last?.text, last?.unterminated, last?.opened?.start, last?.terminated],
        [text, what, opened, false],
      );
    });
  }
});

describe('the parameters of a statement', () => {
  const cases: [sql: string, parameters: string[]][] = [
    ['GRANT ROLE sys:secadmin TO ROLE auditors', []],
    ['SELECT sys:name_1, mysys:x FROM t', ['name_1', 'x']],
    ['SELECT :a,:b_2 WHERE x=:C AND :a', ['a', 'b_2', 'C']],
    ['SELECT a::int, (:a)::date, :b::varchar', ['a', 'b']],
    ["SELECT ':a', \":a\", $$:a$$, '\\':a' -- :a", []],
    ['SELECT 1 /* :a */', []],
    ['SELECT :1, :é, :aé, : a, :=a', []],
    ['SELECT s[1:n], s[ i : n ], s[f(x):n], s[:i], (:j)', ['i', 'j']],
    ['SELECT s[0] FROM t LIMIT :c', ['c']],
    ['CALL p(x := :a)', ['a']],
    ['SELECT :\'a\', :"b"', []],
  ];
  for (const [sql, parameters] of cases) {
    it(sql, () => assert.deepEqual(readSql(sql).statements[0]?.parameters, parameters));
  }
});

describe('lines for RSQL', () => {
  const cases: [
    label: string,
    sql: string,
    commands: [name: string, args: string, line: number, inside: boolean][],
    statements: string[],
  ][] = [
    ['set', '\\set region APAC\nSELECT :region;', [['set', 'region APAC', 0, false]], ['SELECT :region']],
    [
      'as written, with blanks around',
      'SELECT 1;\r\n \t\\OS  ls -l \r\nSELECT 2;',
      [['OS', 'ls -l', 1, false]],
      ['SELECT 1', 'SELECT 2'],
    ],
    [
      'signs',
      '\\!ls\n\\? a\n\\d+ t\n\\\n\\\\',
      [
        ['!', 'ls', 0, false],
        ['?', 'a', 1, false],
        ['d+', 't', 2, false],
        ['', '', 3, false],
        ['\\', '', 4, false],
      ],
      [],
    ],
    [
      'with quotes and semicolons',
      "\\echo it's; -- x\nSELECT 1;",
      [['echo', "it's; -- x", 0, false]],
      ['SELECT 1'],
    ],
    ['behind the end of a statement', 'SELECT 1; \\q', [['q', '', 0, false]], ['SELECT 1']],
    ['behind a comment', '/* a */ \\q', [['q', '', 0, false]], []],
    [
      'not in strings, comments and dollar quotes',
      "SELECT '\n\\a', $$\n\\b$$ /*\n\\c */ -- d\n;",
      [],
      ["SELECT '\n\\a', $$\n\\b$$"],
    ],
    [
      'within a statement, which keeps the line',
      'DELETE FROM t\n\\set a 1\nWHERE x = :a;',
      [['set', 'a 1', 1, true]],
      ['DELETE FROM t\n\\set a 1\nWHERE x = :a'],
    ],
    [
      'at the end of one',
      'DELETE FROM t\n\\i where.sql\n',
      [['i', 'where.sql', 1, true]],
      ['DELETE FROM t\n\\i where.sql'],
    ],
    ['not within a line of a statement', 'SELECT 1 \\g\n;', [], ['SELECT 1 \\g']],
  ];
  for (const [label, sql, commands, statements] of cases) {
    it(label, () => {
      const { metaCommands } = readSql(sql);
      const found = metaCommands.map(({ name, arguments: args, line, insideStatement }) => [
        name,
        args,
        line,
        insideStatement,
      ]);
      assert.deepEqual([found, texts(sql)], [commands, statements]);
    });
  }

  it('have offsets', () => {
    assert.deepEqual(readSql('SELECT 1;\n  \\set a  1 \nx').metaCommands, [
      { line: 1, start: 12, end: 22, name: 'set', arguments: 'a  1', insideStatement: false },
    ]);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    'SELECT',
    ' ',
    '\n',
    '\r\n',
    ';',
    "'",
    '"',
    '$$',
    '$a$',
    '$',
    '--',
    '/*',
    '*/',
    '\\',
    ':',
    ':a',
    '::',
    '[',
    ']',
    'E',
    '1',
    'é',
    '\\set a 1',
    "''",
    '-',
    '/',
    '(',
    ')',
    'CREATE FUNCTION f',
    ' BEGIN ',
    ' END ',
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('has statements in order, within bounds, each the text of its range', () => {
    fc.assert(
      fc.property(text, (sql) => {
        let position = 0;
        for (const { text: statement, start, end, startLine, unterminated } of readSql(sql).statements) {
          assert.ok(position <= start && start < end && end <= sql.length);
          assert.equal(statement, sql.slice(start, end));
          assert.equal(startLine, sql.slice(0, start).split(/\r\n|\r|\n/).length - 1);
          if (!unterminated) assert.equal(statement, statement.replace(/^[ \t\r\n]+/, ''));
          position = end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves out only blanks, comments, semicolons and lines for RSQL', () => {
    fc.assert(
      fc.property(text, (sql) => {
        const { statements, metaCommands } = readSql(sql);
        const kept = [...statements, ...metaCommands];
        const rest = [...sql]
          .map((char, at) => (kept.some(({ start, end }) => start <= at && at < end) ? ' ' : char))
          .join('');
        const withoutComments = rest.replace(
          /\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*(?:[^*]|\*(?!\/))*\*\/)*\*\/|--[^\r\n]*/g,
          '',
        );
        assert.match(withoutComments, /^[\s;]*$/);
      }),
    );
  });

  it('is its pieces joined: statements, lines for RSQL, and what lies between', () => {
    fc.assert(
      fc.property(text, (sql) => {
        const { statements, metaCommands } = readSql(sql);
        const pieces = [...statements, ...metaCommands.filter(({ insideStatement }) => !insideStatement)];
        let joined = '';
        for (const { start, end } of pieces.sort((a, b) => a.start - b.start)) {
          assert.ok(joined.length <= start && start < end);
          joined += sql.slice(joined.length, start) + sql.slice(start, end);
        }
        assert.equal(joined + sql.slice(joined.length), sql);
        for (const { start, end } of metaCommands.filter(({ insideStatement }) => insideStatement)) {
          assert.ok(statements.some((statement) => statement.start < start && end <= statement.end));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('has the parameters that stand outside strings, comments, names, casts and dollar quotes', () => {
    const inert = fc.constantFrom(
      ...[
        "':in'",
        "'\\':in'",
        "E'it''s :in'",
        '":in"',
        '"a"":in"',
        '$$:in$$',
        '$a$ $$ :in $a$',
        '-- :in\n',
        '/* :in */',
      ],
      ...[
        '/* /* */ :in */',
        'a::in',
        '(b)::in',
        "'c'::in(1)",
        'x[1:in]',
        ':1',
        ': in',
        ':=in',
        'sys:in',
        ';',
        '\n\\set in :in\n',
      ],
    );
    const used = fc.constantFrom('a', 'b_1', 'Region', 'in2').map((name) => ({ name }));
    const gap = fc.constantFrom(' ', '\n', ',', '(', ' = ');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(inert, used), gap), { maxLength: 20 }), (parts) => {
        const expected: { name: string; start: number; end: number }[] = [];
        let sql = '';
        for (const [part, between] of parts) {
          if (typeof part === 'string') sql += part;
          else {
            expected.push({ name: part.name, start: sql.length, end: sql.length + part.name.length + 1 });
            sql += `:${part.name}`;
          }
          sql += between;
        }
        const { statements, parameterUses } = readSql(sql);
        assert.deepEqual(parameterUses, expected);
        const names = statements.map(({ start, end }) =>
          expected.filter((use) => start <= use.start && use.end <= end).map(({ name }) => name),
        );
        assert.deepEqual(
          statements.map(({ parameters }) => parameters),
          names.map((list) => [...new Set(list)]),
        );
        assert.equal(names.flat().length, expected.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('splits into the statements it was joined from', () => {
    const statement = fc.constantFrom(
      'SELECT 1',
      "SELECT ';'",
      "SELECT 'a\\';'",
      'SELECT "a;"',
      'CREATE FUNCTION f() AS $$ a; $$',
      'CREATE OR REPLACE PROCEDURE p(begin int) BEGIN CASE WHEN a; END; END',
      'SELECT (1; 2)',
      'SELECT /* ; */ 1',
      'SELECT -- ;\n1',
      'SELECT $x$;$$;$x$',
      ':a',
    );
    const gap = fc.constantFrom('', ' ', '\n', '-- ;\n', '/* ; /* ; */ */');
    fc.assert(
      fc.property(fc.array(fc.tuple(gap, statement, gap)), (parts) => {
        assert.deepEqual(
          texts(parts.map((part) => part.join('')).join(';')),
          parts.map(([, sql]) => sql),
        );
      }),
    );
  });
});
