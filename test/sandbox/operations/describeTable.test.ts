import assert from 'node:assert/strict';
import { DescribeTableCommand, paginateDescribeTable } from '@aws-sdk/client-redshift-data';
import type { DescribeTableCommandInput } from '@aws-sdk/client-redshift-data';
import type { AwsFixture } from '../aws/awsFixture.ts';
import { startRealMetadata } from './realMetadata.ts';

describe('DescribeTable', function () {
  this.timeout(60_000);
  let aws: AwsFixture;
  before(async () => {
    aws = await startRealMetadata();
  });
  after(() => aws?.stop());

  const whole = { WorkgroupName: 'redshift-tip-enabled', Database: 'dev' };
  const describeTable = async (input: Partial<DescribeTableCommandInput>, login = 'ming') =>
    await aws
      .data(await aws.person(`${login}@example.com`))
      .send(new DescribeTableCommand({ ...whole, ...input }));

  it('describes the columns that the person may read, in their order', async () => {
    const { TableName, ColumnList = [] } = await describeTable({ Schema: 'shop', Table: 'price_list' });
    const columns = ColumnList.map((column) => [
      column.name,
      column.typeName,
      column.precision,
      column.scale,
      column.nullable,
      column.isSigned,
    ]);
    assert.deepEqual(
      [TableName, ...columns],
      [
        'price_list',
        ['item', 'int4', 10, 0, 0, true],
        ['name', 'varchar', 40, 0, 1, false],
        ['price', 'numeric', 12, 2, 1, true],
        ['code', 'bpchar', 3, 0, 1, false],
        ['ratio', 'float8', 17, 17, 1, true],
        ['made_at', 'timestamp', 29, 6, 1, false],
        ['document', 'super', 0, 0, 1, false],
      ],
    );
  });

  it('has every member of ColumnMetadata', async () => {
    const { ColumnList = [] } = await describeTable({ Schema: 'shop', Table: 'price_list' });
    const { columnDefault, ...column } = ColumnList[1] ?? {};
    assert.match(columnDefault ?? '', /^'none'::/);
    assert.deepEqual(column, {
      name: 'name',
      label: 'name',
      typeName: 'varchar',
      precision: 40,
      scale: 0,
      length: 40,
      nullable: 1,
      schemaName: 'shop',
      tableName: 'price_list',
      isSigned: false,
      isCaseSensitive: true,
      isCurrency: false,
    });
  });

  const rows: [label: string, login: string, input: Partial<DescribeTableCommandInput>, columns: string[]][] =
    [
      [
        'a table of that name alone, though its name is a pattern too',
        'ming',
        { Schema: 'shop', Table: 'price_list', MaxResults: 1 },
        ['shop.price_list.item'],
      ],
      ['a table in whatever schema', 'ming', { Table: 'pricexlist' }, ['shop.pricexlist.item']],
      [
        'another database',
        'ming',
        { Database: 'museum', ConnectedDatabase: 'dev', Schema: 'shop' },
        ['shop.tickets.number'],
      ],
      ['nothing of a table that the person may not read', 'ming', { Table: 'secret_plan' }, []],
      ['nothing of a schema that the person may not use', 'ming', { Table: 'gold' }, []],
      ["nothing of another person's", 'frank', { Table: 'price_list' }, []],
      ['nothing of a table that is not there', 'ming', { Table: 'nope' }, []],
    ];
  for (const [label, login, input, columns] of rows) {
    it(`describes ${label}`, async () => {
      const { ColumnList = [] } = await describeTable(input, login);
      const seen = ColumnList.map(({ schemaName, tableName, name }) => `${schemaName}.${tableName}.${name}`);
      assert.deepEqual(seen, columns);
    });
  }

  it('gives a wide table page by page', async () => {
    const config = { client: aws.data(await aws.person('ming@example.com')), pageSize: 3 };
    const sizes: unknown[] = [];
    const input = { ...whole, Schema: 'shop', Table: 'price_list' };
    for await (const { ColumnList } of paginateDescribeTable(config, input)) sizes.push(ColumnList?.length);
    assert.deepEqual(sizes, [3, 3, 1]);
  });
});
