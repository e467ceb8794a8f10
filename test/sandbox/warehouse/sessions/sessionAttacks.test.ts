import assert from 'node:assert/strict';
import { openRegion, outcomeOf } from '../testWarehouse.ts';
import { play } from './sessionScript.ts';
import type { Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import type { Outcome, Step } from './sessionScript.ts';

const own: Outcome = [['APAC', '1800']];
const sales: Step = ['ming', 'SELECT region, count(*) FROM public.sales GROUP BY region', own];
const me: Step = [
  'ming',
  'SELECT current_user, session_user',
  [['awsidc:ming@example.com', 'awsidc:ming@example.com']],
];
const address = 'SELECT email FROM crm.customers WHERE customer_id = 7';
const mask: Outcome = [['***@sakaiswim.example']];
const begin: Step = ['ming', 'BEGIN', -1];
const rollback: Step = ['ming', 'ROLLBACK', -1];

/** Statements that ask for somebody else's rights, each with its refusal. */
const backs: [sql: string, gives: string][] = [
  ['RESET ROLE', '0A000'],
  ['SET ROLE NONE', '0A000'],
  ['SET LOCAL ROLE postgres', '0A000'],
  ['SET SESSION AUTHORIZATION postgres', '0A000'],
  ['SET LOCAL SESSION AUTHORIZATION DEFAULT', '0A000'],
  ['RESET SESSION AUTHORIZATION', '0A000'],
  [`SET session_authorization TO 'postgres'`, '0A000'],
  [`SET LOCAL "role" TO 'postgres'`, '0A000'],
  [`SELECT set_config('role', 'postgres', true)`, '42501'],
  ['SET row_security TO off', '0A000'],
  ['SET TRANSACTION READ WRITE', '0A000'],
  ['SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE', '0A000'],
  ['DISCARD ALL', '0A000'],
  ["PREPARE TRANSACTION 'a'", '0A000'],
  ['COMMIT AND CHAIN', '0A000'],
  ['ROLLBACK TO SAVEPOINT a', '0A000'],
  ['SAVEPOINT a', '0A000'],
  ['COMMIT; RESET ROLE', '42601'],
  ['BEGIN; SET SESSION AUTHORIZATION postgres', '42601'],
  ['(COMMIT)', '42601'],
  ['EXPLAIN COMMIT', '0A000'],
  [`SET sandbox.database TO 'archive'`, '42501'],
  [`SET LOCAL sandbox.case_sensitive TO 'off'`, '42501'],
  ['RESET sandbox.database', '42501'],
  ['SET search_path TO pg_temp; RESET ROLE', '42601'],
];

const identity: Record<string, Step[]> = {
  ...Object.fromEntries(
    backs.flatMap(([sql, gives]): [string, Step[]][] => [
      [`${sql}, on its own`, [['ming', sql, gives], me, sales]],
      [`${sql}, in a transaction`, [begin, sales, ['ming', sql, gives], rollback, me, sales]],
      [
        `${sql}, in a batch`,
        [['ming', 'BATCH', -1], sales, ['ming', sql, gives], ['ming', 'COMMIT BATCH', '25P02'], me, sales],
      ],
    ]),
  ),
  'after COMMIT': [begin, sales, ['ming', 'COMMIT', -1], me, sales],
  'after ROLLBACK': [begin, sales, rollback, me, sales],
  'after an error and ROLLBACK': [begin, ['ming', 'SELECT 1 / 0', '22012'], rollback, me, sales],
  'after TRUNCATE': [begin, ['ming', 'TRUNCATE guests', -1], me, sales, rollback, me],
  'in a transaction that was put aside': [
    begin,
    ['ming', `INSERT INTO guests VALUES (1)`, 1],
    ['ethan', 'SELECT count(*) FROM sales', [['5400']]],
    me,
    sales,
    ['ming', 'COMMIT', -1],
    me,
    sales,
  ],
  'rights that were taken away meanwhile': [
    begin,
    ['ming', 'INSERT INTO mine_alone VALUES (1)', 1],
    ['ethan', 'SELECT count(*) FROM mine_alone', '42501'],
    ['ming', 'SELECT count(*) FROM mine_alone', [['1']]],
    rollback,
  ],
  'a GRANT that was rolled back': [
    ['ming', 'CREATE TABLE granted (a INT)', -1],
    begin,
    ['ming', 'GRANT SELECT ON granted TO PUBLIC', -1],
    ['eve', 'SELECT * FROM granted', '42501'],
    rollback,
    ['eve', 'SELECT * FROM granted', '42501'],
    ['ming', 'DROP TABLE granted', -1],
  ],
};

const places: Record<string, Step[]> = {
  'a temporary table hides no protected rows and no masks': [
    ['ming', 'CREATE TEMP TABLE sales AS SELECT * FROM public.sales', 1800],
    ['ming', `UPDATE sales SET region = 'EMEA'`, 1800],
    sales,
    ['ming', `CREATE TEMP TABLE customers AS SELECT 7 AS customer_id, 'a' AS email`, 1],
    ['ming', 'SELECT email FROM customers', [['a']]],
    ['ming', address, mask],
    ['ming', 'SET search_path TO crm', -1],
    ['ming', 'SELECT email FROM customers', [['a']]],
    ['ming', 'DROP TABLE customers', -1],
    ['ming', 'SELECT email FROM customers WHERE customer_id = 7', mask],
  ],
  'a mask is found on any search path': [
    ['ming', 'SET search_path TO public, crm', -1],
    ['ming', 'SELECT email FROM customers WHERE customer_id = 7', mask],
    ['ming', 'SET search_path TO pg_catalog, nowhere, crm, public', -1],
    ['ming', 'SELECT email FROM customers WHERE customer_id = 7', mask],
    ['ming', 'CREATE TEMP TABLE c AS SELECT email FROM customers', '0A000'],
    ['ming', 'SELECT email INTO TEMP c FROM customers WHERE customer_id = 7', 1],
    ['ming', 'SELECT email FROM c', mask],
  ],
  'names of the sandbox’s and PostgreSQL’s own': [
    ['ming', 'CREATE TEMP TABLE pg_class (oid INT)', '0A000'],
    ['ming', 'CREATE TEMP TABLE svv_roles (a INT)', '0A000'],
    ['ming', 'SELECT 1 AS into, oid INTO TEMP pg_class FROM pg_class', '0A000'],
    ['ming', 'CREATE TABLE #pg_class (oid INT)', -1],
    ['ming', 'ALTER TABLE #pg_class RENAME TO pg_class', '0A000'],
    ['ming', 'CREATE TEMP TABLE masking_attachment (relation INT)', -1],
    ['ming', 'CREATE TEMP TABLE protected_relation (relation INT)', -1],
    ['ming', 'CREATE TEMP TABLE database (name VARCHAR(9))', -1],
    ['ming', 'CREATE TEMP TABLE masked_table (email VARCHAR(9))', -1],
    sales,
    ['ming', address, mask],
    ['ming', 'SET search_path TO sandbox_catalogue, sandbox_show, pg_masked_crm, public', -1],
    ['ming', 'SELECT * FROM policy', '42P01'],
    ['ming', 'SELECT * FROM pg_attribute LIMIT 0', '42501'],
    ['ming', 'SELECT count(*) FROM customers', '42P01'],
    [
      'ming',
      'SELECT region, count(*) FROM sales, masking_attachment RIGHT JOIN (SELECT 1) x ON true GROUP BY 1',
      own,
    ],
    sales,
  ],
  'functions stay the system’s': [
    ['ming', 'SET search_path TO public, pg_catalog', -1],
    ['ming', "SELECT lower('A'), current_user", [['a', 'awsidc:ming@example.com']]],
    sales,
    ['ming', address, mask],
  ],
  'another session’s temporary tables by name': [
    ['ethan2', 'CREATE TEMP TABLE hidden AS SELECT 1 AS a', 1],
    ['ethan2', 'GRANT ALL ON hidden TO PUBLIC', -1],
    ...['ethan', 'ming'].flatMap((who): Step[] => [
      [who as 'ming', 'SET search_path TO {schema}, "{schema}", pg_temp, public', -1],
      [who as 'ming', 'SELECT * FROM hidden', '42P01'],
      [who as 'ming', 'SELECT * FROM {schema}.hidden', '3F000'],
      [who as 'ming', 'SELECT * FROM "{schema}"."hidden"', '3F000'],
      [who as 'ming', 'SELECT * FROM "PG_SESSION_{number}".hidden', '3F000'],
      [who as 'ming', 'SELECT * FROM dev.{schema}.hidden', '3F000'],
      [who as 'ming', 'INSERT INTO {schema}.hidden VALUES (1)', '3F000'],
      [who as 'ming', 'DROP TABLE {schema}.hidden', '3F000'],
      [who as 'ming', 'ALTER TABLE {schema}.hidden RENAME TO a', '3F000'],
      [who as 'ming', 'CREATE TABLE {schema}.theirs (a INT)', '3F000'],
      [who as 'ming', 'SELECT 1 AS a INTO {schema}.theirs', '3F000'],
      [who as 'ming', 'CREATE VIEW v AS SELECT * FROM {schema}.hidden', '3F000'],
      [who as 'ming', 'DROP SCHEMA {schema} CASCADE', '42501'],
      [who as 'ming', 'CREATE SCHEMA pg_session_99', '42501'],
      [who as 'ming', 'SELECT * FROM pg_temp.hidden', '3F000'],
      [who as 'ming', 'SHOW TABLES FROM SCHEMA dev.{schema}', '3F000'],
      [who as 'ming', 'SHOW COLUMNS FROM TABLE dev.{schema}.hidden', '3F000'],
      [who as 'ming', 'SHOW TABLE {schema}.hidden', '3F000'],
      [who as 'ming', 'SHOW GRANTS ON TABLE {schema}.hidden', '3F000'],
    ]),
    ['ethan2', 'SHOW TABLE hidden', '0A000'],
    ['ethan2', 'SELECT * FROM hidden', [['1']]],
  ],
  'nothing that outlives a session stands on its tables': [
    ['ming', 'CREATE TEMP TABLE base AS SELECT 1 AS a', 1],
    ['ming', 'CREATE VIEW on_base AS SELECT * FROM base', '0A000'],
    ['ming', 'CREATE OR REPLACE VIEW on_base AS SELECT * FROM base', '0A000'],
    ['ming', 'ALTER TABLE base OWNER TO "awsidc:ethan@example.com"', '42501'],
    ['ming', 'SELECT * FROM base', [['1']]],
  ],
  'another database by its schema’s name': [
    ['ming', 'SET search_path TO "archive.public", public', -1],
    ['ming', 'SELECT * FROM returns', '42P01'],
    ['ming', 'SELECT * FROM "archive.public".returns', '3F000'],
  ],
  'USE gives no right that connecting does not': [
    ['ming', 'USE archive', -1],
    ['ming', 'SELECT count(*) FROM dev.public.sales', '0A000'],
    ['ming', 'SELECT email FROM dev.crm.customers WHERE customer_id = 7', mask],
    ['ming', 'USE "sporting-goods@s3tablescatalog"', -1],
    ['ming', 'SELECT * FROM retail.orders', '42501'],
    ['ming', 'USE awsdatacatalog', '0A000'],
    ['ming', 'RESET USE', -1],
    sales,
  ],
  'capitals tell of nothing': [
    ['ming', 'SET enable_case_sensitive_identifier TO on', -1],
    ['ming', 'SELECT * FROM public.sales', '0A000'],
    ['ming', 'SELECT * FROM "SALES"', '42P01'],
    ['ming', address, mask],
    ['ming', 'SELECT email FROM both_ways', '0A000'],
    ['ming', 'SELECT email FROM crm."CUSTOMERS"', '42P01'],
    ['ming', 'SELECT email FROM "CRM".customers', '42P01'],
    ['ming', 'SELECT * FROM "PG_MASKED_crm".customers', '42P01'],
    ['ming', `SET "Sandbox"."case_sensitive" TO 'off'`, '42501'],
    ['ming', `SET "SANDBOX".database TO 'archive'`, '42501'],
    ['ming', 'RESET "Sandbox"."Case_Sensitive"', '42501'],
    ['ming', 'SELECT current_database()', [['dev']]],
    ['ming', 'SELECT * FROM public.sales', '0A000'],
    ['ming', 'SET enable_case_sensitive_identifier TO off', -1],
    ['ming', 'SELECT email FROM both_ways', mask],
    sales,
    ['ming', 'SET enable_case_sensitive_super_attribute TO on', -1],
    ['ming', 'SELECT * FROM public.sales', '0A000'],
  ],
};

describe('attacks on sessions', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;
  let opened = 0;

  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(`
      CREATE TABLE guests (id INTEGER);
      GRANT ALL ON guests TO PUBLIC;
      CREATE TABLE mine_alone (id INTEGER);
      GRANT CREATE ON SCHEMA public TO PUBLIC;
      CREATE TABLE both_ways (region VARCHAR(4), email VARCHAR(80));
      INSERT INTO both_ways VALUES ('APAC', 'office@sakaiswim.example');
      GRANT SELECT ON both_ways TO PUBLIC;
      ATTACH RLS POLICY all_sales ON both_ways TO PUBLIC;
      ALTER TABLE both_ways ROW LEVEL SECURITY ON;
      ATTACH MASKING POLICY mask_email ON both_ways (email) TO PUBLIC;
    `);
    await outcomeOf(warehouse, 'ming', 'SELECT 1');
    await warehouse.runAsAdministrator('GRANT ALL ON mine_alone TO "awsidc:ming@example.com"');
  });

  after(() => warehouse?.close());

  /** What no attack may change. */
  async function state(): Promise<unknown> {
    return {
      ming: await outcomeOf(warehouse, 'ming', 'SELECT current_user, region, count(*) FROM sales GROUP BY 2'),
      superusers: await outcomeOf(
        warehouse,
        'eve',
        'SELECT rolname FROM pg_roles WHERE rolsuper OR rolbypassrls',
      ),
      temporary: await outcomeOf(
        warehouse,
        'eve',
        `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg\\\\_session%' OR nspname LIKE 'pg\\\\_masked%'`,
      ),
    };
  }

  const unharmed = {
    ming: [['awsidc:ming@example.com', 'APAC', '1800']],
    superusers: [['postgres']],
    temporary: [],
  };

  for (const [title, cases] of Object.entries({ identity, places })) {
    describe(title, () => {
      for (const [label, written] of Object.entries(cases)) {
        it(label, async () => {
          // Sessions are numbered as they are opened.
          const number = String(opened + 1);
          const steps = written.map(([who, sql, gives]): Step => {
            const text = sql.replaceAll('{schema}', `pg_session_${number}`).replaceAll('{number}', number);
            return [who, text, gives];
          });
          opened += new Set(steps.map(([who]) => who).filter((who) => who !== 'nobody')).size;
          const played = await play(warehouse, steps);
          assert.deepEqual({ played, state: await state() }, { played: steps, state: unharmed });
        });
      }
    });
  }
});
