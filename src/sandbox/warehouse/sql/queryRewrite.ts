import { SqlError } from '../contract.ts';
import { checkBrackets, isWord, splitAtCommas, unsupported } from './tokenCursor.ts';
import { spatialFunctions } from '../geometry.ts';
import { typeOf } from './typeNames.ts';
import { quoteString } from './sqlTokens.ts';
import type { Token } from './sqlTokens.ts';

/** Functions whose first argument Redshift takes as a bare word: DATEADD(month, 1, d). */
const datePartFunctions = new Set(['dateadd', 'datediff', 'date_part']);
const setOperators = new Set(['union', 'intersect', 'except', 'minus']);
const changes = new Set(['insert', 'update', 'delete', 'merge', 'truncate']);

type Piece = Token | string;

/**
 * Rewrites a query, or the expressions inside another statement, where Redshift and PostgreSQL
 * write the same thing differently. What it does not know it leaves for PostgreSQL to judge.
 * @throws SqlError for what PostgreSQL would take and Redshift would not
 */
export function rewriteQuery(tokens: readonly Token[]): Piece[] {
  checkBrackets(tokens);
  const stray = tokens.find((token, at) => isChange(tokens, at) || isWord(token, 'returning'));
  if (stray) throw unsupported(`${stray.value.toUpperCase()} inside a query`, stray);
  return rewrite(tokens);
}

function isChange(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== 'word' || !changes.has(token.value)) return false;
  // After a closing parenthesis it can be the end of a WITH, at any depth.
  return isWord(tokens[at - 1], '(') || isWord(tokens[at - 1], ')');
}

function rewrite(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  let limit: Piece[] | undefined;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at] as Token;
    if (isWord(token, '(')) {
      const close = closingBracket(tokens, at);
      pieces.push(token, ...rewrite(tokens.slice(at + 1, close)), tokens[close] as Token);
      at = close + 1;
    } else if (token.kind === 'word' && isWord(tokens[at + 1], '(') && !isWord(tokens[at - 1], '.')) {
      const call = rewriteCall(tokens, at);
      pieces.push(...call.pieces);
      at = call.end;
    } else if (token.text === '::') {
      const type = castTypeOf(tokens, at + 1);
      pieces.push(token, ...type.pieces);
      at = type.end;
    } else if (isWord(token, 'sysdate') && !isWord(tokens[at - 1], '.') && !isWord(tokens[at - 1], 'as')) {
      pieces.push(token, '( )');
      at += 1;
    } else if (isWord(token, 'minus') && startsQuery(tokens[at + 1])) {
      pieces.push('EXCEPT');
      at += 1;
    } else if (isWord(token, 'top') && selectsBefore(tokens, at) && isCount(tokens[at + 1])) {
      if (limit || tokens.some((other) => setOperators.has(other.value) && other.kind === 'word')) {
        throw unsupported('TOP in a query with UNION, INTERSECT or EXCEPT', token);
      }
      if (lastOwn(tokens, 'limit') >= 0)
        throw new SqlError('ERROR: TOP and LIMIT exclude each other', '42601');
      limit = ['LIMIT', tokens[at + 1] as Token];
      at += 2;
    } else {
      pieces.push(token);
      at += 1;
    }
  }
  return limit ? [...pieces, ...limit] : pieces;
}

/** PostgreSQL reads the JSON in a string that it casts; to Redshift it stays a string. A shape's bytes are not checked here. */
function castTypeOf(tokens: readonly Token[], start: number): ReturnType<typeof typeOf> {
  for (const type of ['super', 'geometry']) {
    if (isWord(tokens[start], type)) throw unsupported(`a cast to ${type.toUpperCase()}`, tokens[start]);
  }
  return typeOf(tokens, start);
}

