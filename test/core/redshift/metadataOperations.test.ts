import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { metadataOperations } from '../../../src/core/redshift/metadataOperations.ts';
import { Cancelled } from '../../../src/core/errors.ts';
import { StatementError } from '../../../src/core/redshift/statements/statementError.ts';
import { warehouse } from './statements/scriptedAnswers.ts';
import { scriptedDataApi, type ScriptedDataApi } from './statements/scriptedDataApi.ts';

describe('metadata operations', () => {
  let api: ScriptedDataApi;
  afterEach(() => api.stop());

  it('join all pages', async () => {
    api = await scriptedDataApi({
      ListDatabases: [
        { body: { Databases: ['dev'], NextToken: 'second' } },
        ({ input }) => ({ body: { Databases: [input['NextToken']] } }),
      ],
    });
    assert.deepEqual(await metadataOperations(api.client, warehouse).listDatabases(), ['dev', 'second']);
  });

  it('look at one database while they log in to the warehouse’s own', async () => {
    api = await scriptedDataApi({ ListSchemas: [{ body: { Schemas: ['public'] } }] });
    const cluster = { kind: 'cluster', name: 'finance-cluster', database: 'finance' } as const;
    await metadataOperations(api.client, cluster).listSchemas('archive');
    assert.deepEqual(api.calls[0]?.input, {
      ClusterIdentifier: 'finance-cluster',
      Database: 'archive',
      ConnectedDatabase: 'finance',
      MaxResults: 1000,
    });
  });

  it('take a schema’s name as a name, although the service takes a pattern', async () => {
    api = await scriptedDataApi({
      ListTables: [
        {
          body: {
            Tables: [
              { name: 'a', type: 'TABLE', schema: 'my_schema' },
              { name: 'b', type: 'VIEW', schema: 'myxschema' },
            ],
          },
        },
      ],
    });
    const tables = await metadataOperations(api.client, warehouse).listTables('dev', 'my_schema');
    assert.deepEqual(
      [tables, api.calls[0]?.input['SchemaPattern']],
      [[{ name: 'a', type: 'TABLE' }], 'my\\_schema'],
    );
  });

  it('tell columns that take NULL, or may', async () => {
    const ColumnList = [0, 1, 2].map((nullable) => ({ name: `c${nullable}`, typeName: 'int4', nullable }));
    api = await scriptedDataApi({ DescribeTable: [{ body: { TableName: 't', ColumnList } }] });
    assert.deepEqual(await metadataOperations(api.client, warehouse).describeTable('dev', 'public', 't'), [
      { name: 'c0', typeName: 'int4', nullable: false },
      { name: 'c1', typeName: 'int4', nullable: true },
      { name: 'c2', typeName: 'int4', nullable: true },
    ]);
  });

  it('name the operation that was refused', async () => {
    api = await scriptedDataApi({
      ListSchemas: [{ error: 'AccessDeniedException', message: 'User is not authorized.' }],
    });
    await assert.rejects(
      metadataOperations(api.client, warehouse).listSchemas('dev'),
      (error) =>
        error instanceof StatementError &&
        error.code === 'AccessDeniedException' &&
        error.message === 'ListSchemas: AccessDeniedException: User is not authorized.',
    );
  });

  it('end when nobody waits any more', async () => {
    api = await scriptedDataApi({ ListSchemas: ['hang'] });
    const stop = new AbortController();
    const listing = metadataOperations(api.client, warehouse).listSchemas('dev', stop.signal);
    setTimeout(() => stop.abort(), 20);
    await assert.rejects(listing, Cancelled);
  });
});
