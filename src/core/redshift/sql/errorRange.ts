import type { SqlRange } from './openStatement.ts';
import type { SqlStatement } from './sqlText.ts';
import { readToken, type SqlToken } from './sqlTokens.ts';

/** What Redshift says of where a statement failed. */
export interface ErrorPlace {
  readonly message: string;
  /** 1-based character of the statement. */
  readonly position?: number | undefined;
  /** 1-based line of the statement. */
  readonly line?: number | undefined;
}

/** What to mark in a cell for an error of one of its statements: the token at its position, else its line. */
export function errorRange(statement: SqlStatement, { message, position, line }: ErrorPlace): SqlRange {
  const { text, start } = statement;
  const at =
    position === undefined
      ? lineRange(text, (line ?? 1) - 1)
      : tokenRange(text, shifted(statement, unitOffset(text, position - 1), message));
  return { start: start + at.start, end: start + at.end };
}

/** Characters are Unicode's for Redshift, and UTF-16's units here. */
function unitOffset(text: string, characters: number): number {
  return [...text].slice(0, characters).join('').length;
}

/** Where values were bound, Redshift may count in a text in which they have other names: the name that it quotes tells. */
function shifted({ text, parameters }: SqlStatement, offset: number, message: string): number {
  const quoted = /"([^"]+)"/.exec(message)?.[1]?.toLowerCase();
  if (parameters.length === 0 || quoted === undefined) return offset;
  const candidates = tokensOf(text)
    .map(({ start }) => start)
    .filter((start) => text.slice(start).replace(/^"/, '').toLowerCase().startsWith(quoted))
    .sort((a, b) => Math.abs(a - offset) - Math.abs(b - offset));
  return candidates[0] ?? offset;
}

function tokenRange(text: string, offset: number): SqlRange {
  // At the end of the text, what ends too early is marked.
  const token = tokensOf(text).findLast(({ start }) => start <= offset);
  if (!token) return lineRange(text, 0);
  const inside = offset > token.start && offset < token.end;
  const { start, end } = inside ? readToken(text, offset) : token;
  // Of a text over several lines the first will do.
  const [firstLine = ''] = text.slice(start, Math.min(end, token.end)).split(/[\r\n]/, 1);
  return { start, end: start + Math.max(firstLine.length, 1) };
}

function tokensOf(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let offset = 0; offset < text.length; offset = tokens.at(-1)?.end ?? 0)
    tokens.push(readToken(text, offset));
  return tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');
}

/** A line without the blanks around; the first where there is no such line. */
function lineRange(text: string, line: number): SqlRange {
  const lines = [...text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)];
  const found = lines[line] ?? lines[0];
  const start = found?.index ?? 0;
  const whole = found?.[0] ?? '';
  const blanks = whole.length - whole.trimStart().length;
  return { start: start + blanks, end: start + Math.max(whole.trimEnd().length, blanks + 1) };
}
