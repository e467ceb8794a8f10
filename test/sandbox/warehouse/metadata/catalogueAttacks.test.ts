import assert from 'node:assert/strict';
import type { Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf } from '../testWarehouse.ts';
import type { PersonName } from '../testWarehouse.ts';

interface Attack {
  label: string;
  /** Ming unless it says otherwise. */
  as?: PersonName;
  /** The warehouse's own unless it says otherwise. */
  database?: string;
  sql: string;
  /** SQLSTATE of the refusal and as much of its text as is written here, or the harmless rows. */
  gives: string | readonly (readonly (string | null)[])[];
}

/** Ways to how masks and policies are written, which stand in the view that a query of a masked table is given. */
const definitions: Attack[] = [
  {
    label: 'pg_views',
    sql: `SELECT definition FROM pg_views, crm.contacts WHERE schemaname = 'pg_masked_crm'`,
    gives: [[null]],
  },
  {
    label: 'pg_get_viewdef',
    sql: `SELECT pg_get_viewdef('pg_masked_crm.contacts'::regclass, true) FROM crm.contacts`,
    gives: [[null]],
  },
  {
    label: 'pg_get_viewdef of a name',
    sql: `SELECT pg_get_viewdef('pg_masked_crm.contacts') FROM crm.contacts`,
    gives: [[null]],
  },
  {
    label: 'PostgreSQL’s own',
    sql: `SELECT postgres_get_viewdef('pg_masked_crm.contacts'::regclass) FROM crm.contacts`,
    gives: '42501',
  },
  { label: 'the rule', sql: 'SELECT ev_action FROM pg_rewrite, crm.contacts', gives: '42501' },
  { label: 'the rule as text', sql: 'SELECT pg_get_ruledef(1) FROM crm.contacts', gives: '42501' },
  {
    label: 'other views are told',
    sql: `SELECT definition FROM pg_views WHERE viewname = 'plain'`,
    gives: [[' SELECT 1 AS one;']],
  },
  {
    label: 'by pg_get_viewdef as well',
    sql: `SELECT pg_get_viewdef('plain'), pg_get_viewdef('plain'::regclass)`,
    gives: [[' SELECT 1 AS one;', ' SELECT 1 AS one;']],
  },
];

/** Ways to what other people may do. */
const grants: Attack[] = [
  { label: 'of tables', sql: `SELECT relacl FROM pg_class WHERE relname = 'targets'`, gives: '42501' },
  { label: 'of columns', sql: 'SELECT attacl FROM pg_attribute', gives: '42501' },
  { label: 'of schemas', sql: 'SELECT nspacl FROM pg_namespace', gives: '42501' },
  { label: 'by function', sql: `SELECT pg_get_acl(1259, 'targets'::regclass, 0)`, gives: '42501' },
  { label: 'by dependence', sql: 'SELECT * FROM pg_shdepend', gives: '42501' },
  { label: 'members of roles', sql: 'SELECT * FROM pg_group', gives: '42501' },
  {
    label: 'a role asked for',
    sql: `SELECT has_table_privilege('awsidc:exec-global', 'targets', 'select')`,
    gives: '42501 ERROR: permission denied to see the privileges of "awsidc:exec-global"',
  },
  {
    label: 'by OID',
    sql: `SELECT has_column_privilege('awsidc:exec-global', 'targets'::regclass::oid, 1::int2, 'select')`,
    gives: '42501',
  },
  {
    label: 'a schema',
    sql: `SELECT has_schema_privilege('awsidc:amer-sales', 'amer', 'usage')`,
    gives: '42501',
  },
  {
    label: 'any column',
    sql: `SELECT has_any_column_privilege('sales-reader', 'crm.customers', 'select')`,
    gives: '42501',
  },
  {
    label: 'PostgreSQL’s own',
    sql: `SELECT postgres_has_table_privilege('awsidc:exec-global', 'targets', 'select')`,
    gives: '42501',
  },
  {
    label: 'membership',
    sql: `SELECT pg_has_role('awsidc:emea-sales', 'sales-reader', 'member')`,
    gives: '42501',
  },
  {
    label: 'one’s own are told',
    sql: `SELECT has_table_privilege(current_user, 'sales', 'select'), has_table_privilege('awsidc:apac-sales', 'targets', 'select'),
      has_column_privilege(current_user, 'crm.customers'::regclass::oid, 6::int2, 'select'), has_schema_privilege(current_user, 'crm', 'usage'),
      has_database_privilege(current_user, 'archive', 'create'), pg_has_role('awsidc:apac-sales', 'usage')`,
    gives: [['t', 'f', 'f', 't', 'f', 't']],
  },
];

