import assert from 'node:assert/strict';
import { AwsError } from '../../../../src/sandbox/aws/awsError.ts';
import { IssuedSessions } from '../../../../src/sandbox/aws/issuedSessions.ts';
import { StatementStore } from '../../../../src/sandbox/aws/dataApi/statementStore.ts';
import type { StatementRequest } from '../../../../src/sandbox/aws/dataApi/statement.ts';
import { answering } from '../awsFixture.ts';
import { column } from '../heldWarehouse.ts';

const now = () => new Date();
const session = new IssuedSessions(now).issue({
  roleArn: 'arn:aws:iam::111122223333:role/Data',
  sessionName: 'ming',
  durationSeconds: 900,
});

/** Answers with as many bytes as the statement says. */
const warehouse = answering(({ sql }) =>
  Promise.resolve({
    rows: sql === 'none' ? [] : [['x'.repeat(Number(sql))]],
    columns: [column('t', 'varchar')],
    hasResultSet: sql !== 'none',
    rowCount: 0,
  }),
);

const request: StatementRequest = {
  sqls: [],
  parameters: [],
  database: 'dev',
  endpoint: { WorkgroupName: 'w' },
  statementName: undefined,
  resultFormat: 'CSV',
};

describe('the store of statements', () => {
  it('drops the oldest results beyond its limit, never the newest nor what has no result', async () => {
    const store = new StatementStore(warehouse, { now, resultBytes: 1000 });
    const ids: [sql: string, id: string][] = [];
    const kept: string[] = [];
    for (const sql of ['none', '400', '401', '300', '5000', '100', '200']) {
      const statement = store.submit({ ...request, sqls: [sql] }, session);
      await statement.settled;
      ids.push([sql, statement.id]);
      const found = ids.filter(([, id]) => {
        try {
          return store.find(id, session).state.status === 'FINISHED';
        } catch (error) {
          if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return false;
          throw error;
        }
      });
      kept.push(found.map(([each]) => each).join(' '));
    }
    assert.deepEqual(kept, [
      'none',
      'none 400',
      'none 400 401',
      'none 401 300',
      'none 5000',
      'none 100',
      'none 100 200',
    ]);
  });

  it('keeps no memory of a result that it dropped, whatever a client token remembers', async () => {
    const store = new StatementStore(warehouse, { now, resultBytes: 1000 });
    const submit = (clientToken: string) =>
      store.submit({ ...request, sqls: ['900'] }, session, { clientToken });
    const first = submit('token-1');
    await first.settled;
    const second = submit('token-2');
    await second.settled;
    const found = [submit('token-1') === first, first.outcome, second.outcome?.rows.count];
    assert.deepEqual(found, [true, undefined, 1]);
  });

  for (const executionMode of ['TRANSACTION', 'AUTO_COMMIT'] as const) {
    it(`has room for no batch whose results are too large together, ${executionMode}`, async () => {
      const store = new StatementStore(warehouse, { now, resultBytes: 1000 });
      const batch = store.submit({ ...request, executionMode, sqls: ['400', '400', '400', '100'] }, session);
      await batch.settled;
      const states = batch.parts.map(({ status, outcome, error }) => [status, outcome?.rows.count, error]);
      const large = 'ERROR: the results of the batch are larger than the sandbox can hold';
      const last = executionMode === 'TRANSACTION' ? ['ABORTED', undefined] : ['FINISHED', 1];
      assert.deepEqual(states, [
        ['FINISHED', 1, undefined],
        ['FINISHED', 1, undefined],
        ['FAILED', undefined, large],
        [...last, undefined],
      ]);
    });
  }
});
