import assert from 'node:assert/strict';
import type { Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf } from '../testWarehouse.ts';
import type { PersonName } from '../testWarehouse.ts';

type Rows = readonly (readonly (string | null)[])[];

interface Case {
  label: string;
  /** Ming, unless it says otherwise. */
  as?: PersonName;
  sql: string;
  /** Rows, or SQLSTATE and message. */
  gives: Rows | string;
}

/** Tables of one schema in two databases, with the same names; ethan manages policies. */
const setUp = `
  CREATE SCHEMA told;
  GRANT USAGE ON SCHEMA told TO PUBLIC;
  CREATE SCHEMA untold;
  CREATE TABLE told.apac (id INTEGER NOT NULL ENCODE zstd, name VARCHAR(9) DEFAULT 'x') DISTKEY (id) SORTKEY (name);
  CREATE TABLE told.amer (id INTEGER, hidden INTEGER);
  CREATE TABLE told.empty (id INTEGER);
  CREATE TABLE untold.open (id INTEGER);
  INSERT INTO told.apac VALUES (1, 'a'), (2, 'b');
  CREATE VIEW told.both AS SELECT id FROM told.apac;
  GRANT SELECT, INSERT ON told.apac TO ROLE "awsidc:apac-sales";
  GRANT SELECT (id) ON told.amer TO ROLE "awsidc:amer-sales";
  GRANT SELECT ON told.both TO PUBLIC;
  GRANT SELECT ON untold.open TO PUBLIC;
  CREATE ROLE inner_role;
  CREATE ROLE other_role;
  GRANT ROLE inner_role TO ROLE "awsidc:apac-sales";
  CREATE DATABASE shelf;
  GRANT ROLE sys:secadmin TO ROLE "awsidc:awssso-sales";
  CREATE RLS POLICY told_policy WITH (id INTEGER) AS t USING (t.id = 1);
  ATTACH RLS POLICY told_policy ON told.amer TO ROLE "awsidc:amer-sales", PUBLIC;
  ALTER TABLE told.amer ROW LEVEL SECURITY ON CONJUNCTION TYPE OR;
`;

const told = `schema_name = 'told' ORDER BY table_name`;

