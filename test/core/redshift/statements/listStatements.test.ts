import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { listStatements } from '../../../../src/core/redshift/statements/listStatements.ts';
import { warehouse } from './scriptedAnswers.ts';
import { scriptedDataApi, type Answer, type ScriptedDataApi } from './scriptedDataApi.ts';

const statement = (id: string, createdAt: number, more: object = {}): object => ({
  Id: id,
  QueryString: `SELECT '${id}'`,
  Status: 'FINISHED',
  CreatedAt: createdAt,
  ...more,
});
const listing = (statements: readonly object[], nextToken?: string): Answer => ({
  body: { Statements: statements, ...(nextToken && { NextToken: nextToken }) },
});

describe('listStatements', () => {
  let api: ScriptedDataApi;
  afterEach(() => api.stop());

  const script = async (...answers: Answer[]) => {
    api = await scriptedDataApi({ ListStatements: answers });
  };
  const inputs = () => api.calls.map(({ input }) => input);

  const calls = [
    {
      label: 'a workgroup',
      where: warehouse,
      options: {},
      input: { Status: 'ALL', MaxResults: 100, WorkgroupName: warehouse.name },
    },
    {
      label: 'a cluster',
      where: { kind: 'cluster', name: 'old-one', database: 'dev' } as const,
      options: {},
      input: { Status: 'ALL', MaxResults: 100, ClusterIdentifier: 'old-one' },
    },
    {
      label: 'statements of a name',
      where: warehouse,
      options: { namePrefix: 'rsql-', atMost: 7 },
      input: { Status: 'ALL', MaxResults: 7, WorkgroupName: warehouse.name, StatementName: 'rsql-' },
    },
  ];
  for (const { label, where, options, input } of calls) {
    it(`asks for ${label}`, async () => {
      await script(listing([]));
      assert.deepEqual([await listStatements(api.client, where, options), inputs()], [[], [input]]);
    });
  }

  it('gives what is known of each, newest first, in every state', async () => {
    await script(
      listing([
        statement('old', 1000, { UpdatedAt: 1001.5, StatementName: 'rsql-1', SessionId: 's-1' }),
        statement('running', 3000, { Status: 'STARTED', ResultFormat: 'CSV' }),
        statement('batch', 2000, {
          QueryString: undefined,
          QueryStrings: ['BEGIN', 'END'],
          IsBatchStatement: true,
          ResultFormat: 'JSON',
          Status: 'FAILED',
        }),
        { Id: 'no-state' },
        { Status: 'FINISHED' },
      ]),
    );
    assert.deepEqual(await listStatements(api.client, warehouse), [
      {
        statementId: 'running',
        sql: "SELECT 'running'",
        state: 'STARTED',
        createdAt: 3_000_000,
        csv: true,
      },
      { statementId: 'batch', sql: 'BEGIN', state: 'FAILED', createdAt: 2_000_000, batch: true },
      {
        statementId: 'old',
        sql: "SELECT 'old'",
        state: 'FINISHED',
        createdAt: 1_000_000,
        updatedAt: 1_001_500,
        name: 'rsql-1',
        sessionId: 's-1',
      },
    ]);
  });

  it('turns pages, empty ones too, until it has enough', async () => {
    await script(
      listing([statement('a', 5)], 'second'),
      listing([], 'third'),
      listing([statement('b', 4), statement('c', 3)], 'fourth'),
      listing([statement('d', 2)]),
    );
    const ids = async (atMost: number) =>
      (await listStatements(api.client, warehouse, { atMost })).map(({ statementId }) => statementId);
    assert.deepEqual(await ids(3), ['a', 'b', 'c']);
    assert.deepEqual(
      inputs().map(({ MaxResults, NextToken }) => [MaxResults, NextToken]),
      [
        [3, undefined],
        [2, 'second'],
        [2, 'third'],
      ],
    );
  });

  it('asks no more where a token comes twice', async () => {
    await script(listing([statement('a', 5)], 'again'));
    assert.equal((await listStatements(api.client, warehouse)).length, 2);
    assert.equal(api.calls.length, 2);
  });

  it('asks for nothing once it is cancelled', async () => {
    await script(listing([]));
    const signal = AbortSignal.abort();
    await assert.rejects(listStatements(api.client, warehouse, { signal }), { code: 'Cancelled' });
    assert.deepEqual(api.calls, []);
  });

  it('is broken off by a cancel', async () => {
    const cancel = new AbortController();
    await script('hang');
    const list = listStatements(api.client, warehouse, { signal: cancel.signal });
    setTimeout(() => cancel.abort(), 50);
    await assert.rejects(list, { code: 'Cancelled' });
  });

  it('says why the service refused', async () => {
    await script({ error: 'AccessDeniedException', message: 'not authorized to perform ListStatements' });
    await assert.rejects(listStatements(api.client, warehouse), {
      name: 'StatementError',
      message: /ListStatements/,
    });
  });
});
