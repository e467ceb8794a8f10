import { isWord, splitAtCommas, unsupported } from './tokenCursor.ts';
import type { Token } from './sqlTokens.ts';

/** Widest VARCHAR that Redshift has; what MAX means. */
const widestVarchar = 65535;

/** A type's tokens from `start`, written for PostgreSQL; `end` is the index after them. */
export function typeOf(tokens: readonly Token[], start: number): { pieces: (Token | string)[]; end: number } {
  const first = tokens[start];
  if (first?.kind !== 'word') return { pieces: first ? [first] : [], end: start + 1 };
  let end = start + 1;
  let name = first.value;
  if ((name === 'character' || name === 'binary') && isWord(tokens[end], 'varying')) {
    name = name === 'binary' ? 'varbyte' : 'varchar';
    end += 1;
  }
  let argument: readonly Token[] | undefined;
  if (isWord(tokens[end], '(')) {
    const close = tokens.findIndex((token, at) => at > end && isWord(token, ')'));
    if (close < 0) return { pieces: [first], end };
    argument = tokens.slice(end + 1, close);
    end = close + 1;
  }
  const length = argument?.length === 1 && isWord(argument[0], 'max') ? String(widestVarchar) : undefined;
  const given = argument ? ['(', ...(length ? [length] : argument), ')'] : [];
  switch (name) {
    case 'super':
      return { pieces: [{ ...first, text: 'jsonb' }], end };
    case 'varbyte':
    case 'varbinary':
    case 'binary':
      return { pieces: [{ ...first, text: 'bytea' }], end };
    case 'varchar':
    case 'nvarchar':
      return { pieces: [{ ...first, text: 'varchar' }, ...given], end };
    case 'nchar':
      return { pieces: [{ ...first, text: 'char' }, ...given], end };
    case 'datetime':
      return { pieces: [{ ...first, text: 'timestamp' }], end };
    case 'decimal':
    case 'numeric':
    case 'dec':
      // Without precision PostgreSQL would keep every digit; Redshift keeps eighteen, none after the point.
      if (argument && splitAtCommas(argument).length === 1) given.splice(-1, 0, ', 0');
      return { pieces: [{ ...first, text: 'numeric' }, ...(argument ? given : ['(18, 0)'])], end };
    case 'geometry':
      return { pieces: [first], end };
    case 'geography':
    case 'hllsketch':
      throw unsupported(`type ${name.toUpperCase()}`, first);
    default:
      return { pieces: [first, ...given], end };
  }
}

/** The type of a column definition: lengths that Redshift fills in are written out. */
export function columnTypeOf(
  tokens: readonly Token[],
  start: number,
): { pieces: (Token | string)[]; end: number } {
  const first = tokens[start];
  const type = typeOf(tokens, start);
  if (first?.kind !== 'word') return type;
  const bare = !isWord(tokens[type.end - 1], ')');
  if (bare && ['varchar', 'nvarchar', 'character varying'].includes(first.value)) {
    return { pieces: ['varchar(256)'], end: type.end };
  }
  if (bare && first.value === 'character' && isWord(tokens[start + 1], 'varying')) {
    return { pieces: ['varchar(256)'], end: type.end };
  }
  if (bare && first.value === 'text') return { pieces: ['varchar(256)'], end: type.end };
  if (bare && first.value === 'bpchar') return { pieces: ['char(256)'], end: type.end };
  // Types of several words: double precision, timestamp with time zone.
  let { end } = type;
  const more: Token[] = [];
  const follows = ['precision', 'with', 'without', 'time', 'zone'];
  while (tokens[end]?.kind === 'word' && follows.includes(tokens[end]?.value ?? '')) {
    more.push(tokens[end] as Token);
    end += 1;
  }
  return { pieces: [...type.pieces, ...more], end };
}
