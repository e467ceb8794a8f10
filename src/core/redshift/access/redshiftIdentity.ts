import { HopError, isCancel, RedshiftIdentityError } from '../../errors.ts';
import type { CatalogRow, CatalogRows, CatalogSource } from '../catalog/contract.ts';
import { compareNames } from '../catalog/ordered.ts';
import type { RedshiftIdentity, RedshiftRole } from './contract.ts';

/** Roles deeper than this are left out; Redshift itself allows no circle, but what is read may be of two moments. */
const deepest = 20;

/**
 * Asks Redshift whom it takes the session for, by three statements at once: `current_user` and `session_user`,
 * SVV_USER_GRANTS and SVV_ROLE_GRANTS. What the views keep from the person becomes a notice.
 * @throws StatementError where not even `current_user` can be read; HopError, Cancelled
 */
export async function readRedshiftIdentity(
  source: Pick<CatalogSource, 'query'>,
  signal?: AbortSignal,
): Promise<RedshiftIdentity> {
  const ask = (sql: string) => source.query({ sql, ...(signal && { signal }) });
  const [users, own, nested] = await Promise.all([
    ask('SELECT current_user AS user_name, session_user AS session_name'),
    orRefused(ask('SELECT role_name, admin_option FROM svv_user_grants WHERE user_name = current_user')),
    orRefused(ask('SELECT role_name, granted_role_name FROM svv_role_grants')),
  ]);
  const currentUser = users.rows[0]?.['user_name'] ?? '';
  const identity = { currentUser, sessionUser: users.rows[0]?.['session_name'] ?? currentUser };
  if (own === undefined) {
    return { ...identity, notices: ['Your roles are not visible to you: Redshift refuses SVV_USER_GRANTS.'] };
  }
  const notices: string[] = [];
  if (own.rows.length === 0) {
    notices.push('Redshift lists no role for you: SVV_USER_GRANTS shows only those granted to you directly.');
  }
  if (nested === undefined) {
    notices.push(
      'Roles that your roles hold are not visible to you: Redshift shows SVV_ROLE_GRANTS to superusers, to those with ACCESS SYSTEM TABLE, and to others only for roles within their reach.',
    );
  }
  return { ...identity, roles: roleTree(own.rows, nested?.rows ?? []), notices };
}

/** Names of all roles of a tree, each once. */
export function roleNames(roles: readonly RedshiftRole[]): string[] {
  return [...new Set(roles.flatMap((role) => [role.name, ...roleNames(role.roles)]))];
}

/** `t`, `true` or `1`, as Redshift's views and drivers write it. */
export function isTrue(value: string | null | undefined): boolean {
  return /^(?:t|true|1|y|yes|on)$/i.test(value?.trim() ?? '');
}

/** The rows, or undefined where Redshift refused the statement. A failing sign-in and a cancel stay errors. */
async function orRefused(answer: Promise<CatalogRows>): Promise<CatalogRows | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isCancel(error) || error instanceof HopError || !(error instanceof RedshiftIdentityError))
      throw error;
    return undefined;
  }
}

function roleTree(own: readonly CatalogRow[], nested: readonly CatalogRow[]): RedshiftRole[] {
  const granted = new Map<string, Set<string>>();
  for (const { role_name: role, granted_role_name: inner } of nested) {
    if (!role || !inner) continue;
    const inners = granted.get(role) ?? new Set();
    granted.set(role, inners.add(inner));
  }
  const grow = (name: string, adminOption: boolean, above: readonly string[]): RedshiftRole => {
    const path = [...above, name];
    const inners = path.length >= deepest ? [] : [...(granted.get(name) ?? [])];
    const roles = inners.filter((inner) => !path.includes(inner)).sort(compareNames);
    return { name, adminOption, roles: roles.map((inner) => grow(inner, false, path)) };
  };
  const admin = new Map<string, boolean>();
  for (const { role_name: role, admin_option: option } of own) {
    if (role) admin.set(role, isTrue(option) || (admin.get(role) ?? false));
  }
  return [...admin.keys()].sort(compareNames).map((name) => grow(name, admin.get(name) ?? false, []));
}
