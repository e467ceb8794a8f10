import { markdownBlock, markdownName, markdownTable, markdownText } from '../../markdown.ts';
import type { CatalogGrant, RelationName } from '../catalog/contract.ts';
import { isSecured } from './attachedPolicies.ts';
import type {
  MaskingAttachment,
  PolicyAttachment,
  RowLevelSecurity,
  TableAccess,
  Visible,
} from './contract.ts';
import { schemaUsage } from './tablePrivileges.ts';

/** What a person may see of a table as Markdown: one sentence first, then what it follows from, and what is hidden. */
export function accessReport(access: TableAccess): string {
  const { privileges, columns, grants, rowLevelSecurity, masking } = access;
  return [
    `# What may I see of ${relationName(access)}?`,
    `**${headline(access)}**`,
    `Asked as ${markdownName(access.currentUser)} in database ${markdownName(access.database)}.`,
    '## Privileges',
    part(privileges, (held) =>
      markdownTable(
        ['Privilege', 'Held'],
        held.map((entry) => [markdownText(entry.privilege), entry.held ? 'yes' : 'no']),
      ),
    ),
    '## Columns',
    part(columns, (list) =>
      markdownTable(
        ['Column', 'May read'],
        list.map(({ name, readable }) => [markdownName(name), readable ? 'yes' : 'no']),
      ),
    ),
    '## Row-level security',
    part(rowLevelSecurity, (security) => rowLines(security, access)),
    ...planSection(access),
    '## Masking',
    part(masking, maskingLines),
    '## Grants',
    part(grants, grantsTable),
    '',
  ].join('\n\n');
}

/**
 * The grants on an object as Markdown.
 * @param name of the object, as it is to be read: untrusted text
 */
export function grantsReport(name: string, grants: readonly CatalogGrant[]): string {
  const whose =
    'To regular users Redshift shows the grants that concern them; the owner and superusers see those of everybody.';
  const lines = [
    `# Grants on ${markdownName(name)}`,
    grantsTable(grants),
    ...(grants.length > 0 ? [whose] : []),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** Redshift lists to each person the grants that concern that person, so no grants need not mean that there are none. */
function grantsTable(grants: readonly CatalogGrant[]): string {
  if (grants.length === 0) {
    return 'Redshift shows you no grants here. The owner and superusers see those of everybody.';
  }
  const rows = grants.map(({ privilege, grantee, granteeKind, grantable, columns }) => [
    granteeKind === 'public' ? 'everybody (PUBLIC)' : `${granteeKind} ${markdownName(grantee)}`,
    markdownText(privilege),
    columns === undefined ? 'all' : columns.map(markdownName).join(', '),
    grantable ? 'yes' : 'no',
  ]);
  return markdownTable(['Who', 'Privilege', 'Columns', 'May grant it'], rows);
}

function headline(access: TableAccess): string {
  const { privileges, columns } = access;
  const table = relationName(access);
  const held = (privilege: string) =>
    privileges.visible ? privileges.value.find((entry) => entry.privilege === privilege)?.held : undefined;
  if (held(schemaUsage) === false) {
    return `You may not read ${table}: you have no USAGE on schema ${markdownName(access.schema)}.`;
  }
  if (columns.visible && columns.value.length > 0) {
    const readable = columns.value.filter((column) => column.readable).length;
    const all = columns.value.length;
    if (readable === 0) {
      return `You may not read ${table}: you have SELECT neither on it nor on any of its ${all} columns.`;
    }
    const which =
      readable === all
        ? all === 1
          ? 'its one column'
          : `all ${all} columns`
        : `${readable} of ${all} columns`;
    return `You may read ${which} of ${table}${rowsClause(access)}`;
  }
  const select = held('SELECT');
  if (select === undefined) return `Redshift does not tell whether you may read ${table}.`;
  return select
    ? `You may read ${table}${rowsClause(access)}`
    : `You have no SELECT on the whole of ${table}; whether you may read some of its columns is not visible to you.`;
}

function rowsClause(access: TableAccess): string {
  const { rowLevelSecurity: security, explain } = access;
  if (isSecured(explain)) return ', row by row as row-level security decides.';
  if (security.visible && !security.value.on) return ', every row.';
  // A plan without a secure scan tells more than the policies: superusers and sys:secadmin are exempt.
  if (security.visible && explain.visible) {
    return ', every row: row-level security is on, but you are exempt from it.';
  }
  if (security.visible) return ', row by row as row-level security decides.';
  return explain.visible
    ? ', every row: the plan shows no row-level security for you.'
    : '; whether row-level security leaves rows out is not visible to you.';
}

function rowLines(security: RowLevelSecurity, access: TableAccess): string {
  const lines = [
    security.on ? 'Row-level security is on.' : 'Row-level security is off: policies have no effect.',
  ];
  if (security.policies.length === 0) {
    lines.push(
      security.on
        ? 'No policy is attached: nobody but superusers, members of sys:secadmin and holders of IGNORE RLS gets any row.'
        : 'No policy is attached.',
    );
    return lines.join(' ');
  }
  if (security.on) {
    lines.push(
      'Who has none of these policies gets no row; superusers and members of sys:secadmin are exempt.',
    );
  }
  if (security.conjunction === 'AND' || security.conjunction === 'OR') {
    lines.push(
      `Where several are for one person, a row has to meet ${security.conjunction === 'AND' ? 'all' : 'one'} of them (${security.conjunction}).`,
    );
  }
  const own = access.currentUser.toLowerCase();
  const table = markdownTable(
    ['Who is subject to it', 'Policy', 'Rows'],
    security.policies.map((policy) => [
      `${grantee(policy)}${policy.granteeKind === 'user' && policy.grantee.toLowerCase() === own ? ' (you)' : ''}`,
      markdownName(policy.policy),
      policy.expression === undefined ? 'not visible to you' : markdownName(policy.expression),
    ]),
  );
  return `${lines.join(' ')}\n\n${table}`;
}

function maskingLines(attachments: readonly MaskingAttachment[]): string {
  if (attachments.length === 0) return 'No masking policy is attached.';
  const table = markdownTable(
    ['Column', 'Who is subject to it', 'Policy', 'Priority'],
    attachments.map((attachment) => [
      attachment.columns.map(markdownName).join(', '),
      grantee(attachment),
      markdownName(attachment.policy),
      attachment.priority === undefined ? '' : String(attachment.priority),
    ]),
  );
  return `Where several are for one person and column, the highest priority wins.\n\n${table}`;
}

function planSection({ explain }: TableAccess): string[] {
  if (!explain.visible) return ['## Plan', markdownText(explain.reason)];
  const note =
    isSecured(explain) && !explain.value.some((line) => /filter/i.test(line))
      ? ['The conditions of the policies are in the plan only for those with EXPLAIN RLS.']
      : [];
  return ['## Plan', ...note, markdownBlock(explain.value)];
}

function part<T>(answer: Visible<T>, draw: (value: T) => string): string {
  return answer.visible ? draw(answer.value) : markdownText(answer.reason);
}

function grantee({ grantee: name, granteeKind }: PolicyAttachment | MaskingAttachment): string {
  return granteeKind === 'public' ? 'everybody (PUBLIC)' : `${granteeKind} ${markdownName(name)}`;
}

function relationName({ schema, name }: RelationName): string {
  return markdownName(`${schema}.${name}`);
}