const objects: Case[] = [
  {
    label: 'SVV_ALL_TABLES',
    sql: `SELECT database_name, table_name, table_type, table_acl FROM svv_all_tables WHERE ${told}`,
    gives: [
      ['dev', 'apac', 'TABLE', null],
      ['dev', 'both', 'VIEW', null],
    ],
  },
  {
    label: 'with a column of its own',
    as: 'frank',
    sql: `SELECT table_name FROM svv_redshift_tables WHERE ${told}`,
    gives: [['amer'], ['both']],
  },
  {
    label: 'in pg_catalog',
    as: 'eve',
    sql: `SELECT table_name FROM pg_catalog.svv_all_tables WHERE ${told}`,
    gives: [['both']],
  },
  {
    label: 'SVV_TABLES',
    sql: `SELECT table_catalog, table_name, table_type FROM svv_tables WHERE table_schema = 'told' ORDER BY 2`,
    gives: [
      ['dev', 'apac', 'BASE TABLE'],
      ['dev', 'both', 'VIEW'],
    ],
  },
  {
    label: 'a schema without USAGE',
    sql: `SELECT count(*) FROM svv_all_tables WHERE schema_name = 'untold'`,
    gives: [['0']],
  },
  {
    label: 'SVV_ALL_SCHEMAS',
    sql: `SELECT database_name, schema_name, schema_type FROM svv_all_schemas WHERE schema_name LIKE '%told'`,
    gives: [['dev', 'told', 'local']],
  },
  {
    label: 'SVV_REDSHIFT_DATABASES',
    sql: `SELECT database_name, database_type FROM svv_redshift_databases WHERE database_name IN ('dev', 'shelf', 'awsdatacatalog') ORDER BY 1`,
    gives: [
      ['dev', 'local'],
      ['shelf', 'local'],
    ],
  },
  {
    label: 'SVV_ALL_COLUMNS',
    sql: `SELECT column_name, ordinal_position, column_default, is_nullable, data_type, character_maximum_length, numeric_precision FROM svv_all_columns WHERE schema_name = 'told' AND table_name = 'apac' ORDER BY 2`,
    gives: [
      ['id', '1', null, 'NO', 'integer', null, '32'],
      ['name', '2', `'x'::character varying`, 'YES', 'character varying', '9', null],
    ],
  },
  {
    label: 'columns with privileges only',
    as: 'frank',
    sql: `SELECT table_name, column_name FROM svv_columns WHERE table_schema = 'told' ORDER BY 1, 2`,
    gives: [
      ['amer', 'id'],
      ['both', 'id'],
    ],
  },
  {
    label: 'SVV_REDSHIFT_COLUMNS',
    sql: `SELECT column_name, data_type, encoding, distkey, sortkey FROM svv_redshift_columns WHERE schema_name = 'told' AND table_name = 'apac' ORDER BY ordinal_position`,
    gives: [
      ['id', 'integer', 'zstd', 't', '0'],
      ['name', 'character varying(9)', 'none', 'f', '1'],
    ],
  },
  {
    label: 'SVV_TABLE_INFO',
    sql: 'SELECT * FROM svv_table_info',
    gives: '42501 ERROR: permission denied for relation svv_table_info',
  },
  {
    label: 'names of three parts',
    sql: `SELECT has_table_privilege('dev.told.apac', 'select'), has_table_privilege(current_user, 'dev.told.amer', 'select'), has_column_privilege('dev.told.apac', 'id', 'update'), has_schema_privilege('dev.untold', 'usage'), has_schema_privilege(current_user, 'told', 'usage')`,
    gives: [['t', 'f', 'f', 'f', 't']],
  },
];

const identities: Case[] = [
  {
    label: 'SVV_USER_GRANTS',
    as: 'ethan',
    sql: 'SELECT user_name, role_name, admin_option FROM svv_user_grants ORDER BY 2',
    gives: [
      ['awsidc:ethan@example.com', 'awsidc:awssso-sales', 'f'],
      ['awsidc:ethan@example.com', 'awsidc:exec-global', 'f'],
    ],
  },
  { label: 'of somebody without roles', as: 'eve', sql: 'SELECT * FROM svv_user_grants', gives: [] },
  {
    label: 'SVV_ROLE_GRANTS',
    sql: `SELECT role_name, granted_role_name FROM svv_role_grants WHERE granted_role_name = 'inner_role'`,
    gives: [['awsidc:apac-sales', 'inner_role']],
  },
  {
    label: 'of roles that one does not hold',
    as: 'frank',
    sql: `SELECT * FROM svv_role_grants WHERE granted_role_name = 'inner_role'`,
    gives: [],
  },
  {
    label: 'SVV_ROLES',
    sql: `SELECT role_name FROM svv_roles WHERE role_name IN ('inner_role', 'other_role', 'awsidc:exec-global', 'sys:secadmin', 'awsidc:apac-sales') ORDER BY 1`,
    gives: [['awsidc:apac-sales'], ['inner_role']],
  },
  {
    label: 'user_is_member_of',
    sql: `SELECT user_is_member_of(current_user, 'AWSIDC:apac-sales'), user_is_member_of(current_user, 'inner_role'), user_is_member_of(current_user, 'awsidc:exec-global')`,
    gives: [['t', 't', 'f']],
  },
  {
    label: 'of no role',
    sql: `SELECT user_is_member_of(current_user, 'nope')`,
    gives: '42704 ERROR: role "nope" does not exist',
  },
  {
    label: 'of another',
    sql: `SELECT user_is_member_of('awsidc:ethan@example.com', 'awsidc:exec-global')`,
    gives: '42501 ERROR: permission denied to see the roles of another user or role',
  },
  {
    label: 'role_is_member_of',
    sql: `SELECT role_is_member_of('awsidc:apac-sales', 'inner_role'), role_is_member_of('inner_role', 'other_role')`,
    gives: [['t', 'f']],
  },
  {
    label: 'of a role that one does not hold',
    sql: `SELECT role_is_member_of('other_role', 'inner_role')`,
    gives: '42501 ERROR: permission denied to see the roles of another user or role',
  },
  {
    label: 'SVV_RELATION_PRIVILEGES',
    sql: `SELECT relation_name, privilege_type, identity_name, identity_type, admin_option FROM svv_relation_privileges WHERE namespace_name LIKE '%told' ORDER BY 1, 2`,
    gives: [
      ['apac', 'INSERT', 'awsidc:apac-sales', 'role', 'f'],
      ['apac', 'SELECT', 'awsidc:apac-sales', 'role', 'f'],
      ['both', 'SELECT', 'public', 'public', 'f'],
    ],
  },
  {
    label: 'SVV_COLUMN_PRIVILEGES',
    as: 'frank',
    sql: `SELECT relation_name, column_name, privilege_type, identity_name FROM svv_column_privileges WHERE namespace_name = 'told'`,
    gives: [['amer', 'id', 'SELECT', 'awsidc:amer-sales']],
  },
  { label: 'of others', sql: `SELECT * FROM svv_column_privileges WHERE namespace_name = 'told'`, gives: [] },
  {
    label: 'SVV_SCHEMA_PRIVILEGES',
    sql: `SELECT privilege_type, identity_name, privilege_scope FROM svv_schema_privileges WHERE namespace_name LIKE '%told'`,
    gives: [['USAGE', 'public', 'SCHEMA']],
  },
  {
    label: 'PG_USER',
    as: 'eve',
    sql: `SELECT usename, usesuper, passwd FROM pg_user WHERE usename = 'awsidc:eve@example.com'`,
    gives: [['awsidc:eve@example.com', 'f', '********']],
  },
];

