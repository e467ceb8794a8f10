import assert from 'node:assert/strict';
import { AwsError } from '../../../src/sandbox/aws/awsError.ts';
import { IssuedSessions } from '../../../src/sandbox/aws/issuedSessions.ts';
import { StatementStore } from '../../../src/sandbox/aws/statementStore.ts';
import { answering } from './awsFixture.ts';
import { column } from './heldWarehouse.ts';

const now = () => new Date();
const session = new IssuedSessions(now).issue({
  roleArn: 'arn:aws:iam::111122223333:role/Data',
  sessionName: 'ming',
  durationSeconds: 900,
});

describe('the store of statements', () => {
  it('drops the oldest results beyond its limit, never the newest nor what has no result', async () => {
    const warehouse = answering(({ sql }) => {
      const rows = sql === 'none' ? [] : [['x'.repeat(Number(sql))]];
      return Promise.resolve({
        rows,
        columns: [column('t', 'varchar')],
        hasResultSet: sql !== 'none',
        rowCount: 0,
      });
    });
    const store = new StatementStore(warehouse, { now, resultBytes: 1000 });
    const ids: [sql: string, id: string][] = [];
    const kept: string[] = [];
    for (const sql of ['none', '400', '401', '300', '5000', '100', '200']) {
      const request = {
        sqls: [sql],
        parameters: [],
        database: 'dev',
        endpoint: { WorkgroupName: 'w' },
        statementName: undefined,
        resultFormat: 'CSV',
      } as const;
      const statement = store.submit(request, session);
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
});
