import { SqlError } from '../contract.ts';
import { resolveNames } from './databaseNames.ts';
import { placeNewTable } from './newTables.ts';
import { explainWords } from '../explain.ts';
import { translateGrant } from '../security/grants.ts';
import { translateCreateMaterializedView, translateRefresh } from '../materializedViews.ts';
import { translateMasking } from '../security/maskingStatements.ts';
import { writeSql } from './postgresSql.ts';
import { rewriteQuery } from './queryRewrite.ts';
import { translateCreateRoutine } from '../routines.ts';
import { translateRowLevelSecurity } from '../security/rowLevelSecurity.ts';
import {
  translateCreatePrincipal,
  translateAlterPrincipal,
  translateDropPrincipals,
} from '../security/principals.ts';
import { translateSet, translateUse } from './settings.ts';
import { translateShowCommand } from '../metadata/show.ts';
import { quoteName, quoteString, tokenize } from './sqlTokens.ts';
import { translateAlterTable, translateCreateTable } from './tables.ts';
import { TokenCursor, isWord, unsupported } from './tokenCursor.ts';
import { isTransactionWord, translateTransaction } from './transactionWords.ts';
import type { NameScope } from './databaseNames.ts';
import type { Token } from './sqlTokens.ts';
import type { TableStatement } from './tables.ts';
import type { Translation } from './translation.ts';

/** Redshift's own limit, 16 MB. */
const longestStatement = 16 * 1024 * 1024;

const queryWords = ['select', 'with', 'values'];

/**
 * The tokens of one statement, without semicolons at its end.
 * @param caseSensitive whether quoted identifiers keep their capitals: enable_case_sensitive_identifier
 * @throws SqlError
 */
export function readStatement(sql: string, caseSensitive = false): readonly Token[] {
  if (sql.length > longestStatement) {
    throw new SqlError(`ERROR: the statement is longer than ${longestStatement} characters`, '54001');
  }
  const written = tokenize(sql, caseSensitive);
  while (isWord(written.at(-1), ';')) written.pop();
  return written;
}

/**
 * Translates one Redshift statement. Only kinds of statements that are listed here go on to PostgreSQL.
 * @param scope what its names mean; without it they go on as they are
 * @throws SqlError `0A000` for what the sandbox does not do, `42601` for what is not SQL
 */
export function translate(written: readonly Token[], scope?: NameScope): Translation {
  const tokens = placeNewTable(scope ? resolveNames(written, scope) : written, scope?.temporary);
  const semicolon = tokens.find((token) => isWord(token, ';'));
  if (semicolon) {
    throw new SqlError(
      'ERROR: cannot insert multiple commands into a prepared statement',
      '42601',
      semicolon.start + 1,
    );
  }
  const first = tokens[0];
  if (!first) throw new SqlError('ERROR: the statement is empty', '42601');
  if (isWord(first, '(') || queryWords.includes(first.kind === 'word' ? first.value : '')) {
    return { kind: 'sql', statement: writeSql(translateQuery(tokens)) };
  }
  const cursor = new TokenCursor(tokens);
  const word = first.kind === 'word' ? first.value : '';
  const translateKind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  if (translateKind) return translateKind(cursor);
  if (isTransactionWord(first)) return translateTransaction(cursor);
  if (first.kind === 'word') throw unsupported(word.toUpperCase(), first);
  throw cursor.syntaxError();
}

function tableStatement({ pieces, storage }: TableStatement): Translation {
  return { kind: 'sql', statement: writeSql(pieces), ...(storage && { storage }) };
}

function sqlOf(pieces: readonly (Token | string)[]): Translation {
  return { kind: 'sql', statement: writeSql(pieces) };
}

/** A query that locks no rows. */
function translateQuery(tokens: readonly Token[]): (Token | string)[] {
  let depth = 0;
  for (const token of tokens) {
    if (isWord(token, '(')) depth += 1;
    if (isWord(token, ')')) depth -= 1;
    if (depth === 0 && isWord(token, 'for')) throw unsupported('FOR in a query', token);
  }
  return rewriteQuery(tokens);
}

