import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import { temporaryPrefix } from './temporaryTables.ts';
import type { Database } from '../database.ts';

/**
 * Every table that the open transaction has changed, with a sum over its rows, as text to compare. Says whether a
 * transaction that was run again came to the same, whatever its statements stand on: defaults, numbering, chance or time.
 * The session has to be the administrator's.
 */
export function changedContents(database: Database): string {
  // Reading takes AccessShareLock alone, and locks are kept until the transaction ends.
  const tables = database.query(
    `SELECT DISTINCT n.nspname, c.relname FROM pg_catalog.pg_locks l
       JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE l.locktype = 'relation' AND l.mode <> 'AccessShareLock' AND c.relkind IN ('r', 'm')
       AND (n.nspname !~ '^(pg_|sandbox_|information_schema$)' OR starts_with(n.nspname, ${quoteString(temporaryPrefix)}))
     ORDER BY 1, 2`,
  );
  const contents = tables.map(([schema, table]) => {
    const name = `${quoteName(schema ?? '')}.${quoteName(table ?? '')}`;
    const [sums] = database.query(
      `SELECT count(*), sum(pg_catalog.hashtextextended(contents::text, 0)::numeric),
         sum(pg_catalog.hashtextextended(contents::text, 1)::numeric) FROM ${name} AS contents`,
    );
    return [name, ...(sums ?? [])].join(' ');
  });
  return contents.join('\n');
}
