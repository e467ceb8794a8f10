import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCatalog } from '../../../../src/core/redshift/catalog/catalog.ts';
import type {
  Catalog,
  CatalogLevel,
  MetadataOperations,
} from '../../../../src/core/redshift/catalog/contract.ts';
import { Cancelled, HopError } from '../../../../src/core/errors.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';
import { testClock } from '../statements/testClock.ts';
import { denied, failed, scriptedCatalog, table, type Script } from './scriptedCatalog.ts';

const relation = { database: 'dev', schema: 'public', name: 'sales' };
const syntax = failed('syntax error at or near "TABLES"');
const permission = failed('permission denied for relation svv_all_tables');
const noStatements: Script = [[/./, denied('ExecuteStatement')]];

const views: readonly {
  readonly label: string;
  readonly read: (catalog: Catalog) => Promise<CatalogLevel<unknown>>;
  readonly answer: string;
  readonly parameters: readonly string[];
  readonly items: readonly object[];
  readonly notice: string;
}[] = [
  {
    label: 'databases',
    read: (catalog) => catalog.databases(),
    answer: 'database_name | database_owner | database_type\n dev | 1 | local',
    parameters: [],
    items: [{ name: 'dev', kind: 'local', type: 'local', owner: 'user ID 1' }],
    notice:
      'SHOW DATABASES: not known to this version of Redshift. Read by SVV_REDSHIFT_DATABASES instead: catalogs of AWS Glue and S3 Tables may be missing.',
  },
  {
    label: 'schemas',
    read: (catalog) => catalog.schemas('dev'),
    answer: 'schema_name | schema_owner | schema_type\n public | 1 | local',
    parameters: ['database=dev'],
    items: [{ database: 'dev', name: 'public', type: 'local', owner: 'user ID 1' }],
    notice: 'SHOW SCHEMAS: not known to this version of Redshift. Read by SVV_ALL_SCHEMAS instead.',
  },
  {
    label: 'relations',
    read: (catalog) => catalog.relations('dev', 'public'),
    answer: 'table_name | table_type | remarks\n sales | TABLE | Orders',
    parameters: ['database=dev', 'schema=public'],
    items: [{ ...relation, kind: 'table', comment: 'Orders' }],
    notice:
      'SHOW TABLES: not known to this version of Redshift. Read by SVV_ALL_TABLES instead: owners are missing, and materialized views look like views.',
  },
  {
    label: 'procedures',
    read: (catalog) => catalog.routines('dev', 'public', 'procedure'),
    answer: 'function_name | argument_type | result_type\n load | integer |',
    parameters: ['database=dev', 'schema=public'],
    items: [{ database: 'dev', schema: 'public', name: 'load', kind: 'procedure', arguments: 'integer' }],
    notice: 'SHOW PROCEDURES: not known to this version of Redshift. Read by SVV_REDSHIFT_FUNCTIONS instead.',
  },
  {
    label: 'columns',
    read: (catalog) => catalog.columns(relation),
    answer:
      'column_name | ordinal_position | is_nullable | data_type | character_maximum_length\n id | 1 | no | character | 8',
    parameters: ['database=dev', 'schema=public', 'name=sales'],
    items: [
      { name: 'id', position: 1, type: 'character(8)', nullable: false, distributionKey: false, sortKey: 0 },
    ],
    notice:
      'SHOW COLUMNS: not known to this version of Redshift. Read by SVV_ALL_COLUMNS instead: encodings and keys are missing.',
  },
];

const operations: readonly {
  readonly label: string;
  readonly read: (catalog: Catalog) => Promise<CatalogLevel<unknown>>;
  readonly answers: Partial<MetadataOperations>;
  readonly call: string;
  readonly items: readonly object[];
  readonly missing: string;
}[] = [
  {
    label: 'databases',
    read: (catalog) => catalog.databases(),
    answers: { listDatabases: async () => ['dev', 'awsdatacatalog'] },
    call: 'ListDatabases',
    items: [
      { name: 'awsdatacatalog', kind: 'dataCatalog', type: '' },
      { name: 'dev', kind: 'other', type: '' },
    ],
    missing: 'ListDatabases instead: types and owners are missing.',
  },
  {
    label: 'schemas',
    read: (catalog) => catalog.schemas('dev'),
    answers: { listSchemas: async () => ['pg_catalog', 'public'] },
    call: 'ListSchemas dev',
    items: [
      { database: 'dev', name: 'public', type: '' },
      { database: 'dev', name: 'pg_catalog', type: '' },
    ],
    missing: 'ListSchemas instead: types and owners are missing.',
  },
  {
    label: 'relations',
    read: (catalog) => catalog.relations('dev', 'public'),
    answers: { listTables: async () => [{ name: 'sales', type: 'TABLE' }] },
    call: 'ListTables dev public',
    items: [{ ...relation, kind: 'table' }],
    missing: 'ListTables instead: owners and comments are missing.',
  },
  {
    label: 'columns',
    read: (catalog) => catalog.columns(relation),
    answers: { describeTable: async () => [{ name: 'id', typeName: 'int4', nullable: false }] },
    call: 'DescribeTable dev public sales',
    items: [{ name: 'id', position: 1, type: 'int4', nullable: false, distributionKey: false, sortKey: 0 }],
    missing: 'DescribeTable instead: defaults, encodings, keys and comments are missing.',
  },
];

