import assert from 'node:assert/strict';
import { accessReport, grantsReport } from '../../../../src/core/redshift/access/accessReport.ts';
import type { TableAccess } from '../../../../src/core/redshift/access/contract.ts';

const hidden = (reason: string) => ({ visible: false, reason }) as const;
const shown = <T>(value: T) => ({ visible: true, value }) as const;
const columns = (readable: number, all: number) =>
  shown(Array.from({ length: all }, (_, index) => ({ name: `c${index + 1}`, readable: index < readable })));
const privileges = (select: boolean, usage = true) =>
  shown([
    { privilege: 'USAGE on the schema', held: usage },
    { privilege: 'SELECT', held: select },
  ]);
const secureScan = shown(['XN RLS SecureScan sales']);
const plainScan = shown(['XN Seq Scan on sales']);
const rls = (on: boolean) => shown({ on, policies: [] });

const base: TableAccess = {
  database: 'dev',
  schema: 'public',
  name: 'sales',
  currentUser: 'awsidc:ming@example.com',
  privileges: privileges(true),
  columns: columns(11, 11),
  grants: shown([]),
  rowLevelSecurity: hidden('Policies hidden.'),
  masking: hidden('Masking hidden.'),
  explain: secureScan,
};

const headlines: readonly [label: string, access: Partial<TableAccess>, headline: string][] = [
  [
    'some columns, by row',
    { columns: columns(9, 11) },
    'You may read 9 of 11 columns of `public.sales`, row by row as row-level security decides.',
  ],
  [
    'all of it',
    { explain: plainScan },
    'You may read all 11 columns of `public.sales`, every row: the plan shows no row-level security for you.',
  ],
  [
    'row-level security off',
    { columns: columns(1, 1), explain: plainScan, rowLevelSecurity: rls(false) },
    'You may read its one column of `public.sales`, every row.',
  ],
  [
    'row-level security for others',
    { explain: plainScan, rowLevelSecurity: rls(true) },
    'You may read all 11 columns of `public.sales`, every row: row-level security is on, but you are exempt from it.',
  ],
  [
    'row-level security on, without a plan',
    { explain: hidden(''), rowLevelSecurity: rls(true) },
    'You may read all 11 columns of `public.sales`, row by row as row-level security decides.',
  ],
  [
    'row-level security hidden, without a plan',
    { explain: hidden('') },
    'You may read all 11 columns of `public.sales`; whether row-level security leaves rows out is not visible to you.',
  ],
  [
    'no USAGE',
    { privileges: privileges(true, false) },
    'You may not read `public.sales`: you have no USAGE on schema `public`.',
  ],
  [
    'no SELECT',
    { privileges: privileges(false), columns: columns(0, 3) },
    'You may not read `public.sales`: you have SELECT neither on it nor on any of its 3 columns.',
  ],
  [
    'columns hidden',
    { columns: hidden('') },
    'You may read `public.sales`, row by row as row-level security decides.',
  ],
  [
    'columns hidden, no SELECT',
    { privileges: privileges(false), columns: hidden('') },
    'You have no SELECT on the whole of `public.sales`; whether you may read some of its columns is not visible to you.',
  ],
  [
    'all hidden',
    { privileges: hidden(''), columns: hidden('') },
    'Redshift does not tell whether you may read `public.sales`.',
  ],
];