const policies: Case[] = [
  {
    label: 'SVV_RLS_ATTACHED_POLICY',
    as: 'ethan',
    sql: `SELECT relschema, relname, relkind, polname, grantor, grantee, granteekind, is_pol_on, is_rls_on, rls_conjunction_type FROM svv_rls_attached_policy WHERE relschema = 'told' ORDER BY granteekind`,
    gives: [
      ['told', 'amer', 'table', 'told_policy', 'postgres', 'public', 'public', 't', 't', 'or'],
      ['told', 'amer', 'table', 'told_policy', 'postgres', 'awsidc:amer-sales', 'role', 't', 't', 'or'],
    ],
  },
  {
    label: 'SVV_RLS_RELATION',
    as: 'ethan',
    sql: `SELECT datname, relname, is_rls_on FROM svv_rls_relation WHERE relschema = 'told'`,
    gives: [['dev', 'amer', 't']],
  },
  {
    label: 'SVV_RLS_POLICY',
    as: 'ethan',
    sql: `SELECT poldb, polalias, polatts, polqual, polenabled, polmodifiedby FROM svv_rls_policy WHERE polname = 'told_policy'`,
    gives: [['dev', 't', '[{"colname" : "id", "type" : "integer"}]', 'id = 1', 't', 'postgres']],
  },
  {
    label: 'exempt from them',
    as: 'ethan',
    sql: 'SELECT count(*) FROM told.apac',
    gives: '42501 ERROR: permission denied for relation apac',
  },
  {
    label: 'policies of one’s own making',
    as: 'ethan',
    sql: 'CREATE RLS POLICY ethans USING (false)',
    gives: [],
  },
  {
    label: 'attached by oneself',
    as: 'ethan',
    sql: 'ATTACH RLS POLICY ethans ON sales TO ROLE "awsidc:exec-global"',
    gives: [],
  },
  { label: 'and passed by', as: 'ethan', sql: 'SELECT count(DISTINCT region) FROM sales', gives: [['3']] },
  {
    label: 'told by name',
    as: 'ethan',
    sql: `SELECT grantor FROM svv_rls_attached_policy WHERE polname = 'ethans'`,
    gives: [['awsidc:ethan@example.com']],
  },
  {
    label: 'detached',
    as: 'ethan',
    sql: 'DETACH RLS POLICY ethans ON sales FROM ROLE "awsidc:exec-global"',
    gives: [],
  },
  {
    label: 'no roles to give',
    as: 'ethan',
    sql: 'GRANT ROLE sys:monitor TO "awsidc:ethan@example.com"',
    gives: '42501 ERROR: permission denied to grant or revoke roles',
  },
  {
    label: 'no sizes',
    as: 'ethan',
    sql: 'SELECT * FROM svv_table_info',
    gives: '42501 ERROR: permission denied for relation svv_table_info',
  },
];