describe('a refused level', () => {
  for (const { label, read, answer, parameters, items, notice } of views) {
    it(`is read from a view, names bound: ${label}`, async () => {
      const source = scriptedCatalog([
        [/^SHOW/, syntax],
        [/FROM svv_/, table(answer)],
      ]);
      const level = await read(createCatalog(source));
      const bound = source.queries[1]?.parameters?.map(({ name, value }) => `${name}=${value}`);
      assert.deepEqual([level, bound], [{ items, more: false, notice }, parameters]);
    });
  }

  for (const { label, read, answers, call, items, missing } of operations) {
    it(`is read by an operation where no statement can be run: ${label}`, async () => {
      const source = scriptedCatalog(noStatements, answers);
      const level = await read(createCatalog(source, { clock: testClock() }));
      assert.deepEqual(
        [source.queries.length, source.calls, level.items, level.notice?.endsWith(missing)],
        [1, [call], items, true],
      );
    });
  }

  it('names every way that was refused', async () => {
    const source = scriptedCatalog(
      [
        [/^SHOW/, failed('SHOW TABLES is not supported on this database')],
        [/svv_all_tables/, permission],
      ],
      { listTables: async () => [{ name: 'sales', type: 'TABLE' }] },
    );
    const { notice } = await createCatalog(source).relations('dev', 'public');
    assert.equal(
      notice,
      'SHOW TABLES: not supported here; SVV_ALL_TABLES: permission denied. Read by ListTables instead: owners and comments are missing.',
    );
  });

  it('is an error, the first one, where every way is refused', async () => {
    const source = scriptedCatalog([
      [/^SHOW/, syntax],
      [/svv_/, permission],
    ]);
    await assert.rejects(createCatalog(source).schemas('dev'), syntax);
    assert.deepEqual(source.calls, ['ListSchemas dev']);
  });

  it('is an error where it was denied and a view shows nothing of it', async () => {
    const noUsage = failed('permission denied for schema crm');
    const source = scriptedCatalog([
      [/^SHOW/, noUsage],
      [/svv_/, table('table_name | table_type | remarks')],
    ]);
    await assert.rejects(createCatalog(source).relations('dev', 'crm'), noUsage);
  });

  it('may be empty where it was refused for another reason', async () => {
    const source = scriptedCatalog([
      [/^SHOW/, failed('Operation not supported on external databases')],
      [/svv_/, table('function_name | argument_type | result_type')],
    ]);
    const { items, notice } = await createCatalog(source).routines('awsdatacatalog', 'retail', 'function');
    assert.deepEqual(
      [items, notice],
      [[], 'SHOW FUNCTIONS: not supported here. Read by SVV_REDSHIFT_FUNCTIONS instead.'],
    );
  });

  for (const [label, error] of [
    ['cancel', new Cancelled()],
    ['failed sign-in', new HopError({ hop: 'okta', code: 'SignInRequired' })],
    ['time-out', new StatementError('No answer from the network.', { code: 'NetworkFailure' })],
    ['throttling', new StatementError('ExecuteStatement: Rate exceeded', { code: 'ThrottlingException' })],
    ['name that does not exist', failed('schema "nowhere" does not exist')],
    [
      'login that Redshift refuses',
      failed("User's credentials are not authorized to connect to Amazon Redshift"),
    ],
    ['error of our own', new TypeError('x is undefined')],
  ] as const) {
    it(`asks nobody else: ${label}`, async () => {
      const source = scriptedCatalog([[/^SHOW/, error]]);
      await assert.rejects(createCatalog(source).relations('dev', 'public'), error);
      assert.deepEqual([source.queries.length, source.calls], [1, []]);
    });
  }

  it('throws what failed a fallback, where that was no refusal', async () => {
    const lost = new StatementError('No answer from the network.', { code: 'NetworkFailure' });
    const source = scriptedCatalog([
      [/^SHOW/, syntax],
      [/svv_/, lost],
    ]);
    await assert.rejects(createCatalog(source).databases(), lost);
  });

  it('calls operations one at a time, no more than three in a second', async () => {
    const clock = testClock();
    let running = 0;
    const overlaps: number[] = [];
    const starts: number[] = [];
    const source = scriptedCatalog(noStatements, {
      listTables: async () => {
        overlaps.push(running++);
        starts.push(clock.now());
        await Promise.resolve();
        running--;
        return [{ name: 'sales', type: 'TABLE' }];
      },
    });
    const catalog = createCatalog(source, { clock });
    await Promise.all(['a', 'b', 'c', 'd'].map((schema) => catalog.relations('dev', schema)));
    assert.deepEqual(
      [overlaps, starts],
      [
        [0, 0, 0, 0],
        [0, 334, 668, 1002],
      ],
    );
  });

  it('gives the next in the queue its turn after a failure', async () => {
    const source = scriptedCatalog(noStatements, {
      listSchemas: async (database) => (database === 'lost' ? Promise.reject(new Cancelled()) : ['public']),
    });
    const catalog = createCatalog(source, { clock: testClock() });
    const [lost, dev] = await Promise.allSettled([catalog.schemas('lost'), catalog.schemas('dev')]);
    assert.deepEqual([lost.status, dev.status], ['rejected', 'fulfilled']);
  });
});
