import assert from 'node:assert/strict';
import type { Warehouse } from '../../../src/sandbox/warehouse/contract.ts';
import { openWarehouse } from '../../../src/sandbox/warehouse/warehouse.ts';
import { assets, openRegion, outcomeOf, people } from './testWarehouse.ts';
import type { PersonName } from './testWarehouse.ts';

type Rows = readonly (readonly (string | null)[])[];

interface Case {
  label: string;
  sql: string;
  as?: PersonName;
  /** Database that the statement connects to. */
  database?: string;
  /** Rows, or the refusal. */
  gives: Rows | string;
}

const s3 = '"sporting-goods@s3tablescatalog"';
const elsewhere = (name: string, database: string) =>
  `0A000 ERROR: "${name}" is in another database, which can be read but not changed: connect to database "${database}"`;
const acrossDatabases = (name: string) =>
  `0A000 ERROR: RLS-protected relation "${name}" cannot be accessed via cross-database query.`;
const notLocal = (name: string) =>
  `0A000 ERROR: "${name}" is not a database to connect to: connect to "dev" and name its tables "${name}".schema.table`;

const cases: Case[] = [
  { label: 'three parts', sql: 'SELECT count(*) FROM archive.public.sales', gives: [['9']] },
  {
    label: 'four parts',
    sql: 'SELECT max(archive.public.sales.year) FROM archive.public.sales',
    gives: [['2023']],
  },
  { label: 'its own name', sql: 'SELECT count(*) FROM dev.public.sales', gives: [['1800']] },
  {
    label: 'a column by all four parts of the own name',
    sql: `SELECT count(*) FROM dev.public.sales WHERE dev.public.sales.region = 'APAC'`,
    gives: [['1800']],
  },
  {
    label: 'two databases in one query',
    sql: 'SELECT count(DISTINCT a.year), count(DISTINCT s.city) FROM archive.public.sales a, public.sales s',
    gives: [['3', '7']],
  },
  { label: 'upper case', sql: 'SELECT count(*) FROM "ARCHIVE".Public."Sales"', gives: [['9']] },
  {
    label: 'PostgreSQL’s name of the schema',
    sql: 'SELECT * FROM "archive.public".sales',
    gives: '3F000 ERROR: schema "archive.public" does not exist',
  },
  {
    label: 'a schema that is not there',
    sql: 'SELECT * FROM archive.nowhere.sales',
    gives: '42P01 ERROR: relation "archive.nowhere.sales" does not exist',
  },
  { label: 'protected rows', sql: 'SELECT * FROM archive.public.returns', gives: acrossDatabases('returns') },
  {
    label: 'protected rows of the own database from another',
    sql: 'SELECT * FROM dev.public.sales',
    database: 'archive',
    gives: acrossDatabases('sales'),
  },
  {
    label: 'an INSERT',
    sql: "INSERT INTO archive.public.sales VALUES (1, 'x', 1)",
    gives: elsewhere('archive.public.sales', 'archive'),
  },
  {
    label: 'an UPDATE',
    sql: 'UPDATE archive.public.sales SET year = 1',
    gives: elsewhere('archive.public.sales', 'archive'),
  },
  {
    label: 'a DELETE',
    sql: 'DELETE FROM archive.public.sales',
    gives: elsewhere('archive.public.sales', 'archive'),
  },
  {
    label: 'a DROP',
    sql: 'DROP TABLE archive.public.sales',
    gives: elsewhere('archive.public.sales', 'archive'),
  },
  {
    label: 'a GRANT',
    sql: 'GRANT SELECT ON archive.public.sales TO PUBLIC',
    gives: elsewhere('archive.public.sales', 'archive'),
  },
  {
    label: 'a view of it',
    sql: 'CREATE VIEW v AS SELECT * FROM archive.public.sales',
    gives: elsewhere('archive.public.sales', 'archive'),
  },
  { label: 'a copy of it', sql: 'CREATE TEMP TABLE c AS SELECT * FROM archive.public.sales', gives: [] },
  {
    label: 'connected: names without a schema',
    sql: 'SELECT max(year) FROM sales',
    database: 'archive',
    gives: [['2023']],
  },
  {
    label: 'connected: two parts',
    sql: 'SELECT max(public.sales.year) FROM public.sales',
    database: 'archive',
    gives: [['2023']],
  },
  {
    label: 'connected: its name',
    sql: 'SELECT current_database()',
    database: 'ARCHIVE',
    gives: [['archive']],
  },
  {
    label: 'connected: its protected rows',
    sql: 'SELECT count(*) FROM returns',
    database: 'archive',
    gives: [['2']],
  },
  {
    label: 'connected: a schema of the warehouse’s own',
    sql: 'SELECT * FROM crm.customers',
    database: 'archive',
    gives: '42P01 ERROR: relation "archive.crm.customers" does not exist',
  },
  {
    label: 'connected to nothing',
    sql: 'SELECT 1',
    database: 'nowhere',
    gives: '3D000 FATAL: database "nowhere" does not exist',
  },
  {
    label: 'connected to a catalogue',
    sql: 'SELECT 1',
    database: 'awsdatacatalog',
    gives: notLocal('awsdatacatalog'),
  },
  {
    label: 'USE',
    sql: 'USE archive',
    gives: '0A000 ERROR: USE needs a session, and this statement runs outside of one',
  },
  {
    label: 'the variable behind it',
    sql: `SET sandbox.database TO 'archive'`,
    gives: '42501 ERROR: permission denied to set this variable',
  },
  {
    label: 'CREATE DATABASE',
    sql: 'CREATE DATABASE mine',
    gives: '42501 ERROR: permission denied to create database',
  },
  {
    label: 'DROP DATABASE',
    sql: 'DROP DATABASE archive',
    gives: '42501 ERROR: permission denied to drop database',
  },
  {
    label: 'S3 Tables, granted',
    as: 'ethan',
    sql: `SELECT count(*) FROM ${s3}.retail.orders`,
    gives: [['4']],
  },
  {
    label: 'S3 Tables, granted columns',
    as: 'ethan',
    sql: `SELECT name FROM ${s3}.retail.suppliers WHERE supplier_id = 2`,
    gives: [['Kogane Alloys']],
  },
  {
    label: 'S3 Tables, another column',
    as: 'ethan',
    sql: `SELECT margin FROM ${s3}.retail.suppliers`,
    gives: '42501 ERROR: permission denied for relation suppliers',
  },
  {
    label: 'S3 Tables, not granted',
    sql: `SELECT * FROM ${s3}.retail.orders`,
    gives: '42501 ERROR: permission denied for schema sporting-goods@s3tablescatalog.retail',
  },
  {
    label: 'S3 Tables, a change',
    as: 'ethan',
    sql: `DELETE FROM ${s3}.retail.orders`,
    gives: elsewhere('sporting-goods@s3tablescatalog.retail.orders', 'sporting-goods@s3tablescatalog'),
  },
  {
    label: 'the Glue Data Catalog',
    as: 'ethan',
    sql: 'SELECT count(*) FROM awsdatacatalog.logistics.shipments',
    gives: [['3']],
  },
];

