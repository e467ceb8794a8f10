import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { resultPayload } from '../../../../src/core/redshift/results/resultPayload.ts';

const origin = { region: 'us-east-1', warehouse: 'tip', database: 'dev', account: 'ming@example.com' };
const head = { version: 1, statementId: 'st-1', ...origin, durationMs: 42 };
const statement = { statementId: 'st-1', hasResultSet: true, rowCount: 5120, durationMs: 42 };
const columns = [{ name: 'id', typeName: 'int8', numeric: true }];

describe('resultPayload', () => {
  it('holds the first 200 rows, the total, and the names of query and result', () => {
    const rows = Array.from({ length: 300 }, (_, row) => [String(row)]);
    const preview = { columns, rows, totalRows: 5120, resultId: 'r-1' };
    const payload = resultPayload(origin, { ...statement, queryId: 77 }, preview);
    assert.deepEqual(payload, { ...head, queryId: 77, resultSet: { ...preview, rows: rows.slice(0, 200) } });
  });

  it('holds the affected rows of a statement without a result set', () => {
    assert.deepEqual(resultPayload(origin, { ...statement, hasResultSet: false, rowCount: 0 }), {
      ...head,
      affectedRows: 0,
    });
  });

  it('holds nothing to count where Redshift counts nothing', () => {
    assert.deepEqual(resultPayload(origin, { ...statement, hasResultSet: false, rowCount: -1 }), head);
  });
});
