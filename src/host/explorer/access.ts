import type { CatalogGrant, CatalogRelation } from '../../core/redshift/catalog/contract.ts';
import { grantOf } from '../../core/redshift/catalog/grants.ts';
import { quotePath } from '../../core/redshift/catalog/quoteName.ts';
import { qualifiedName } from '../../core/redshift/catalog/selectStatement.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { CompleteTarget } from '../target.ts';
import type { Levels } from './levels.ts';
import type { DatabaseNode, RelationNode, SchemaNode } from './nodes.ts';

/** A document for a person. */
interface Report {
  readonly title: string;
  readonly markdown: string;
}

/**
 * The privileges on a table, schema or database, as Redshift shows them to this person.
 * @throws HopError, StatementError, Cancelled
 */
export async function grantsOf(
  levels: Levels,
  node: RelationNode | SchemaNode | DatabaseNode,
): Promise<Report> {
  const [name, grants] = await readGrants(levels, node);
  const { grantsReport } = await import('../../core/redshift/access/accessReport.ts');
  return { title: titleOf(`Grants on ${name}`, node.target), markdown: grantsReport(name, grants) };
}

/** With whose it is and where: the same name is another thing elsewhere, and shows another person other things. */
function titleOf(what: string, { account, site, warehouse }: CompleteTarget): string {
  return visibleText(`${what} (${account.login}, ${site.region}, ${warehouse.name})`);
}

async function readGrants(
  levels: Levels,
  node: RelationNode | SchemaNode | DatabaseNode,
): Promise<[string, readonly CatalogGrant[]]> {
  if (node.kind === 'relation') {
    return [qualifiedName(node.relation), await levels.catalog(node.target).grants(node.relation)];
  }
  const names = node.kind === 'schema' ? [node.schema.database, node.schema.name] : [node.database.name];
  const sql = `SHOW GRANTS ON ${node.kind === 'schema' ? 'SCHEMA' : 'DATABASE'} ${quotePath(...names)}`;
  const { rows } = await levels
    .atSite(node.target)
    .query(node.target.warehouse, { sql, statementName: 'catalog' });
  return [names.join('.'), rows.map(grantOf)];
}

/**
 * What the person may see of a table or view, and why.
 * @throws HopError, StatementError, Cancelled
 */
export async function tableAccessOf(
  levels: Levels,
  target: CompleteTarget,
  relation: CatalogRelation,
): Promise<Report> {
  const at = levels.atSite(target);
  const { warehouse } = target;
  const [{ readTableAccess }, { accessReport }] = await Promise.all([
    import('../../core/redshift/access/tableAccess.ts'),
    import('../../core/redshift/access/accessReport.ts'),
  ]);
  const source = { query: (request: Parameters<typeof at.query>[1]) => at.query(warehouse, request) };
  const access = await readTableAccess(source, at.catalog(warehouse), relation, {
    identity: at.knownIdentity(warehouse),
  });
  return {
    title: titleOf(`What may I see of ${qualifiedName(relation, warehouse.database)}`, target),
    markdown: accessReport(access),
  };
}
