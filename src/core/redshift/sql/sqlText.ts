import { readToken, type SqlToken, type Unterminated } from './sqlTokens.ts';

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
}

/** Finds the statements of a script and the lines that are for RSQL. Takes any text; nothing is thrown. */
export function readSql(text: string): SqlText {
  const statements: SqlStatement[] = [];
  const metaCommands: MetaCommand[] = [];
  const lines = lineCounter(text);
  let open: OpenStatement | undefined;
  let lineStart = true;
  let offset = 0;

  const finish = (terminated: boolean) => {
    if (open) statements.push(close(text, open, terminated));
    open = undefined;
  };
  const extend = (token: SqlToken) => {
    open ??= {
      start: token.start,
      startLine: lines(token.start),
      end: token.end,
      parameters: new Set(),
      brackets: 0,
    };
    if (token.kind === 'open') open.brackets++;
    if (token.kind === 'close') open.brackets--;
    if (token.kind === 'parameter' && !isSlice(text, open))
      open.parameters.add(text.slice(token.start + 1, token.end));
    open.end = token.end;
    if (token.unterminated) open.unterminated = token.unterminated;
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
    if (token.kind === 'semicolon') finish(true);
    else if (token.kind !== 'space' && (token.kind !== 'comment' || token.unterminated)) extend(token);
    if (token.kind === 'space') lineStart ||= /[\n\r]/.test(text.slice(token.start, token.end));
    else lineStart = false;
    offset = token.end;
  }
  finish(false);
  return { statements, metaCommands };
}

interface OpenStatement {
  readonly start: number;
  readonly startLine: number;
  readonly parameters: Set<string>;
  /** End of the last token that is neither blank nor comment. */
  end: number;
  brackets: number;
  unterminated?: Unterminated;
}

function close(text: string, open: OpenStatement, terminated: boolean): SqlStatement {
  const { start, end, startLine, unterminated } = open;
  return {
    text: text.slice(start, end),
    start,
    end,
    startLine,
    parameters: [...open.parameters],
    terminated,
    ...(unterminated !== undefined && { unterminated }),
  };
}

/** Whether a colon is that of `items[1:n]` and not of a parameter: in brackets, after an operand. */
function isSlice(text: string, open: OpenStatement): boolean {
  return open.brackets > 0 && /[\w$)\]"'\u0080-\uFFFF]/.test(text[open.end - 1] ?? '');
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