describe('accessReport', () => {
  for (const [label, access, headline] of headlines) {
    it(`says first: ${label}`, () => {
      assert.equal(/^\*\*(.*)\*\*$/m.exec(accessReport({ ...base, ...access }))?.[1], headline);
    });
  }

  it('shows an administrator who is subject to which policy', () => {
    const report = accessReport({
      ...base,
      columns: columns(1, 2),
      grants: shown([
        { privilege: 'SELECT', grantee: 'r', granteeKind: 'role', grantable: true, columns: ['c1', 'c|2'] },
        { privilege: 'INSERT', grantee: 'public', granteeKind: 'public', grantable: false },
      ]),
      rowLevelSecurity: shown({
        on: true,
        conjunction: 'AND',
        policies: [
          { policy: 'apac', expression: "region = 'A|B'", grantee: 'AWSIDC:apac-sales', granteeKind: 'role' },
          { policy: 'own', grantee: 'awsidc:Ming@example.com', granteeKind: 'user' },
          { policy: 'all', grantee: 'PUBLIC', granteeKind: 'public' },
        ],
      }),
      masking: shown([
        { policy: 'half', columns: ['email', 'phone'], grantee: 'r', granteeKind: 'role', priority: 10 },
        { policy: 'old', columns: ['note'], grantee: 'PUBLIC', granteeKind: 'public' },
      ]),
    });
    assert.equal(
      report.slice(report.indexOf('Asked as')),
      `Asked as \`awsidc:ming@example.com\` in database \`dev\`.

## Privileges

| Privilege | Held |
| --- | --- |
| USAGE on the schema | yes |
| SELECT | yes |

## Columns

| Column | May read |
| --- | --- |
| \`c1\` | yes |
| \`c2\` | no |

## Row-level security

Row-level security is on. Who has none of these policies gets no row; superusers and members of sys:secadmin are exempt. Where several are for one person, a row has to meet all of them (AND).

| Who is subject to it | Policy | Rows |
| --- | --- | --- |
| role \`AWSIDC:apac-sales\` | \`apac\` | region \\= 'A&#124;B' |
| user \`awsidc:Ming@example.com\` (you) | \`own\` | not visible to you |
| everybody (PUBLIC) | \`all\` | not visible to you |

## Plan

The conditions of the policies are in the plan only for those with EXPLAIN RLS.

\`\`\`text
XN RLS SecureScan sales
\`\`\`

## Masking

Where several are for one person and column, the highest priority wins.

| Column | Who is subject to it | Policy | Priority |
| --- | --- | --- | --- |
| \`email\`, \`phone\` | role \`r\` | \`half\` | 10 |
| \`note\` | everybody (PUBLIC) | \`old\` |  |

## Grants

| Who | Privilege | Columns | May grant it |
| --- | --- | --- | --- |
| role \`r\` | SELECT | \`c1\`, c&#124;2 | yes |
| everybody (PUBLIC) | INSERT | all | no |

`,
    );
  });

  it('says in plain sentences what is hidden', () => {
    const report = accessReport({
      ...base,
      privileges: hidden('No <b>privileges</b>.'),
      columns: hidden('No columns.'),
      grants: hidden('No grants.'),
      explain: hidden('No plan.'),
    });
    assert.deepEqual(report.match(/^(?:No|Policies|Masking).*$/gm), [
      'No &#60;b&#62;privileges&#60;\\/b&#62;\\.',
      'No columns.',
      'Policies hidden.',
      'No plan.',
      'Masking hidden.',
      'No grants.',
    ]);
  });

  const rows: readonly [label: string, access: Partial<TableAccess>, line: RegExp][] = [
    [
      'on without a policy',
      { rowLevelSecurity: rls(true) },
      /^Row-level security is on\. No policy is attached: nobody but/m,
    ],
    [
      'off without a policy',
      { rowLevelSecurity: rls(false) },
      /^Row-level security is off: .* No policy is attached\.$/m,
    ],
    ['no masking', { masking: shown([]) }, /^No masking policy is attached\.$/m],
    ['no grants', {}, /^Redshift shows you no grants here\./m],
    [
      'a plan with conditions',
      { explain: shown(['XN RLS SecureScan', '  Filter: x']) },
      /^## Plan\n\n```text$/m,
    ],
  ];
  for (const [label, access, line] of rows) {
    it(label, () => assert.match(accessReport({ ...base, ...access }), line));
  }

  it('takes no name for Markdown', () => {
    const odd = '`|\n# <img src=x> [x](y)';
    const report = accessReport({ ...base, schema: odd, name: odd, database: odd, currentUser: odd });
    assert.doesNotMatch(report, /<img|[^\\]\[x|^# <|^# &/m);
  });
});

describe('grantsReport', () => {
  it('names what the grants are on', () => {
    const grant = { privilege: 'SELECT', grantee: 'r', granteeKind: 'group', grantable: false } as const;
    assert.equal(
      grantsReport('crm.a|b', [grant]),
      `# Grants on crm\\.a&#124;b

| Who | Privilege | Columns | May grant it |
| --- | --- | --- | --- |
| group \`r\` | SELECT | all | no |

To regular users Redshift shows the grants that concern them; the owner and superusers see those of everybody.
`,
    );
  });
});
