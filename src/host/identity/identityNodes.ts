import { describeError, HopError } from '../../core/errors.ts';
import type { HopName } from '../../core/identity/hopName.ts';
import type { HopState } from '../../core/identity/hopState.ts';
import { redact } from '../../core/identity/redaction.ts';
import type { RedshiftIdentity, RedshiftRole } from '../../core/redshift/access/contract.ts';
import { namespaceMapping } from '../../core/redshift/access/namespaceMapping.ts';

/** A row of the identity view. */
export type IdentityNode = HopNode | DetailNode | NoteNode;

export interface HopNode {
  readonly kind: 'hop';
  readonly hop: HopName;
}

/** A label and a value that may be copied. Every text of it is free of secrets, and untrusted. */
export interface DetailNode {
  readonly kind: 'detail';
  /** The same for the same thing of every account and site, so that redrawing keeps selection and expansion. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly children?: readonly IdentityNode[];
}

/** A sentence, and for some the command behind it. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
  /** Where the text is short for it. */
  readonly more?: string;
  readonly icon: 'error' | 'lightbulb' | 'info' | 'loading~spin' | 'refresh' | 'question';
  /** Pressing the note refreshes this hop. */
  readonly refreshes?: HopName;
}

/** What is known of the roles in the warehouse that the next cell runs in. */
export interface RedshiftRoles {
  readonly groups: readonly string[];
  readonly identity?: RedshiftIdentity | undefined;
  readonly asking?: boolean;
  readonly error?: unknown;
}

/** What stands below a hop. */
export function hopChildren(state: HopState, redshift: RedshiftRoles): IdentityNode[] {
  const { hop } = state;
  const ids = new Set<string>();
  const rows: IdentityNode[] = [
    ...failureNotes(hop, 'failure', state.error),
    ...(hop === 'redshiftUser' ? userRows(redshift.identity) : []),
  ];
  const shown = new Set(rows.flatMap((row) => (row.kind === 'detail' ? [row.value] : [])));
  for (const { label, value } of state.details) {
    // Redshift's own answer says more than the check that came before it.
    if (hop === 'redshiftUser' && (shown.has(value) || (label === 'Roles' && redshift.identity))) continue;
    rows.push(detail(unique(ids, `${hop}/detail/${label}`), label, value));
  }
  if (state.since && state.state !== 'idle' && state.state !== 'running')
    rows.push(
      detail(
        unique(ids, `${hop}/since`),
        state.state === 'failed' ? 'Failed' : 'Since',
        state.since.toISOString(),
      ),
    );
  if (state.expires) rows.push(detail(unique(ids, `${hop}/expires`), 'Expires', state.expires.toISOString()));
  if (hop === 'redshiftUser') rows.push(...roleRows(redshift));
  return rows;
}

/** An error, its remedy, and the way to try again. */
function failureNotes(hop: HopName, id: string, error: unknown): NoteNode[] {
  if (error === undefined) return [];
  const { message, remedy } = describeError(error);
  // The row stands below its hop: what came back is what a narrow sidebar has room for.
  const answer =
    error instanceof HopError ? [error.awsCode, error.description].filter(Boolean).join(': ') : '';
  const text = redact(answer || message);
  return [
    { kind: 'note', id: `${hop}/${id}/error`, text, more: redact(message), icon: 'error' },
    ...(remedy === undefined
      ? []
      : [{ kind: 'note', id: `${hop}/${id}/remedy`, text: redact(remedy), icon: 'lightbulb' } as const]),
    { kind: 'note', id: `${hop}/${id}/retry`, text: 'Retry', icon: 'refresh', refreshes: hop },
  ];
}

function userRows(identity: RedshiftIdentity | undefined): DetailNode[] {
  if (!identity) return [];
  return [
    detail('redshiftUser/current_user', 'current_user', identity.currentUser),
    detail('redshiftUser/session_user', 'session_user', identity.sessionUser),
  ];
}

function roleRows({ identity, asking, error, groups }: RedshiftRoles): IdentityNode[] {
  if (asking)
    return [
      {
        kind: 'note',
        id: 'redshiftUser/asking',
        text: 'Asking Redshift for the roles…',
        icon: 'loading~spin',
      },
    ];
  if (error !== undefined) return failureNotes('redshiftUser', 'roles', error);
  if (!identity)
    return [
      {
        kind: 'note',
        id: 'redshiftUser/ask',
        text: 'Ask Redshift for session user and roles',
        icon: 'question',
        refreshes: 'redshiftUser',
      },
    ];
  const { roles, notices } = identity;
  const lines = notices.map((text, index): NoteNode => ({
    kind: 'note',
    id: `redshiftUser/notice/${index}`,
    text,
    icon: 'info',
  }));
  if (!roles) return lines;
  const list: DetailNode = {
    ...detail('redshiftUser/roles', 'Roles', roles.map(({ name }) => name).join(', ') || 'none'),
    ...(roles.length > 0 ? { children: rolesBelow('redshiftUser/roles', roles) } : {}),
  };
  return [list, ...mappingRows(identity.currentUser, groups, roles), ...lines];
}

function rolesBelow(path: string, roles: readonly RedshiftRole[]): DetailNode[] {
  const ids = new Set<string>();
  return roles.map(({ name, adminOption, roles: inner }) => {
    const id = unique(ids, `${path}/${JSON.stringify(name)}`);
    const node = detail(id, adminOption ? 'Role, may grant it' : 'Role', name);
    return inner.length > 0 ? { ...node, children: rolesBelow(id, inner) } : node;
  });
}

/** Which groups of Okta became which roles. */
function mappingRows(
  currentUser: string,
  groups: readonly string[],
  roles: readonly RedshiftRole[],
): DetailNode[] {
  const { namespace, mapped, unmapped, others } = namespaceMapping(currentUser, groups, roles);
  const ids = new Set<string>();
  const row = (what: string, label: string, value: string, children?: readonly IdentityNode[]) => ({
    ...detail(unique(ids, `redshiftUser/mapping/${what}/${JSON.stringify([label, value])}`), label, value),
    ...(children ? { children } : {}),
  });
  const children = [
    ...mapped.map(({ group, role }) => row('mapped', group, role)),
    ...unmapped.map(({ group, remedy }) =>
      row('unmapped', group, 'no role in this warehouse', [
        {
          kind: 'note',
          id: `redshiftUser/remedy/${JSON.stringify(group)}`,
          text: remedy,
          icon: 'lightbulb',
        },
      ]),
    ),
    ...others.map(({ role, origin }) =>
      row('other', origin === 'granted' ? 'By GRANT ROLE' : 'A group that the ID token does not list', role),
    ),
  ];
  if (children.length === 0) return [];
  const summary = `${mapped.length} of ${mapped.length + unmapped.length} groups have a role`;
  return [
    {
      ...detail('redshiftUser/mapping', `Groups in namespace ${namespace || '(none)'}`, summary),
      children,
    },
  ];
}

function detail(id: string, label: string, value: string): DetailNode {
  // The chain's details hold no secrets; should one ever get in, it is not drawn.
  return { kind: 'detail', id, label, value: redact(value) };
}

/** VS Code refuses a tree in which two rows have one ID. */
function unique(taken: Set<string>, id: string): string {
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}/${number}`;
  taken.add(free);
  return free;
}