describe('databases of a warehouse', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
  });

  after(() => warehouse?.close());

  for (const { label, sql, as = 'ming', database, gives } of cases) {
    it(label, async () => {
      const connected = database === undefined ? {} : { database };
      assert.deepEqual(await outcomeOf(warehouse, as, sql, connected), gives);
    });
  }

  it('describes columns by the schema of their database', async () => {
    const { columns } = await warehouse.run({
      user: people.ming,
      sql: 'SELECT year FROM archive.public.sales',
    });
    assert.deepEqual(
      columns.map(({ schemaName, tableName, nullable }) => [schemaName, tableName, nullable]),
      [['public', 'sales', 0]],
    );
  });

  it('makes databases and drops them with all that is in them', async () => {
    const ask = () => outcomeOf(warehouse, 'ming', 'SELECT n FROM brief.notes.lines');
    await warehouse.runAsAdministrator(`
      CREATE DATABASE brief;
      SET sandbox.database TO 'brief';
      CREATE SCHEMA notes;
      CREATE TABLE notes.lines (n INTEGER);
      INSERT INTO notes.lines VALUES (7);
      GRANT USAGE ON SCHEMA notes TO PUBLIC;
      GRANT SELECT ON ALL TABLES IN SCHEMA notes TO PUBLIC;`);
    const there = await ask();
    await warehouse.runAsAdministrator('DROP DATABASE brief');
    assert.deepEqual([there, String(await ask()).slice(0, 5)], [[['7']], '3D000']);
  });

  it('makes many tables that everybody may read', async () => {
    await warehouse.createManyTables(1200);
    await warehouse.createManyTables(1201);
    const counted = await outcomeOf(
      warehouse,
      'eve',
      `SELECT count(*), min(tablename), max(tablename) FROM pg_tables WHERE schemaname = 'wide'`,
    );
    assert.deepEqual(
      [counted, await outcomeOf(warehouse, 'eve', 'SELECT count(*) FROM wide.table_01201')],
      [[['1201', 'table_00001', 'table_01201']], [['0']]],
    );
  });
});

describe('warehouse of a cluster', function () {
  this.timeout(120_000);
  let finance: Warehouse;

  before(async () => {
    finance = await openWarehouse({ region: 'us-west-2', cluster: 'finance-cluster', assets });
  });

  after(() => finance?.close());

  const seen: [PersonName, Rows | string][] = [
    ['ming', [['finance', '3']]],
    ['ethan', [['finance', '9']]],
    ['eve', '42501 ERROR: permission denied for schema ledger'],
  ];
  for (const [person, rows] of seen) {
    it(`shows ${person} what is theirs`, async () => {
      const sql = 'SELECT current_database(), count(*) FROM finance.ledger.bookings';
      assert.deepEqual(await outcomeOf(finance, person, sql), rows);
    });
  }

  it('is where it is said to be', async () => {
    await assert.rejects(
      openWarehouse({ region: 'us-east-1', cluster: 'finance-cluster', assets }),
      /no warehouse finance-cluster in us-east-1/,
    );
  });
});
