import assert from 'node:assert/strict';
import { namespaceMapping } from '../../../../src/core/redshift/access/namespaceMapping.ts';

const rows: readonly [label: string, user: string, groups: string[], roles: string[], drawn: object][] = [
  [
    'groups with roles, letter case aside',
    'awsidc:ming@example.com',
    ['apac-sales', 'Exec Global'],
    ['AWSIDC:apac-sales', 'awsidc:exec global'],
    {
      mapped: ['apac-sales → AWSIDC:apac-sales', 'Exec Global → awsidc:exec global'],
      unmapped: [],
      others: [],
    },
  ],
  [
    'a group without a role',
    'awsidc:ming@example.com',
    ['apac-sales', 'all "staff"'],
    ['AWSIDC:apac-sales'],
    {
      mapped: ['apac-sales → AWSIDC:apac-sales'],
      unmapped: ['all "staff": CREATE ROLE "awsidc:all ""staff"""'],
      others: [],
    },
  ],
  [
    'roles from elsewhere',
    'corp:ming',
    [],
    ['sales-reader', 'corp:auditors', 'awsidc:old'],
    {
      mapped: [],
      unmapped: [],
      others: ['sales-reader granted', 'corp:auditors identityCenter', 'awsidc:old granted'],
    },
  ],
  [
    'a user without a namespace',
    'admin',
    [],
    ['sys:secadmin', ':odd'],
    { mapped: [], unmapped: [], others: ['sys:secadmin granted', ':odd granted'] },
  ],
];

describe('namespaceMapping', () => {
  for (const [label, user, groups, roles, drawn] of rows) {
    it(label, () => {
      const { mapped, unmapped, others } = namespaceMapping(
        user,
        groups,
        roles.map((name) => ({ name })),
      );
      assert.deepEqual(
        {
          mapped: mapped.map(({ group, role }) => `${group} → ${role}`),
          unmapped: unmapped.map(
            ({ group, remedy }) => `${group}: ${/CREATE ROLE "(?:""|[^"])+"/.exec(remedy)?.[0]}`,
          ),
          others: others.map(({ role, origin }) => `${role} ${origin}`),
        },
        drawn,
      );
    });
  }

  it('tells the namespace', () => {
    assert.deepEqual(
      ['awsidc:a:b', 'admin'].map((user) => namespaceMapping(user, [], []).namespace),
      ['awsidc', ''],
    );
  });
});