function rewriteCall(tokens: readonly Token[], at: number): { pieces: Piece[]; end: number } {
  const name = tokens[at] as Token;
  const close = closingBracket(tokens, at + 1);
  const inner = tokens.slice(at + 2, close);
  const end = close + 1;
  const whole = (pieces: Piece[]) => ({ pieces: [name, '(', ...pieces, ')'], end });
  const [first] = inner;

  if (name.value === 'date_part' && /^'?(?:ms|millisec|us|microsec)/.test(first?.text ?? '')) {
    throw unsupported('DATE_PART of parts of a second', first);
  }
  // A type's name that is called is a cast to PostgreSQL.
  if (name.value === 'geometry') throw unsupported('a cast to GEOMETRY', name);
  if (name.value.startsWith('st_') && !spatialFunctions.has(name.value)) {
    throw unsupported(`function ${name.value.toUpperCase()}`, name);
  }
  if (datePartFunctions.has(name.value) && first?.kind === 'word' && isWord(inner[1], ',')) {
    return whole([{ ...first, text: quoteString(first.value) }, ...rewrite(inner.slice(1))]);
  }
  if (name.value === 'nvl')
    return { pieces: [{ ...name, text: 'coalesce' }, '(', ...rewrite(inner), ')'], end };
  if (name.value === 'json_serialize') {
    // Without its schema PostgreSQL's grammar takes the name for syntax of its own.
    return { pieces: [{ ...name, text: 'pg_catalog.json_serialize' }, '(', ...rewrite(inner), ')'], end };
  }
  if (name.value === 'nvl2') {
    const [value, present, absent, ...more] = splitAtCommas(inner).map(rewrite);
    if (!value || !present || !absent || more.length > 0) {
      throw new SqlError('ERROR: NVL2 takes three arguments', '42883', name.start + 1);
    }
    const pieces = ['( CASE WHEN (', ...value, ') IS NOT NULL THEN', ...present, 'ELSE', ...absent, 'END )'];
    return { pieces, end };
  }
  if (name.value === 'listagg') return rewriteListagg(tokens, name, inner, end);
  if (name.value === 'cast' || name.value === 'try_cast') {
    const as = lastOwn(inner, 'as');
    if (as > 0) {
      const type = castTypeOf(inner, as + 1);
      return whole([...rewrite(inner.slice(0, as)), 'AS', ...type.pieces, ...inner.slice(type.end)]);
    }
  }
  return whole(rewrite(inner));
}

/** LISTAGG(x, ',') WITHIN GROUP (ORDER BY y) is PostgreSQL's string_agg(x::text, ',' ORDER BY y). */
function rewriteListagg(tokens: readonly Token[], name: Token, inner: readonly Token[], afterCall: number) {
  const distinct = isWord(inner[0], 'distinct');
  const [value, delimiter, ...more] = splitAtCommas(distinct ? inner.slice(1) : inner).map(rewrite);
  if (!value || value.length === 0 || more.length > 0) {
    throw new SqlError('ERROR: LISTAGG takes a value and a delimiter', '42883', name.start + 1);
  }
  let end = afterCall;
  let order: Piece[] = [];
  if (isWord(tokens[end], 'within') && isWord(tokens[end + 1], 'group') && isWord(tokens[end + 2], '(')) {
    const close = closingBracket(tokens, end + 2);
    order = rewrite(tokens.slice(end + 3, close));
    end = close + 1;
  }
  // A DISTINCT aggregate can only be ordered by its argument as it is written.
  const argument: Piece[] = distinct ? ['DISTINCT', ...value] : ['(', ...value, ') :: text'];
  const pieces = [
    { ...name, text: 'string_agg' },
    '(',
    ...argument,
    ',',
    ...(delimiter ?? ["''"]),
    ...order,
    ')',
  ];
  return { pieces, end };
}

export function closingBracket(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isWord(tokens[at], '(')) depth += 1;
    if (isWord(tokens[at], ')')) depth -= 1;
    if (depth === 0) return at;
  }
  throw new SqlError('ERROR: syntax error at end of input', '42601', (tokens.at(-1)?.end ?? 0) + 1);
}

/** Index of the last such word outside of parentheses, or -1. */
function lastOwn(tokens: readonly Token[], word: string): number {
  let depth = 0;
  let found = -1;
  for (const [at, token] of tokens.entries()) {
    if (isWord(token, '(')) depth += 1;
    else if (isWord(token, ')')) depth -= 1;
    else if (depth === 0 && isWord(token, word)) found = at;
  }
  return found;
}

function startsQuery(token: Token | undefined): boolean {
  return isWord(token, 'select') || isWord(token, '(');
}

function selectsBefore(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (isWord(before, 'select')) return true;
  return (isWord(before, 'all') || isWord(before, 'distinct')) && isWord(tokens[at - 2], 'select');
}

function isCount(token: Token | undefined): boolean {
  return token?.kind === 'number' || token?.kind === 'parameter';
}
