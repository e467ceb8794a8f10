import { writeSql } from './sql/postgresSql.ts';
import { quoteName, quoteString } from './sql/sqlTokens.ts';
import { TokenCursor, splitAtCommas, unsupported } from './sql/tokenCursor.ts';
import { typeOf } from './sql/typeNames.ts';
import type { Token } from './sql/sqlTokens.ts';
import type { Translation } from './sql/translation.ts';

/**
 * CREATE FUNCTION in SQL and CREATE PROCEDURE in PL/pgSQL, from the word after CREATE. Bodies go to PostgreSQL as
 * they are, so only the administrator makes any; they run with the rights of who calls them.
 */
export function translateCreateRoutine(cursor: TokenCursor, replace: boolean): Translation {
  const kind = cursor.takesOneOf('function', 'procedure') === 'procedure' ? 'PROCEDURE' : 'FUNCTION';
  const name = cursor.qualifiedName();
  const named = splitAtCommas(cursor.parenthesised()).filter((tokens) => tokens.length > 0);
  const parameters = named.map((tokens) => (kind === 'PROCEDURE' ? namedType(tokens) : typeText(tokens)));
  let returns = '';
  const options: string[] = [];
  let body: string | undefined;
  const language = kind === 'PROCEDURE' ? 'plpgsql' : 'sql';
  while (!cursor.done) {
    if (kind === 'FUNCTION' && cursor.takes('returns')) returns = `RETURNS ${takesType(cursor)}`;
    else if (cursor.takes('language')) {
      const at = cursor.next;
      if (cursor.name() !== language) throw unsupported(`CREATE ${kind} in this language`, at);
    } else if (cursor.takes('nonatomic')) throw unsupported('NONATOMIC');
    else if (cursor.takes('security')) {
      if (!cursor.takes('invoker')) throw unsupported('SECURITY DEFINER', cursor.next);
    } else if (cursor.takes('as')) body = cursor.string();
    else {
      const volatility = cursor.takesOneOf('volatile', 'stable', 'immutable');
      if (!volatility || kind === 'PROCEDURE') throw cursor.syntaxError();
      options.push(volatility.toUpperCase());
    }
  }
  if (body === undefined || (kind === 'FUNCTION' && returns === '')) throw cursor.syntaxError();
  const head = `CREATE ${replace ? 'OR REPLACE ' : ''}${kind} ${name.text} (${parameters.join(', ')})`;
  const text = [head, returns, ...options, `LANGUAGE ${language} AS ${quoteString(body)}`].join(' ');
  return { kind: 'administratorSql', what: `CREATE ${kind}`, statement: writeSql([text]) };
}

/** [name] [IN | OUT | INOUT] type */
function namedType(tokens: readonly Token[]): string {
  const cursor = new TokenCursor(tokens);
  const name = quoteName(cursor.name());
  const mode = cursor.takesOneOf('in', 'out', 'inout') ?? 'in';
  return `${mode.toUpperCase()} ${name} ${typeText(cursor.rest())}`;
}

function takesType(cursor: TokenCursor): string {
  const rest = cursor.rest();
  const { end } = typeOf(rest, 0);
  const more = rest.slice(end).findIndex((token) => !typeWords.includes(token.value));
  const type = rest.slice(0, more < 0 ? rest.length : end + more);
  type.forEach(() => cursor.take());
  return typeText(type);
}

const typeWords = ['precision', 'with', 'without', 'time', 'zone'];

function typeText(tokens: readonly Token[]): string {
  const type = typeOf(tokens, 0);
  const more = tokens.slice(type.end);
  if (tokens.length === 0 || more.some(({ value }) => !typeWords.includes(value))) {
    throw new TokenCursor(more).syntaxError();
  }
  return writeSql([...type.pieces, ...more]).text;
}
