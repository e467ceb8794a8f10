import assert from 'node:assert/strict';
import { closeStatement } from '../../../src/core/notebook/closeStatement.ts';

describe('closeStatement', () => {
  const cases: [sql: string, closed: string][] = [
    ['', ''],
    ['-- note', '-- note'],
    ['SELECT 1', 'SELECT 1;'],
    ['SELECT 1;', 'SELECT 1;'],
    ['SELECT 1; -- a', 'SELECT 1; -- a'],
    ['SELECT 1 -- a\n;', 'SELECT 1 -- a\n;'],
    ['SELECT 1; SELECT 2 -- a;\n/* b */\n', 'SELECT 1; SELECT 2; -- a;\n/* b */\n'],
    ["SELECT 1; SELECT 'a", "SELECT 1; SELECT 'a"],
    ['SELECT 1 /* a', 'SELECT 1 /* a'],
    ['\\set a 1', '\\set a 1'],
    ['SELECT 1\n\\gset', 'SELECT 1\n\\gset'],
  ];
  for (const [sql, closed] of cases) it(JSON.stringify(sql), () => assert.equal(closeStatement(sql), closed));
});
