import assert from 'node:assert/strict';
import { accessReport } from '../../../../src/core/redshift/access/accessReport.ts';
import type { TableAccess } from '../../../../src/core/redshift/access/contract.ts';
import { readRedshiftIdentity } from '../../../../src/core/redshift/access/redshiftIdentity.ts';
import { readTableAccess } from '../../../../src/core/redshift/access/tableAccess.ts';
import { createCatalog } from '../../../../src/core/redshift/catalog/catalog.ts';
import type { CatalogSource } from '../../../../src/core/redshift/catalog/contract.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';
import { SqlError, type DatabaseUser, type Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, people } from '../../../sandbox/warehouse/testWarehouse.ts';

/** Manages policies by a role of a role. */
const administrator: DatabaseUser = { name: 'awsidc:admin@example.com', roles: ['auditors'] };
const everybody = { ...people, administrator };
const setUp = `
CREATE ROLE auditors;
GRANT ROLE "sys:secadmin" TO ROLE auditors;
GRANT SELECT ON sales TO ROLE auditors;
CREATE SCHEMA desk;
CREATE TABLE desk.staff (id INTEGER, name VARCHAR(20), salary INTEGER);
GRANT USAGE ON SCHEMA desk TO ROLE "awsidc:apac-sales";
GRANT SELECT (id, name) ON desk.staff TO ROLE "awsidc:apac-sales";
`;

/** What people may see, asked of the sandbox's warehouse, which shares no line with the questions. */
describe('access in the sandbox', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;
  before(async () => {
    warehouse = await openRegion('us-east-1');
    await warehouse.runAsAdministrator(setUp);
  });
  after(() => warehouse?.close());

  const sourceFor = (user: DatabaseUser): CatalogSource => ({
    query: async ({ sql, parameters, database }) => {
      try {
        const { columns, rows } = await warehouse.run({
          user,
          sql,
          ...(parameters && { parameters }),
          ...(database !== undefined && { database }),
        });
        const names = columns.map(({ name }) => name.toLowerCase());
        return {
          columns: names,
          rows: rows
            .values()
            .map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))),
        };
      } catch (error) {
        if (!(error instanceof SqlError)) throw error;
        throw new StatementError(error.message, { code: 'StatementFailed' });
      }
    },
    operations: {
      listDatabases: () => assert.fail('by statements alone'),
      listSchemas: () => assert.fail('by statements alone'),
      listTables: () => assert.fail('by statements alone'),
      describeTable: () => assert.fail('by statements alone'),
    },
  });
  const accessOf = (who: keyof typeof everybody, [schema, name]: readonly [string, string]) => {
    const source = sourceFor(everybody[who]);
    return readTableAccess(source, createCatalog(source), { database: 'dev', schema, name });
  };
  const headline = (access: TableAccess) => /^\*\*(.*)\*\*$/m.exec(accessReport(access))?.[1];

  const roles: readonly [who: keyof typeof everybody, roles: object][] = [
    ['ming', [{ name: 'awsidc:apac-sales', adminOption: false, roles: [] }]],
    ['eve', []],
    [
      'administrator',
      [
        {
          name: 'auditors',
          adminOption: false,
          roles: [{ name: 'sys:secadmin', adminOption: false, roles: [] }],
        },
      ],
    ],
  ];
  for (const [who, expected] of roles) {
    it(`roles of ${who}`, async () => {
      const identity = await readRedshiftIdentity(sourceFor(everybody[who]));
      assert.deepEqual([identity.currentUser, identity.roles], [everybody[who].name, expected]);
    });
  }

  const sales = ['public', 'sales'] as const;
  const staff = ['desk', 'staff'] as const;
  const byRow = 'row by row as row-level security decides.';
  const everyRow = 'every row: the plan shows no row-level security for you.';
  const answers: readonly [who: keyof typeof everybody, of: typeof sales | typeof staff, headline: string][] =
    [
      ['ming', sales, `You may read all 11 columns of \`public.sales\`, ${byRow}`],
      ['ethan', sales, `You may read all 11 columns of \`public.sales\`, ${byRow}`],
      [
        'eve',
        sales,
        'You may not read `public.sales`: you have SELECT neither on it nor on any of its 11 columns.',
      ],
      [
        'administrator',
        sales,
        'You may read all 11 columns of `public.sales`, every row: row-level security is on, but you are exempt from it.',
      ],
      ['ming', staff, `You may read 2 of 3 columns of \`desk.staff\`, ${everyRow}`],
      ['ethan', staff, 'You may not read `desk.staff`: you have no USAGE on schema `desk`.'],
    ];
  for (const [who, of, expected] of answers) {
    it(`${who} and ${of.join('.')}`, async () => assert.equal(headline(await accessOf(who, of)), expected));
  }

  it('tells an analyst that policies are hidden, and shows the own grants alone', async () => {
    const { rowLevelSecurity, masking, grants } = await accessOf('ming', sales);
    assert.deepEqual(
      [rowLevelSecurity, masking, grants],
      [
        {
          visible: false,
          reason:
            'Row-level security decides which rows you get. Which row-level security policies are attached is not visible to you: Redshift shows SVV_RLS_ATTACHED_POLICY to superusers and to members of sys:secadmin alone.',
        },
        {
          visible: false,
          reason:
            'Which masking policies are attached is not visible to you: Redshift shows SVV_ATTACHED_MASKING_POLICY to superusers and to members of sys:secadmin alone, and no rows to everybody else.',
        },
        {
          visible: true,
          value: [
            { privilege: 'SELECT', grantee: 'awsidc:apac-sales', granteeKind: 'role', grantable: false },
          ],
        },
      ],
    );
  });

  it('shows an administrator who is subject to which policy', async () => {
    const { rowLevelSecurity: security, masking } = await accessOf('administrator', sales);
    assert.deepEqual(
      [
        security.visible && security.value.on,
        security.visible &&
          security.value.policies.map(({ grantee, expression }) => `${grantee}: ${expression}`),
        masking,
      ],
      [
        true,
        [
          "awsidc:amer-sales: region = 'AMER'",
          "awsidc:apac-sales: region = 'APAC'",
          "awsidc:emea-sales: region = 'EMEA'",
          'awsidc:exec-global: true',
        ],
        { visible: true, value: [] },
      ],
    );
  });
});
