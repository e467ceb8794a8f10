import { SqlError } from '../contract.ts';
import { readConnected } from '../metadata/connectedCatalogue.ts';
import { quoteName } from './sqlTokens.ts';
import { isWord } from './tokenCursor.ts';
import type { Token } from './sqlTokens.ts';

/**
 * What names can mean. The databases of a warehouse are schemas of one PostgreSQL database: `archive.public` is the
 * schema `public` of database `archive`; any other belongs to the warehouse's own database.
 */
export interface NameScope {
  /** Database that the statement is connected to. */
  current: string;
  /** The warehouse's own database, whose schemas have no dot. */
  own: string;
  /** All databases, lower case. */
  databases: ReadonlySet<string>;
  /** PostgreSQL's schemas. */
  schemas: ReadonlySet<string>;
  /** Schemas that stand for others in a query: those with masked tables. By PostgreSQL's name, then by table. */
  masked: ReadonlyMap<string, { schema: string; tables: ReadonlySet<string> }>;
  /** Temporary tables of the session; not given outside of one. */
  temporary?: TemporaryScope;
}

export interface TemporaryScope {
  /** PostgreSQL's schema of them. */
  schema: string;
  tables: ReadonlySet<string>;
  /** Schema of a new table without one, where the temporary tables are searched before it. */
  creation: string | undefined;
}

/** Schemas that no person names: those of masked views, of sessions, and of PostgreSQL's own temporary tables. */
const hiddenSchemas = /^pg_(?:masked|session|temp|toast)(?:_|$)/;

/** True for a schema that exists for the sandbox's or PostgreSQL's own ends. */
export function isHiddenSchema(name: string): boolean {
  return hiddenSchemas.test(name);
}

/** Words at which statements that only read begin. */
const queryWords = ['select', 'with', 'values', 'explain'];

/** Statements whose names are left as they were written: they name databases by themselves. */
const ownNames = ['show', 'set', 'reset', 'use'];

/** Statements that write to the first name after these words and read from the others. */
const readsOthers: Readonly<Record<string, readonly string[]>> = {
  insert: ['insert', 'into'],
  delete: ['delete', 'from'],
  update: ['update'],
  create: ['create', 'local', 'temp', 'temporary', 'table', 'if', 'not', 'exists'],
};

/**
 * Rewrites a statement's qualified names to PostgreSQL's schemas.
 * @throws SqlError where another database would be written to
 */
export function resolveNames(written: readonly Token[], scope: NameScope): readonly Token[] {
  const word = firstWord(written);
  if (ownNames.includes(word)) return written;
  const writes = !queryWords.includes(word);
  const tokens = scope.current === scope.own ? written : readConnected(written, scope.current);
  const target = writes ? targetOf(tokens, word) : -1;
  const resolved: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const chain = chainAt(tokens, at);
    if (chain.length === 0) {
      resolved.push(tokens[at] as Token);
      at += 1;
      continue;
    }
    const place = placeOf(chain, scope);
    if (writes && place.database !== scope.current && (target < 0 || at === target)) {
      throw new SqlError(
        `ERROR: "${chain.map(({ value }) => value).join('.')}" is in another database, which can be read but not changed: connect to database "${place.database}"`,
        '0A000',
        (chain[0]?.start ?? 0) + 1,
      );
    }
    const masked = writes ? undefined : scope.masked.get(place.schema?.value ?? '');
    const named = masked?.tables.has(place.rest[0]?.value ?? '') ?? false;
    const schema = named && masked && place.schema ? renamed(place.schema, masked.schema) : place.schema;
    const parts = schema ? [schema, ...place.rest] : place.rest;
    const dot = tokens[at + 1];
    parts.forEach((part, index) => resolved.push(...(index > 0 && dot ? [dot] : []), part));
    at += chain.length * 2 - 1;
  }
  return placeSchemas(resolved, scope, word);
}

/** True for a statement that is a query, or the plan of one. */
export function isQuery(tokens: readonly Token[]): boolean {
  return queryWords.includes(firstWord(tokens));
}

function firstWord(tokens: readonly Token[]): string {
  const first = tokens.find((token) => !isWord(token, '('));
  return first?.kind === 'word' ? first.value : '';
}

