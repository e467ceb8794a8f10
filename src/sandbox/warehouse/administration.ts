import { SqlError } from './contract.ts';
import { administrator } from './database.ts';
import { createDatabase, dropDatabase } from './databases.ts';
import { checkMaterializedViews } from './materializedViews.ts';
import { securityAdministrator } from './metadata/systemViewsBase.ts';
import { changeMasking } from './security/maskingPolicies.ts';
import { attachPolicy, createPolicy, dropPolicy, switchRowLevelSecurity } from './security/policies.ts';
import { changeSystemPrivileges } from './security/systemPrivileges.ts';
import { changeRoleGrant } from './security/users.ts';
import type { Database } from './database.ts';
import type { Translation } from './sql/translation.ts';

/** What the administrator does in a person's place, where the person may. */
export type Administration = Exclude<
  Translation,
  {
    kind:
      | 'sql'
      | 'administratorSql'
      | 'explain'
      | 'setting'
      | 'resetAll'
      | 'showSetting'
      | 'contextVariable'
      | 'use'
      | 'transaction';
  }
>;

/**
 * Changes databases, policies, roles and system privileges. Leaves the session the administrator's.
 * @throws SqlError
 */
export function administrate(database: Database, change: Administration, user: string): void {
  if (!securityKinds.includes(change.kind) || !managesSecurity(database)) {
    requireAdministrator(user, change.kind);
  }
  database.query(`SET SESSION AUTHORIZATION ${administrator}`);
  inTransaction(database, () => {
    administer(database, change, user);
    checkMaterializedViews(database);
  });
}

function administer(database: Database, translation: Administration, user: string): void {
  switch (translation.kind) {
    case 'createDatabase':
      return createDatabase(database, translation.name);
    case 'dropDatabase':
      return dropDatabase(database, translation.name);
    case 'roleGrant':
      return changeRoleGrant(database, translation);
    case 'systemPrivilege':
      return changeSystemPrivileges(database, translation);
    case 'createPolicy':
      return createPolicy(database, translation.policy, user);
    case 'dropPolicy':
      return dropPolicy(database, translation);
    case 'attachPolicy':
      return attachPolicy(database, translation, user);
    case 'createMaskingPolicy':
    case 'alterMaskingPolicy':
    case 'dropMaskingPolicy':
    case 'attachMask':
      return changeMasking(database, translation, user);
    case 'rowLevelSecurity':
      return switchRowLevelSecurity(database, translation);
  }
}

const subjects: Readonly<Record<string, string>> = {
  roleGrant: 'grant or revoke roles',
  systemPrivilege: 'grant or revoke system privileges',
  contextVariable: 'set this variable',
  createDatabase: 'create database',
  dropDatabase: 'drop database',
  createMaskingPolicy: 'manage masking policies',
  alterMaskingPolicy: 'manage masking policies',
  dropMaskingPolicy: 'manage masking policies',
  attachMask: 'manage masking policies',
};

/** What sys:secadmin may do. */
const securityKinds: readonly string[] = [
  'createPolicy',
  'dropPolicy',
  'attachPolicy',
  'rowLevelSecurity',
  'createMaskingPolicy',
  'alterMaskingPolicy',
  'dropMaskingPolicy',
  'attachMask',
];

function managesSecurity(database: Database): boolean {
  return database.query(`SELECT pg_has_role('${securityAdministrator}', 'USAGE')`)[0]?.[0] === 't';
}

/** @throws SqlError `42501` */
export function requireAdministrator(user: string, what: string): void {
  if (user === administrator) return;
  const subject = Object.hasOwn(subjects, what) ? subjects[what] : 'manage row-level security';
  throw new SqlError(`ERROR: permission denied to ${subject}`, '42501');
}

/** All or nothing. In a transaction that is open already, its end decides. */
export function inTransaction(database: Database, work: () => void): void {
  if (database.inTransaction) return work();
  database.query('BEGIN');
  try {
    work();
    database.query('COMMIT');
  } catch (error) {
    database.query('ROLLBACK');
    throw error;
  }
}
