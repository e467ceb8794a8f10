import type { RedshiftRole } from './contract.ts';

/** How groups of Okta (through Identity Center) became roles of Redshift: `<namespace>:<group>`. */
export interface NamespaceMapping {
  /** Of the identity provider in Redshift, as in `current_user`: `awsidc`. Empty where the user has none. */
  readonly namespace: string;
  readonly mapped: readonly { readonly group: string; readonly role: string }[];
  /** Groups without a role in this warehouse, and what gives them one. */
  readonly unmapped: readonly { readonly group: string; readonly remedy: string }[];
  /** Roles of the person that come from none of the groups. */
  readonly others: readonly {
    readonly role: string;
    /** `identityCenter`: named like a group that the ID token does not list; `granted`: by GRANT ROLE. */
    readonly origin: 'identityCenter' | 'granted';
  }[];
}

/**
 * Compares letter case aside: Redshift folds names to lower case unless it is told not to.
 * @param currentUser `awsidc:ming@example.com`
 * @param groups as the ID token lists them
 * @param roles those granted to the person directly
 */
export function namespaceMapping(
  currentUser: string,
  groups: readonly string[],
  roles: readonly Pick<RedshiftRole, 'name'>[],
): NamespaceMapping {
  const namespace = currentUser.slice(0, Math.max(currentUser.indexOf(':'), 0));
  const prefix = `${namespace}:`.toLowerCase();
  const names = new Map(roles.map(({ name }) => [name.toLowerCase(), name]));
  const wanted = new Set(groups.map((group) => prefix + group.toLowerCase()));
  const mapped: { group: string; role: string }[] = [];
  const unmapped: { group: string; remedy: string }[] = [];
  for (const group of new Set(groups)) {
    const role = names.get(prefix + group.toLowerCase());
    if (role === undefined) unmapped.push({ group, remedy: remedyFor(namespace, group) });
    else mapped.push({ group, role });
  }
  const others = [...names].flatMap(([key, role]) =>
    wanted.has(key)
      ? []
      : [{ role, origin: fromProvider(key, prefix) ? ('identityCenter' as const) : ('granted' as const) }],
  );
  return { namespace, mapped, unmapped, others };
}

function fromProvider(role: string, prefix: string): boolean {
  return prefix !== ':' && role.startsWith(prefix);
}

function remedyFor(namespace: string, group: string): string {
  const name = `${namespace}:${group}`.replaceAll('"', '""');
  return `If the group is to have rights here, a superuser runs CREATE ROLE "${name}" and grants to it, or turns AUTO_CREATE_ROLES on for the identity provider; then sign in to Redshift anew. The group must also be assigned to the Redshift application in IAM Identity Center.`;
}
