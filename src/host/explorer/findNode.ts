import { RedshiftIdentityError } from '../../core/errors.ts';
import type { FoundObject } from '../../core/redshift/catalog/contract.ts';
import { named } from '../../core/redshift/catalog/ordered.ts';
import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { CompleteTarget } from '../target.ts';
import type { Levels } from './levels.ts';
import { isLevel, type ExplorerNode, type LevelNode, type MoreNode } from './nodes.ts';

/**
 * The node of an object, in the whole tree; levels on the way to it are read where they are not yet.
 * @throws what a level on the way failed with; RedshiftIdentityError `NotInExplorer` where the object is not there
 */
export async function findNode(
  levels: Levels,
  target: CompleteTarget,
  found: FoundObject,
): Promise<ExplorerNode> {
  const { database, schema, name } = found.relation;
  const { profile, account, site, warehouse } = target;
  const steps: ((node: ExplorerNode) => boolean)[] = [
    (node) => node.kind === 'site' && node.site.region === site.region,
    (node) =>
      node.kind === 'warehouse' &&
      node.discovered.kind === warehouse.kind &&
      node.discovered.name === warehouse.name,
    (node) => node.kind === 'database' && node.database.name === database,
    (node) => node.kind === 'schema' && node.schema.name === schema,
    // The kind that was found may be another than the level's: SVV views tell views and tables apart less well.
    (node) =>
      node.kind === 'group' &&
      node.of ===
        named(levels.catalog(node.target).loaded.relations(database, schema)?.items ?? [], name)?.kind,
    (node) => node.kind === 'relation' && node.relation.name === name,
    ...(found.type === 'column'
      ? [(node: ExplorerNode) => node.kind === 'column' && node.column.name === found.column]
      : []),
  ];
  let node: ExplorerNode | undefined = levels
    .accounts()
    .find((one) => one.profile.name === profile.name && one.account.id === account.id);
  for (const step of steps) {
    node = node && isLevel(node) ? await below(levels, node, step) : undefined;
    if (!node) break;
  }
  if (node) return node;
  throw new RedshiftIdentityError(`The explorer does not show “${visibleText(`${schema}.${name}`)}”.`, {
    code: 'NotInExplorer',
    remedy: 'Refresh the explorer; the workgroup or cluster may have to be added to the profile.',
  });
}

/** Goes on through a long level until it finds the one. */
async function below(
  levels: Levels,
  node: LevelNode,
  step: (child: ExplorerNode) => boolean,
): Promise<ExplorerNode | undefined> {
  for (;;) {
    const children = await levels.children(node);
    const match = children.find(step);
    if (match) return match;
    const failed = children.find((child) => child.kind === 'error');
    if (failed) throw failed.error;
    const more: MoreNode | undefined = children.find((child) => child.kind === 'more');
    if (!more) return undefined;
    await levels.more(more);
  }
}
