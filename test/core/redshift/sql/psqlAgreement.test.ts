import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseSetCommand } from '../../../../src/core/redshift/sql/setCommand.ts';
import { readSql } from '../../../../src/core/redshift/sql/sqlText.ts';
import { inRepository } from '../../../vscode/repository.ts';
import { queriesOfPsql } from './psqlClient.ts';

// Left out of the scripts, since they differ on purpose: a backslash within a line, which psql obeys and this product
// sends on; `:'name'` and `:"name"`, which would be pasted into the SQL; `sys:role` and `items[1:n]`, in which psql
// replaces variables; names with `$` behind a colon; X'', B'' and U&'' with backslashes; `\\` and a program in backquotes.

const scripts = inRepository('test', 'core', 'redshift', 'sql', 'scripts');

describe('agreement with psql', () => {
  let folder = '';
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-psql-'))));
  after(() => rm(folder, { recursive: true }));

  for (const eol of ['\n', '\r\n']) {
    it(`on the statements of every script with ${JSON.stringify(eol)}, and on what is a parameter`, async () => {
      const names = (await readdir(scripts)).sort();
      assert.ok(names.length >= 10);
      for (const name of names) {
        const text = (await readFile(path.join(scripts, name), 'utf8')).replaceAll('\n', eol);
        const file = path.join(folder, name);
        await writeFile(file, text);
        const expected = replaced(text);
        assert.deepEqual(statementsSent(await queriesOfPsql(file), expected), expected, name);
      }
    });
  }

  it('on random scripts', async () => {
    const piece = fc.constantFrom(
      ...[
        'SELECT ',
        'x',
        ' ',
        '\n',
        ';',
        ';',
        "'",
        '"',
        '$$',
        '$a$',
        '$ ',
        '--',
        '/*',
        '*/',
        ': ',
        '::',
        '[',
        ']',
      ],
      ...['(', ')', '1', 'é', "''", '-', 'create function f(a int) ', 'Create Or Replace Procedure p() '],
      ...['begin ', ' END ', 'case ', '-- it;\n', '/* it; */'],
    );
    const file = path.join(folder, 'random.sql');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 10, maxLength: 60 }), async (pieces) => {
        const text = pieces.join('');
        await writeFile(file, text);
        const expected = replaced(text);
        assert.deepEqual(statementsSent(await queriesOfPsql(file), expected), expected);
      }),
      { numRuns: 40 },
    );
  });
});

/** The statements with the values of `\set` in the place of their parameters, as psql would send them. */
function replaced(text: string): string[] {
  const { statements, metaCommands, parameterUses } = readSql(text);
  return statements
    .filter(({ text: sql }) => !isBlank(sql))
    .map(({ start, end }) => {
      const values = new Map<string, string>();
      for (const command of metaCommands) {
        if (command.end > start) continue;
        const { name, value } = parseSetCommand(command.arguments, values);
        values.set(name, value);
      }
      let sql = '';
      let at = start;
      for (const use of parameterUses) {
        if (use.start < start || use.end > end) continue;
        sql += text.slice(at, use.start) + (values.get(use.name) ?? `:${use.name}`);
        at = use.end;
      }
      return asSent(sql + text.slice(at, end));
    });
}

/** What psql sent, each without the blanks, comments and semicolons around the statement that is expected there. */
function statementsSent(queries: readonly string[], expected: readonly string[]): string[] {
  return queries
    .filter((query) => !isBlank(query))
    .map((query, index) => {
      const sent = asSent(query);
      const wanted = expected[index] ?? '';
      const at = sent.indexOf(wanted);
      const around = sent.slice(0, at) + sent.slice(at + wanted.length);
      return wanted !== '' && at !== -1 && isBlank(around) ? wanted : sent;
    });
}

/** psql leaves out empty lines, outside quotes, and the line end at the end of the file. */
function asSent(sql: string): string {
  return sql.replace(/(?:\r?\n)+/g, '\n').replace(/\n$/, '');
}

/** Nothing but blanks, semicolons and comments; written apart from the code under test. */
function isBlank(sql: string): boolean {
  let rest = sql;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/^[\s;]+|^--[^\r\n]*/, '');
    if (!rest.startsWith('/*')) continue;
    let depth = 0;
    let end = 0;
    do {
      const edge = rest.startsWith('/*', end) ? 1 : rest.startsWith('*/', end) ? -1 : 0;
      depth += edge;
      end += edge === 0 ? 1 : 2;
    } while (depth > 0 && end < rest.length);
    if (depth > 0) return false;
    rest = rest.slice(end);
  }
  return rest === '';
}
