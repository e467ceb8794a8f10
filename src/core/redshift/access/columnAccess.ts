import type { CatalogGrant } from '../catalog/contract.ts';
import type { TableAccess } from './contract.ts';
import { isTrue, roleNames } from './redshiftIdentity.ts';
import { named, visible, type AccessQuestion } from './accessQuestion.ts';

const hidden =
  'Redshift does not tell which columns you may read; the owner of the table and superusers see its column grants.';

/**
 * Each column with whether the person may read it. By has_column_privilege; where that is not known, as in
 * shares and catalogues, by SELECT on the table or by the grants of columns.
 */
export async function columnAccess(
  question: AccessQuestion,
  privileges: Promise<TableAccess['privileges']>,
  grants: Promise<TableAccess['grants']>,
): Promise<TableAccess['columns']> {
  const [asked, names] = await Promise.all([
    visible(() => askRedshift(question), hidden),
    visible(
      async () => (await question.catalog.columns(question.relation)).items.map(({ name }) => name),
      hidden,
    ),
  ]);
  if (asked.visible && asked.value.length > 0 && (!names.visible || covers(asked.value, names.value)))
    return asked;
  if (!names.visible) return names;
  const held = await privileges;
  if (held.visible && held.value.some((entry) => entry.privilege === 'SELECT' && entry.held)) {
    return { visible: true, value: names.value.map((name) => ({ name, readable: true })) };
  }
  const granted = await grants;
  if (!granted.visible) return { visible: false, reason: hidden };
  const readable = readableColumns(granted.value, question.identity);
  // Without the roles, what is granted to nobody known may well be granted to one of them.
  if (question.identity.roles === undefined && readable !== 'all' && readable.size === 0) {
    return { visible: false, reason: hidden };
  }
  return {
    visible: true,
    value: names.value.map((name) => ({ name, readable: readable === 'all' || readable.has(name) })),
  };
}

/** Whether an answer is of the table that was meant, and not of one of its name in another database. */
function covers(answer: readonly { readonly name: string }[], columns: readonly string[]): boolean {
  const answered = new Set(answer.map(({ name }) => name));
  return columns.every((column) => answered.has(column));
}

/** The catalogue's own tables: Redshift refuses has_column_privilege over its SVV views. They know the connected database alone. */
async function askRedshift({
  ask,
  relation,
}: AccessQuestion): Promise<{ name: string; readable: boolean }[]> {
  const { database, schema, name } = relation;
  const rows = await ask(
    `SELECT a.attname AS column_name,
  has_column_privilege(current_user, a.attrelid, a.attnum, 'select') AS readable
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE current_database() = :database AND n.nspname = :schema AND c.relname = :name AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`,
    named({ database, schema, name }),
  );
  return rows.map((row) => ({ name: row['column_name'] ?? '', readable: isTrue(row['readable']) }));
}

/** Columns that SELECT grants to the person, to roles of the person or to everybody let read. */
function readableColumns(
  grants: readonly CatalogGrant[],
  { currentUser, roles = [] }: AccessQuestion['identity'],
): 'all' | ReadonlySet<string> {
  const user = currentUser.toLowerCase();
  const own = new Set(roleNames(roles).map((role) => role.toLowerCase()));
  const isMine = ({ grantee, granteeKind }: CatalogGrant) =>
    granteeKind === 'public' ||
    (granteeKind === 'user' && grantee.toLowerCase() === user) ||
    (granteeKind === 'role' && own.has(grantee.toLowerCase()));
  const mine = grants.filter((grant) => grant.privilege.toUpperCase() === 'SELECT' && isMine(grant));
  if (mine.some(({ columns }) => columns === undefined)) return 'all';
  return new Set(mine.flatMap(({ columns = [] }) => columns));
}
