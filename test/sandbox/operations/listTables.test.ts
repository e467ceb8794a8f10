import assert from 'node:assert/strict';
import { ListTablesCommand, paginateListTables } from '@aws-sdk/client-redshift-data';
import type { ListTablesCommandInput } from '@aws-sdk/client-redshift-data';
import type { AwsFixture } from '../aws/awsFixture.ts';
import { startRealMetadata } from './realMetadata.ts';

describe('ListTables', function () {
  this.timeout(60_000);
  let aws: AwsFixture;
  before(async () => {
    aws = await startRealMetadata();
  });
  after(() => aws?.stop());

  const whole = { WorkgroupName: 'redshift-tip-enabled', Database: 'dev' };
  const list = async (login: string, input: Partial<ListTablesCommandInput>) => {
    const client = aws.data(await aws.person(`${login}@example.com`));
    const { Tables = [] } = await client.send(new ListTablesCommand({ ...whole, ...input }));
    return Tables.map(({ schema, name, type }) => `${schema}.${name} ${type}`);
  };

  const rows: [label: string, login: string, input: Partial<ListTablesCommandInput>, tables: string[]][] = [
    [
      'what the person may read, in part or whole',
      'ming',
      { SchemaPattern: 'shop' },
      ['shop.items VIEW', 'shop.price_list TABLE', 'shop.pricexlist TABLE'],
    ],
    ['nothing of a schema that the person may not use', 'ming', { SchemaPattern: 'vault' }, []],
    ["nothing of another person's", 'frank', { SchemaPattern: 'shop' }, []],
    [
      'by a pattern of one character',
      'ming',
      { TablePattern: 'price_list' },
      ['shop.price_list TABLE', 'shop.pricexlist TABLE'],
    ],
    ['by an escaped one', 'ming', { TablePattern: 'price\\_list' }, ['shop.price_list TABLE']],
    ['by both', 'ming', { SchemaPattern: 'sh%', TablePattern: '%s' }, ['shop.items VIEW']],
    ['a table under row-level security', 'frank', { TablePattern: 'sales' }, ['public.sales TABLE']],
    [
      'another database from here, not mixed with this one',
      'ming',
      { Database: 'museum', ConnectedDatabase: 'dev', SchemaPattern: 'shop' },
      ['shop.tickets TABLE'],
    ],
    [
      'another database from there',
      'ming',
      { Database: 'museum', SchemaPattern: 'shop' },
      ['shop.tickets TABLE'],
    ],
    [
      'the system catalogue',
      'frank',
      { SchemaPattern: 'pg_catalog', TablePattern: 'pg\\_namespace' },
      ['pg_catalog.pg_namespace SYSTEM TABLE'],
    ],
  ];
  for (const [label, login, input, tables] of rows) {
    it(`lists ${label}`, async () => {
      assert.deepEqual(await list(login, input), tables);
    });
  }

  it('lists a table once, page by page', async () => {
    const config = { client: aws.data(await aws.person('ming@example.com')), pageSize: 2 };
    const pages: unknown[] = [];
    for await (const { Tables } of paginateListTables(config, { ...whole, SchemaPattern: 'shop' })) {
      pages.push(Tables?.map(({ name }) => name));
    }
    assert.deepEqual(pages, [['items', 'price_list'], ['pricexlist']]);
  });
});
