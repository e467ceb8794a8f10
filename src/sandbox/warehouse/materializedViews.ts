import { SqlError } from './contract.ts';
import { writeSql } from './sql/postgresSql.ts';
import { rewriteQuery } from './sql/queryRewrite.ts';
import { quoteName } from './sql/sqlTokens.ts';
import { TokenCursor } from './sql/tokenCursor.ts';
import type { Database } from './database.ts';
import type { Translation } from './sql/translation.ts';

/**
 * CREATE MATERIALIZED VIEW, from the word after CREATE. Its rows are what its owner sees, so the administrator makes
 * it, and of tables without row-level security or masking only: others would read past both.
 */
export function translateCreateMaterializedView(cursor: TokenCursor): Translation {
  cursor.expect('materialized', 'view');
  const view = cursor.qualifiedName();
  const columns = cursor.sees('(') ? new TokenCursor(cursor.parenthesised()) : undefined;
  const names = columns?.names().map(quoteName) ?? [];
  columns?.end();
  for (;;) {
    if (cursor.takes('backup') || cursor.takes('auto', 'refresh')) {
      if (!cursor.takesOneOf('yes', 'no')) throw cursor.syntaxError();
    } else if (cursor.takes('diststyle')) {
      if (!cursor.takesOneOf('even', 'all', 'key')) throw cursor.syntaxError();
    } else if (cursor.takes('distkey') || cursor.takes('sortkey')) cursor.parenthesised();
    else break;
  }
  cursor.expect('as');
  const head = `CREATE MATERIALIZED VIEW ${view.text} ${names.length > 0 ? `(${names.join(', ')})` : ''} AS`;
  return {
    kind: 'administratorSql',
    what: 'CREATE MATERIALIZED VIEW',
    statement: writeSql([head, ...rewriteQuery(cursor.rest())]),
  };
}

/** REFRESH MATERIALIZED VIEW. */
export function translateRefresh(cursor: TokenCursor): Translation {
  cursor.expect('refresh', 'materialized', 'view');
  const view = cursor.qualifiedName();
  if (!cursor.takes('cascade')) cursor.takes('restrict');
  cursor.end();
  const statement = writeSql([`REFRESH MATERIALIZED VIEW ${view.text}`]);
  return { kind: 'administratorSql', what: 'REFRESH MATERIALIZED VIEW', statement };
}

/**
 * Throws where a materialized view holds, by whatever views, rows of a table with policies. To be called before the
 * commit of what could bring that about. The session has to be the administrator's.
 */
export function checkMaterializedViews(database: Database): void {
  const [found] = database.query(
    `WITH RECURSIVE source (view, relation) AS (
       SELECT oid, oid FROM pg_catalog.pg_class WHERE relkind = 'm'
       UNION
       SELECT s.view, d.refobjid FROM source s
         JOIN pg_catalog.pg_rewrite r ON r.ev_class = s.relation
         JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
           AND d.refclassid = 'pg_catalog.pg_class'::regclass
     )
     SELECT v.relname, t.relname FROM source s JOIN pg_catalog.pg_class v ON v.oid = s.view
       JOIN pg_catalog.pg_class t ON t.oid = s.relation WHERE t.relrowsecurity LIMIT 1`,
  );
  if (!found) return;
  throw new SqlError(
    `ERROR: materialized view "${found[0]}" of "${found[1]}", which has row-level security or masking, is not supported by the sandbox`,
    '0A000',
  );
}
