import type { CatalogGrant, CatalogRow, CatalogSource, RelationName } from './contract.ts';
import { refusalIn } from './refusal.ts';
import { showColumnGrants, showGrants } from './showSql.ts';
import { columnPrivileges, relationPrivileges } from './viewSql.ts';

/**
 * The privileges on a relation that Redshift shows to this person, those on columns after those on the whole.
 * @param connectable false for a database that takes no connection; the older views have nothing to say about it
 * @throws the first refusal where SHOW GRANTS and the views are refused both
 */
export async function fetchGrants(
  source: CatalogSource,
  relation: RelationName,
  connectable: boolean,
): Promise<readonly CatalogGrant[]> {
  const rows = async (
    show: typeof showGrants,
    view: typeof relationPrivileges,
  ): Promise<readonly CatalogRow[]> => {
    try {
      return (await source.query(show(relation))).rows;
    } catch (error) {
      if (!connectable || refusalIn(error)?.noStatements !== false) throw error;
      return source.query(view(relation)).then(
        (answer) => answer.rows,
        (second: unknown) => {
          throw refusalIn(second) === undefined ? second : error;
        },
      );
    }
  };
  const [whole, columns] = await Promise.all([
    rows(showGrants, relationPrivileges),
    rows(showColumnGrants, columnPrivileges),
  ]);
  const onWhole = whole.filter((row) => !/column/i.test(row['object_type'] ?? row['privilege_scope'] ?? ''));
  return [...onWhole.map(grantOf), ...columnGrants(columns)];
}

/** A row of SHOW GRANTS, or of the views that say the same. */
export function grantOf(row: CatalogRow): CatalogGrant {
  const kind = (row['identity_type'] ?? '').toLowerCase();
  return {
    privilege: (row['privilege_type'] ?? '').toUpperCase(),
    grantee: row['identity_name'] ?? '',
    granteeKind: kind === 'role' || kind === 'group' || kind === 'public' ? kind : 'user',
    grantable: /^(t|true|1)$/i.test(row['admin_option'] ?? ''),
  };
}

/** One grant for all columns on which somebody holds the same privilege. */
function columnGrants(rows: readonly CatalogRow[]): CatalogGrant[] {
  const grants = new Map<string, { readonly grant: CatalogGrant; readonly columns: string[] }>();
  for (const row of rows) {
    const grant = grantOf(row);
    const key = JSON.stringify(grant);
    const joined = grants.get(key) ?? { grant, columns: [] };
    grants.set(key, joined);
    joined.columns.push(row['column_name'] ?? '');
  }
  return [...grants.values()].map(({ grant, columns }) => ({ ...grant, columns }));
}