/** What an ordinary person might try. */
const attacks: Case[] = [
  {
    label: 'attached policies',
    sql: 'SELECT * FROM svv_rls_attached_policy',
    gives: '42501 ERROR: permission denied for relation svv_rls_attached_policy',
  },
  {
    label: 'protected relations',
    sql: 'SELECT * FROM svv_rls_relation',
    gives: '42501 ERROR: permission denied for relation svv_rls_relation',
  },
  { label: 'policies', sql: 'SELECT * FROM svv_rls_policy', gives: [] },
  { label: 'masking policies', sql: 'SELECT * FROM svv_masking_policy', gives: [] },
  { label: 'attached masking policies', sql: 'SELECT * FROM svv_attached_masking_policy', gives: [] },
  {
    label: 'identity providers',
    sql: 'SELECT * FROM svv_identity_providers',
    gives: '42501 ERROR: permission denied for relation svv_identity_providers',
  },
  {
    label: 'who holds which role',
    sql: 'SELECT * FROM pg_auth_members',
    gives: '42501 ERROR: permission denied for relation pg_auth_members',
  },
  {
    label: 'a condition that tells of what it is tried on',
    sql: `SELECT count(*) FROM svv_all_tables WHERE schema_name = 'told' AND 1 / (CASE table_name WHEN 'amer' THEN 0 ELSE 1 END) = 1`,
    gives: [['2']],
  },
  {
    label: 'what the views stand on',
    sql: 'SELECT * FROM sandbox_catalogue.relation',
    gives: '42501 ERROR: permission denied for schema sandbox_catalogue',
  },
  {
    label: 'counting by function',
    sql: `SELECT sandbox_catalogue.table_rows('told.amer'::regclass)`,
    gives: '42501 ERROR: permission denied for schema sandbox_catalogue',
  },
  {
    label: 'the views of SHOW',
    sql: `SELECT count(*) FROM sandbox_show.tables WHERE schema_name = 'told' AND table_name = 'amer'`,
    gives: [['0']],
  },
  {
    label: 'the definitions behind SHOW',
    sql: `SELECT count(*) FROM sandbox_show.definitions WHERE ddl LIKE '%hidden%'`,
    gives: [['0']],
  },
  {
    label: 'the grants behind SHOW',
    sql: `SELECT count(*) FROM sandbox_show.grants WHERE identity_name NOT IN ('public', 'awsidc:apac-sales', 'inner_role', 'sales-reader')`,
    gives: [['0']],
  },
  {
    label: 'a view replaced',
    sql: 'CREATE OR REPLACE VIEW pg_catalog.svv_roles AS SELECT 1',
    gives: '42501',
  },
  { label: 'a row in a view', sql: `INSERT INTO svv_roles VALUES (1, 'x')`, gives: '55000' },
  { label: 'a table behind a view', sql: 'DELETE FROM sandbox_catalogue.system_privilege', gives: '42501' },
  {
    label: 'sys:secadmin for oneself',
    sql: 'GRANT ROLE sys:secadmin TO "awsidc:ming@example.com"',
    gives: '42501',
  },
  {
    label: 'EXPLAIN RLS for one’s role',
    sql: 'GRANT EXPLAIN RLS TO ROLE "awsidc:apac-sales"',
    gives: '42501',
  },
  { label: 'IGNORE RLS', sql: 'GRANT IGNORE RLS TO ROLE "awsidc:apac-sales"', gives: '0A000' },
  { label: 'REFRESH', sql: 'REFRESH MATERIALIZED VIEW told.both', gives: '0A000' },
  { label: 'somebody else’s storage', sql: 'ALTER TABLE told.apac ALTER DISTSTYLE ALL', gives: '42501' },
];

