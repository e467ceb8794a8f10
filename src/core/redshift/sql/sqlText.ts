import { OpenStatement, type ParameterUse, type SqlRange } from './openStatement.ts';
import { readToken, type Unterminated } from './sqlTokens.ts';

export interface SqlStatement {
  /** Exactly the text from `start` to `end`: no `;`, no comments around it. */
  readonly text: string;
  /** Offsets in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** From 0. */
  readonly startLine: number;
  /** Names of the `:name` parameters, once each, in order of first use. */
  readonly parameters: readonly string[];
  /** Whether a `;` follows. */
  readonly terminated: boolean;
  /** What the statement leaves open; it then runs to the end of the text. */
  readonly unterminated?: Unterminated;
  /** Where that was opened, in the text that the statement is a part of. */
  readonly opened?: SqlRange;
}

/** A line for RSQL itself: `\set name value`. */
export interface MetaCommand {
  /** From 0. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** As written, without the backslash: `set`, `OS`, `!`. RSQL takes no notice of case. */
  readonly name: string;
  readonly arguments: string;
  /** The statement before it has no `;`. Its text then holds this line, so that a half of it can't run. */
  readonly insideStatement: boolean;
}

export interface SqlText {
  readonly statements: readonly SqlStatement[];
  readonly metaCommands: readonly MetaCommand[];
  /** Every `:name` of the statements, in order. */
  readonly parameterUses: readonly ParameterUse[];
}

/** Finds the statements of a script and the lines that are for RSQL. Takes any text; nothing is thrown. */
export function readSql(text: string): SqlText {
  const statements: SqlStatement[] = [];
  const metaCommands: MetaCommand[] = [];
  const parameterUses: ParameterUse[] = [];
  const lines = lineCounter(text);
  let open: OpenStatement | undefined;
  let lineStart = true;
  let offset = 0;

  const finish = (terminated: boolean) => {
    if (open) {
      statements.push(close(text, open, terminated));
      parameterUses.push(...open.uses);
    }
    open = undefined;
  };

  while (offset < text.length) {
    if (text[offset] === '\\' && (lineStart || !open)) {
      const command = readMetaCommand(text, offset, lines(offset), open !== undefined);
      metaCommands.push(command);
      if (open) open.end = command.end;
      offset = command.end;
      continue;
    }
    const token = readToken(text, offset);
    if (token.kind === 'semicolon' && (open?.mayEnd ?? true)) finish(true);
    else if (token.kind !== 'space' && (token.kind !== 'comment' || token.unterminated)) {
      open ??= new OpenStatement(text, token.start, lines(token.start));
      open.add(token);
    }
    if (token.kind === 'space') lineStart ||= /[\n\r]/.test(text.slice(token.start, token.end));
    else lineStart = false;
    offset = token.end;
  }
  finish(false);
  return { statements, metaCommands, parameterUses };
}

function close(
  text: string,
  { start, end, startLine, uses, open }: OpenStatement,
  terminated: boolean,
): SqlStatement {
  return {
    text: text.slice(start, end),
    start,
    end,
    startLine,
    parameters: [...new Set(uses.map(({ name }) => name))],
    terminated,
    ...(open && !terminated && { unterminated: open.what, opened: open.at }),
  };
}

function readMetaCommand(text: string, start: number, line: number, insideStatement: boolean): MetaCommand {
  const [whole] = /^\\[^\n\r]*/.exec(text.slice(start, lineEndAfter(text, start))) ?? ['\\'];
  const [, name = '', rest = ''] = /^\\([A-Za-z_]\w*[+]?|[^\s\w]?)(.*)$/s.exec(whole) ?? [];
  return { line, start, end: start + whole.length, name, arguments: rest.trim(), insideStatement };
}

function lineEndAfter(text: string, start: number): number {
  const lineBreak = /[\n\r]/g;
  lineBreak.lastIndex = start;
  return lineBreak.exec(text)?.index ?? text.length;
}

/** Gives the line of an offset; asked in ascending order. CRLF is one line end. */
function lineCounter(text: string): (offset: number) => number {
  const lineBreak = /\r\n|\r|\n/g;
  let line = 0;
  let next = lineBreak.exec(text);
  return (offset) => {
    for (; next && next.index < offset; next = lineBreak.exec(text)) line++;
    return line;
  };
}