const kinds: Readonly<Record<string, (cursor: TokenCursor) => Translation>> = {
  insert: (cursor) => {
    const conflict = cursor.tokens.find(
      (token, at) => isWord(token, 'on') && isWord(cursor.tokens[at + 1], 'conflict'),
    );
    if (conflict) throw unsupported('ON CONFLICT', conflict);
    return sqlOf(rewriteQuery(cursor.tokens));
  },
  update: (cursor) => sqlOf(rewriteQuery(cursor.tokens)),
  delete: (cursor) => {
    cursor.expect('delete');
    cursor.takes('from');
    return sqlOf(['DELETE FROM', ...rewriteQuery(cursor.rest())]);
  },
  truncate: (cursor) => {
    cursor.expect('truncate');
    cursor.takes('table');
    const table = cursor.qualifiedName();
    cursor.end();
    return sqlOf([`TRUNCATE TABLE ${table.text}`]);
  },
  create: translateCreate,
  drop: translateDrop,
  alter: translateAlter,
  grant: translateGrant,
  revoke: translateGrant,
  attach: translateAttachment,
  detach: translateAttachment,
  comment: translateComment,
  analyze: translateMaintenance,
  vacuum: translateMaintenance,
  explain: translateExplain,
  refresh: translateRefresh,
  set: translateSet,
  reset: translateSet,
  use: translateUse,
  show: translateShowCommand,
};