describe('system views', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(setUp);
    for (const person of ['ethan', 'frank'] as const) await outcomeOf(warehouse, person, 'SELECT 1');
  });

  after(() => warehouse?.close());

  for (const [title, cases] of Object.entries({ objects, identities, policies, attacks })) {
    describe(title, () => {
      for (const { label, as = 'ming', sql, gives } of cases) {
        it(label, async () => {
          const found = await outcomeOf(warehouse, as, sql);
          const short =
            typeof found === 'string' && typeof gives === 'string' ? found.slice(0, gives.length) : found;
          assert.deepEqual(short, gives);
        });
      }
    });
  }

  // Nested, because a suite's own tests run before those of its suites.
  describe('changes', () => {
    it('tables of one name in two databases stay apart', async () => {
      await warehouse.runAsAdministrator(`
      SET sandbox.database TO 'shelf';
      CREATE TABLE told (id INTEGER);
      CREATE TABLE sales (shelf INTEGER ENCODE zstd);
      GRANT SELECT ON sales TO PUBLIC;
    `);
      const show = (sql: string) => outcomeOf(warehouse, 'ming', sql);
      assert.deepEqual(
        {
          schemas: await show(`SELECT schema_name FROM svv_all_schemas WHERE database_name = 'shelf'`),
          tables: await show(
            `SELECT schema_name, table_name FROM svv_all_tables WHERE database_name = 'shelf'`,
          ),
          columns: await show('SHOW COLUMNS FROM TABLE shelf.public.sales LIMIT 5'),
          here: await show(`SELECT count(*) FROM svv_tables WHERE table_catalog <> 'dev'`),
          privilege: await show(
            `SELECT has_table_privilege('shelf.public.sales', 'select'), has_table_privilege('shelf.public.told', 'select')`,
          ),
          ddl: await show('SHOW TABLE shelf.public.sales'),
        },
        {
          schemas: [['public']],
          tables: [['public', 'sales']],
          columns: [
            [
              'shelf',
              'public',
              'sales',
              'shelf',
              '1',
              null,
              'YES',
              'integer',
              null,
              '32',
              '0',
              null,
              null,
              '0',
              '0',
              'zstd',
              null,
            ],
          ],
          here: [['0']],
          privilege: [['t', 'f']],
          ddl: [['CREATE TABLE shelf.public.sales (\n    shelf integer ENCODE zstd\n)\nDISTSTYLE AUTO;']],
        },
      );
    });

    it('EXPLAIN shows policies to those with EXPLAIN RLS, but no masks and no guard', async () => {
      const plan = `EXPLAIN SELECT product FROM sales WHERE country > 'J'`;
      const before = await outcomeOf(warehouse, 'frank', plan);
      await warehouse.runAsAdministrator('GRANT EXPLAIN RLS TO ROLE "awsidc:amer-sales"');
      const granted = await outcomeOf(warehouse, 'frank', plan);
      await warehouse.runAsAdministrator('REVOKE EXPLAIN RLS FROM ROLE "awsidc:amer-sales"');
      assert.deepEqual(
        [before, granted, await outcomeOf(warehouse, 'frank', plan)],
        [
          [['XN RLS SecureScan sales']],
          [
            ['XN RLS SecureScan sales'],
            [`      Filter: (((country)::text > 'J'::text) AND ((region)::text = 'AMER'::text))`],
          ],
          [['XN RLS SecureScan sales']],
        ],
      );
    });

    it('sys:secadmin ends with its role, and sys:monitor sees sizes and identities', async () => {
      await warehouse.runAsAdministrator(
        'REVOKE ROLE sys:secadmin FROM ROLE "awsidc:awssso-sales"; GRANT ROLE sys:monitor TO ROLE "awsidc:awssso-sales"',
      );
      const ask = (sql: string) => outcomeOf(warehouse, 'ethan', sql);
      assert.deepEqual(
        {
          exempt: await ask(`SELECT count(*) FROM pg_roles WHERE rolbypassrls AND rolname <> 'postgres'`),
          policies: await ask('SELECT count(*) FROM svv_rls_policy'),
          manage: String(await ask('CREATE RLS POLICY late USING (true)')).slice(0, 5),
          sizes: await ask(
            `SELECT "table", tbl_rows, diststyle, sortkey1 FROM svv_table_info WHERE schema = 'told'`,
          ),
          roles: await ask(`SELECT count(*) FROM svv_roles WHERE role_name = 'other_role'`),
          others: await ask(`SELECT user_is_member_of('awsidc:frank@example.com', 'awsidc:amer-sales')`),
        },
        {
          exempt: [['0']],
          policies: [['0']],
          manage: '42501',
          sizes: [['apac', '2', 'KEY(id)', 'name']],
          roles: [['1']],
          others: [['t']],
        },
      );
    });

    it('no materialized view holds what policies protect', async () => {
      const refused =
        /^SqlError: ERROR: materialized view "copied" of "(sales|apac)", which has row-level security/;
      await assert.rejects(
        warehouse.runAsAdministrator('CREATE MATERIALIZED VIEW copied AS SELECT * FROM sales'),
        refused,
      );
      await assert.rejects(
        warehouse.runAsAdministrator(
          'CREATE MATERIALIZED VIEW copied AS SELECT count(*) AS n FROM sales_by_country',
        ),
        refused,
      );
      await warehouse.runAsAdministrator('CREATE MATERIALIZED VIEW copied AS SELECT id FROM told.both');
      await assert.rejects(
        warehouse.runAsAdministrator('ALTER TABLE told.apac ROW LEVEL SECURITY ON'),
        refused,
      );
      await warehouse.runAsAdministrator(
        'DROP MATERIALIZED VIEW copied; ALTER TABLE told.apac ROW LEVEL SECURITY ON',
      );
    });
  });
});

