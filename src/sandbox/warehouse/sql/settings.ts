import { SqlError } from '../contract.ts';
import { writeSql } from './postgresSql.ts';
import { quoteString } from './sqlTokens.ts';
import { unsupported } from './tokenCursor.ts';
import type { TokenCursor } from './tokenCursor.ts';
import type { Translation } from './translation.ts';

/** Parameters that a person may set or show, with the values of a session that set none. */
const defaults: Readonly<Record<string, string>> = {
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

/** SET and RESET. A session lasts one statement here, so a setting is checked and then has nothing to apply to. */
export function translateSet(cursor: TokenCursor): Translation {
  if (cursor.takes('reset')) {
    knownParameter(cursor, 'RESET');
    cursor.end();
    return { kind: 'setting' };
  }
  cursor.expect('set');
  cursor.takes('session');
  const [at, first] = [cursor.next, cursor.rest()[1]];
  if (first?.text === '.') return contextVariable(cursor);
  if (cursor.takes('time', 'zone')) {
    cursor.take();
    cursor.end();
    return { kind: 'setting' };
  }
  knownParameter(cursor, 'SET');
  if (!cursor.takes('to') && cursor.next?.text !== '=') throw cursor.syntaxError();
  if (cursor.next?.text === '=') cursor.take();
  const value = cursor.rest();
  const plain = value.every(
    ({ kind, text }) => kind !== 'operator' && kind !== 'parameter' && !'()[];'.includes(text),
  );
  if (value.length === 0 || !plain) throw unsupported('this value of SET', at);
  return { kind: 'setting' };
}

function contextVariable(cursor: TokenCursor): Translation {
  const name = cursor.qualifiedName();
  if (name.parts.length !== 2) throw cursor.syntaxError();
  if (!cursor.takes('to') && cursor.take().text !== '=') throw cursor.syntaxError();
  const value = cursor.string();
  cursor.end();
  return { kind: 'contextVariable', name: name.parts.join('.'), value };
}

function knownParameter(cursor: TokenCursor, verb: string): string {
  const at = cursor.next;
  const name = at?.kind === 'word' ? at.value : '';
  if (!Object.hasOwn(defaults, name)) throw unsupported(`${verb} ${name.toUpperCase()}`, at);
  cursor.take();
  return name;
}

/** SHOW of a parameter, from the word after SHOW. */
export function translateShow(cursor: TokenCursor): Translation {
  const at = cursor.next;
  const name = at?.kind === 'word' ? at.value : '';
  const value = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  if (value === undefined) throw unsupported(`SHOW ${name.toUpperCase()}`, at);
  cursor.take();
  if (!cursor.done) throw new SqlError(`ERROR: syntax error at or near "${cursor.next?.value}"`, '42601');
  return { kind: 'sql', statement: writeSql([`SELECT ${quoteString(value)}::varchar AS ${name}`]) };
}
