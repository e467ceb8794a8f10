import { compareNames } from '../catalog/ordered.ts';
import type { CatalogRow } from '../catalog/contract.ts';
import type { MaskingAttachment, PolicyAttachment, TableAccess, Visible } from './contract.ts';
import { isTrue } from './redshiftIdentity.ts';
import { named, visible, type AccessQuestion } from './accessQuestion.ts';

const policiesHidden =
  'Which row-level security policies are attached is not visible to you: Redshift shows SVV_RLS_ATTACHED_POLICY to superusers and to members of sys:secadmin alone.';
const maskingHidden =
  'Which masking policies are attached is not visible to you: Redshift shows SVV_ATTACHED_MASKING_POLICY to superusers and to members of sys:secadmin alone, and no rows to everybody else.';

/** Whether a plan shows that row-level security takes part for the person whose plan it is. */
export function isSecured(explain: TableAccess['explain']): boolean {
  return explain.visible && explain.value.some((line) => /RLS SecureScan/i.test(line));
}

/** Row-level security of the table: SVV_RLS_RELATION, and SVV_RLS_ATTACHED_POLICY with SVV_RLS_POLICY. */
export async function rowLevelSecurity(
  { ask, relation, seesPolicies, connectable }: AccessQuestion,
  explain: Promise<TableAccess['explain']>,
): Promise<TableAccess['rowLevelSecurity']> {
  const [relations, attached] = await Promise.all([
    visible(
      () =>
        ask(
          `SELECT is_rls_on, rls_conjunction_type FROM svv_rls_relation
WHERE datname = :database AND relschema = :schema AND relname = :name`,
          parametersOf(relation),
        ),
      '',
    ),
    whereConnectable(connectable, 'row-level security', () =>
      visible(
        () =>
          ask(
            `SELECT a.polname, a.grantee, a.granteekind, a.is_pol_on, a.is_rls_on, a.rls_conjunction_type, p.polqual
FROM svv_rls_attached_policy a
LEFT JOIN svv_rls_policy p ON p.polname = a.polname AND p.poldb = :database
WHERE a.relschema = :schema AND a.relname = :name`,
            parametersOf(relation),
          ),
        policiesHidden,
      ),
    ),
  ]);
  const rows = attached.visible ? attached.value : [];
  const state = (relations.visible ? relations.value[0] : undefined) ?? rows[0];
  const secured = isSecured(await explain);
  if (rows.length === 0 && !(attached.visible && seesPolicies)) {
    const reason = attached.visible ? policiesHidden : attached.reason;
    const on = secured || isTrue(state?.['is_rls_on']);
    return {
      visible: false,
      reason: on ? `Row-level security decides which rows you get. ${reason}` : reason,
    };
  }
  const conjunction = state?.['rls_conjunction_type']?.trim().toUpperCase();
  return {
    visible: true,
    value: {
      on: secured || isTrue(state?.['is_rls_on']),
      ...(conjunction && { conjunction }),
      policies: rows
        .filter(({ is_pol_on: enabled }) => enabled === null || enabled === undefined || isTrue(enabled))
        .map(policyOf)
        .sort((a, b) => compareNames(a.grantee, b.grantee) || compareNames(a.policy, b.policy)),
    },
  };
}

/** Masking policies attached to columns of the table: SVV_ATTACHED_MASKING_POLICY. */
export async function attachedMasking({
  ask,
  seesPolicies,
  connectable,
}: AccessQuestion): Promise<TableAccess['masking']> {
  const answer = await whereConnectable(connectable, 'masking', () =>
    visible(
      () =>
        ask(`SELECT policy_name, grantee, grantee_type, priority, output_columns FROM svv_attached_masking_policy
WHERE schema_name = :schema AND table_name = :name`),
      maskingHidden,
    ),
  );
  if (!answer.visible) return answer;
  if (answer.value.length === 0 && !seesPolicies) return { visible: false, reason: maskingHidden };
  // The highest priority wins, so it comes first.
  const value = answer.value
    .map(maskingOf)
    .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || compareNames(a.grantee, b.grantee));
  return { visible: true, value };
}

/** These views name no database: of the connected one they would tell of another table of the same name. */
async function whereConnectable<T>(
  connectable: boolean,
  what: string,
  ask: () => Promise<Visible<T>>,
): Promise<Visible<T>> {
  if (connectable) return ask();
  const reason = `Which ${what} policies are attached is not visible here: only the warehouse that the table belongs to tells.`;
  return { visible: false, reason };
}

function policyOf(row: CatalogRow): PolicyAttachment {
  const expression = row['polqual'];
  return {
    policy: row['polname'] ?? '',
    ...(expression && { expression }),
    ...granteeOf(row['grantee'], row['granteekind']),
  };
}

function maskingOf(row: CatalogRow): MaskingAttachment {
  const priority = row['priority'] ? Number(row['priority']) : Number.NaN;
  return {
    policy: row['policy_name'] ?? '',
    columns: listOf(row['output_columns'] ?? ''),
    ...granteeOf(row['grantee'], row['grantee_type']),
    ...(Number.isFinite(priority) && { priority }),
  };
}

function granteeOf(
  grantee: string | null | undefined,
  kind: string | null | undefined,
): Pick<PolicyAttachment, 'grantee' | 'granteeKind'> {
  const name = grantee ?? '';
  if (/^public$/i.test(kind ?? '') || (/^public$/i.test(name) && !kind)) {
    return { grantee: 'PUBLIC', granteeKind: 'public' };
  }
  return { grantee: name, granteeKind: /^role$/i.test(kind ?? '') ? 'role' : 'user' };
}

/** `["email","phone"]`, and other brackets in case another version writes them. */
function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list.map(String);
  } catch {
    // Not JSON: names with commas between them.
  }
  return text
    .replace(/^[[({]|[\])}]$/g, '')
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .filter((name) => name !== '');
}

function parametersOf({ database, schema, name }: AccessQuestion['relation']) {
  return named({ database, schema, name });
}
