import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCatalog } from '../../../../src/core/redshift/catalog/catalog.ts';
import type { CatalogRelation } from '../../../../src/core/redshift/catalog/contract.ts';
import { Cancelled } from '../../../../src/core/errors.ts';
import { denied, failed, scriptedCatalog, table, type Script } from './scriptedCatalog.ts';

const sales: CatalogRelation = { database: 'dev', schema: 'public', name: 'sales', kind: 'table' };
const lake: CatalogRelation = {
  database: 'awsdatacatalog',
  schema: 'retail',
  name: 'Orders',
  kind: 'externalTable',
};
const syntax = failed('syntax error at or near "GRANTS"');

describe('statistics', () => {
  const sizes = table('table_name | tbl_rows | size\n sales | 1200 | 6\n targets | 0 |');

  it('come for a whole schema by one statement, connected to its database', async () => {
    const source = scriptedCatalog([[/svv_table_info/, sizes]]);
    const catalog = createCatalog(source);
    const names = ['sales', 'targets', 'empty'];
    const all = await Promise.all(names.map((name) => catalog.statistics({ ...sales, name })));
    assert.deepEqual(all, [{ rows: 1200, size: 6 }, { rows: 0 }, undefined]);
    const asked = source.queries.map(({ database, parameters }) => ({ database, parameters }));
    assert.deepEqual(asked, [{ database: 'dev', parameters: [{ name: 'schema', value: 'public' }] }]);
  });

  it('are undefined where they are denied, which is asked once', async () => {
    const source = scriptedCatalog([[/svv_/, failed('permission denied for relation svv_table_info')]]);
    const catalog = createCatalog(source);
    assert.deepEqual(
      [await catalog.statistics(sales), await catalog.statistics(sales), source.queries.length],
      [undefined, undefined, 1],
    );
  });

  it('are asked again after another failure', async () => {
    let turn = 0;
    const answer = async () => (turn++ === 0 ? Promise.reject(new Cancelled()) : sizes);
    const catalog = createCatalog(scriptedCatalog([[/svv_/, answer]]));
    await assert.rejects(catalog.statistics(sales), Cancelled);
    assert.equal((await catalog.statistics(sales))?.rows, 1200);
  });

  it('are asked again after a refresh of a table of the schema', async () => {
    const source = scriptedCatalog([[/svv_table_info/, sizes]]);
    const catalog = createCatalog(source);
    await catalog.statistics(sales);
    catalog.forget('dev', 'public', 'targets');
    await catalog.statistics(sales);
    assert.equal(source.queries.length, 2);
  });

  it('are not asked of a database that takes no connection', async () => {
    const source = scriptedCatalog([]);
    assert.deepEqual([await createCatalog(source).statistics(lake), source.queries], [undefined, []]);
  });
});

describe('a definition', () => {
  for (const [label, relation, answer, sql, database, expected] of [
    [
      'of a table comes from its own database',
      { ...sales, name: 'order' },
      {
        columns: ['show table ddl statement'],
        rows: [{ 'show table ddl statement': 'CREATE TABLE x (\n  id integer\n)' }],
      },
      'SHOW TABLE "public"."order"',
      'dev',
      'CREATE TABLE x (\n  id integer\n);',
    ],
    [
      'of a plain view becomes a statement',
      { ...sales, name: 'v', kind: 'view' },
      table('show view ddl statement\n SELECT 1 AS one;'),
      'SHOW VIEW "public"."v"',
      'dev',
      'CREATE VIEW public.v AS\nSELECT 1 AS one;',
    ],
    [
      'of a materialized view is one already',
      { ...sales, name: 'mv', kind: 'materializedView' },
      table('show view ddl statement\n CREATE MATERIALIZED VIEW mv AS SELECT 1;'),
      'SHOW VIEW "public"."mv"',
      'dev',
      'CREATE MATERIALIZED VIEW mv AS SELECT 1;',
    ],
    [
      'of an external table in an external schema',
      { ...sales, schema: 'lake', kind: 'externalTable' },
      table('show external table\n CREATE EXTERNAL TABLE lake.sales (id int)'),
      'SHOW EXTERNAL TABLE "lake"."sales"',
      'dev',
      'CREATE EXTERNAL TABLE lake.sales (id int);',
    ],
    [
      'of a table of a database that takes no connection',
      lake,
      table('show external table\n CREATE EXTERNAL TABLE retail.orders (id int)'),
      'SHOW EXTERNAL TABLE "awsdatacatalog"."retail"."Orders"',
      undefined,
      'CREATE EXTERNAL TABLE retail.orders (id int);',
    ],
  ] as const) {
    it(label, async () => {
      const source = scriptedCatalog([[/^SHOW/, answer]]);
      const ddl = await createCatalog(source).ddl(relation);
      const [query] = source.queries;
      assert.deepEqual([query?.sql, query?.database, ddl], [sql, database, expected]);
    });
  }

  it('that Redshift does not show is an error', async () => {
    const source = scriptedCatalog([[/^SHOW/, { columns: ['ddl'], rows: [] }]]);
    await assert.rejects(createCatalog(source).ddl(sales), {
      code: 'NoDefinition',
      message: 'Redshift shows no definition of dev.public.sales.',
    });
  });
});

