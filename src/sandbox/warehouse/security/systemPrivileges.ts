import { catalogue } from '../compatibility.ts';
import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import { securityAdministrator } from '../metadata/systemViewsBase.ts';
import { checkPrincipals } from './users.ts';
import type { Database } from '../database.ts';
import type { Translation } from '../sql/translation.ts';

/** GRANT and REVOKE of EXPLAIN RLS. */
export function changeSystemPrivileges(
  database: Database,
  change: Translation & { kind: 'systemPrivilege' },
): void {
  checkPrincipals(database, change.roles);
  for (const { name } of change.roles) {
    const role = `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteString(name)})`;
    for (const privilege of change.privileges) {
      database.query(
        change.grant
          ? `INSERT INTO ${catalogue}.system_privilege VALUES (${role}, ${quoteString(privilege)}) ON CONFLICT DO NOTHING`
          : `DELETE FROM ${catalogue}.system_privilege WHERE role = ${role} AND privilege = ${quoteString(privilege)}`,
      );
    }
  }
}

/**
 * What EXPLAIN shows a person: everything where no policy binds, the policies with the privilege EXPLAIN RLS, else
 * the rows that come alone. The session has to be the administrator's.
 */
export function seenInPlans(database: Database, user: string): 'everything' | 'policies' | 'rows' {
  const [row] = database.query(
    `SELECT ${securesFor(user)}, EXISTS (SELECT FROM ${catalogue}.system_privilege p
       JOIN pg_catalog.pg_roles r ON r.oid = p.role
       WHERE p.privilege = 'EXPLAIN RLS' AND pg_has_role(${quoteString(user)}, p.role, 'USAGE'))`,
  );
  if (row?.[0] === 't') return 'everything';
  return row?.[1] === 't' ? 'policies' : 'rows';
}

/** Makes policies pass the user by, or not: they do for security administrators. */
export function synchronizeExemption(database: Database, user: string): void {
  const [changed] = database.query(
    `SELECT ${securesFor(user)} FROM pg_catalog.pg_roles
     WHERE rolname = ${quoteString(user)} AND rolbypassrls <> ${securesFor(user)}`,
  );
  if (changed) database.query(`ALTER ROLE ${quoteName(user)} ${changed[0] === 't' ? '' : 'NO'}BYPASSRLS`);
}

function securesFor(user: string): string {
  return `pg_has_role(${quoteString(user)}, '${securityAdministrator}', 'USAGE')`;
}
