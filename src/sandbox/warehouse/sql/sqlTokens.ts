import { SqlError } from '../contract.ts';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'punctuation' | 'parameter';

/** A lexical element of a statement. Comments and white space leave none. */
export interface Token {
  kind: TokenKind;
  /** As PostgreSQL gets it. */
  text: string;
  /** Folded name of a word or quoted identifier, value of a string, name of a parameter, otherwise as `text`. */
  value: string;
  /** 0-based offsets in the source; `end` is exclusive. */
  start: number;
  end: number;
}

// PostgreSQL's own classes: every character above ASCII may stand in a name.
const nameStart = /[A-Za-z_\u0080-\uffff]/;
const namePattern = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const spacePattern = /[ \t\n\r\f\v]+/y;
const numberPattern = /(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const operatorPattern = /[+\-*/<>=~!@#%^&|`?]+/y;
const parameterPattern = /:([A-Za-z0-9_]+)/y;
const dollarPattern = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const continuationPattern = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;

/** Bytes of a name that PostgreSQL keeps. It cuts longer ones short, which would make two names one. */
export const longestName = 63;

function syntaxError(near: string, at: number): SqlError {
  return new SqlError(`ERROR: syntax error at or near "${near}"`, '42601', at + 1);
}

/** Redshift folds quoted identifiers too, unless enable_case_sensitive_identifier is on. */
export function foldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string constant that means the same whatever standard_conforming_strings says. */
export function quoteString(value: string): string {
  const doubled = value.replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

export function checkName(name: string, at: number): string {
  if (name.length === 0) {
    throw new SqlError('ERROR: zero-length delimited identifier', '42601', at + 1);
  }
  if (new TextEncoder().encode(name).length > longestName) {
    throw new SqlError(
      `ERROR: identifier is longer than ${longestName} bytes, which the sandbox cannot keep`,
      '42622',
      at + 1,
    );
  }
  return name;
}

/**
 * Splits Redshift SQL into tokens. What PostgreSQL gets is written anew from them, so that both
 * always see the same boundaries.
 * @param caseSensitive whether quoted identifiers keep their capitals
 * @throws SqlError where the text is not lexically right
 */
export function tokenize(sql: string, caseSensitive = false): Token[] {
  const tokens: Token[] = [];
  let at = 0;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };
  const push = (kind: TokenKind, end: number, text: string, value = text): void => {
    tokens.push({ kind, text, value, start: at, end });
    at = end;
  };

  while (at < sql.length) {
    const here = sql[at] ?? '';
    const next = sql[at + 1] ?? '';
    const space = match(spacePattern);
    if (space) at += space[0].length;
    else if (here === '-' && next === '-') at = endOfLine(sql, at);
    else if (here === '/' && next === '*') at = endOfComment(sql, at);
    else if (here === "'") readString(false, at + 1);
    else if (here === '"') readQuotedName();
    else if (nameStart.test(here)) readWord();
    else if (here === '$') readDollarString();
    else if (/[0-9]/.test(here) || (here === '.' && /[0-9]/.test(next))) readNumber();
    else if (here === ':') readColon();
    else if (here === '#' && nameStart.test(next) && !endsOperand(tokens.at(-1))) readTemporaryName();
    else if (/[()[\],;.]/.test(here)) push('punctuation', at + 1, here);
    else readOperator();
  }
  return tokens;

  function readString(prefixed: boolean, bodyStart: number): void {
    let value = '';
    let from = bodyStart;
    for (;;) {
      const end = endOfString(sql, from, at);
      value += unescapeString(sql.slice(from, end), from);
      continuationPattern.lastIndex = end + 1;
      const more = continuationPattern.exec(sql);
      if (!more) {
        if (value.includes('\0')) throw new SqlError('ERROR: invalid byte sequence: 0x00', '22021', at + 1);
        push('string', end + 1, quoteString(value), value);
        return;
      }
      if (prefixed) throw syntaxError("'", end + more[0].length);
      from = end + 1 + more[0].length;
    }
  }

  function readQuotedName(): void {
    let end = at + 1;
    for (;;) {
      end = sql.indexOf('"', end);
      if (end < 0) throw new SqlError('ERROR: unterminated quoted identifier', '42601', at + 1);
      if (sql[end + 1] !== '"') break;
      end += 2;
    }
    const written = sql.slice(at + 1, end).replaceAll('""', '"');
    const name = checkName(caseSensitive ? written : foldName(written), at);
    if (name.includes('\0')) throw syntaxError('', at);
    push('quoted', end + 1, quoteName(name), name);
  }

  function readWord(): void {
    const word = match(namePattern)?.[0] ?? '';
    const after = sql.slice(at + word.length, at + word.length + 2);
    if (after.startsWith("'") && /^e$/i.test(word)) return readString(true, at + 2);
    if (after.startsWith("'") && /^[bnx]$/i.test(word)) {
      throw new SqlError(`ERROR: ${word}'…' literals are not supported by the sandbox`, '0A000', at + 1);
    }
    if (/^u$/i.test(word) && (after === '&"' || after === "&'")) {
      throw new SqlError('ERROR: U& literals and identifiers are not supported', '0A000', at + 1);
    }
    const folded = checkName(foldName(word), at);
    push('word', at + word.length, folded, folded);
  }

  /** `#name` is a temporary table's; after an operand `#` is an operator. */
  function readTemporaryName(): void {
    namePattern.lastIndex = at + 1;
    const name = checkName(`#${foldName(namePattern.exec(sql)?.[0] ?? '')}`, at);
    push('quoted', at + name.length, quoteName(name), name);
  }

  function readDollarString(): void {
    const tag = match(dollarPattern)?.[0];
    if (tag === undefined) {
      const near = /^\$[0-9]*/.exec(sql.slice(at, at + 12))?.[0] ?? '$';
      throw new SqlError(`ERROR: there is no parameter ${near}`, '42P02', at + 1);
    }
    const end = sql.indexOf(tag, at + tag.length);
    if (end < 0) throw new SqlError('ERROR: unterminated dollar-quoted string', '42601', at + 1);
    const value = sql.slice(at + tag.length, end);
    if (value.includes('\0')) throw new SqlError('ERROR: invalid byte sequence: 0x00', '22021', at + 1);
    push('string', end + tag.length, quoteString(value), value);
  }

  function readNumber(): void {
    const digits = match(numberPattern)?.[0] ?? '';
    const end = at + digits.length;
    if (nameStart.test(sql[end] ?? '')) {
      throw new SqlError('ERROR: trailing junk after numeric literal', '42601', at + 1);
    }
    push('number', end, digits);
  }

  function readColon(): void {
    const two = sql.slice(at, at + 2);
    if (two === '::' || two === ':=') return push('operator', at + 2, two);
    const name = match(parameterPattern);
    if (!name?.[1]) return push('punctuation', at + 1, ':');
    return push('parameter', at + name[0].length, name[0], name[1]);
  }

  function readOperator(): void {
    let run = match(operatorPattern)?.[0];
    if (run === undefined) throw syntaxError(sql[at] ?? '', at);
    const comment = run.search(/--|\/\*/);
    if (comment > 0) run = run.slice(0, comment);
    push('operator', at + run.length, run);
  }
}

/** Words after which a table's or a column's name comes. */
const beforeNames = new Set(
  'from join into table exists only update truncate delete analyze vacuum like using on select distinct where and or not by when then else view'.split(
    ' ',
  ),
);

function endsOperand(token: Token | undefined): boolean {
  if (!token || token.kind === 'operator') return false;
  if (token.kind === 'punctuation') return token.text === ')' || token.text === ']';
  return token.kind !== 'word' || !beforeNames.has(token.value);
}

function endOfLine(sql: string, from: number): number {
  const rest = sql.slice(from).search(/[\n\r]/);
  return rest < 0 ? sql.length : from + rest;
}

function endOfComment(sql: string, from: number): number {
  let depth = 0;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  for (let found = edge.exec(sql); found; found = edge.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  throw new SqlError('ERROR: unterminated /* comment', '42601', from + 1);
}

/** Offset of the closing quote. A backslash hides the quote after it, as in Redshift. */
function endOfString(sql: string, from: number, start: number): number {
  for (let at = from; at < sql.length; at += 1) {
    if (sql[at] === '\\') at += 1;
    else if (sql[at] === "'") {
      if (sql[at + 1] !== "'") return at;
      at += 1;
    }
  }
  throw new SqlError('ERROR: unterminated quoted string', '42601', start + 1);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescapeString(body: string, start: number): string {
  return body.replace(
    /''|\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([\s\S]))/g,
    (all, octal, hex, single, offset) => {
      if (all === "''") return "'";
      const code = octal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(octal, 8);
      if (!Number.isNaN(code)) {
        // A byte above ASCII is part of a character that only the server could put together.
        if (code > 0x7f) {
          throw new SqlError('ERROR: byte escapes above 0x7f are not supported', '0A000', start + offset + 1);
        }
        return String.fromCharCode(code);
      }
      return escapes[single] ?? single;
    },
  );
}

/** Statements of a script, without their semicolons; empty ones are left out. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  for (const token of [...tokenize(sql), { kind: 'punctuation', text: ';' } as Token]) {
    if (token.kind === 'punctuation' && token.text === ';') {
      if (first && last) statements.push(sql.slice(first.start, last.end));
      first = last = undefined;
    } else {
      first ??= token;
      last = token;
    }
  }
  return statements;
}