function translateCreate(cursor: TokenCursor): Translation {
  cursor.expect('create');
  if (cursor.sees('rls', 'policy')) return translateRowLevelSecurity(cursor);
  if (cursor.sees('masking', 'policy')) return translateMasking(cursor);
  if (cursor.sees('user') || cursor.sees('role')) return translateCreatePrincipal(cursor);
  if (cursor.takes('schema')) {
    const guard = cursor.takes('if', 'not', 'exists') ? 'IF NOT EXISTS' : '';
    const name = cursor.name();
    if (cursor.next) throw unsupported(`CREATE SCHEMA … ${cursor.next.value.toUpperCase()}`, cursor.next);
    return sqlOf([`CREATE SCHEMA ${guard} ${quoteName(name)}`]);
  }
  if (cursor.takes('database')) return databaseStatement(cursor, 'createDatabase');
  const replace = cursor.takes('or', 'replace');
  if (cursor.takes('view')) return translateCreateView(cursor, replace);
  if (cursor.sees('function') || cursor.sees('procedure')) return translateCreateRoutine(cursor, replace);
  if (!replace && cursor.sees('materialized', 'view')) return translateCreateMaterializedView(cursor);
  if (!replace && ['table', 'temp', 'temporary', 'local'].some((word) => cursor.sees(word))) {
    return tableStatement(translateCreateTable(cursor));
  }
  throw unsupported(`CREATE ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
}

function translateAttachment(cursor: TokenCursor): Translation {
  return isWord(cursor.tokens[1], 'masking') ? translateMasking(cursor) : translateRowLevelSecurity(cursor);
}

function databaseStatement(cursor: TokenCursor, kind: 'createDatabase' | 'dropDatabase'): Translation {
  const name = cursor.name();
  if (cursor.next) throw unsupported(`DATABASE … ${cursor.next.value.toUpperCase()}`, cursor.next);
  return { kind, name };
}

function translateCreateView(cursor: TokenCursor, replace: boolean): Translation {
  const view = cursor.qualifiedName();
  const columns = cursor.sees('(') ? new TokenCursor(cursor.parenthesised()) : undefined;
  const names = columns ? columns.names() : [];
  columns?.end();
  cursor.expect('as');
  const rest = cursor.rest();
  const binding = rest.findIndex(
    (token, at) => isWord(token, 'with') && isWord(rest[at + 1], 'no') && isWord(rest[at + 2], 'schema'),
  );
  if (binding >= 0) throw unsupported('WITH NO SCHEMA BINDING', rest[binding]);
  return sqlOf([
    `CREATE ${replace ? 'OR REPLACE ' : ''}VIEW ${view.text}`,
    names.length > 0 ? `(${names.map(quoteName).join(', ')})` : '',
    // The rows that a reader sees are decided by the policies for the reader, not for the view's owner.
    'WITH (security_invoker = true) AS',
    ...translateQuery(rest),
  ]);
}

function translateDrop(cursor: TokenCursor): Translation {
  cursor.expect('drop');
  if (cursor.sees('rls', 'policy')) return translateRowLevelSecurity(cursor);
  if (cursor.sees('masking', 'policy')) return translateMasking(cursor);
  if (cursor.sees('user') || cursor.sees('role')) return sqlOf(translateDropPrincipals(cursor));
  if (cursor.takes('database')) return databaseStatement(cursor, 'dropDatabase');
  const materialized = cursor.takes('materialized') ? 'materialized ' : '';
  const kind = cursor.takesOneOf(...(materialized ? ['view'] : ['table', 'view', 'schema']));
  if (!kind) throw unsupported(`DROP ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
  const guard = cursor.takes('if', 'exists') ? 'IF EXISTS ' : '';
  const names = cursor.qualifiedNames();
  const behaviour = cursor.takesOneOf('cascade', 'restrict') ?? '';
  cursor.end();
  return sqlOf([
    `DROP ${(materialized + kind).toUpperCase()} ${guard}${names.map(({ text }) => text).join(', ')} ${behaviour}`,
  ]);
}

function translateAlter(cursor: TokenCursor): Translation {
  cursor.expect('alter');
  if (cursor.sees('rls', 'policy')) return translateRowLevelSecurity(cursor);
  if (cursor.sees('masking', 'policy')) return translateMasking(cursor);
  if (cursor.sees('user') || cursor.sees('role')) return sqlOf(translateAlterPrincipal(cursor));
  if (cursor.takes('table')) {
    const table = cursor.qualifiedName();
    if (cursor.sees('row', 'level', 'security')) return translateRowLevelSecurity(cursor, table);
    return tableStatement(translateAlterTable(cursor, table));
  }
  throw unsupported(`ALTER ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
}

function translateComment(cursor: TokenCursor): Translation {
  cursor.expect('comment', 'on');
  const kind = cursor.takesOneOf('table', 'column', 'view', 'schema');
  if (!kind) throw unsupported(`COMMENT ON ${(cursor.next?.value ?? '').toUpperCase()}`, cursor.next);
  const name = cursor.qualifiedName();
  cursor.expect('is');
  const text = cursor.takes('null') ? 'NULL' : quoteString(cursor.string());
  cursor.end();
  return sqlOf([`COMMENT ON ${kind.toUpperCase()} ${name.text} IS ${text}`]);
}

/** VACUUM sorts and reclaims on Redshift. Here nothing needs either, so both come to new statistics. */
function translateMaintenance(cursor: TokenCursor): Translation {
  if (cursor.takes('vacuum')) cursor.takesOneOf('full', 'sort', 'delete', 'reindex', 'recluster');
  else cursor.expect('analyze');
  cursor.takes('only');
  cursor.takes('verbose');
  if (cursor.done) return sqlOf(['ANALYZE']);
  const table = cursor.qualifiedName();
  const columns = cursor.sees('(') ? new TokenCursor(cursor.parenthesised()) : undefined;
  const names = columns?.names().map(quoteName) ?? [];
  columns?.end();
  if (cursor.takes('to')) {
    cursor.take();
    cursor.expect('percent');
  }
  cursor.takes('boost');
  if (cursor.takesOneOf('predicate', 'all')) cursor.expect('columns');
  cursor.end();
  return sqlOf([`ANALYZE ${table.text} ${names.length > 0 ? `(${names.join(', ')})` : ''}`]);
}

function translateExplain(cursor: TokenCursor): Translation {
  cursor.expect('explain');
  for (const word of ['analyze', 'verbose', 'rls', 'masking']) {
    if (cursor.sees(word)) throw unsupported(`EXPLAIN ${word.toUpperCase()}`, cursor.next);
  }
  const rest = cursor.rest();
  const word = rest[0]?.kind === 'word' ? rest[0].value : '';
  if (isWord(rest[0], '(') && !startsQueryInside(rest)) throw unsupported('EXPLAIN with options', rest[0]);
  if (isWord(rest[0], '(') || queryWords.includes(word)) {
    return {
      kind: 'explain',
      statement: writeSql([explainWords, ...translateQuery(rest)]),
    };
  }
  if (!['insert', 'update', 'delete'].includes(word)) {
    throw unsupported(`EXPLAIN ${word.toUpperCase()}`, rest[0]);
  }
  return {
    kind: 'explain',
    statement: writeSql([explainWords, ...rewriteQuery(rest)]),
  };
}

function startsQueryInside(tokens: readonly Token[]): boolean {
  const first = tokens.find((token) => !isWord(token, '('));
  return first?.kind === 'word' && queryWords.includes(first.value);
}
