import type { CatalogRelation, CatalogSource, FoundObject, RelationName } from './contract.ts';
import { relationOf } from './rows.ts';
import { findColumns, findRelations } from './viewSql.ts';

/**
 * Searches the catalogue of a database by two statements: relations first, then columns.
 * @param known a relation that is loaded, because SVV_ALL_COLUMNS doesn't tell tables from views
 */
export async function findObjects(
  source: CatalogSource,
  database: string,
  text: string,
  limit: number,
  known: (relation: RelationName) => CatalogRelation | undefined,
  signal?: AbortSignal,
): Promise<readonly FoundObject[]> {
  const prefix = `${database.toLowerCase()}.`;
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => (word.startsWith(prefix) ? word.slice(prefix.length) : word))
    .filter(Boolean);
  if (words.length === 0 || limit < 1) return [];
  const options = signal === undefined ? {} : { signal };
  const [relations, columns] = await Promise.all([
    source.query({ ...findRelations(database, words, limit), ...options }),
    source.query({ ...findColumns(database, words, limit), ...options }),
  ]);
  const found = relations.rows.map((row) => relationOf(database, row['schema_name'] ?? '')(row));
  const inColumns = columns.rows.map((row): FoundObject => {
    const place = { database, schema: row['schema_name'] ?? '', name: row['table_name'] ?? '' };
    const same = ({ schema, name }: RelationName): boolean => schema === place.schema && name === place.name;
    const relation = known(place) ?? found.find(same) ?? { ...place, kind: 'table' };
    return { type: 'column', relation, column: row['column_name'] ?? '' };
  });
  return [...found.map((relation): FoundObject => ({ type: 'relation', relation })), ...inColumns].slice(
    0,
    limit,
  );
}
