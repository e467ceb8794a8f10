import assert from 'node:assert/strict';
import { Cancelled, HopError } from '../../../../src/core/errors.ts';
import type { RedshiftIdentity } from '../../../../src/core/redshift/access/contract.ts';
import { readTableAccess } from '../../../../src/core/redshift/access/tableAccess.ts';
import type {
  CatalogDatabase,
  CatalogGrant,
  RelationName,
} from '../../../../src/core/redshift/catalog/contract.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';
import { scriptedSource, type Script } from './scriptedSource.ts';

const relation: RelationName = { database: 'dev', schema: 'public', name: 'sales' };
const user = 'awsidc:ming@example.com';
const role = (name: string, ...roles: string[]) => ({
  name,
  adminOption: false,
  roles: roles.map((inner) => ({ name: inner, adminOption: false, roles: [] })),
});
const identityWith = (...roles: ReturnType<typeof role>[]): RedshiftIdentity => ({
  currentUser: user,
  sessionUser: user,
  roles,
  notices: [],
});
const analyst = identityWith(role('AWSIDC:apac-sales', 'reader'));
const administrator = identityWith(role('AWSIDC:exec-global', 'sys:secadmin'));
const refused = new StatementError('ERROR: permission denied', { code: 'StatementFailed' });

interface Deps {
  readonly columns?: readonly string[] | Error;
  readonly grants?: readonly CatalogGrant[] | Error;
  readonly databases?: readonly Pick<CatalogDatabase, 'name' | 'kind'>[];
}

function catalog({ columns = [], grants = [], databases }: Deps) {
  const answer = async <T>(value: T | Error): Promise<T> => {
    if (value instanceof Error) throw value;
    return value;
  };
  const column = (name: string, index: number) => ({
    name,
    position: index + 1,
    type: 'integer',
    distributionKey: false,
    sortKey: 0,
  });
  return {
    columns: async () => ({ items: (await answer(columns)).map(column), more: false }),
    grants: () => answer(grants),
    loaded: {
      databases: () =>
        databases && { items: databases.map((database) => ({ ...database, type: '' })), more: false },
      schemas: () => undefined,
      relations: () => undefined,
      columns: () => undefined,
      search: () => [],
    },
  };
}

const privileges: Script[number] = [
  'has_table_privilege',
  [
    {
      can_select: 'true',
      can_insert: 'f',
      can_update: 'f',
      can_delete: 'f',
      can_references: 'f',
      can_drop: 'f',
    },
  ],
];
const usage = (held: string): Script[number] => ['has_schema_privilege', [{ can_use: held }]];
const columnsOf = (columns: Readonly<Record<string, string>>): Script[number] => [
  'has_column_privilege',
  Object.entries(columns).map(([column_name, readable]) => ({ column_name, readable })),
];
const explain = (...lines: string[]): Script[number] => [
  'EXPLAIN',
  lines.map((line) => ({ 'QUERY PLAN': line })),
];
const user_: Script[number] = ['pg_user', [{ is_superuser: 'f' }]];
const attached: Script[number] = [
  'svv_rls_attached_policy',
  [
    {
      polname: 'everything',
      grantee: 'AWSIDC:exec-global',
      granteekind: 'role',
      is_pol_on: 't',
      is_rls_on: 't',
      rls_conjunction_type: 'and',
      polqual: 'true',
    },
    {
      polname: 'apac',
      grantee: 'AWSIDC:apac-sales',
      granteekind: 'role',
      is_pol_on: 't',
      is_rls_on: 't',
      rls_conjunction_type: 'and',
      polqual: null,
    },
    {
      polname: 'paused',
      grantee: 'public',
      granteekind: 'public',
      is_pol_on: 'f',
      is_rls_on: 't',
      rls_conjunction_type: 'and',
      polqual: null,
    },
    {
      polname: 'all',
      grantee: 'public',
      granteekind: 'public',
      is_pol_on: 't',
      is_rls_on: 't',
      rls_conjunction_type: 'and',
      polqual: 'true',
    },
  ],
];
const masked: Script[number] = [
  'svv_attached_masking_policy',
  [
    {
      policy_name: 'half',
      grantee: 'public',
      grantee_type: 'public',
      priority: '0',
      output_columns: '["email"]',
    },
    {
      policy_name: 'full',
      grantee: 'ming',
      grantee_type: 'user',
      priority: '10',
      output_columns: '["email","a,b"]',
    },
    {
      policy_name: 'old',
      grantee: 'r',
      grantee_type: 'role',
      priority: null,
      output_columns: '{email, "phone"}',
    },
  ],
];
const nothing: Script = [
  ['svv_rls_relation', []],
  ['svv_rls_attached_policy', []],
  ['svv_attached_masking_policy', []],
];

