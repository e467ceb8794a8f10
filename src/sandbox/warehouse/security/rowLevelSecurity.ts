import { SqlError } from '../contract.ts';
import { takesPrincipals } from './grants.ts';
import { writeSql } from '../sql/postgresSql.ts';
import { rewriteQuery } from '../sql/queryRewrite.ts';
import { TokenCursor, isWord, splitAtCommas, unsupported } from '../sql/tokenCursor.ts';
import { typeOf } from '../sql/typeNames.ts';
import type { Token } from '../sql/sqlTokens.ts';
import type { QualifiedName } from '../sql/tokenCursor.ts';
import type { PolicyDefinition, Translation } from '../sql/translation.ts';

/** CREATE, ALTER and DROP RLS POLICY, ATTACH and DETACH RLS POLICY, and ALTER TABLE … ROW LEVEL SECURITY. */
export function translateRowLevelSecurity(cursor: TokenCursor, table?: QualifiedName): Translation {
  if (table) return translateSwitch(cursor, table);
  const attach = cursor.takes('attach');
  if (attach || cursor.takes('detach')) return translateAttachment(cursor, attach);
  const drop = isWord(cursor.tokens[0], 'drop');
  if (isWord(cursor.tokens[0], 'alter')) throw unsupported('ALTER RLS POLICY', cursor.next);
  cursor.expect('rls', 'policy');
  if (drop) {
    const ifExists = cursor.takes('if', 'exists');
    const name = cursor.name();
    const behaviour = cursor.takesOneOf('cascade', 'restrict');
    cursor.end();
    return { kind: 'dropPolicy', name, ifExists, cascade: behaviour === 'cascade' };
  }
  return { kind: 'createPolicy', policy: readPolicy(cursor) };
}

function translateSwitch(cursor: TokenCursor, table: QualifiedName): Translation {
  cursor.expect('row', 'level', 'security');
  const state = cursor.takesOneOf('on', 'off');
  if (!state) throw cursor.syntaxError();
  let conjunction: 'and' | 'or' = 'and';
  if (cursor.takes('conjunction', 'type')) {
    const word = cursor.takesOneOf('and', 'or');
    if (!word) throw cursor.syntaxError();
    conjunction = word === 'or' ? 'or' : 'and';
  }
  if (cursor.sees('for')) throw unsupported('FOR DATASHARES', cursor.next);
  cursor.end();
  return { kind: 'rowLevelSecurity', table, on: state === 'on', conjunction };
}

function translateAttachment(cursor: TokenCursor, attach: boolean): Translation {
  cursor.expect('rls', 'policy');
  const policy = cursor.name();
  cursor.expect('on');
  cursor.takes('table');
  const tables = cursor.qualifiedNames();
  cursor.expect(attach ? 'to' : 'from');
  const to = takesPrincipals(cursor);
  cursor.end();
  return { kind: 'attachPolicy', attach, policy, tables, to };
}

function readPolicy(cursor: TokenCursor): PolicyDefinition {
  const name = cursor.name();
  let columns: PolicyDefinition['columns'] = [];
  let alias = '';
  if (cursor.takes('with')) {
    columns = splitAtCommas(cursor.parenthesised()).map(readPolicyColumn);
    if (cursor.takes('as') || !cursor.sees('using')) alias = cursor.name();
  }
  cursor.expect('using');
  const expression = cursor.parenthesised();
  cursor.end();
  return { name, columns, alias, expression: readExpression(expression, alias, 'an RLS policy') };
}

export function readPolicyColumn(tokens: readonly Token[]): { name: string; type: string } {
  const cursor = new TokenCursor(tokens);
  const name = cursor.name();
  const rest = cursor.rest();
  const type = typeOf(rest, 0);
  const more = rest.slice(type.end);
  const known = ['precision', 'with', 'without', 'time', 'zone'];
  if (rest.length === 0 || more.some((token) => !known.includes(token.value))) throw cursor.syntaxError();
  return { name, type: writeSql([...type.pieces, ...more]).text };
}

/** The expression with `alias.column` as `column`: PostgreSQL's policies know the table's columns only. */
export function readExpression(tokens: readonly Token[], alias: string, what: string): string {
  // TABLE and VALUES are queries as well.
  const stray = tokens.find(
    (token) =>
      ['select', 'table', 'values'].some((word) => isWord(token, word)) || token.kind === 'parameter',
  );
  if (stray?.kind === 'parameter') {
    throw new SqlError('ERROR: a policy cannot hold parameters', '42601', stray.start + 1);
  }
  if (stray) throw unsupported(`a lookup table in ${what}`, stray);
  const bare: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const named = (token.kind === 'word' || token.kind === 'quoted') && token.value === alias;
    if (named && isWord(tokens[at + 1], '.') && !isWord(tokens[at - 1], '.')) at += 1;
    else bare.push(token);
  }
  return writeSql(rewriteQuery(bare)).text;
}
