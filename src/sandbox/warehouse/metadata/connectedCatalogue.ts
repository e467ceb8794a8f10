import { quoteName } from '../sql/sqlTokens.ts';
import { showSchema } from './systemViewsBase.ts';
import { isWord, unsupported } from '../sql/tokenCursor.ts';
import type { Token } from '../sql/sqlTokens.ts';

/** PostgreSQL's tables that a session in another database than the warehouse's own reads views in place of. */
const replaced: readonly string[] = ['pg_namespace', 'pg_class', 'pg_attribute'];

/** What would answer for the warehouse's own database, and has no view in its place. */
const refused: readonly string[] = [
  'pg_tables',
  'pg_views',
  'pg_matviews',
  'pg_indexes',
  'information_schema',
];

/**
 * Schemas, relations and columns of the connected database, under the names that they have there. Sizes and access
 * lists are left out, as PostgreSQL's own tables keep them from persons as well.
 */
export const connectedCatalogue = `
DO $$
DECLARE
  it record;
BEGIN
  FOR it IN
    SELECT relation, string_agg(CASE attname WHEN 'nspname'
      THEN 'CASE WHEN own THEN nspname ELSE substr(nspname, strpos(nspname, ''.'') + 1)::name END AS nspname'
      ELSE quote_ident(attname) END, ', ' ORDER BY attnum) AS columns, source
    FROM (VALUES
        ('pg_namespace', 'pg_namespace'),
        ('pg_class', 'pg_class JOIN pg_namespace n ON n.oid = relnamespace'),
        ('pg_attribute', 'pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace')
      ) AS wanted (relation, source)
      JOIN pg_attribute ON attrelid = relation::regclass AND attnum > 0
    WHERE attname !~ '^(rel(tuples|pages|allvisible|allfrozen)|[a-z]+acl)$'
    GROUP BY relation, source
  LOOP
    EXECUTE format('CREATE VIEW ${showSchema}.%I WITH (security_barrier = true) AS SELECT %s
      FROM %s, LATERAL (SELECT nspname IN (''pg_catalog'', ''information_schema'')) place (own)
      WHERE own OR starts_with(nspname, current_database() || ''.'')',
      it.relation, regexp_replace(it.columns, '^oid', it.relation || '.oid'), it.source);
    EXECUTE format('GRANT SELECT ON ${showSchema}.%I TO PUBLIC', it.relation);
  END LOOP;
END $$;
`;

/**
 * The statement with PostgreSQL's own tables as they are in another database.
 * @throws SqlError where there is no such form of them
 */
export function readConnected(tokens: readonly Token[], database: string): readonly Token[] {
  const read: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    const qualified = isWord(tokens[at - 1], '.');
    const inCatalogue = qualified && isName(tokens[at - 2], 'pg_catalog');
    if (!isName(token) || (qualified && !inCatalogue)) read.push(token);
    else if (refused.includes(token.value))
      throw unsupported(`${token.value} of database "${database}"`, token);
    else if (replaced.includes(token.value)) {
      if (inCatalogue) read.splice(-2);
      read.push({ ...token, kind: 'quoted', text: `${quoteName(showSchema)}.${quoteName(token.value)}` });
    } else read.push(token);
  }
  return read;
}

function isName(token: Token | undefined, name?: string): boolean {
  return (token?.kind === 'word' || token?.kind === 'quoted') && (name === undefined || token.value === name);
}
