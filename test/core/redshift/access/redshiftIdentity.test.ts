import assert from 'node:assert/strict';
import { Cancelled, HopError } from '../../../../src/core/errors.ts';
import type { RedshiftRole } from '../../../../src/core/redshift/access/contract.ts';
import { readRedshiftIdentity, roleNames } from '../../../../src/core/redshift/access/redshiftIdentity.ts';
import { scriptedSource, type Script } from './scriptedSource.ts';

const users: Script[number] = [
  'current_user AS',
  [{ user_name: 'awsidc:ming@example.com', session_name: 'awsidc:ming@example.com' }],
];
const own: Script[number] = [
  'FROM svv_user_grants',
  [
    { role_name: 'AWSIDC:exec-global', admin_option: 'True' },
    { role_name: 'AWSIDC:apac-sales', admin_option: 'f' },
  ],
];
const nested = (...pairs: readonly [string, string][]): Script[number] => [
  'FROM svv_role_grants',
  pairs.map(([role_name, granted_role_name]) => ({ role_name, granted_role_name })),
];

/** `a*[b[c]]`: a star is the admin option, brackets hold the roles of a role. */
const drawn = (roles: readonly RedshiftRole[]): string =>
  roles
    .map(
      ({ name, adminOption, roles: inner }) =>
        `${name}${adminOption ? '*' : ''}${inner.length === 0 ? '' : `[${drawn(inner)}]`}`,
    )
    .join(' ');

const trees: readonly [label: string, nested: Script[number], tree: string][] = [
  ['roles in order', nested(), 'AWSIDC:apac-sales AWSIDC:exec-global*'],
  [
    'roles of roles',
    nested(['AWSIDC:apac-sales', 'reader'], ['reader', 'lookup'], ['AWSIDC:apac-sales', 'audit']),
    'AWSIDC:apac-sales[audit reader[lookup]] AWSIDC:exec-global*',
  ],
  [
    'a circle ends',
    nested(['AWSIDC:apac-sales', 'reader'], ['reader', 'AWSIDC:apac-sales'], ['reader', 'reader']),
    'AWSIDC:apac-sales[reader] AWSIDC:exec-global*',
  ],
  ['roles of other people', nested(['other', 'reader']), 'AWSIDC:apac-sales AWSIDC:exec-global*'],
];

describe('readRedshiftIdentity', () => {
  for (const [label, roles, tree] of trees) {
    it(label, async () => {
      const identity = await readRedshiftIdentity(scriptedSource([users, own, roles]));
      assert.deepEqual([drawn(identity.roles ?? []), identity.notices], [tree, []]);
    });
  }

  it('says what is not visible', async () => {
    const user = { currentUser: 'awsidc:ming@example.com', sessionUser: 'awsidc:ming@example.com' };
    const none = await readRedshiftIdentity(scriptedSource([users]));
    const flat = await readRedshiftIdentity(scriptedSource([users, own]));
    const noRole = await readRedshiftIdentity(scriptedSource([users, ['svv_user_grants', []], nested()]));
    assert.deepEqual(
      [none, flat.roles?.length, flat.notices, noRole],
      [
        { ...user, notices: ['Your roles are not visible to you: Redshift refuses SVV_USER_GRANTS.'] },
        2,
        [
          'Roles that your roles hold are not visible to you: Redshift shows SVV_ROLE_GRANTS to superusers, to those with ACCESS SYSTEM TABLE, and to others only for roles within their reach.',
        ],
        {
          ...user,
          roles: [],
          notices: [
            'Redshift lists no role for you: SVV_USER_GRANTS shows only those granted to you directly.',
          ],
        },
      ],
    );
  });

  const failures: readonly [label: string, script: Script, expected: object][] = [
    ['without current_user', [own, nested()], { code: 'StatementFailed' }],
    ['after a failing sign-in', [users, ['svv_user_grants', new HopError({ hop: 'okta' })]], { hop: 'okta' }],
    ['after a cancel', [users, own, ['svv_role_grants', new Cancelled()]], { code: 'Cancelled' }],
    ['at a fault of ours', [users, own, ['svv_role_grants', new RangeError('x')]], { name: 'RangeError' }],
  ];
  for (const [label, script, expected] of failures) {
    it(`throws ${label}`, () => assert.rejects(readRedshiftIdentity(scriptedSource(script)), expected));
  }

  it('sends three statements at once', async () => {
    const source = scriptedSource([users, own, nested()]);
    await readRedshiftIdentity(source);
    assert.deepEqual([source.queries.length, source.most()], [3, 3]);
  });

  it('names each role once', () => {
    const reader = { name: 'reader', adminOption: false, roles: [] };
    const role = (name: string) => ({ name, adminOption: false, roles: [reader] });
    assert.deepEqual(roleNames([role('a'), role('b')]), ['a', 'reader', 'b']);
  });
});