const read = (script: Script, identity: RedshiftIdentity, deps: Deps = {}, of = relation) =>
  readTableAccess(scriptedSource(script), catalog(deps), of, { identity });

describe('readTableAccess', () => {
  it('tells privileges, columns and plan', async () => {
    const source = scriptedSource([
      user_,
      usage('t'),
      privileges,
      columnsOf({ id: 't', amount: 'f' }),
      explain('XN Seq Scan', '  Filter: x'),
      ...nothing,
    ]);
    const access = await readTableAccess(source, catalog({}), relation, { identity: analyst });
    assert.deepEqual(
      [access.privileges, access.columns, access.grants, access.explain, access.currentUser],
      [
        {
          visible: true,
          value: [
            { privilege: 'USAGE on the schema', held: true },
            { privilege: 'SELECT', held: true },
            ...['INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'DROP'].map((privilege) => ({
              privilege,
              held: false,
            })),
          ],
        },
        {
          visible: true,
          value: [
            { name: 'id', readable: true },
            { name: 'amount', readable: false },
          ],
        },
        { visible: true, value: [] },
        { visible: true, value: ['XN Seq Scan', '  Filter: x'] },
        user,
      ],
    );
    const plan = source.queries.find(({ sql }) => sql.startsWith('EXPLAIN'));
    assert.deepEqual(plan, {
      sql: 'EXPLAIN SELECT "id" FROM "public"."sales"',
      database: 'dev',
      signal: plan?.signal,
    });
  });

  const views: readonly [
    label: string,
    script: Script,
    identity: RedshiftIdentity,
    rows: object,
    masking: object,
  ][] = [
    [
      'no rows for an analyst are no answer',
      [user_, ...nothing],
      analyst,
      {
        hidden:
          /^Which row-level security policies are attached is not visible to you: .*sys:secadmin alone\.$/,
      },
      { hidden: /^Which masking policies are attached is not visible to you: .*sys:secadmin alone/ },
    ],
    [
      'a refusal is no answer',
      [user_],
      analyst,
      { hidden: /^Which row-level security .*alone\. Redshift said: ERROR: not in the script$/ },
      { hidden: /^Which masking policies .* Redshift said: ERROR: not in the script$/ },
    ],
    [
      'no rows for a member of sys:secadmin mean that there are none',
      [user_, ...nothing],
      administrator,
      { on: false, policies: [] },
      [],
    ],
    [
      'no rows for a superuser mean that there are none',
      [['pg_user', [{ is_superuser: 'true' }]], ...nothing],
      analyst,
      { on: false, policies: [] },
      [],
    ],
    [
      'a refusal is no answer for a member of sys:secadmin either',
      [user_],
      administrator,
      { hidden: /not in the script/ },
      { hidden: /not in the script/ },
    ],
    [
      'the plan tells that row-level security takes part',
      [user_, columnsOf({ id: 't' }), explain('XN RLS SecureScan sales'), ...nothing],
      analyst,
      { hidden: /^Row-level security decides which rows you get\. Which row-level security policies/ },
      { hidden: /^Which masking/ },
    ],
    [
      'so does SVV_RLS_RELATION',
      [user_, ['svv_rls_relation', [{ is_rls_on: 't', rls_conjunction_type: 'or ' }]], ...nothing.slice(1)],
      analyst,
      { hidden: /^Row-level security decides/ },
      { hidden: /^Which masking/ },
    ],
    [
      'rows are shown to whoever gets them',
      [user_, attached, masked],
      analyst,
      {
        on: true,
        conjunction: 'AND',
        policies: [
          { policy: 'apac', grantee: 'AWSIDC:apac-sales', granteeKind: 'role' },
          { policy: 'everything', expression: 'true', grantee: 'AWSIDC:exec-global', granteeKind: 'role' },
          { policy: 'all', expression: 'true', grantee: 'PUBLIC', granteeKind: 'public' },
        ],
      },
      [
        { policy: 'full', columns: ['email', 'a,b'], grantee: 'ming', granteeKind: 'user', priority: 10 },
        { policy: 'half', columns: ['email'], grantee: 'PUBLIC', granteeKind: 'public', priority: 0 },
        { policy: 'old', columns: ['email', 'phone'], grantee: 'r', granteeKind: 'role' },
      ],
    ],
    [
      'SVV_RLS_RELATION says whether it is on and how policies are combined',
      [user_, ['svv_rls_relation', [{ is_rls_on: 'f', rls_conjunction_type: 'or ' }]], ...nothing.slice(1)],
      administrator,
      { on: false, conjunction: 'OR', policies: [] },
      [],
    ],
  ];
  for (const [label, script, identity, rows, masking] of views) {
    it(label, async () => {
      const access = await read(script, identity);
      for (const [answer, expected] of [
        [access.rowLevelSecurity, rows],
        [access.masking, masking],
      ] as const) {
        if ('hidden' in expected && expected.hidden instanceof RegExp) {
          assert.match(answer.visible ? 'visible' : answer.reason, expected.hidden);
        } else assert.deepEqual(answer, { visible: true, value: expected });
      }
    });
  }

  const grant = (
    granteeKind: CatalogGrant['granteeKind'],
    grantee: string,
    columns?: string[],
    privilege = 'SELECT',
  ): CatalogGrant => ({
    privilege,
    grantee,
    granteeKind,
    grantable: false,
    ...(columns && { columns }),
  });
  const unknown = { currentUser: user, sessionUser: user, notices: [] };
  const columns: readonly [
    label: string,
    script: Script,
    deps: Deps,
    identity: RedshiftIdentity,
    expected: string | RegExp,
  ][] = [
    [
      'by has_column_privilege, which may know more of them',
      [columnsOf({ a: 't', b: 'f', c: 't', d: 't' })],
      {},
      analyst,
      'a -b c d',
    ],
    [
      'not by an answer for another table of that name',
      [columnsOf({ a: 'f', z: 't' }), privileges],
      {},
      analyst,
      'a b c',
    ],
    ['by SELECT on the table', [privileges], { columns: ['a', 'b'] }, analyst, 'a b'],
    ['by a grant to the user', [], { grants: [grant('user', user.toUpperCase())] }, analyst, 'a b c'],
    ['by a grant to a nested role', [], { grants: [grant('role', 'Reader', ['a'])] }, analyst, 'a -b -c'],
    ['by a grant to everybody', [], { grants: [grant('public', 'public', ['c'])] }, analyst, '-a -b c'],
    [
      'by grants together',
      [],
      { grants: [grant('public', '', ['c']), grant('role', 'reader', ['b'])] },
      analyst,
      '-a b c',
    ],
    [
      'not by grants to others',
      [],
      { grants: [grant('role', 'other'), grant('user', 'reader'), grant('public', '', ['a'], 'UPDATE')] },
      analyst,
      '-a -b -c',
    ],
    [
      'unknown without the roles',
      [],
      { grants: [grant('role', 'reader', ['a'])] },
      unknown,
      /does not tell which columns/,
    ],
    ['unknown without the grants', [], { grants: refused }, analyst, /does not tell which columns/],
    ['unknown without the columns', [privileges], { columns: refused }, analyst, /see its column grants\.$/],
  ];
  for (const [label, script, deps, identity, expected] of columns) {
    it(`columns ${label}`, async () => {
      const access = await read([user_, ...script], identity, { columns: ['a', 'b', 'c'], ...deps });
      const drawn = access.columns.visible
        ? access.columns.value.map(({ name, readable }) => (readable ? name : `-${name}`)).join(' ')
        : access.columns.reason;
      if (typeof expected === 'string') assert.equal(drawn, expected);
      else assert.match(drawn, expected);
    });
  }

  it('asks for no privilege that Redshift does not know', async () => {
    const [, answer] = privileges;
    const script: Script = [
      ['can_drop', 'ERROR: unrecognized privilege type: "drop"'],
      ['has_table_privilege', answer],
    ];
    const access = await read([user_, ...script], analyst);
    assert.equal(access.privileges.visible && access.privileges.value.at(-1)?.privilege, 'REFERENCES');
  });

  const schemas: readonly [label: string, script: Script, expected: string | RegExp][] = [
    ['without USAGE', [usage('f')], '-USAGE on the schema'],
    ['with USAGE and a refusal', [usage('t')], /does not tell which privileges/],
    ['without an answer for the schema', [privileges], 'SELECT -INSERT -UPDATE -DELETE -REFERENCES -DROP'],
    ['without any answer', [], /does not tell which privileges/],
  ];
  for (const [label, script, expected] of schemas) {
    it(`privileges ${label}`, async () => {
      const { privileges: answer } = await read([user_, ...script], analyst);
      const drawn = answer.visible
        ? answer.value.map(({ privilege, held }) => (held ? privilege : `-${privilege}`)).join(' ')
        : answer.reason;
      if (typeof expected === 'string') assert.equal(drawn, expected);
      else assert.match(drawn, expected);
    });
  }

  it('makes no plan where nothing may be read', async () => {
    const access = await read([user_, columnsOf({ a: 'f' }), explain('XN')], analyst);
    assert.deepEqual(access.explain, {
      visible: false,
      reason: 'Redshift makes no plan for a table that you may not read.',
    });
  });

  const databases: readonly [label: string, database: string, deps: Deps, plan: object][] = [
    [
      'of another local database',
      'archive',
      {},
      { sql: 'EXPLAIN SELECT * FROM "public"."sales"', database: 'archive' },
    ],
    [
      'of a share',
      'shared',
      { databases: [{ name: 'shared', kind: 'datashare' }] },
      { sql: 'EXPLAIN SELECT * FROM "shared"."public"."sales"' },
    ],
    [
      'of S3 Tables',
      'a"b@s3tablescatalog',
      {},
      { sql: 'EXPLAIN SELECT * FROM "a""b@s3tablescatalog"."public"."sales"' },
    ],
  ];
  for (const [label, database, deps, expected] of databases) {
    it(`connects for a table ${label} where that can be`, async () => {
      const source = scriptedSource([user_]);
      await readTableAccess(
        source,
        catalog({ ...deps, columns: refused }),
        { ...relation, database },
        { identity: analyst },
      );
      const { signal, ...plan } = source.queries.find(({ sql }) => sql.startsWith('EXPLAIN')) ?? { sql: '' };
      assert.deepEqual(plan, expected);
    });
  }

  it('takes no policy of the connected database for one of a share', async () => {
    const source = scriptedSource([user_, attached, ['svv_attached_masking_policy', []]]);
    const access = await readTableAccess(
      source,
      catalog({ databases: [{ name: 'shared', kind: 'datashare' }] }),
      { ...relation, database: 'shared' },
      { identity: administrator },
    );
    const told = (what: string) =>
      `Which ${what} policies are attached is not visible here: only the warehouse that the table belongs to tells.`;
    assert.deepEqual(
      [access.rowLevelSecurity, access.masking, source.queries.filter(({ sql }) => /attached/.test(sql))],
      [
        { visible: false, reason: told('row-level security') },
        { visible: false, reason: told('masking') },
        [],
      ],
    );
  });

  it('runs few statements at a time, and asks for the identity where it is not known', async () => {
    const source = scriptedSource([
      ['current_user AS', [{ user_name: user, session_name: user }]],
      user_,
      privileges,
      columnsOf({ a: 't' }),
    ]);
    const access = await readTableAccess(source, catalog({}), relation);
    assert.deepEqual([access.currentUser, source.most(), source.queries.length], [user, 3, 11]);
  });

  const failures: readonly [label: string, script: Script, expected: object][] = [
    ['a failing sign-in', [['svv_attached', new HopError({ hop: 'okta' })]], { hop: 'okta' }],
    ['a cancel', [['svv_rls_relation', new Cancelled()]], { code: 'Cancelled' }],
    ['a fault of ours', [['pg_user', new RangeError('x')]], { name: 'RangeError' }],
  ];
  for (const [label, script, expected] of failures) {
    it(`throws at ${label} and ends the other statements`, async () => {
      const source = scriptedSource([...script, user_]);
      await assert.rejects(readTableAccess(source, catalog({}), relation, { identity: analyst }), expected);
      assert.equal(source.queries[0]?.signal?.aborted, true);
    });
  }
});
