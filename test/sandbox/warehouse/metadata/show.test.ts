import assert from 'node:assert/strict';
import type { Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf } from '../testWarehouse.ts';
import type { PersonName } from '../testWarehouse.ts';

type Value = string | null;

interface Case {
  label: string;
  /** Ming, unless it says otherwise. */
  as?: PersonName;
  sql: string;
  /** Rows, only these columns of them, or SQLSTATE and message. */
  gives: readonly (readonly Value[])[] | string;
  columns?: readonly number[];
}

const catalogue = `
  CREATE SCHEMA shown;
  GRANT USAGE ON SCHEMA shown TO PUBLIC;
  CREATE SCHEMA closed;
  CREATE TABLE shown.stored (
    id BIGINT IDENTITY(5, 2) NOT NULL,
    "Full Name" VARCHAR(20) DEFAULT 'none' ENCODE zstd,
    price DECIMAL(8, 2) ENCODE raw,
    made DATE DISTKEY,
    flag BOOLEAN,
    PRIMARY KEY (id)
  ) COMPOUND SORTKEY (made, price);
  CREATE TABLE shown.mixed (a INTEGER, b SUPER, c VARBYTE, d CHAR(3)) DISTSTYLE ALL INTERLEAVED SORTKEY (a, d);
  CREATE TABLE shown.amer_only (a INTEGER);
  CREATE TABLE shown.some_columns (open INTEGER, hidden INTEGER);
  CREATE TABLE shown.written (a INTEGER);
  CREATE TABLE closed.secret (a INTEGER);
  CREATE VIEW shown.names AS SELECT "Full Name" AS name FROM shown.stored;
  CREATE MATERIALIZED VIEW shown.counts AS SELECT flag, COUNT(*) AS n FROM shown.stored GROUP BY flag;
  CREATE FUNCTION shown.f_double(INTEGER, DECIMAL(8, 2)) RETURNS VARCHAR IMMUTABLE AS $$ SELECT 'x'::varchar $$ LANGUAGE sql;
  CREATE PROCEDURE shown.p_nothing(a IN INTEGER) AS $$ BEGIN NULL; END $$ LANGUAGE plpgsql;
  COMMENT ON TABLE shown.stored IS 'What is stored';
  COMMENT ON COLUMN shown.stored.made IS 'Day';
  GRANT SELECT ON shown.stored, shown.mixed, shown.names, shown.counts TO ROLE "awsidc:apac-sales";
  GRANT SELECT ON shown.amer_only TO ROLE "awsidc:amer-sales";
  GRANT SELECT (open) ON shown.some_columns TO ROLE "awsidc:apac-sales";
  GRANT UPDATE (hidden) ON shown.some_columns TO ROLE "awsidc:amer-sales";
  GRANT INSERT ON shown.written TO ROLE "awsidc:apac-sales";
  GRANT SELECT ON closed.secret TO PUBLIC;
  CREATE ROLE reader;
  GRANT SELECT ON shown.amer_only TO ROLE reader;
  GRANT ROLE reader TO ROLE "awsidc:amer-sales";
`;

