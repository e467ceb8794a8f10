import { catalogue } from './compatibility.ts';
import { quoteString } from './sql/sqlTokens.ts';
import type { Database } from './database.ts';
import type { QualifiedName } from './sql/tokenCursor.ts';

/** How Redshift stores a table. Nothing here is stored so; it is written down for those who ask. */
export interface TableLayout {
  /** Not given: AUTO for a new table, unchanged for another. */
  style?: 'auto' | 'even' | 'key' | 'all';
  distKey?: string;
  sortStyle?: 'auto' | 'compound' | 'interleaved';
  sortKeys: string[];
  /** By column, as written. */
  encodings: Record<string, string>;
  primaryKey: string[];
}

export interface StorageChange {
  kind: 'create' | 'alter';
  table: QualifiedName;
  layout: TableLayout;
}

export function emptyLayout(): TableLayout {
  return { sortKeys: [], encodings: {}, primaryKey: [] };
}

/**
 * Writes a change down that PostgreSQL has just allowed to the person.
 * The session has to be the administrator's, and its search path still the statement's.
 * @param owner the person: a table that was there already, of somebody else, stays as it is
 */
export function recordStorage(database: Database, change: StorageChange, owner: string): void {
  const { table, layout } = change;
  const [found] = database.query(
    `SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = to_regclass(${quoteString(table.text)})
       AND pg_has_role(${quoteString(owner)}, c.relowner, 'USAGE')`,
  );
  const relation = found?.[0];
  if (!relation) return;
  if (change.kind === 'create') {
    database.query(
      `DELETE FROM ${catalogue}.column_storage s WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = s.relation);
       DELETE FROM ${catalogue}.table_storage s WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = s.relation)`,
    );
    const known = database.query(`SELECT FROM ${catalogue}.table_storage WHERE relation = ${relation}`);
    if (known.length > 0) return;
  }
  writeTable(database, relation, layout);
  writeColumns(database, relation, layout);
}

function writeTable(database: Database, relation: string, layout: TableLayout): void {
  const { style, sortStyle, primaryKey } = layout;
  const keys = primaryKey.map((column) => numberOf(relation, column)).join(', ');
  database.query(
    `INSERT INTO ${catalogue}.table_storage VALUES (${relation}, ${quoteString(style ?? 'auto')}, ${quoteString(sortStyle ?? 'auto')},
       array_to_json(ARRAY[${keys}]::int[])::text)
     ON CONFLICT (relation) DO UPDATE SET relation = excluded.relation
       ${style === undefined ? '' : ', style = excluded.style'} ${sortStyle === undefined ? '' : ', sort_style = excluded.sort_style'}`,
  );
}

function writeColumns(database: Database, relation: string, layout: TableLayout): void {
  const { style, distKey, sortStyle, sortKeys, encodings } = layout;
  if (style !== undefined) {
    database.query(`UPDATE ${catalogue}.column_storage SET dist_key = false WHERE relation = ${relation}`);
  }
  if (sortStyle !== undefined) {
    database.query(`UPDATE ${catalogue}.column_storage SET sort_key = 0 WHERE relation = ${relation}`);
  }
  const write = (column: string, name: string, value: string): void => {
    database.query(
      `INSERT INTO ${catalogue}.column_storage (relation, number, dist_key, sort_key)
         SELECT ${relation}, number, false, 0 FROM (SELECT ${numberOf(relation, column)} AS number) c WHERE number IS NOT NULL
         ON CONFLICT DO NOTHING;
       UPDATE ${catalogue}.column_storage SET ${name} = ${value}
         WHERE relation = ${relation} AND number = ${numberOf(relation, column)}`,
    );
  };
  if (distKey !== undefined) write(distKey, 'dist_key', 'true');
  for (const [at, column] of sortKeys.entries()) {
    // Redshift counts the columns of an interleaved key with alternating signs.
    write(column, 'sort_key', String(sortStyle === 'interleaved' && at % 2 === 1 ? -(at + 1) : at + 1));
  }
  for (const [column, encoding] of Object.entries(encodings)) {
    write(
      column,
      'encoding',
      encoding === 'auto' ? 'NULL' : quoteString(encoding === 'raw' ? 'none' : encoding),
    );
  }
}

function numberOf(relation: string, column: string): string {
  return `(SELECT attnum::int FROM pg_catalog.pg_attribute
    WHERE attrelid = ${relation} AND attname = ${quoteString(column)} AND attnum > 0 AND NOT attisdropped)`;
}
