import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { fetchResultPage } from '../../../../src/core/redshift/results/page/resultPage.ts';
import {
  currentUser,
  runForPage,
  runStatement,
  type StatementWarehouse,
} from '../../../../src/core/redshift/statements/statements.ts';
import type { RunningSandbox } from '../../../../src/sandbox/sandbox.ts';
import { clientOf, ownSandbox } from '../sandboxPerson.ts';

/** Statements against the sandbox, which shares no line with them. */
describe('statements in the sandbox', function () {
  this.timeout(120_000);
  let sandbox: RunningSandbox;
  let client: RedshiftDataClient;
  const where = (): StatementWarehouse => {
    const { workgroup, database } = sandbox.ready.sites[0] ?? assert.fail();
    return { kind: 'workgroup', name: workgroup, database };
  };
  const operations = (after: number): string[] =>
    sandbox.requestLog.entries(after).map(({ operation, result }) => `${operation} ${result}`);

  before(async () => {
    sandbox = await ownSandbox();
    client = await clientOf(sandbox, 'ming@example.com');
  });
  after(async () => {
    client?.destroy();
    await sandbox?.stop();
  });

  it('run as the person', async () => {
    assert.equal(await currentUser(client, where()), 'awsidc:ming@example.com');
  });

  it('show the rows of the person, with bound values, by three calls', async () => {
    const from = sandbox.requestLog.entries().length;
    const sql = 'SELECT DISTINCT region FROM sales WHERE region <> :other';
    const parameters = [{ name: 'other', value: 'MARS' }];
    const { page, statement } = await runForPage(client, { sql, parameters, warehouse: where() });
    assert.deepEqual(
      [page?.values.rows(), statement.rowCount, operations(from).sort()],
      [[['APAC']], 1, ['DescribeStatement OK', 'ExecuteStatement OK', 'GetStatementResultV2 OK']],
    );
  });

  it('bring every value exactly', async () => {
    const sql = `SELECT 9223372036854775807::int8 AS big, 0.10::numeric(5,2) AS amount, NULL::varchar AS nothing,
      ''::varchar AS empty, 'say "hi",' || chr(13) || chr(10) || '東京' AS text`;
    const { page } = await runForPage(client, { sql, warehouse: where() });
    assert.deepEqual(
      [page?.values.rows(), page?.columns.map(({ name, numeric }) => [name, numeric])],
      [
        [['9223372036854775807', '0.10', null, '', 'say "hi",\r\n東京']],
        [
          ['big', true],
          ['amount', true],
          ['nothing', false],
          ['empty', false],
          ['text', false],
        ],
      ],
    );
  });

  it('come page by page', async () => {
    const sql = "SELECT a.sale_id, repeat('x', 200) AS filler FROM sales a CROSS JOIN sales b LIMIT 12000";
    const { statement, page } = await runForPage(client, { sql, warehouse: where() });
    let rows = page?.values.rowCount ?? 0;
    let pages = 1;
    for (let token = page?.nextToken; token !== undefined; pages++) {
      const next = await fetchResultPage(client, statement.statementId, token);
      rows += next.values.rowCount;
      token = next.nextToken;
    }
    assert.deepEqual([rows, page?.totalRows, pages > 1], [12_000, 12_000, true]);
  });

  it('fail with the words of Redshift', async () => {
    const sql = 'SELECT 1\nFROM nowhere';
    await assert.rejects(runForPage(client, { sql, warehouse: where() }), {
      code: 'StatementFailed',
      message: /^ERROR: relation "nowhere" does not exist/,
    });
  });

  it('run once for one ClientToken', async () => {
    const request = { sql: 'SELECT 1', warehouse: where() };
    const first = await runStatement(client, request, { clientToken: 'once' });
    const second = await runStatement(client, request, { clientToken: 'once' });
    assert.equal(first.statementId, second.statementId);
  });

  it('end as ABORTED where they are interrupted, and the warehouse goes on', async () => {
    const interrupt = new AbortController();
    const from = sandbox.requestLog.entries().length;
    const run = runStatement(
      client,
      { sql: 'SELECT count(*) FROM sales a CROSS JOIN sales b CROSS JOIN sales c', warehouse: where() },
      { signal: interrupt.signal, onProgress: ({ state }) => state === 'STARTED' && interrupt.abort() },
    );
    await assert.rejects(run, { code: 'Cancelled', endState: 'ABORTED' });
    const once = operations(from).filter((call) => /^(Execute|Cancel)/.test(call));
    assert.deepEqual(once, ['ExecuteStatement OK', 'CancelStatement OK']);
    assert.equal(await currentUser(client, where()), 'awsidc:ming@example.com');
  });
});
