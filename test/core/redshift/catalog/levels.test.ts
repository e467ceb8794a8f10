import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCatalog } from '../../../../src/core/redshift/catalog/catalog.ts';
import type { Catalog, CatalogLevel } from '../../../../src/core/redshift/catalog/contract.ts';
import { scriptedCatalog, table } from './scriptedCatalog.ts';

const levels: readonly {
  readonly label: string;
  readonly read: (catalog: Catalog) => Promise<CatalogLevel<unknown>>;
  readonly sql: string;
  readonly answer: string;
  readonly items: readonly object[];
}[] = [
  {
    label: 'databases: kinds by type and name, numbers of owners, internal ones last',
    read: (catalog) => catalog.databases(),
    sql: 'SHOW DATABASES LIMIT 10000',
    answer: `
      database_name                | database_owner | database_type        | database_acl | parameters
      template1                    | 1              | local                |              |
      dev                          | 100            | local                |              |
      partners                     | ethan          | shared               |              |
      awsdatacatalog               | 1              | auto mounted catalog |              | UNKNOWN
      goods@s3tablescatalog        |                | auto mounted catalog |              |
      lake                         |                | external             |              |`,
    items: [
      { name: 'awsdatacatalog', kind: 'dataCatalog', type: 'auto mounted catalog', owner: 'user ID 1' },
      { name: 'dev', kind: 'local', type: 'local', owner: 'user ID 100' },
      { name: 'goods@s3tablescatalog', kind: 's3Tables', type: 'auto mounted catalog' },
      { name: 'lake', kind: 'other', type: 'external' },
      { name: 'partners', kind: 'datashare', type: 'shared', owner: 'ethan' },
      { name: 'template1', kind: 'local', type: 'local', owner: 'user ID 1' },
    ],
  },
  {
    label: 'schemas: internal ones last',
    read: (catalog) => catalog.schemas('de"v'),
    sql: 'SHOW SCHEMAS FROM DATABASE "de""v" LIMIT 10000',
    answer: `
      database_name | schema_name        | schema_owner | schema_type
      de"v          | pg_catalog         | 1            | local
      de"v          | public             | 1            | local
      de"v          | information_schema | 1            | local
      de"v          | lake               | ming         | external`,
    items: [
      { database: 'de"v', name: 'lake', type: 'external', owner: 'ming' },
      { database: 'de"v', name: 'public', type: 'local', owner: 'user ID 1' },
      { database: 'de"v', name: 'information_schema', type: 'local', owner: 'user ID 1' },
      { database: 'de"v', name: 'pg_catalog', type: 'local', owner: 'user ID 1' },
    ],
  },
  {
    label: 'relations: kinds by type and subtype, comments, owners',
    read: (catalog) => catalog.relations('dev', 's1'),
    sql: 'SHOW TABLES FROM SCHEMA "dev"."s1" LIMIT 10000',
    answer: `
      database_name | schema_name | table_name | table_type     | table_acl    | remarks     | owner | table_subtype
      dev           | s1          | test_table | TABLE          | alice=r/alice | For tests  | alice | REGULAR TABLE
      dev           | s1          | manual_mv  | VIEW           |              |             | alice | MATERIALIZED VIEW
      dev           | s1          | late_view  | VIEW           |              |             | alice | LATE BINDING VIEW
      dev           | s1          | Lake       | EXTERNAL TABLE |              |             |       |`,
    items: [
      { database: 'dev', schema: 's1', name: 'Lake', kind: 'externalTable' },
      { database: 'dev', schema: 's1', name: 'late_view', kind: 'view', owner: 'alice' },
      { database: 'dev', schema: 's1', name: 'manual_mv', kind: 'materializedView', owner: 'alice' },
      {
        database: 'dev',
        schema: 's1',
        name: 'test_table',
        kind: 'table',
        comment: 'For tests',
        owner: 'alice',
      },
    ],
  },
  {
    label: 'functions: overloads side by side',
    read: (catalog) => catalog.routines('dev', 'public', 'function'),
    sql: 'SHOW FUNCTIONS FROM SCHEMA "dev"."public" LIMIT 10000',
    answer: `
      database_name | schema_name | function_name | number_of_arguments | argument_list    | return_type
      dev           | public      | f_tax         | 2                   | numeric, integer | numeric
      dev           | public      | f_tax         | 1                   | numeric          | numeric
      dev           | public      | f_now         | 0                   |                  | date`,
    items: [
      { database: 'dev', schema: 'public', name: 'f_now', kind: 'function', arguments: '', returns: 'date' },
      {
        database: 'dev',
        schema: 'public',
        name: 'f_tax',
        kind: 'function',
        arguments: 'numeric',
        returns: 'numeric',
      },
      {
        database: 'dev',
        schema: 'public',
        name: 'f_tax',
        kind: 'function',
        arguments: 'numeric, integer',
        returns: 'numeric',
      },
    ],
  },
  {
    label: 'procedures: nothing is returned',
    read: (catalog) => catalog.routines('dev', 'public', 'procedure'),
    sql: 'SHOW PROCEDURES FROM SCHEMA "dev"."public" LIMIT 10000',
    answer: `
      database_name | schema_name | procedure_name | number_of_arguments | argument_list     | return_type
      dev           | public      | load           | 1                   | character varying | numeric`,
    items: [
      { database: 'dev', schema: 'public', name: 'load', kind: 'procedure', arguments: 'character varying' },
    ],
  },
  {
    label: 'columns: types as in DDL, keys, in the order of the table',
    read: (catalog) => catalog.columns({ database: 'dev', schema: 'public', name: 'order' }),
    sql: 'SHOW COLUMNS FROM TABLE "dev"."public"."order" LIMIT 10000',
    answer: `
      column_name | ordinal_position | column_default | is_nullable | data_type         | character_maximum_length | numeric_precision | numeric_scale | remarks | sort_key_type | sort_key | dist_key | encoding
      amount      | 2                | 0.00           | YES         | numeric           |                          | 12                | 2             | In USD  |               | 0        |          | az64
      id          | 1                |                | NO          | integer           |                          | 32                | 0             |         | INTERLEAVED   | -1       | 1        | raw
      note        | 3                |                |             | character varying | 40                       |                   |               |         | INTERLEAVED   | 2        |          | lzo
      tags        | 4                |                | YES         | super             |                          |                   |               |         |               | 0        |          |`,
    items: [
      {
        name: 'id',
        position: 1,
        type: 'integer',
        nullable: false,
        encoding: 'raw',
        distributionKey: true,
        sortKey: 1,
      },
      {
        name: 'amount',
        position: 2,
        type: 'numeric(12,2)',
        nullable: true,
        default: '0.00',
        encoding: 'az64',
        distributionKey: false,
        sortKey: 0,
        comment: 'In USD',
      },
      {
        name: 'note',
        position: 3,
        type: 'character varying(40)',
        encoding: 'lzo',
        distributionKey: false,
        sortKey: 2,
      },
      { name: 'tags', position: 4, type: 'super', nullable: true, distributionKey: false, sortKey: 0 },
    ],
  },
];

describe('a level of the catalogue', () => {
  for (const { label, read, sql, answer, items } of levels) {
    it(label, async () => {
      const source = scriptedCatalog([[/^SHOW/, table(answer)]]);
      const level = await read(createCatalog(source));
      assert.deepEqual(
        [source.queries, level],
        [[{ sql, statementName: 'catalog' }], { items, more: false }],
      );
    });
  }

  it('says where SHOW lists no more than it can', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ schema_name: `s${index}` }));
    const source = scriptedCatalog([[/^SHOW SCHEMAS/, { columns: ['schema_name'], rows }]]);
    const { more, notice } = await createCatalog(source).schemas('dev');
    assert.deepEqual([more, notice], [false, 'SHOW SCHEMAS lists the first 10,000 only.']);
  });
});
