import { readableName } from '../../core/redshift/catalog/quoteName.ts';
import { qualifiedName } from '../../core/redshift/catalog/selectStatement.ts';
import type { ExplorerNode } from './nodes.ts';

/** What a statement in the node's warehouse calls its thing; undefined where it is no thing of Redshift. */
export function sqlNameOf(node: ExplorerNode): string | undefined {
  switch (node.kind) {
    case 'database':
      return readableName(node.database.name);
    case 'schema': {
      const { database, name } = node.schema;
      const outside = database === node.target.warehouse.database ? [] : [database];
      return [...outside, name].map(readableName).join('.');
    }
    case 'relation':
      return qualifiedName(node.relation, node.target.warehouse.database);
    case 'column':
      return readableName(node.column.name);
    case 'routine':
      return qualifiedName(node.routine, node.target.warehouse.database);
    default:
      return undefined;
  }
}