/** sys:secadmin writes policies, with no more rights than the person has. Ethan has it here. */
const bySecurityAdministrator: Attack[] = [
  {
    label: 'a file in an RLS policy',
    sql: `CREATE RLS POLICY x USING (CAST(pg_read_file('PG_VERSION') AS INTEGER) > 0)`,
    gives: '42501',
  },
  {
    label: 'a query in a masking policy',
    sql: `CREATE MASKING POLICY x WITH (a INTEGER) USING (CAST(CAST(query_to_xml('SELECT secret FROM secrets', true, true, '') AS VARCHAR) AS INTEGER))`,
    gives: '42501',
  },
  {
    label: 'a setting in a change of one',
    sql: `ALTER MASKING POLICY mask_email USING (set_config('session_authorization', 'postgres', false))`,
    gives: '42501',
  },
  {
    label: 'TABLE, which is a query',
    sql: 'CREATE MASKING POLICY x WITH (a VARCHAR(20)) USING ((TABLE secrets))',
    gives: '0A000',
  },
  {
    label: 'VALUES, too',
    sql: 'CREATE RLS POLICY x USING (EXISTS (VALUES (1)))',
    gives: '0A000',
  },
  { label: 'a table without grants', sql: 'SELECT * FROM secrets', gives: '42501' },
  {
    label: 'the sandbox’s own tables',
    sql: 'ALTER TABLE sandbox_catalogue.policy ROW LEVEL SECURITY ON',
    gives: '42P01',
  },
  {
    label: 'no mask of PUBLIC',
    sql: 'SELECT email FROM crm.contacts',
    gives: [['office@sakaiswim.example']],
  },
  {
    label: 'by a view neither',
    sql: 'SELECT email FROM crm.contact_list',
    gives: [['office@sakaiswim.example']],
  },
  { label: 'the same for others', as: 'ming', sql: 'SELECT email FROM crm.contact_list', gives: '0A000' },
];

const securityAdministrator = bySecurityAdministrator.map((attack) => ({ as: 'ethan' as const, ...attack }));

/** In a session of another database, names mean what they mean there. */
const inArchive: Attack[] = [
  {
    label: 'a plan: the policies of another sales',
    sql: 'EXPLAIN SELECT * FROM public.sales WHERE year > 2021',
    gives: [['XN Seq Scan on sales'], ['      Filter: (year > 2021)']],
  },
  {
    label: 'a plan with policies',
    sql: 'EXPLAIN SELECT * FROM returns WHERE return_id > 1',
    gives: [['XN RLS SecureScan returns']],
  },
  {
    label: 'privileges',
    sql: `SELECT has_table_privilege('public.returns', 'select'), has_column_privilege('public.sales', 'year', 'select'), has_schema_privilege('public', 'usage')`,
    gives: [['t', 't', 't']],
  },
  {
    label: 'a table of the other',
    sql: `SELECT has_table_privilege('public.targets', 'select')`,
    gives: '42P01',
  },
  { label: 'a schema of the other', sql: `SELECT has_schema_privilege('crm', 'usage')`, gives: '3F000' },
  {
    label: 'pg_class',
    sql: `SELECT n.nspname, c.relname FROM pg_class c JOIN "PG_CATALOG".pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname IN ('sales', 'targets', 'returns') ORDER BY 2`,
    gives: [
      ['public', 'returns'],
      ['public', 'sales'],
    ],
  },
  {
    label: 'pg_attribute',
    sql: `SELECT pg_attribute.attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relname = 'sales' AND attnum > 0 ORDER BY attnum`,
    gives: [['year'], ['region'], ['total']],
  },
  { label: 'pg_tables', sql: 'SELECT * FROM pg_tables', gives: '0A000' },
  { label: 'information_schema', sql: 'SELECT * FROM "information_schema".tables', gives: '0A000' },
  {
    label: 'an unknown database',
    sql: 'SELECT * FROM nosuch.public.sales',
    gives: '3D000 ERROR: database "nosuch" does not exist',
  },
];

const connected = inArchive.map((attack) => ({ database: 'archive', ...attack }));

const names: Attack[] = [
  {
    label: 'a schema by PostgreSQL’s name of it',
    sql: 'SHOW TABLES FROM SCHEMA "archive.public"',
    gives: '3F000',
  },
  {
    label: 'an unknown database',
    sql: 'INSERT INTO nosuch.public.sales VALUES (1)',
    gives: '3D000 ERROR: database "nosuch" does not exist',
  },
];

describe('attacks on the catalogue', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(`
      CREATE TABLE secrets (secret VARCHAR(20));
      INSERT INTO secrets VALUES ('hidden');
      CREATE VIEW plain AS SELECT 1 AS one;
      CREATE TABLE crm.contacts (id INTEGER, email VARCHAR(80));
      INSERT INTO crm.contacts VALUES (7, 'office@sakaiswim.example');
      CREATE VIEW crm.contact_list AS SELECT email FROM crm.contacts;
      GRANT SELECT ON crm.contacts TO PUBLIC;
      GRANT SELECT ON crm.contact_list TO PUBLIC;
      ATTACH MASKING POLICY mask_email ON crm.contacts (email) TO PUBLIC;
      GRANT ROLE sys:secadmin TO ROLE "awsidc:awssso-sales";
    `);
  });

  after(() => warehouse?.close());

  const suites = { definitions, grants, securityAdministrator, connected, names };
  for (const [title, attacks] of Object.entries<readonly Attack[]>(suites)) {
    describe(title, () => {
      for (const { label, as = 'ming', database = '', sql, gives } of attacks) {
        it(label, async () => {
          const found = await outcomeOf(warehouse, as, sql, { database });
          const short =
            typeof found === 'string' && typeof gives === 'string' ? found.slice(0, gives.length) : found;
          assert.deepEqual(short, gives);
        });
      }
    });
  }

  it('views of a masked table do not outlive an instance that breaks', async () => {
    const overflow = `SELECT ${'1+'.repeat(30000)}1 FROM crm.contacts`;
    const outcome = String(await outcomeOf(warehouse, 'ming', overflow)).slice(0, 5);
    const left = await outcomeOf(
      warehouse,
      'eve',
      `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg_masked%'`,
    );
    assert.deepEqual({ outcome, left }, { outcome: '57P02', left: [] });
  });
});
