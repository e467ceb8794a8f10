import assert from 'node:assert/strict';
import { HopError } from '../../../src/core/errors.ts';
import type { HopState } from '../../../src/core/identity/hopState.ts';
import { identityReport, type IdentityReportRequest } from '../../../src/core/identity/identityReport.ts';
import {
  defaultRedirectUri,
  defaultScopes,
  type Profile,
  type Site,
} from '../../../src/core/identity/profile.ts';

const now = Date.UTC(2030, 0, 1, 12);
const at = (minutes: number) => new Date(now + minutes * 60_000);
const site: Site = {
  region: 'us-west-2',
  applicationArn: 'arn:aws:sso::111122223333:application/ssoins-1/apl-1',
  bridge: { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/bridge' },
  dataRoleArn: 'arn:aws:iam::111122223333:role/data',
  warehouses: [],
  contextProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
};
const profile: Profile = {
  name: 'Any | company',
  okta: {
    issuer: 'https://any.okta.example',
    clientId: '0oa1',
    redirectUri: defaultRedirectUri,
    ports: [0],
    scopes: defaultScopes,
  },
  sites: [site],
};
const idle = (hop: HopState['hop']): HopState => ({ hop, state: 'idle', details: [] });
const hops: readonly HopState[] = [
  {
    hop: 'okta',
    state: 'ready',
    since: at(-61),
    expires: at(-1),
    details: [{ label: 'Groups', value: 'apac-sales, <b>' }],
  },
  idle('bridgeRole'),
  idle('identityCenter'),
  {
    hop: 'identityEnhancedSession',
    state: 'ready',
    since: at(-2),
    expires: at(58),
    details: [
      { label: 'Session', value: 'arn:aws:sts::111122223333:assumed-role/data/ming@example.com' },
      { label: 'Access key ID', value: 'ASIAEXAMPLE12345WXYZ' },
    ],
  },
  {
    hop: 'redshiftUser',
    state: 'failed',
    since: at(-1),
    details: [],
    error: new HopError({
      hop: 'redshiftUser',
      awsCode: 'WrongUser',
      description: 'not |you|',
      remedy: 'Sign in again.',
    }),
  },
];
const request: IdentityReportRequest = {
  profile,
  site,
  account: { login: 'ming@example.com', groups: ['apac-sales', 'staff'] },
  hops,
  warehouse: { kind: 'workgroup', name: 'redshift-tip-enabled', database: 'dev' },
  identity: {
    currentUser: 'awsidc:ming@example.com',
    sessionUser: 'awsidc:ming@example.com',
    roles: [
      {
        name: 'AWSIDC:apac-sales',
        adminOption: false,
        roles: [{ name: 'reader', adminOption: false, roles: [] }],
      },
      { name: 'sys:secadmin', adminOption: true, roles: [] },
    ],
    notices: [],
  },
  now,
};

describe('identityReport', () => {
  it('tells of each hop, the roles and the groups', () => {
    assert.equal(
      identityReport(request).replaceAll(/If the group is.*?(?= \|\n)/g, 'Remedy'),
      `# Identity of ming\\@example\\.com in us-west-2

| What | Value |
| --- | --- |
| Account | \`ming@example.com\` |
| Profile | Any &#124; company |
| Region | \`us-west-2\` |
| Workgroup | \`redshift-tip-enabled\`, database \`dev\` |
| Written | 2030-01-01T12:00:00Z |

## 1. Okta sign-in: expired

Since 2030-01-01T10:59:00Z. Expired 2030-01-01T11:59:00Z (1 min ago).

| Detail | Value |
| --- | --- |
| Groups | \`apac-sales, <b>\` |

## 2. Bridge role: not asked yet

## 3. IAM Identity Center token: not asked yet

## 4. Identity-enhanced role session: ready

Since 2030-01-01T11:58:00Z. Expires 2030-01-01T12:58:00Z (in 58 min).

| Detail | Value |
| --- | --- |
| Session | \`arn:aws:sts::111122223333:assumed-role/data/ming@example.com\` |
| Access key ID | \`ASIA…WXYZ\` |

## 5. Redshift user: failed

Failed 2030-01-01T11:59:00Z.

**Error:** Redshift user failed: WrongUser: not &#124;you&#124;

**Remedy:** Sign in again.

## Roles in Redshift

\`current_user\` is \`awsidc:ming@example.com\`, \`session_user\` is \`awsidc:ming@example.com\`.

- \`AWSIDC:apac-sales\`
  - \`reader\`
- \`sys:secadmin\` (may grant it)

| Okta group | Redshift role | Note |
| --- | --- | --- |
| \`apac-sales\` | \`AWSIDC:apac-sales\` |  |
| \`staff\` | none in this warehouse | Remedy |
| none | \`sys:secadmin\` | From GRANT ROLE. |

Left out: tokens, secret keys, session tokens and the identity context. Access key IDs are shortened.

`,
    );
  });

  it('says where Redshift was not asked, or kept the roles to itself', () => {
    const silent = { currentUser: 'awsidc:ming', sessionUser: 'awsidc:ming', notices: ['Not visible.'] };
    const of = (identity: IdentityReportRequest['identity']) =>
      identityReport({ ...request, identity })
        .split('## Roles in Redshift\n\n')[1]
        ?.split('\n\n');
    const end = [
      'Left out: tokens, secret keys, session tokens and the identity context. Access key IDs are shortened.',
      '',
    ];
    assert.deepEqual(
      [of(undefined), of(silent)],
      [
        ['Redshift was not asked.', ...end],
        ['`current_user` is `awsidc:ming`, `session_user` is `awsidc:ming`.', 'Not visible.', ...end],
      ],
    );
  });

  const token = `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIiOiIxIn0'.repeat(3)}.c2ln`;
  const sessionToken = 'IQoJb3JpZ2luX2VjE'.repeat(20);
  const secrets: readonly [label: string, detail: HopState['details'][number], secret: string][] = [
    ['a token in a value', { label: 'Value', value: `was ${token}` }, token.slice(0, 30)],
    ['a session token by its form', { label: 'Value', value: sessionToken }, sessionToken.slice(0, 30)],
    ['a session token by its label', { label: 'Session token', value: 'FwoGZXIvYXdz' }, 'FwoGZXIvYXdz'],
    ['a secret key by its label', { label: 'Secret access key', value: 'wJalrXUtnFEMI' }, 'wJalrXUtnFEMI'],
    ['an access key ID in words', { label: 'Value', value: 'key AKIAIOSFODNN7EXAMPLE' }, 'IOSFODNN7'],
  ];
  for (const [label, detail, secret] of secrets) {
    it(`leaves out ${label}`, () => {
      const hop: HopState = {
        hop: 'okta',
        state: 'failed',
        details: [detail, { label: 'Issuer', value: 'kept' }],
        error: new HopError({ hop: 'okta', description: detail.label === 'Value' ? detail.value : '' }),
      };
      const report = identityReport({ ...request, hops: [hop] });
      assert.deepEqual([report.includes(secret), report.includes('`kept`')], [false, true]);
    });
  }
});