const listed: Case[] = [
  {
    label: 'databases',
    sql: `SHOW DATABASES LIKE 'dev'`,
    gives: [['dev', 'postgres', 'local', null, null, 'Snapshot Isolation']],
  },
  { label: 'databases by an exact name', sql: `SHOW DATABASES LIKE 'de'`, gives: [] },
  { label: 'LIKE minds letter case', sql: `SHOW DATABASES LIKE 'DEV'`, gives: [] },
  { label: 'LIMIT 0', sql: 'SHOW DATABASES LIMIT 0', gives: [] },
  {
    label: 'schemas',
    sql: `SHOW SCHEMAS FROM DATABASE dev LIKE 'sho_n'`,
    gives: [['dev', 'shown', '10', 'local', null, null, null]],
  },
  { label: 'a schema without USAGE', sql: `SHOW SCHEMAS FROM DATABASE dev LIKE 'closed'`, gives: [] },
  {
    label: 'tables',
    sql: 'SHOW TABLES FROM SCHEMA dev.shown',
    columns: [0, 1, 2, 3, 5, 6, 9, 10],
    gives: [
      ['dev', 'shown', 'counts', 'VIEW', null, 'postgres', null, 'MATERIALIZED VIEW'],
      ['dev', 'shown', 'mixed', 'TABLE', null, 'postgres', 'ALL', 'REGULAR TABLE'],
      ['dev', 'shown', 'names', 'VIEW', null, 'postgres', null, 'REGULAR VIEW'],
      ['dev', 'shown', 'some_columns', 'TABLE', null, 'postgres', 'AUTO(ALL)', 'REGULAR TABLE'],
      ['dev', 'shown', 'stored', 'TABLE', 'What is stored', 'postgres', 'KEY(made)', 'REGULAR TABLE'],
    ],
  },
  {
    label: 'tables of another',
    as: 'frank',
    sql: 'SHOW TABLES FROM SCHEMA shown',
    columns: [2],
    gives: [['amer_only']],
  },
  { label: 'tables of nobody', as: 'eve', sql: 'SHOW TABLES FROM SCHEMA shown', gives: [] },
  {
    label: 'tables, the first of them',
    sql: `SHOW TABLES FROM SCHEMA shown LIKE '%s' LIMIT 2`,
    columns: [2],
    gives: [['counts'], ['names']],
  },
  {
    label: 'columns',
    sql: 'SHOW COLUMNS FROM TABLE dev.shown.stored',
    columns: [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    gives: [
      ['id', '1', 'NO', 'bigint', null, '64', '0', null, null, '0', '0', 'az64'],
      ['full name', '2', 'YES', 'character varying', '20', null, null, null, null, '0', '0', 'zstd'],
      ['price', '3', 'YES', 'numeric', null, '8', '2', null, 'COMPOUND', '2', '0', 'none'],
      ['made', '4', 'YES', 'date', null, null, null, 'Day', 'COMPOUND', '1', '1', 'none'],
      ['flag', '5', 'YES', 'boolean', null, null, null, null, null, '0', '0', 'none'],
    ],
  },
  {
    label: 'columns of types that PostgreSQL names otherwise',
    sql: 'SHOW COLUMNS FROM TABLE shown.mixed',
    columns: [3, 7, 12, 13],
    gives: [
      ['a', 'integer', 'INTERLEAVED', '1'],
      ['b', 'super', null, '0'],
      ['c', 'binary varying', null, '0'],
      ['d', 'character', 'INTERLEAVED', '-2'],
    ],
  },
  {
    label: 'columns with a privilege of their own',
    sql: 'SHOW COLUMNS FROM TABLE shown.some_columns',
    columns: [3],
    gives: [['open']],
  },
  {
    label: 'functions',
    as: 'eve',
    sql: 'SHOW FUNCTIONS FROM SCHEMA dev.shown',
    gives: [['dev', 'shown', 'f_double', '2', 'integer, numeric', 'character varying', null]],
  },
  {
    label: 'procedures',
    as: 'eve',
    sql: `SHOW PROCEDURES FROM SCHEMA shown LIKE 'p%'`,
    gives: [['dev', 'shown', 'p_nothing', '1', 'integer', null, null]],
  },
];

const grants: Case[] = [
  {
    label: 'on a table, those of one’s role',
    sql: 'SHOW GRANTS ON TABLE dev.shown.stored',
    columns: [0, 1, 2, 3, 4, 6, 7, 8, 9, 10],
    gives: [
      ['dev', 'shown', 'stored', 'TABLE', 'SELECT', 'awsidc:apac-sales', 'role', 'f', 'TABLE', 'postgres'],
    ],
  },
  { label: 'on a table, none of another’s', sql: 'SHOW GRANTS ON shown.amer_only', gives: [] },
  {
    label: 'for a role that one’s role holds',
    as: 'frank',
    sql: 'SHOW GRANTS FOR ROLE reader FROM DATABASE dev LIMIT 10',
    columns: [2, 3, 4],
    gives: [['amer_only', 'TABLE', 'SELECT']],
  },
  { label: 'for oneself', sql: 'SHOW GRANTS FOR "awsidc:ming@example.com"', gives: [] },
  {
    label: 'on a schema for PUBLIC',
    sql: 'SHOW GRANTS ON SCHEMA shown FOR PUBLIC',
    columns: [2, 4, 5, 6, 7],
    gives: [['shown', 'USAGE', '0', 'public', 'public']],
  },
  { label: 'on the database', sql: 'SHOW GRANTS ON DATABASE dev', gives: [] },
  {
    label: 'on columns',
    sql: 'SHOW COLUMN GRANTS ON TABLE shown.some_columns',
    columns: [2, 3, 4, 5, 7, 10],
    gives: [['some_columns', 'open', 'COLUMN', 'SELECT', 'awsidc:apac-sales', 'COLUMN']],
  },
  {
    label: 'to PUBLIC in a schema without USAGE',
    sql: 'SHOW GRANTS ON TABLE closed.secret',
    gives: '42501 ERROR: permission denied for schema closed',
  },
];

const refused: Case[] = [
  {
    label: 'no such database',
    sql: 'SHOW SCHEMAS FROM DATABASE nope',
    gives: '3D000 ERROR: database "nope" does not exist',
  },
  {
    label: 'no such schema',
    sql: 'SHOW TABLES FROM SCHEMA nope',
    gives: '3F000 ERROR: schema "nope" does not exist',
  },
  {
    label: 'a schema in no such database',
    sql: 'SHOW TABLES FROM SCHEMA nope.public',
    gives: '3D000 ERROR: database "nope" does not exist',
  },
  {
    label: 'a schema without USAGE',
    sql: 'SHOW TABLES FROM SCHEMA closed',
    gives: '42501 ERROR: permission denied for schema closed',
  },
  {
    label: 'no such table',
    sql: 'SHOW COLUMNS FROM TABLE shown.nope',
    gives: '42P01 ERROR: relation "nope" does not exist',
  },
  {
    label: 'a table without privileges',
    sql: 'SHOW COLUMNS FROM TABLE shown.amer_only',
    gives: '42501 ERROR: permission denied for relation amer_only',
  },
  {
    label: 'the definition behind some columns',
    sql: 'SHOW TABLE shown.some_columns',
    gives: '42501 ERROR: permission denied for relation some_columns',
  },
  {
    label: 'the definition behind INSERT',
    sql: 'SHOW TABLE shown.written',
    gives: '42501 ERROR: permission denied for relation written',
  },
  {
    label: 'SHOW VIEW of a table',
    sql: 'SHOW VIEW shown.stored',
    gives: '42P01 ERROR: relation "stored" does not exist',
  },
  {
    label: 'grants of another user',
    sql: 'SHOW GRANTS FOR postgres',
    gives: '42501 ERROR: permission denied to show grants for user "postgres"',
  },
  {
    label: 'grants of another role',
    sql: 'SHOW GRANTS ON TABLE shown.stored FOR ROLE "awsidc:exec-global"',
    gives: '42501 ERROR: permission denied to show grants for role "awsidc:exec-global"',
  },
  {
    label: 'grants of no role',
    sql: 'SHOW GRANTS FOR ROLE nope',
    gives: '42704 ERROR: role "nope" does not exist',
  },
  {
    label: 'a large LIMIT',
    sql: 'SHOW DATABASES LIMIT 10001',
    gives: '22023 ERROR: LIMIT of a SHOW command is a number from 0 to 10000',
  },
  {
    label: 'a LIMIT below zero',
    sql: 'SHOW DATABASES LIMIT -1',
    gives: '22023 ERROR: LIMIT of a SHOW command is a number from 0 to 10000',
  },
  {
    label: 'more rows than a SHOW command has',
    sql: `SELECT sandbox_show.few_enough('SHOW TABLES', 10000), sandbox_show.few_enough('SHOW TABLES', 10001)`,
    gives: '54000 ERROR: SHOW TABLES has more than 10000 rows: add LIKE or LIMIT',
  },
  {
    label: 'words after the end',
    sql: 'SHOW DATABASES LIMIT 1 x',
    gives: '42601 ERROR: syntax error at or near "x"',
  },
  {
    label: 'the Data Catalog',
    sql: 'SHOW DATABASES FROM DATA CATALOG',
    gives: '0A000 ERROR: SHOW DATABASES FROM DATA CATALOG is not supported by the sandbox',
  },
  {
    label: 'constraints',
    sql: 'SHOW CONSTRAINTS PRIMARY KEYS FROM TABLE sales',
    gives: '0A000 ERROR: SHOW CONSTRAINTS is not supported by the sandbox',
  },
  {
    label: 'a name with SQL in it',
    sql: `SHOW TABLES FROM SCHEMA "x' OR 'a' = 'a"`,
    gives: `3F000 ERROR: schema "x' or 'a' = 'a" does not exist`,
  },
  { label: 'a pattern with SQL in it', sql: `SHOW DATABASES LIKE 'x'' OR ''a'' = ''a'`, gives: [] },
];

describe('SHOW', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(catalogue);
  });

  after(() => warehouse?.close());

  for (const [title, cases] of Object.entries({ listed, grants, refused })) {
    describe(title, () => {
      for (const { label, as = 'ming', sql, gives, columns } of cases) {
        it(label, async () => {
          const found = await outcomeOf(warehouse, as, sql);
          const rows =
            typeof found === 'string' || !columns ? found : found.map((row) => columns.map((at) => row[at]));
          assert.deepEqual(rows, gives);
        });
      }
    });
  }

  it('names its columns as Redshift does', async () => {
    const names: Record<string, string> = {};
    for (const sql of [
      'SHOW TABLES FROM SCHEMA shown',
      'SHOW COLUMNS FROM TABLE shown.stored',
      'SHOW GRANTS ON shown.stored',
    ]) {
      const { columns } = await warehouse.run({
        user: { name: 'awsidc:ming@example.com', roles: ['awsidc:apac-sales'] },
        sql,
      });
      names[sql.split(' ')[1] ?? ''] = columns.map(({ name }) => name).join(' ');
    }
    assert.deepEqual(names, {
      TABLES:
        'database_name schema_name table_name table_type table_acl remarks owner last_altered_time last_modified_time dist_style table_subtype',
      COLUMNS:
        'database_name schema_name table_name column_name ordinal_position column_default is_nullable data_type character_maximum_length numeric_precision numeric_scale remarks sort_key_type sort_key_order dist_key encoding collation',
      GRANTS:
        'database_name schema_name object_name object_type privilege_type identity_id identity_name identity_type admin_option privilege_scope grantor_name',
    });
  });

  describe('definitions', () => {
    const stored = (columns: string, storage: string) =>
      `CREATE TABLE shown.stored (\n${columns},\n    PRIMARY KEY (id)\n)\n${storage};`;
    const columns = [
      '    id bigint identity(5,2) NOT NULL ENCODE az64',
      `    "full name" character varying(20) DEFAULT 'none'::character varying ENCODE zstd`,
      '    price numeric(8,2)',
      '    made date distkey',
      '    flag boolean',
    ].join(',\n');

    it('of a table', async () => {
      assert.deepEqual(await outcomeOf(warehouse, 'ming', 'SHOW TABLE shown.stored'), [
        [stored(columns, 'DISTSTYLE KEY\nSORTKEY ( made, price )')],
      ]);
    });

    it('of a table whose storage and columns were changed', async () => {
      await warehouse.runAsAdministrator(`
        CREATE TABLE shown.changed (a INTEGER, b VARCHAR(5), c DATE ENCODE lzo) DISTSTYLE EVEN;
        GRANT SELECT ON shown.changed TO PUBLIC;
        ALTER TABLE shown.changed ALTER DISTSTYLE KEY DISTKEY b;
        ALTER TABLE shown.changed ALTER DISTKEY a;
        ALTER TABLE shown.changed ALTER SORTKEY (b);
        ALTER TABLE shown.changed ALTER COLUMN c ENCODE zstd;
        ALTER TABLE shown.changed ADD COLUMN d INTEGER ENCODE bytedict;
        ALTER TABLE shown.changed RENAME COLUMN c TO e;
      `);
      assert.deepEqual(await outcomeOf(warehouse, 'eve', 'SHOW TABLE shown.changed'), [
        [
          'CREATE TABLE shown.changed (\n    a integer ENCODE az64 distkey,\n    b character varying(5),\n    e date ENCODE zstd,\n    d integer ENCODE bytedict\n)\nDISTSTYLE KEY\nSORTKEY ( b );',
        ],
      ]);
    });

    it('make the same table again', async () => {
      const [row] = (await outcomeOf(warehouse, 'ming', 'SHOW TABLE shown.mixed')) as string[][];
      await warehouse.runAsAdministrator(
        `${row?.[0]?.replace('shown.mixed', 'shown.again')} GRANT SELECT ON shown.again TO PUBLIC`,
      );
      const [again] = (await outcomeOf(warehouse, 'eve', 'SHOW TABLE shown.again')) as string[][];
      assert.deepEqual(again?.[0]?.replace('shown.again', 'shown.mixed'), row?.[0]);
    });

    it('of views', async () => {
      assert.deepEqual(
        [
          await outcomeOf(warehouse, 'ming', 'SHOW VIEW shown.names'),
          await outcomeOf(warehouse, 'ming', 'SHOW VIEW shown.counts'),
        ],
        [
          [['CREATE VIEW shown.names AS\n SELECT "full name" AS name\n   FROM shown.stored;']],
          [
            [
              'CREATE MATERIALIZED VIEW shown.counts AS\n SELECT flag,\n    count(*) AS n\n   FROM shown.stored\n  GROUP BY flag;',
            ],
          ],
        ],
      );
    });
  });

  it('a table that is there already keeps its storage', async () => {
    await warehouse.runAsAdministrator(
      'CREATE TABLE IF NOT EXISTS shown.stored (id BIGINT ENCODE raw) DISTSTYLE EVEN',
    );
    const found = await outcomeOf(warehouse, 'ming', `SHOW TABLES FROM SCHEMA shown LIKE 'stored'`);
    assert.equal(typeof found === 'string' ? found : found[0]?.[9], 'KEY(made)');
  });
});
