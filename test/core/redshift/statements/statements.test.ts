import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';
import {
  currentUser,
  runForPage,
  runStatement,
  type StatementProgress,
} from '../../../../src/core/redshift/statements/statements.ts';
import { described, executed, finished, onePage, refusal, request, warehouse } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type Script, type ScriptedDataApi } from './scriptedDataApi.ts';
import { testClock } from './testClock.ts';

describe('statements', () => {
  let api: ScriptedDataApi | undefined;
  const start = async (...script: Parameters<typeof scriptedDataApi>): Promise<ScriptedDataApi> => {
    api = await scriptedDataApi(...script);
    return api;
  };
  afterEach(async () => {
    await api?.stop();
    api = undefined;
  });

  it('runs a statement to its end by long polling', async () => {
    const { client, calls } = await start({
      ExecuteStatement: [executed('STARTED')],
      DescribeStatement: [described('STARTED'), finished],
    });
    const progress: StatementProgress[] = [];
    const parameters = [{ name: 'region', value: 'APAC' }];
    const result = await runStatement(
      client,
      { ...request, parameters, statementName: 'cell' },
      { clientToken: 'token-1', onProgress: (step) => progress.push(step) },
    );
    assert.deepEqual(result, {
      statementId: 'st-1',
      hasResultSet: true,
      rowCount: 3,
      durationMs: 42.5,
      queryId: 77,
    });
    assert.deepEqual(progress, [
      { state: 'SUBMITTED' },
      { state: 'STARTED', statementId: 'st-1' },
      { state: 'FINISHED', statementId: 'st-1' },
    ]);
    const wait = { operation: 'DescribeStatement', input: { Id: 'st-1', WaitTimeSeconds: 30 } };
    const input = {
      Sql: 'SELECT 1',
      WorkgroupName: 'redshift-tip-enabled',
      Database: 'dev',
      Parameters: [{ name: 'region', value: 'APAC' }],
      StatementName: 'cell',
      ResultFormat: 'CSV',
      ClientToken: 'token-1',
      WaitTimeSeconds: 1,
    };
    assert.deepEqual(calls, [{ operation: 'ExecuteStatement', input }, wait, wait]);
  });

  it('names a cluster as a cluster', async () => {
    const { client, calls } = await start({ ExecuteStatement: [executed()], DescribeStatement: [finished] });
    await runStatement(client, { ...request, warehouse: { kind: 'cluster', name: 'c1', database: 'dev' } });
    const { ClusterIdentifier, WorkgroupName } = calls[0]?.input ?? {};
    assert.deepEqual(
      { ClusterIdentifier, WorkgroupName },
      { ClusterIdentifier: 'c1', WorkgroupName: undefined },
    );
  });

  it('fetches the page of a short statement with three calls in all', async () => {
    const { client, operations } = await start({
      ExecuteStatement: [executed('FINISHED')],
      DescribeStatement: [finished],
      GetStatementResultV2: [onePage],
    });
    const { statement, page } = await runForPage(client, request);
    assert.deepEqual([statement.durationMs, page?.values.rows()], [42.5, [['awsidc:ming@example.com']]]);
    assert.deepEqual(operations().sort(), ['DescribeStatement', 'ExecuteStatement', 'GetStatementResultV2']);
  });

  it('fetches no page for a statement without a result set', async () => {
    const { client, operations } = await start({
      ExecuteStatement: [{ body: { Id: 'st-1', Status: 'FINISHED', HasResultSet: false } }],
      DescribeStatement: [described('FINISHED', { HasResultSet: false, ResultRows: 12 })],
    });
    assert.deepEqual(await runForPage(client, request), {
      statement: { statementId: 'st-1', hasResultSet: false, rowCount: 12, durationMs: 0 },
    });
    assert.deepEqual(operations(), ['ExecuteStatement', 'DescribeStatement']);
  });

  it('tells the current user', async () => {
    const { client, calls } = await start({
      ExecuteStatement: [executed('FINISHED')],
      DescribeStatement: [finished],
      GetStatementResultV2: [onePage],
    });
    assert.equal(await currentUser(client, warehouse), 'awsidc:ming@example.com');
    assert.equal(calls[0]?.input['Sql'], 'SELECT current_user');
  });

  describe('ends', () => {
    const sql = 'SELECT *\nFROM nowhere';
    const rows: { label: string; script: Script; expected: object }[] = [
      {
        label: 'FAILED with a position',
        script: {
          ExecuteStatement: [executed('STARTED')],
          DescribeStatement: [
            described('FAILED', { Error: 'ERROR: relation "nowhere" does not exist\n  Position: 15' }),
          ],
        },
        expected: {
          code: 'StatementFailed',
          statementId: 'st-1',
          position: 15,
          line: 2,
          message: 'ERROR: relation "nowhere" does not exist\n  Position: 15',
        },
      },
      {
        label: 'FAILED within the first second',
        script: {
          ExecuteStatement: [executed('FAILED')],
          DescribeStatement: [described('FAILED', { Error: 'ERROR: permission denied for relation sales' })],
        },
        expected: {
          code: 'StatementFailed',
          statementId: 'st-1',
          message: 'ERROR: permission denied for relation sales',
          remedy: /role/,
        },
      },
      {
        label: 'ABORTED from elsewhere',
        script: { ExecuteStatement: [executed()], DescribeStatement: [described('ABORTED')] },
        expected: { code: 'StatementAborted', statementId: 'st-1' },
      },
      {
        label: 'refused at the start',
        script: {
          ExecuteStatement: [
            { error: 'ActiveStatementsExceededException', message: 'Too many active statements.' },
          ],
        },
        expected: {
          code: 'ActiveStatementsExceededException',
          message: 'ExecuteStatement: ActiveStatementsExceededException: Too many active statements.',
          remedy: /500/,
        },
      },
      {
        label: 'lost to another identity',
        script: {
          ExecuteStatement: [executed()],
          DescribeStatement: [{ error: 'ResourceNotFoundException', message: 'Query does not exist.' }],
        },
        expected: { code: 'ResourceNotFoundException', statementId: 'st-1', remedy: /24 hours/ },
      },
      {
        label: 'a refused signature shows no signed header',
        script: {
          ExecuteStatement: [
            {
              error: 'InvalidSignatureException',
              message: 'No match.\n\nCanonical x-amz-security-token:SECRET',
            },
          ],
        },
        expected: { message: 'ExecuteStatement: InvalidSignatureException: No match.' },
      },
      {
        label: 'no answer to any attempt',
        script: { ExecuteStatement: ['drop'] },
        expected: { code: 'StatementUnclear', message: /may be running/ },
      },
      {
        label: 'no answer about a running statement',
        script: { ExecuteStatement: [executed('STARTED')], DescribeStatement: ['drop'] },
        expected: { code: 'NetworkFailure', statementId: 'st-1', message: /may still be running/ },
      },
    ];
    for (const { label, script, expected } of rows) {
      it(label, async () => {
        const { client } = await start(script);
        const run = runStatement(client, { ...request, sql }, { clock: testClock() });
        await assert.rejects(run, (error: unknown) => {
          assert.ok(error instanceof StatementError);
          assert.throws(() => {
            throw error;
          }, expected);
          return true;
        });
      });
    }

    it('an empty parameter is refused before anything is sent', async () => {
      const { client, calls } = await start({});
      const run = runStatement(client, { ...request, parameters: [{ name: 'region', value: '' }] });
      await assert.rejects(run, { code: 'InvalidParameter', message: /:region/ });
      assert.deepEqual(calls, []);
    });
  });

  describe('ClientToken', () => {
    const tokens = ({ calls }: ScriptedDataApi): unknown[] =>
      calls
        .filter(({ operation }) => operation === 'ExecuteStatement')
        .map(({ input }) => input['ClientToken']);
    const rows: { label: string; answers: Answer[]; maxAttempts: number; sent: number }[] = [
      { label: 'after a dropped connection', answers: ['drop', executed()], maxAttempts: 1, sent: 2 },
      { label: 'in the retries of the SDK', answers: ['drop', executed()], maxAttempts: 3, sent: 2 },
      {
        label: 'after a fault of the service',
        answers: [{ error: 'InternalServerException', status: 500 }, executed()],
        maxAttempts: 1,
        sent: 2,
      },
      { label: 'after a refused WaitTimeSeconds', answers: [refusal, executed()], maxAttempts: 1, sent: 2 },
    ];
    for (const { label, answers, maxAttempts, sent } of rows) {
      it(`stays the same ${label}`, async () => {
        const running = await start(
          { ExecuteStatement: answers, DescribeStatement: [finished] },
          { maxAttempts },
        );
        await runStatement(running.client, request, { clock: testClock() });
        const [token, ...others] = tokens(running);
        assert.match(String(token), /^[\w-]{1,64}$/);
        assert.deepEqual(others, Array<unknown>(sent - 1).fill(token));
      });
    }

    it('differs from one statement to the next', async () => {
      const running = await start({ ExecuteStatement: [executed()], DescribeStatement: [finished] });
      await runStatement(running.client, request);
      await runStatement(running.client, request);
      assert.equal(new Set(tokens(running)).size, 2);
    });
  });

  it('goes on with a started statement that met a fault of the service', async () => {
    const fault = { error: 'ExecuteStatementException', status: 500, members: { StatementId: 'st-1' } };
    const { client, operations } = await start({ ExecuteStatement: [fault], DescribeStatement: [finished] });
    assert.equal((await runStatement(client, request)).rowCount, 3);
    assert.deepEqual(operations(), ['ExecuteStatement', 'DescribeStatement']);
  });
});
