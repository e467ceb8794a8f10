import { markdownName, markdownTable, markdownText } from '../markdown.ts';
import type { RedshiftIdentity, RedshiftRole } from '../redshift/access/contract.ts';
import { namespaceMapping } from '../redshift/access/namespaceMapping.ts';
import { hopTitles } from './hopName.ts';
import type { HopDetail, HopState } from './hopState.ts';
import type { Profile, Site, Warehouse } from './profile.ts';
import { redact } from './redaction.ts';
import { timeLeft } from './timeLeft.ts';

export interface IdentityReportRequest {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: { readonly login: string; readonly groups: readonly string[] };
  readonly hops: readonly HopState[];
  readonly warehouse: Warehouse;
  /** What Redshift said of the session; undefined where it was not asked. */
  readonly identity?: RedshiftIdentity | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const states: Readonly<Record<HopState['state'], string>> = {
  idle: 'not asked yet',
  running: 'running',
  ready: 'ready',
  expired: 'expired',
  failed: 'failed',
};

/**
 * The identity chain as Markdown for a ticket: who, where, each hop with its times, details and error, and the roles.
 * Redacted: no token, secret key or identity context; access key IDs shortened. Times are UTC.
 */
export function identityReport(request: IdentityReportRequest): string {
  const { profile, site, account, hops, warehouse, identity, now } = request;
  const where = markdownTable(
    ['What', 'Value'],
    [
      ['Account', name(account.login)],
      ['Profile', text(profile.name)],
      ['Region', name(site.region)],
      [
        warehouse.kind === 'cluster' ? 'Cluster' : 'Workgroup',
        `${name(warehouse.name)}, database ${name(warehouse.database)}`,
      ],
      ['Written', utc(new Date(now))],
    ],
  );
  const sections = hops.map((hop, index) => hopSection(hop, index + 1, now));
  return [
    `# Identity of ${text(account.login)} in ${text(site.region)}`,
    where,
    ...sections.flat(),
    ...redshiftSection(identity, account.groups),
    'Left out: tokens, secret keys, session tokens and the identity context. Access key IDs are shortened.',
    '',
  ].join('\n\n');
}

function hopSection(hop: HopState, number: number, now: number): string[] {
  const over = hop.state === 'ready' && hop.expires !== undefined && hop.expires.getTime() <= now;
  const lines = [`## ${number}. ${hopTitles[hop.hop]}: ${over ? states.expired : states[hop.state]}`];
  const times: string[] = [];
  if (hop.since) times.push(`${sinceWords[hop.state]} ${utc(hop.since)}`);
  if (hop.expires) times.push(expiry(hop.expires, now));
  if (times.length > 0) lines.push(`${times.join('. ')}.`);
  const details = hop.details.filter(isPublic);
  if (details.length > 0) {
    const rows = details.map(({ label, value }) => [text(label), name(value)]);
    lines.push(markdownTable(['Detail', 'Value'], rows));
  }
  if (hop.error) {
    lines.push(`**Error:** ${text(hop.error.message)}`);
    if (hop.error.remedy) lines.push(`**Remedy:** ${text(hop.error.remedy)}`);
  }
  return lines;
}

const sinceWords: Readonly<Record<HopState['state'], string>> = {
  idle: 'Since',
  running: 'Began',
  ready: 'Since',
  expired: 'Since',
  failed: 'Failed',
};

function expiry(expires: Date, now: number): string {
  const left = timeLeft(expires, now);
  return left.startsWith('expired')
    ? `Expired ${utc(expires)} (${left.replace('expired ', '')})`
    : `Expires ${utc(expires)} (in ${left})`;
}

function redshiftSection(identity: RedshiftIdentity | undefined, groups: readonly string[]): string[] {
  const lines = ['## Roles in Redshift'];
  if (identity === undefined) return [...lines, 'Redshift was not asked.'];
  const { currentUser, sessionUser, roles, notices } = identity;
  lines.push(`\`current_user\` is ${name(currentUser)}, \`session_user\` is ${name(sessionUser)}.`);
  if (roles !== undefined) {
    if (roles.length > 0) lines.push(roleList(roles, '').join('\n'));
    lines.push(...mappingLines(currentUser, groups, roles));
  }
  return [...lines, ...notices.map(text)];
}

function roleList(roles: readonly RedshiftRole[], indent: string): string[] {
  return roles.flatMap((role) => [
    `${indent}- ${name(role.name)}${role.adminOption ? ' (may grant it)' : ''}`,
    ...roleList(role.roles, `${indent}  `),
  ]);
}

const origins = { identityCenter: 'a group that the ID token does not list', granted: 'GRANT ROLE' } as const;

function mappingLines(
  currentUser: string,
  groups: readonly string[],
  roles: readonly RedshiftRole[],
): string[] {
  const { mapped, unmapped, others } = namespaceMapping(currentUser, groups, roles);
  const rows = [
    ...mapped.map(({ group, role }) => [name(group), name(role), '']),
    ...unmapped.map(({ group, remedy }) => [name(group), 'none in this warehouse', text(remedy)]),
    ...others.map(({ role, origin }) => ['none', name(role), `From ${origins[origin]}.`]),
  ];
  return rows.length === 0 ? [] : [markdownTable(['Okta group', 'Redshift role', 'Note'], rows)];
}

/** Details that are secrets by their label never get here; this holds should one be added. */
function isPublic({ label }: HopDetail): boolean {
  return !/secret|password|assertion|identity context|(?:session|refresh|access|id) token$/i.test(label);
}

function clean(value: string): string {
  return (
    redact(value)
      // Session tokens and identity contexts have no form of their own, but nothing else is one word of this length.
      .replaceAll(/[\w+/=-]{160,}/g, '[redacted]')
      .replaceAll(/\b(A[KS]IA)[A-Z0-9]{6,}([A-Z0-9]{4})\b/g, '$1…$2')
  );
}

function text(value: string): string {
  return markdownText(clean(value));
}

function name(value: string): string {
  return markdownName(clean(value));
}

function utc(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unknown time' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
