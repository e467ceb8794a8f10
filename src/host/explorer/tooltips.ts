import type * as vscode from 'vscode';
import type {
  CatalogColumn,
  CatalogRelation,
  RelationStatistics,
} from '../../core/redshift/catalog/contract.ts';
import type { Levels } from './levels.ts';
import type { ColumnNode, RelationNode } from './nodes.ts';
import { qualifiedName } from '../../core/redshift/catalog/selectStatement.ts';
import { plainTooltip, relationTitles } from './treeItems.ts';

/** What a hover over a table says; rows and size are asked for then, once for a whole schema. */
export async function relationTooltip(
  { relation, target }: RelationNode,
  levels: Levels,
): Promise<vscode.MarkdownString> {
  const { database, schema, name, kind } = relation;
  const catalog = levels.catalog(target);
  const loaded = catalog.loaded.relations(database, schema);
  // A favourite knows its name alone; a hover over it must not wake a workgroup that nobody opened.
  const known = loaded?.items.find((other) => other.name === name) ?? relation;
  const counted = kind === 'table' || kind === 'materializedView';
  const statistics =
    loaded && counted ? await catalog.statistics(relation).catch(() => undefined) : undefined;
  return plainTooltip(
    `${relationTitles[kind]} ${qualifiedName(relation)}`,
    ...relationFacts(known, statistics),
  );
}

function relationFacts(
  { comment, owner }: CatalogRelation,
  { rows, size }: RelationStatistics = {},
): string[] {
  const counts = [
    ...(rows === undefined ? [] : [`${rows.toLocaleString('en')} rows`]),
    ...(size === undefined ? [] : [`${size.toLocaleString('en')} MB`]),
  ];
  return [
    ...(comment ? [comment] : []),
    ...(owner ? [`Owner ${owner}`] : []),
    ...(counts.length > 0 ? [counts.join(', ')] : []),
  ];
}

/** What a hover over a column says. */
export function columnTooltip({ column }: ColumnNode): vscode.MarkdownString {
  return plainTooltip(`Column ${column.name}, ${column.type}`, ...columnFacts(column));
}

function columnFacts(column: CatalogColumn): string[] {
  const { nullable, encoding, distributionKey, sortKey, comment } = column;
  return [
    ...(comment ? [comment] : []),
    ...(nullable === undefined ? [] : [nullable ? 'NULL' : 'NOT NULL']),
    ...(column.default === undefined ? [] : [`Default ${column.default}`]),
    ...(encoding ? [`Encoding ${encoding}`] : []),
    ...(distributionKey ? ['Distribution key'] : []),
    ...(sortKey > 0 ? [`Sort key, place ${sortKey}`] : []),
  ];
}
