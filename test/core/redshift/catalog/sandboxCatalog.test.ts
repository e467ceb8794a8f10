import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { createCatalog, type CatalogOptions } from '../../../../src/core/redshift/catalog/catalog.ts';
import type { Catalog, CatalogSource } from '../../../../src/core/redshift/catalog/contract.ts';
import { metadataOperations } from '../../../../src/core/redshift/metadataOperations.ts';
import { queryRows } from '../../../../src/core/redshift/statements/queryRows.ts';
import type { StatementWarehouse } from '../../../../src/core/redshift/statements/statementContract.ts';
import type { RunningSandbox } from '../../../../src/sandbox/sandbox.ts';
import { denied, failed } from './scriptedCatalog.ts';
import { clientOf, ownSandbox } from '../sandboxPerson.ts';

const sales = { database: 'dev', schema: 'public', name: 'sales' };

/** The catalogue against the sandbox, which shares no line with it: each way to read a level must give the same. */
describe('the catalogue in the sandbox', function () {
  this.timeout(120_000);
  let sandbox: RunningSandbox;
  let client: RedshiftDataClient;

  const source = (): CatalogSource => {
    const { workgroup, database } = sandbox.ready.sites[0] ?? assert.fail();
    const warehouse: StatementWarehouse = { kind: 'workgroup', name: workgroup, database };
    return {
      query: ({ database: other, signal, ...statement }) =>
        queryRows(
          client,
          { ...statement, warehouse: { ...warehouse, database: other ?? database } },
          signal === undefined ? {} : { signal },
        ),
      operations: metadataOperations(client, warehouse),
    };
  };
  const catalog = (options?: CatalogOptions): Catalog => createCatalog(source(), options);
  /** As on a version that knows no SHOW. */
  const byViews = (options?: CatalogOptions): Catalog => {
    const { query, operations } = source();
    const older: CatalogSource['query'] = async (request) => {
      if (request.sql.startsWith('SHOW ')) throw failed('syntax error at or near "SHOW"');
      return query(request);
    };
    return createCatalog({ query: older, operations }, options);
  };
  /** As for a role that may run no statement. */
  const byOperations = (): Catalog =>
    createCatalog({ ...source(), query: () => Promise.reject(denied('ExecuteStatement')) });
  const operations = (from: number): string[] =>
    sandbox.requestLog.entries(from).map(({ operation, result }) => `${operation} ${result}`);
  const from = (): number => sandbox.requestLog.entries().length;
  const names = ({ items }: { readonly items: readonly { readonly name: string }[] }): string[] =>
    items.map(({ name }) => name);

  before(async () => {
    sandbox = await ownSandbox();
    client = await clientOf(sandbox, 'ethan@example.com');
  });
  after(async () => {
    client?.destroy();
    await sandbox?.stop();
  });

  it('lists databases of each kind', async () => {
    const { items, notice } = await catalog().databases();
    assert.deepEqual(
      [items.map(({ name, kind }) => `${name} ${kind}`), notice],
      [
        [
          'archive local',
          'awsdatacatalog dataCatalog',
          'dev local',
          'sporting-goods@s3tablescatalog s3Tables',
        ],
        undefined,
      ],
    );
  });

  it('reads other databases, connected to them or not', async () => {
    const orders = {
      database: 'sporting-goods@s3tablescatalog',
      schema: 'retail',
      name: 'orders',
      kind: 'externalTable',
    } as const;
    const totals = { database: 'archive', schema: 'public', name: 'sales', kind: 'table' } as const;
    const all = catalog();
    const columns = await Promise.all([all.columns(orders), all.columns(totals)]);
    assert.deepEqual(
      columns.map(({ items }) => items[0]?.type),
      ['bigint', 'integer'],
    );
    assert.match(await all.ddl(orders), /^CREATE EXTERNAL TABLE [^]*retail\.orders/);
    assert.match(await all.ddl(totals), /^CREATE TABLE public\.sales \([^]*total numeric\(16,2\)/);
    assert.deepEqual(
      (await all.grants(totals)).map(({ grantee }) => grantee),
      ['public'],
    );
  });

  it('lists a level by one statement', async () => {
    const start = from();
    const level = await catalog().relations('dev', 'public');
    const found = level.items.find(({ name }) => name === 'sales');
    assert.deepEqual(
      [found?.kind, found?.comment, level.more],
      ['table', 'One row for each sale, all regions', false],
    );
    assert.equal(
      operations(start)
        .filter((call) => /^(Execute|List)/.test(call))
        .join(),
      'ExecuteStatement OK',
    );
  });

  it('lists columns with types, keys and encodings', async () => {
    const { items } = await catalog().columns(sales);
    const wanted = ['sale_id', 'region', 'latitude', 'sold_on', 'note'];
    assert.deepEqual(
      items
        .filter(({ name }) => wanted.includes(name))
        .map(({ position, name, type, nullable, distributionKey, sortKey }) => [
          position,
          name,
          type,
          nullable,
          distributionKey,
          sortKey,
        ]),
      [
        [1, 'sale_id', 'bigint', false, true, 0],
        [2, 'region', 'character varying(4)', false, false, 0],
        [5, 'latitude', 'numeric(9,6)', false, false, 0],
        [7, 'sold_on', 'date', false, false, 1],
        [11, 'note', 'character varying(80)', true, false, 0],
      ],
    );
    assert.equal(items[0]?.encoding, 'az64');
  });

  it('lists the same by views, and by operations', async () => {
    const ways = [catalog(), byViews(), byOperations()];
    const schemas = await Promise.all(ways.map((way) => way.schemas('dev')));
    const relations = await Promise.all(ways.map((way) => way.relations('dev', 'public')));
    const columns = await Promise.all(ways.map((way) => way.columns(sales)));
    for (const levels of [schemas, relations, columns]) {
      const [first, ...others] = levels.map(names);
      assert.ok((first?.length ?? 0) > 0);
      for (const other of others) assert.deepEqual(other, first);
    }
    const kinds = relations.map(({ items }) => items.find(({ name }) => name === 'sales')?.kind);
    assert.deepEqual(kinds, ['table', 'table', 'table']);
    assert.deepEqual(columns[1]?.items[4]?.type, 'numeric(9,6)');
  });

  it('reads on page by page', async () => {
    const paged = byViews({ pageSize: 1 });
    let level = await paged.relations('dev', 'public');
    while (level.more) level = await paged.moreRelations('dev', 'public');
    assert.deepEqual(names(level), names(await catalog().relations('dev', 'public')));
  });

  it('lists functions and procedures, or that there are none', async () => {
    const [functions, older] = await Promise.all([
      catalog().routines('dev', 'pg_catalog', 'function'),
      byViews().routines('dev', 'pg_catalog', 'function'),
    ]);
    assert.deepEqual(names(older), names(functions));
    assert.deepEqual((await catalog().routines('dev', 'public', 'procedure')).more, false);
  });

  it('names what does not exist', async () => {
    await assert.rejects(catalog().relations('dev', 'nowhere'), /nowhere/);
  });

  it('shows the definition of a table', async () => {
    const { items } = await catalog().relations('dev', 'public');
    const relation = items.find(({ name }) => name === 'sales') ?? assert.fail();
    const ddl = await catalog().ddl(relation);
    assert.match(ddl, /^CREATE TABLE public\.sales \([^]*sale_id bigint NOT NULL[^]*;$/);
  });

  it('shows the same grants by SHOW and by views', async () => {
    const [shown, viewed] = await Promise.all([catalog().grants(sales), byViews().grants(sales)]);
    const plain = (grants: typeof shown): string[] =>
      grants
        .map(({ privilege, grantee, columns = [] }) => [privilege, grantee, ...columns].join(' '))
        .toSorted();
    assert.ok(plain(shown).includes('SELECT awsidc:exec-global'));
    assert.deepEqual(plain(viewed), plain(shown));
  });

  it('has no statistics for people who may not read them', async () => {
    assert.equal(await catalog().statistics(sales), undefined);
  });

  it('finds relations and columns by a part of their names', async () => {
    const found = await catalog().find('dev', 'AMOUNT', 20);
    assert.ok(
      found.some(
        (object) =>
          object.type === 'column' && object.relation.name === 'sales' && object.column === 'amount',
      ),
    );
    assert.deepEqual(await catalog().find('dev', 'sal%', 20), []);
    const [first] = await catalog().find('dev', 'a', 1);
    assert.equal(first?.relation.schema, 'crm');
    assert.ok((await catalog().find('dev', 'public.sal', 20)).some(({ type }) => type === 'relation'));
  });
});