describe('grants', () => {
  const whole = table(`
    object_type | privilege_type | identity_name       | identity_type | admin_option | privilege_scope
    TABLE       | select         | awsidc:exec-global  | role          | f            | TABLE
    TABLE       | INSERT         | ethan               | user          | t            | TABLE
    TABLE       | SELECT         | public              | public        | f            | TABLE
    COLUMN      | SELECT         | awsidc:amer-sales   | role          | f            | COLUMN`);
  const onColumns = table(`
    column_name | object_type | privilege_type | identity_name     | identity_type | admin_option
    sale_id     | COLUMN      | SELECT         | awsidc:amer-sales | role          | f
    region      | COLUMN      | SELECT         | awsidc:amer-sales | role          | f
    region      | COLUMN      | UPDATE         | awsidc:amer-sales | role          | f`);
  const column = { grantee: 'awsidc:amer-sales', granteeKind: 'role', grantable: false };

  it('on columns are joined, and follow those on the whole', async () => {
    const source = scriptedCatalog([
      [/^SHOW GRANTS ON TABLE "dev"."public"."sales"/, whole],
      [/^SHOW COLUMN GRANTS ON TABLE "dev"."public"."sales"/, onColumns],
    ]);
    assert.deepEqual(await createCatalog(source).grants(sales), [
      { privilege: 'SELECT', grantee: 'awsidc:exec-global', granteeKind: 'role', grantable: false },
      { privilege: 'INSERT', grantee: 'ethan', granteeKind: 'user', grantable: true },
      { privilege: 'SELECT', grantee: 'public', granteeKind: 'public', grantable: false },
      { privilege: 'SELECT', ...column, columns: ['sale_id', 'region'] },
      { privilege: 'UPDATE', ...column, columns: ['region'] },
    ]);
  });

  const views: Script = [
    [/^SHOW/, syntax],
    [
      /svv_relation_privileges/,
      table('privilege_type | identity_name | identity_type\n SELECT | ming | user'),
    ],
    [/svv_column_privileges/, table('column_name | privilege_type | identity_name | identity_type')],
  ];

  it('come from the views of an older version', async () => {
    const source = scriptedCatalog(views);
    assert.deepEqual(await createCatalog(source).grants(sales), [
      { privilege: 'SELECT', grantee: 'ming', granteeKind: 'user', grantable: false },
    ]);
    assert.deepEqual(
      source.queries.map(({ database }) => database),
      [undefined, undefined, 'dev', 'dev'],
    );
  });

  for (const [label, script, relation, error] of [
    [
      'both ways are refused',
      [
        [/^SHOW/, syntax],
        [/svv_/, failed('permission denied')],
      ],
      sales,
      syntax,
    ],
    ['no statement can be run', [[/./, denied('ExecuteStatement')]], sales, /AccessDenied/],
    ['the views know nothing of the database', views, lake, syntax],
    ['the table is gone', [[/./, failed('relation "sales" does not exist')]], sales, /does not exist/],
  ] as const) {
    it(`are an error where ${label}`, async () => {
      await assert.rejects(createCatalog(scriptedCatalog(script)).grants(relation), error);
    });
  }
});

describe('a search in the catalogue of Redshift', () => {
  const relations = table(
    'schema_name | table_name | table_type | remarks\n public | net_sales | VIEW | Net',
  );
  const columns = table(`
    schema_name | table_name | column_name
    crm         | orders     | net_amount
    public      | net_sales  | net_amount`);
  const source = () =>
    scriptedCatalog([
      [/svv_all_tables/, relations],
      [/svv_all_columns/, columns],
    ]);
  const view = { database: 'dev', schema: 'public', name: 'net_sales', kind: 'view', comment: 'Net' };
  const orders = { database: 'dev', schema: 'crm', name: 'orders', kind: 'table' };

  it('finds relations, then columns, by two statements', async () => {
    const asked = source();
    assert.deepEqual(await createCatalog(asked).find('dev', 'net', 10), [
      { type: 'relation', relation: view },
      { type: 'column', relation: orders, column: 'net_amount' },
      { type: 'column', relation: view, column: 'net_amount' },
    ]);
    assert.equal(asked.queries.length, 2);
    assert.match(asked.queries[0]?.sql ?? '', / table_name ILIKE :word0 ESCAPE '!' ORDER BY .* LIMIT 10$/);
  });

  for (const [label, text, expected] of [
    ['as it stands, patterns aside', '50%_off!\\', ['%50!%!_off!!\\%']],
    ['word by word', ' Net  Sales ', ['%net%', '%sales%']],
    ['without the database', 'dev.public.net', ['%public.net%']],
  ] as const) {
    it(`binds the text ${label}`, async () => {
      const asked = source();
      await createCatalog(asked).find('dev', text, 10);
      const values = asked.queries.map(({ parameters }) => parameters?.slice(1).map(({ value }) => value));
      assert.deepEqual(values, [expected, expected]);
    });
  }

  it('looks for a dotted text in the path', async () => {
    const asked = source();
    await createCatalog(asked).find('dev', 'public.net', 10);
    const tests = asked.queries.map(({ sql }) => /AND (.*) ILIKE/.exec(sql)?.[1]);
    assert.deepEqual(tests, [
      "schema_name || '.' || table_name",
      "schema_name || '.' || table_name || '.' || column_name",
    ]);
  });

  it('asks nothing for no text, and no more than wanted', async () => {
    const asked = source();
    const catalog = createCatalog(asked);
    assert.deepEqual(
      [await catalog.find('dev', ' ', 10), await catalog.find('dev', 'net', 0), asked.queries],
      [[], [], []],
    );
    assert.equal((await catalog.find('dev', 'net', 2)).length, 2);
  });

  it('takes the signal along', async () => {
    const asked = source();
    const { signal } = new AbortController();
    await createCatalog(asked).find('dev', 'net', 10, signal);
    assert.deepEqual(
      asked.queries.map((query) => query.signal === signal),
      [true, true],
    );
  });
});