/** Index of the name that is written to; -1 where every name is. */
function targetOf(tokens: readonly Token[], word: string): number {
  const lead = Object.hasOwn(readsOthers, word) ? readsOthers[word] : undefined;
  if (!lead) return -1;
  const at = tokens.findIndex((token) => token.kind !== 'word' || !lead.includes(token.value));
  return word === 'create' && !tokens.slice(0, at).some((token) => isWord(token, 'table')) ? -1 : at;
}

function isName(token: Token | undefined): token is Token {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

/** The names of `a.b.c` that begins here, without its dots; empty for anything but two names or more. */
function chainAt(tokens: readonly Token[], at: number): Token[] {
  const chain: Token[] = [];
  if (isWord(tokens[at - 1], '.')) return chain;
  for (let next = at; ; next += 2) {
    const token = tokens[next];
    if (!isName(token)) return chain;
    chain.push(token);
    if (!isWord(tokens[next + 1], '.') || !isName(tokens[next + 2])) return chain.length > 1 ? chain : [];
  }
}

interface Place {
  database: string;
  /** PostgreSQL's schema, where the name has one. */
  schema: Token | undefined;
  rest: readonly Token[];
}

function placeOf(chain: readonly Token[], scope: NameScope): Place {
  const [a, b] = chain as [Token, Token];
  const hidden = isHiddenSchema(a.value)
    ? a
    : scope.databases.has(a.value) && isHiddenSchema(b.value)
      ? b
      : undefined;
  if (hidden) {
    throw new SqlError(`ERROR: schema "${hidden.value}" does not exist`, '3F000', hidden.start + 1);
  }
  if (scope.schemas.has(a.value) && isElsewhere(a.value, scope)) {
    // A name with a dot in it is one name: only `database.schema` reaches the schema of another database.
    throw new SqlError(`ERROR: schema "${a.value}" does not exist`, '3F000', a.start + 1);
  }
  const schemaIn = (database: string, schema: Token): Token =>
    database === scope.own ? schema : renamed(schema, `${database}.${schema.value}`);
  if (chain.length > 2 && scope.databases.has(a.value)) {
    const schema = schemaIn(a.value, b);
    const known = scope.schemas.has(schema.value);
    const alsoSchema = scope.schemas.has(
      scope.current === scope.own ? a.value : `${scope.current}.${a.value}`,
    );
    if (known || !alsoSchema) return { database: a.value, schema, rest: chain.slice(2) };
  }
  if (scope.current === scope.own || /^(?:pg_|information_schema$)/.test(a.value)) {
    return { database: scope.current, schema: a, rest: chain.slice(1) };
  }
  // In another database: a schema of it, or one of the warehouse's own that must not be reached by its bare name.
  const here = schemaIn(scope.current, a);
  const schema = scope.schemas.has(here.value) || scope.schemas.has(a.value) ? here : a;
  return { database: scope.current, schema, rest: chain.slice(1) };
}

/** True for PostgreSQL's name of a schema in a database that has a name of its own before the dot. */
export function isElsewhere(schema: string, scope: Pick<NameScope, 'databases'>): boolean {
  const dot = schema.indexOf('.');
  return dot > 0 && scope.databases.has(schema.slice(0, dot));
}

function renamed(token: Token, name: string): Token {
  return { ...token, kind: 'quoted', text: quoteName(name), value: name };
}

/** `SCHEMA a, b` in the statements that administer schemas. */
function placeSchemas(tokens: readonly Token[], scope: NameScope, word: string): readonly Token[] {
  if (!['grant', 'revoke', 'create', 'drop', 'comment'].includes(word)) return tokens;
  const at = tokens.findIndex((token) => isWord(token, 'schema'));
  const before = tokens[at - 1];
  if (at < 0 || !['create', 'drop', 'on', 'in'].some((lead) => isWord(before, lead))) return tokens;
  let end = at + 1;
  while (['if', 'not', 'exists'].some((guard) => isWord(tokens[end], guard))) end += 1;
  const placed = [...tokens];
  for (; isName(tokens[end]); end += 2) {
    const token = tokens[end] as Token;
    if (isElsewhere(token.value, scope)) {
      throw new SqlError(`ERROR: schema "${token.value}" does not exist`, '3F000', token.start + 1);
    }
    if (scope.current !== scope.own) placed[end] = renamed(token, `${scope.current}.${token.value}`);
    if (!isWord(tokens[end + 1], ',')) break;
  }
  return placed;
}
