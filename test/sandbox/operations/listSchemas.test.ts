import assert from 'node:assert/strict';
import { ListSchemasCommand } from '@aws-sdk/client-redshift-data';
import type { ListSchemasCommandInput } from '@aws-sdk/client-redshift-data';
import { failure } from '../aws/awsFixture.ts';
import type { AwsFixture } from '../aws/awsFixture.ts';
import { startRealMetadata } from './realMetadata.ts';

describe('ListSchemas', function () {
  this.timeout(60_000);
  let aws: AwsFixture;
  before(async () => {
    aws = await startRealMetadata();
  });
  after(() => aws?.stop());

  const list = async (login: string, input: Partial<ListSchemasCommandInput>) => {
    const command = new ListSchemasCommand({
      WorkgroupName: 'redshift-tip-enabled',
      Database: 'dev',
      ...input,
    });
    const { Schemas } = await aws.data(await aws.person(`${login}@example.com`)).send(command);
    return Schemas;
  };

  const rows: [label: string, login: string, input: Partial<ListSchemasCommandInput>, schemas: string[]][] = [
    ['a schema of the person', 'ming', { SchemaPattern: 'sh%' }, ['shop']],
    ['nothing that the person may not use', 'ming', { SchemaPattern: 'vault' }, []],
    ["nothing of another person's", 'frank', { SchemaPattern: 'sh%' }, []],
    ['by one character', 'ming', { SchemaPattern: 's_op' }, ['shop']],
    ['not by another case', 'ming', { SchemaPattern: 'SHOP' }, []],
    ['by an escaped one', 'ming', { SchemaPattern: 's\\_op' }, []],
    ['the system catalogue', 'frank', { SchemaPattern: 'pg\\_cat%' }, ['pg_catalog']],
    [
      'another database from here',
      'ming',
      { Database: 'museum', ConnectedDatabase: 'dev', SchemaPattern: 'sh%' },
      ['shop'],
    ],
    ['another database from there', 'ming', { Database: 'museum', SchemaPattern: 'v%' }, []],
    ['a database that is not there', 'ming', { Database: 'nope', ConnectedDatabase: 'dev' }, []],
  ];
  for (const [label, login, input, schemas] of rows) {
    it(`lists ${label}`, async () => {
      assert.deepEqual(await list(login, input), schemas);
    });
  }

  it('lists all without a pattern', async () => {
    const schemas = await list('ming', {});
    assert.deepEqual(
      ['public', 'shop', 'vault', 'sandbox_catalogue'].map((name) => schemas?.includes(name)),
      [true, true, false, false],
    );
  });

  it('does not log in to a database that is not there', async () => {
    const error = await failure(list('ming', { Database: 'nope' }));
    assert.deepEqual(
      [error['name'], error['message']],
      ['DatabaseConnectionException', 'FATAL: database "nope" does not exist'],
    );
  });
});
