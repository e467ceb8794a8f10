import { SqlError } from '../contract.ts';
import { foldName } from './sqlTokens.ts';
import { splitAtCommas, unsupported } from './tokenCursor.ts';
import type { Token } from './sqlTokens.ts';
import type { TokenCursor } from './tokenCursor.ts';
import type { Translation } from './translation.ts';

/** Parameters that a person may set or show, with the values of a session that set none. */
export const parameterDefaults: Readonly<Record<string, string>> = {
  datestyle: 'ISO, MDY',
  enable_case_sensitive_identifier: 'off',
  enable_case_sensitive_super_attribute: 'off',
  enable_result_cache_for_session: 'off',
  extra_float_digits: '0',
  query_group: 'default',
  search_path: '$user, public',
  statement_timeout: '0',
  timezone: 'UTC',
};

/** Parameters whose value is a list. */
const lists: readonly string[] = ['datestyle', 'search_path'];

/** SET and RESET, of parameters and of session context variables, and RESET USE. */
export function translateSet(cursor: TokenCursor): Translation {
  if (cursor.takes('reset')) return translateReset(cursor);
  cursor.expect('set');
  const local = cursor.takes('local');
  if (!local) cursor.takes('session');
  const [at, first] = [cursor.next, cursor.rest()[1]];
  if (first?.text === '.') return contextVariable(cursor, local);
  if (cursor.takes('time', 'zone')) {
    const value = valueOf([cursor.take()], at);
    cursor.end();
    return { kind: 'setting', name: 'timezone', values: isReset(value) ? undefined : [value], local };
  }
  const name = knownParameter(cursor, 'SET');
  if (!cursor.takes('to') && cursor.next?.text !== '=') throw cursor.syntaxError();
  if (cursor.next?.text === '=') cursor.take();
  const parts = splitAtCommas(cursor.rest());
  const values = parts.map((part) => valueOf(part, at));
  if (values.length > 1 && !lists.includes(name)) throw unsupported(`a list for ${name.toUpperCase()}`, at);
  const toDefault = parts.length === 1 && parts[0]?.[0]?.kind === 'word' && values[0] === 'default';
  return { kind: 'setting', name, values: toDefault ? undefined : values, local };
}

function translateReset(cursor: TokenCursor): Translation {
  if (cursor.takes('all')) {
    cursor.end();
    return { kind: 'resetAll' };
  }
  if (cursor.takes('use')) {
    cursor.end();
    return { kind: 'use', database: undefined, schema: undefined };
  }
  if (cursor.rest()[1]?.text === '.') {
    const name = cursor.qualifiedName();
    if (name.parts.length !== 2) throw cursor.syntaxError();
    cursor.end();
    return { kind: 'contextVariable', name: variableName(name.parts), value: undefined, local: false };
  }
  const name = knownParameter(cursor, 'RESET');
  cursor.end();
  return { kind: 'setting', name, values: undefined, local: false };
}

/** USE database[.schema]. */
export function translateUse(cursor: TokenCursor): Translation {
  cursor.expect('use');
  const { parts } = cursor.qualifiedName();
  const [database, schema] = parts;
  if (parts.length > 2) throw cursor.syntaxError();
  cursor.end();
  return { kind: 'use', database, schema };
}

function isReset(value: string): boolean {
  return value === 'default' || value === 'local';
}

/** A word, a string or a number with its sign. */
function valueOf(part: readonly Token[], at: Token | undefined): string {
  const [first, second] = part;
  if (first?.text === '-' && second?.kind === 'number' && part.length === 2) return `-${second.value}`;
  const plain = first && ['word', 'quoted', 'string', 'number'].includes(first.kind);
  if (!plain || second) throw unsupported('this value of SET', at);
  return first.value;
}

function contextVariable(cursor: TokenCursor, local: boolean): Translation {
  const name = cursor.qualifiedName();
  if (name.parts.length !== 2) throw cursor.syntaxError();
  if (!cursor.takes('to') && cursor.take().text !== '=') throw cursor.syntaxError();
  const value = cursor.string();
  cursor.end();
  return { kind: 'contextVariable', name: variableName(name.parts), value, local };
}

/** To PostgreSQL capitals never count here, whatever they do elsewhere. */
function variableName(parts: readonly string[]): string {
  const name = foldName(parts.join('.'));
  // PostgreSQL takes these at first, and refuses them from the first procedure on.
  if (name.startsWith('plpgsql.')) throw unsupported(`variable ${name}`);
  return name;
}

function knownParameter(cursor: TokenCursor, verb: string): string {
  const at = cursor.next;
  const name = at?.kind === 'word' ? at.value : '';
  if (!Object.hasOwn(parameterDefaults, name)) throw unsupported(`${verb} ${name.toUpperCase()}`, at);
  cursor.take();
  return name;
}

/** SHOW of a parameter, from the word after SHOW. */
export function translateShow(cursor: TokenCursor): Translation {
  const at = cursor.next;
  const name = at?.kind === 'word' ? at.value : '';
  if (!Object.hasOwn(parameterDefaults, name)) throw unsupported(`SHOW ${name.toUpperCase()}`, at);
  cursor.take();
  if (!cursor.done) throw new SqlError(`ERROR: syntax error at or near "${cursor.next?.value}"`, '42601');
  return { kind: 'showSetting', name };
}
