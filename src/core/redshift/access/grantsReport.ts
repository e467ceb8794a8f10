import { markdownName, markdownTable, markdownText } from '../../markdown.ts';
import type { CatalogGrant, RelationName } from '../catalog/contract.ts';

/** The grants on a table or view as Markdown. */
export function grantsReport(
  { database, schema, name }: RelationName,
  grants: readonly CatalogGrant[],
): string {
  return [
    `# Grants on ${markdownName(`${schema}.${name}`)}`,
    `In database ${markdownName(database)}.`,
    grantsTable(grants),
    '',
  ].join('\n\n');
}

/** Redshift lists to each person the grants that concern that person, so no grants need not mean that there are none. */
export function grantsTable(grants: readonly CatalogGrant[]): string {
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
