import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCatalog } from '../../../../src/core/redshift/catalog/catalog.ts';
import type { CatalogRows } from '../../../../src/core/redshift/catalog/contract.ts';
import { failed, manyTables, scriptedCatalog, table } from './scriptedCatalog.ts';

const tables = (...names: readonly string[]): CatalogRows =>
  table(['table_name | table_type', ...names.map((name) => `${name} | TABLE`)].join('\n'));
const schemas = (...names: readonly string[]): CatalogRows =>
  table(['schema_name | schema_type', ...names.map((name) => `${name} | local`)].join('\n'));
const columns = table('column_name | ordinal_position | data_type\n id | 1 | integer');

/** Answers one after the other; the last one again. */
function inTurn(...answers: readonly (CatalogRows | Error)[]): () => Promise<CatalogRows> {
  let turn = 0;
  return async () => {
    const answer = answers[Math.min(turn++, answers.length - 1)];
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
}

/** Answers that come when the test says so. */
function held(): {
  readonly answer: () => Promise<CatalogRows>;
  readonly release: ((rows: CatalogRows) => void)[];
} {
  const release: ((rows: CatalogRows) => void)[] = [];
  return { release, answer: () => new Promise((resolve) => release.push(resolve)) };
}

const named = (level: { readonly items: readonly { readonly name: string }[] } | undefined) =>
  level?.items.map(({ name }) => name);

describe('the catalogue', () => {
  it('asks nobody until a level is wanted', () => {
    const source = scriptedCatalog([]);
    const { loaded } = createCatalog(source);
    assert.deepEqual(
      [
        loaded.databases(),
        loaded.schemas('dev'),
        loaded.relations('dev', 'public'),
        loaded.search('a'),
        source.queries,
      ],
      [undefined, undefined, undefined, [], []],
    );
  });

  it('fetches a level once, for all who ask at the same time and after', async () => {
    const source = scriptedCatalog([[/^SHOW TABLES/, tables('a')]]);
    const catalog = createCatalog(source);
    const [first, second] = await Promise.all([
      catalog.relations('dev', 'public'),
      catalog.relations('dev', 'public'),
    ]);
    const third = await catalog.relations('dev', 'public');
    assert.deepEqual([source.queries.length, first === second, first === third], [1, true, true]);
    assert.equal(catalog.loaded.relations('dev', 'public'), first);
  });

  it('keeps databases apart that are expanded at the same time', async () => {
    const source = scriptedCatalog([
      [/"dev"/, schemas('public', 'crm')],
      [/"archive"/, schemas('public')],
    ]);
    const catalog = createCatalog(source);
    const both = await Promise.all([catalog.schemas('dev'), catalog.schemas('archive')]);
    assert.deepEqual(both.map(named), [['crm', 'public'], ['public']]);
  });

  it('keeps names apart that look alike when they are joined', async () => {
    const source = scriptedCatalog([
      [/"a\.b"\."c"/, tables('one')],
      [/"a"\."b\.c"/, tables('two')],
    ]);
    const catalog = createCatalog(source);
    const both = [await catalog.relations('a.b', 'c'), await catalog.relations('a', 'b.c')];
    assert.deepEqual(both.map(named), [['one'], ['two']]);
  });

  it('asks again after a failure, which it does not keep', async () => {
    const source = scriptedCatalog([[/^SHOW/, inTurn(failed('connection lost'), tables('a'))]]);
    const catalog = createCatalog(source);
    await assert.rejects(catalog.relations('dev', 'public'), /connection lost/);
    assert.deepEqual(named(await catalog.relations('dev', 'public')), ['a']);
  });

  it('shows what was loaded until a refresh has succeeded', async () => {
    const source = scriptedCatalog([
      [/^SHOW/, inTurn(tables('old'), failed('connection lost'), tables('new'))],
    ]);
    const catalog = createCatalog(source);
    const shown = () => named(catalog.loaded.relations('dev', 'public'));
    await catalog.relations('dev', 'public');
    catalog.forget('dev', 'public');
    const before = shown();
    await assert.rejects(catalog.relations('dev', 'public'), /connection lost/);
    const afterFailure = shown();
    await catalog.relations('dev', 'public');
    assert.deepEqual([before, afterFailure, shown()], [['old'], ['old'], ['new']]);
  });

  it('does not keep an answer that was on its way when its level was forgotten', async () => {
    const { answer, release } = held();
    const source = scriptedCatalog([[/^SHOW/, answer]]);
    const catalog = createCatalog(source);
    const early = catalog.relations('dev', 'public');
    catalog.forget('dev');
    const late = catalog.relations('dev', 'public');
    await Promise.resolve();
    release[1]?.(tables('new'));
    await late;
    release[0]?.(tables('old'));
    assert.deepEqual(
      [named(await early), named(await late), named(catalog.loaded.relations('dev', 'public'))],
      [['old'], ['new'], ['new']],
    );
  });

  for (const [label, path, asked] of [
    [
      'everything',
      [],
      ['DATABASES', 'SCHEMAS dev', 'TABLES dev public', 'TABLES dev public2', 'COLUMNS dev public a'],
    ],
    [
      'a database',
      ['dev'],
      ['SCHEMAS dev', 'TABLES dev public', 'TABLES dev public2', 'COLUMNS dev public a'],
    ],
    [
      'a schema, but none whose name it begins',
      ['dev', 'public'],
      ['TABLES dev public', 'COLUMNS dev public a'],
    ],
    ['a table', ['dev', 'public', 'a'], ['COLUMNS dev public a']],
    ['another database', ['archive'], []],
  ] as const) {
    it(`forgets ${label}, and what is below`, async () => {
      const source = scriptedCatalog([
        [/^SHOW DATABASES/, table('database_name | database_type\n dev | local')],
        [/^SHOW SCHEMAS/, schemas('public', 'public2')],
        [/^SHOW TABLES/, tables('a')],
        [/^SHOW COLUMNS/, columns],
      ]);
      const catalog = createCatalog(source);
      const readAll = async (): Promise<void> => {
        await catalog.databases();
        await catalog.schemas('dev');
        await catalog.relations('dev', 'public');
        await catalog.relations('dev', 'public2');
        await catalog.columns({ database: 'dev', schema: 'public', name: 'a' });
      };
      await readAll();
      source.queries.length = 0;
      catalog.forget(...path);
      await readAll();
      const short = source.queries.map(({ sql }) =>
        sql.replace(/^SHOW | LIMIT 10000|FROM (DATABASE|SCHEMA|TABLE) |"/g, '').replaceAll('.', ' '),
      );
      assert.deepEqual(short, asked);
    });
  }

  it('drops what is below a name that is gone', async () => {
    const source = scriptedCatalog([
      [/^SHOW SCHEMAS/, inTurn(schemas('crm', 'public'), schemas('public'))],
      [/^SHOW TABLES.*crm/, tables('customers')],
      [/^SHOW TABLES/, inTurn(tables('sales', 'targets'), tables('sales'))],
      [/^SHOW COLUMNS/, columns],
    ]);
    const catalog = createCatalog(source);
    const readAll = async (): Promise<void> => {
      await catalog.schemas('dev');
      await catalog.relations('dev', 'public');
    };
    await readAll();
    await catalog.relations('dev', 'crm');
    for (const name of ['sales', 'targets'])
      await catalog.columns({ database: 'dev', schema: 'public', name });
    catalog.forget('dev');
    await readAll();
    const left = catalog.loaded.search('a id u').length;
    const inColumns = ['sales', 'targets'].map(
      (name) => catalog.loaded.columns({ database: 'dev', schema: 'public', name }) !== undefined,
    );
    assert.deepEqual(
      [catalog.loaded.relations('dev', 'crm'), inColumns, left],
      [undefined, [true, false], 0],
    );
  });
});

describe('more relations', () => {
  const pages = (shown: CatalogRows, ...more: readonly CatalogRows[]) =>
    scriptedCatalog([
      [/^SHOW TABLES/, shown],
      [/svv_all_tables/, inTurn(...more)],
    ]);
  const bound = ({ parameters }: { parameters?: readonly { name: string; value: string }[] }) =>
    parameters?.map(({ name, value }) => `${name}=${value}`);

  it('come page by page, after the last name, until there are none', async () => {
    const source = pages(manyTables(0, 10_000), manyTables(10_000, 12_000), manyTables(12_000, 12_500));
    const catalog = createCatalog(source, { pageSize: 2000 });
    const counts = [];
    const levels = [catalog.relations, catalog.moreRelations, catalog.moreRelations, catalog.moreRelations];
    for (const read of levels) {
      const { items, more } = await read.call(catalog, 'dev', 'public');
      counts.push([items.length, more]);
    }
    assert.deepEqual(counts, [
      [10_000, true],
      [12_000, true],
      [12_500, false],
      [12_500, false],
    ]);
    assert.deepEqual(source.queries.slice(1).map(bound), [
      ['database=dev', 'schema=public', 'after=t09999'],
      ['database=dev', 'schema=public', 'after=t11999'],
    ]);
    assert.match(source.queries[1]?.sql ?? '', /table_name > :after ORDER BY table_name LIMIT 2000$/);
  });

  it('begin anew where SHOW left out nobody knows which, and hold no name twice', async () => {
    const [first, ...others] = manyTables(0, 10_000).rows;
    const shown = { columns: ['table_name'], rows: first === undefined ? others : [...others, first] };
    const source = pages(shown, manyTables(9_000, 10_500));
    const catalog = createCatalog(source);
    await catalog.relations('dev', 'public');
    const { items } = await catalog.moreRelations('dev', 'public');
    const names = items.map(({ name }) => name);
    assert.deepEqual(bound(source.queries[1] ?? {}), ['database=dev', 'schema=public']);
    assert.deepEqual([names.length, names], [10_500, names.toSorted()]);
  });

  it('are fetched once for all who ask at the same time', async () => {
    const source = pages(manyTables(0, 10_000), manyTables(10_000, 10_010));
    const catalog = createCatalog(source);
    await catalog.relations('dev', 'public');
    const both = await Promise.all([
      catalog.moreRelations('dev', 'public'),
      catalog.moreRelations('dev', 'public'),
    ]);
    assert.deepEqual([source.queries.length, both[0] === both[1]], [2, true]);
  });

  it('leave the level as it was where they fail', async () => {
    const source = scriptedCatalog([
      [/^SHOW TABLES/, manyTables(0, 10_000)],
      [/svv_all_tables/, inTurn(failed('connection lost'), manyTables(10_000, 10_001))],
    ]);
    const catalog = createCatalog(source);
    const level = await catalog.relations('dev', 'public');
    await assert.rejects(catalog.moreRelations('dev', 'public'), /connection lost/);
    const kept = catalog.loaded.relations('dev', 'public');
    assert.deepEqual(
      [kept === level, (await catalog.moreRelations('dev', 'public')).items.length],
      [true, 10_001],
    );
  });

  it('are not added to a level that was forgotten meanwhile', async () => {
    const { answer, release } = held();
    const source = scriptedCatalog([
      [/^SHOW TABLES/, inTurn(manyTables(0, 10_000), tables('a'))],
      [/svv_all_tables/, answer],
    ]);
    const catalog = createCatalog(source);
    await catalog.relations('dev', 'public');
    const late = catalog.moreRelations('dev', 'public');
    await Promise.resolve();
    await Promise.resolve();
    catalog.forget('dev', 'public');
    await catalog.relations('dev', 'public');
    release[0]?.(manyTables(10_000, 10_001));
    await late;
    assert.deepEqual(named(catalog.loaded.relations('dev', 'public')), ['a']);
  });
});
