import { isElsewhere, isHiddenSchema } from '../sql/databaseNames.ts';
import { quoteName } from '../sql/sqlTokens.ts';
import type { NameScope } from '../sql/databaseNames.ts';
import type { SessionSettings } from './sessionSettings.ts';

/** Schemas of every database, which PostgreSQL searches first by itself, and must. */
const everywhere = ['pg_catalog', 'information_schema'];

/** PostgreSQL's schemas in which a name without one is looked for, but for those of temporary tables and masked views. */
export function searchedSchemas(
  { searchPath, use }: SessionSettings,
  scope: Omit<NameScope, 'masked'>,
  user: string,
): string[] {
  const names = use?.schema === undefined ? (searchPath ?? ['public']) : [use.schema];
  return (
    names
      .map((name) => (name === '$user' ? user : name))
      .filter((name) => !everywhere.includes(name) && !isHiddenSchema(name) && !name.startsWith('sandbox_'))
      .filter((name) => scope.current !== scope.own || !isElsewhere(name, scope))
      .map((name) => (scope.current === scope.own ? name : `${scope.current}.${name}`))
      // PostgreSQL skips those that are not there too, but fails at a name that is empty and shortens a long one.
      .filter((name) => scope.schemas.has(name))
  );
}

/** The value of PostgreSQL's search_path: a masked view comes before its table, a temporary table before all. */
export function searchPathSql(
  schemas: readonly string[],
  masked: NameScope['masked'],
  temporary: string | undefined,
): string {
  const path = schemas.flatMap((schema) => {
    const first = masked.get(schema)?.schema;
    return first === undefined ? [schema] : [first, schema];
  });
  const all = temporary === undefined ? path : [temporary, ...path];
  return all.length === 0 ? "''" : all.map(quoteName).join(', ');
}
