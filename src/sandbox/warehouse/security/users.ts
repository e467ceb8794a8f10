import { SqlError } from '../contract.ts';
import { catalogue } from '../compatibility.ts';
import { administrator } from '../database.ts';
import { checkName, quoteName, quoteString } from '../sql/sqlTokens.ts';
import type { DatabaseUser } from '../contract.ts';
import type { Database } from '../database.ts';
import type { Principal, Translation } from '../sql/translation.ts';

/** Roles of PostgreSQL's own begin so; no Redshift role may stand for one. */
const reservedPrefix = /^pg_/i;
/** Redshift's system-defined roles begin so; no group arrives as one. */
const systemPrefix = /^sys:/i;

/**
 * Creates the user at first sight and makes its roles exactly those of its groups, as far as they exist,
 * and those that were granted to it by GRANT ROLE.
 */
export function synchronizeUser(database: Database, user: DatabaseUser): void {
  checkUserName(user.name);
  const name = quoteString(user.name);
  const [known] = database.query(
    `SELECT rolcanlogin, rolsuper FROM pg_catalog.pg_roles WHERE rolname = ${name}`,
  );
  if (!known) database.query(`CREATE ROLE ${quoteName(user.name)} LOGIN`);
  else if (known[0] !== 't' || known[1] !== 'f') {
    throw new SqlError(`ERROR: "${user.name}" is not the name of a user`, '28000');
  }
  const given = user.roles.filter((role) => !reservedPrefix.test(role) && !systemPrefix.test(role));
  const wanted = database.query(
    `SELECT rolname FROM pg_catalog.pg_roles WHERE NOT rolcanlogin AND rolname = ANY (${textArray(given)})
     UNION
     SELECT r.rolname FROM ${catalogue}.role_grant g
       JOIN pg_catalog.pg_roles r ON r.oid = g.role JOIN pg_catalog.pg_roles u ON u.oid = g.member
       WHERE u.rolname = ${name}`,
  );
  const held = database.query(
    `SELECT r.rolname FROM pg_catalog.pg_auth_members m
       JOIN pg_catalog.pg_roles r ON r.oid = m.roleid JOIN pg_catalog.pg_roles u ON u.oid = m.member
       WHERE u.rolname = ${name}`,
  );
  const names = (rows: (string | null)[][]) => new Set(rows.map(([role]) => role ?? ''));
  const [wantedNames, heldNames] = [names(wanted), names(held)];
  for (const role of wantedNames) {
    if (!heldNames.has(role)) database.query(membership('GRANT', role, user.name));
  }
  for (const role of heldNames) {
    if (!wantedNames.has(role)) database.query(membership('REVOKE', role, user.name));
  }
}

/** Runs SQL that a person wrote, with the person's own rights, in a transaction of the administrator's. */
export function queryAs(database: Database, user: string, sql: string): void {
  database.query(`SET SESSION AUTHORIZATION ${quoteName(user)}`);
  database.query(sql);
  // After an error there is nothing to do: the end of the transaction brings the administrator back.
  database.query(`SET SESSION AUTHORIZATION ${administrator}`);
}

function checkUserName(name: string): void {
  checkName(name, 0);
  if (name === administrator || name === 'public' || reservedPrefix.test(name) || name.includes('\0')) {
    throw new SqlError('ERROR: this user name is reserved', '42939');
  }
}

function textArray(values: readonly string[]): string {
  return `ARRAY[${values.map(quoteString).join(', ')}]::text[]`;
}

/** A role is in force at once, and nobody can change into it. */
function membership(verb: 'GRANT' | 'REVOKE', role: string, member: string): string {
  const options = verb === 'GRANT' ? 'WITH INHERIT TRUE, SET FALSE, ADMIN FALSE' : '';
  return `${verb} ${quoteName(role)} ${verb === 'GRANT' ? 'TO' : 'FROM'} ${quoteName(member)} ${options}`;
}

/** Users and roles have names of their own in Redshift: GRANT … TO x never means role x. */
export function checkPrincipals(database: Database, principals: readonly Principal[]): void {
  for (const { kind, name } of principals) {
    if (kind === 'public') continue;
    const [found] = database.query(
      `SELECT rolcanlogin FROM pg_catalog.pg_roles WHERE rolname = ${quoteString(name)}`,
    );
    const isUser = found?.[0] === 't';
    if (!found || isUser !== (kind === 'user') || reservedPrefix.test(name)) {
      throw new SqlError(`ERROR: ${kind} "${name}" does not exist`, '42704');
    }
  }
}

export function changeRoleGrant(database: Database, change: Translation & { kind: 'roleGrant' }): void {
  const roles = change.roles.map((name): Principal => ({ kind: 'role', name }));
  checkPrincipals(database, [...roles, ...change.members]);
  for (const role of change.roles) {
    for (const member of change.members) {
      database.query(membership(change.grant ? 'GRANT' : 'REVOKE', role, member.name));
      const ids = `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteString(role)}),
        (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${quoteString(member.name)})`;
      database.query(
        change.grant
          ? `INSERT INTO ${catalogue}.role_grant VALUES (${ids}) ON CONFLICT DO NOTHING`
          : `DELETE FROM ${catalogue}.role_grant WHERE (role, member) = (${ids})`,
      );
    }
  }
}