describe('tables of the four people in both Regions', function () {
  this.timeout(120_000);
  const everybody = {
    ethan:
      'crm.customers crm.feedback crm.stars_by_month public.sales public.sales_by_country public.targets',
    frank: 'amer.quotas public.sales public.sales_by_country',
    alex: 'crm.customers crm.feedback crm.stars_by_month public.sales public.sales_by_country',
    ming: 'crm.customers public.sales public.sales_by_country',
  };
  const own: Record<string, Partial<Record<PersonName, string>>> = {
    'us-east-1': {
      ethan: 'public.stores',
      frank: 'public.stores',
      alex: 'public.stores',
      ming: 'public.stores',
    },
    'us-west-2': { ethan: 'public.campaigns', ming: 'public.campaigns' },
  };
  for (const region of Object.keys(own)) {
    it(region, async () => {
      const warehouse = await openRegion(region);
      try {
        const seen: Record<string, string> = {};
        for (const person of Object.keys(everybody) as (keyof typeof everybody)[]) {
          const rows = await outcomeOf(
            warehouse,
            person,
            `SELECT schema_name || '.' || table_name FROM svv_all_tables
             WHERE database_name = 'dev' AND schema_name NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
          );
          seen[person] = typeof rows === 'string' ? rows : rows.map(([name]) => name).join(' ');
        }
        const expected = Object.entries(everybody).map(([person, names]) => [
          person,
          [...names.split(' '), own[region]?.[person as PersonName] ?? ''].filter(Boolean).sort().join(' '),
        ]);
        assert.deepEqual(seen, Object.fromEntries(expected));
      } finally {
        await warehouse.close();
      }
    });
  }
});
