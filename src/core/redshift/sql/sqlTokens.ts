/** What was never closed. */
export type Unterminated =
  'string' | 'quoted identifier' | 'comment' | 'dollar quote' | 'parenthesis' | 'BEGIN block';

export interface SqlToken {
  /** `open` and `close` are parentheses and brackets; `word` is unquoted. */
  readonly kind:
    'space' | 'comment' | 'string' | 'parameter' | 'semicolon' | 'open' | 'close' | 'word' | 'other';
  readonly start: number;
  readonly end: number;
  readonly unterminated?: Unterminated;
}

const space = /[ \t\n\r\f\v]+/y;
const lineComment = /--[^\n\r]*/y;
const word = /[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y;
/** Roles that Redshift itself defines; they are written unquoted. */
const systemRole = /sys:[a-z]+(?![\w$\u0080-\uFFFF])/iy;
const number = /[0-9]+(?:[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*)?/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/y;
const parameter = /:[A-Za-z_]\w*(?![\w$\u0080-\uFFFF])/y;
const commentEdge = /\/\*|\*\//g;
const stringEdge = /['\\]/g;

/** The token at an offset, by Redshift's rules. A backslash escapes in every string, not only in `E''`. */
export function readToken(text: string, start: number): SqlToken {
  const char = text[start];
  const at = (pattern: RegExp) => {
    pattern.lastIndex = start;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  const token = (kind: SqlToken['kind'], end: number): SqlToken => ({ kind, start, end });
  const closed = (kind: SqlToken['kind'], end: number, what: Unterminated): SqlToken =>
    end === -1 ? { kind, start, end: text.length, unterminated: what } : { kind, start, end };
  switch (char) {
    case ';':
      return token('semicolon', start + 1);
    case "'":
      return closed('string', endOfString(text, start), 'string');
    case '"':
      // A doubled quote reads as two identifiers side by side, which ends at the same place.
      return closed('other', after(text, '"', start + 1), 'quoted identifier');
    case '-':
      return at(lineComment) === -1 ? token('other', start + 1) : token('comment', lineComment.lastIndex);
    case '/':
      return text[start + 1] === '*'
        ? closed('comment', endOfComment(text, start), 'comment')
        : token('other', start + 1);
    case '$': {
      const end = at(dollarTag);
      if (end === -1) return token('other', start + 1);
      return closed('string', after(text, text.slice(start, end), end), 'dollar quote');
    }
    case ':': {
      if (text[start + 1] === ':') return token('other', start + 2);
      const end = at(parameter);
      return end === -1 ? token('other', start + 1) : token('parameter', end);
    }
    case '[':
    case '(':
      return token('open', start + 1);
    case ']':
    case ')':
      return token('close', start + 1);
    default: {
      const spaceEnd = at(space);
      if (spaceEnd !== -1) return token('space', spaceEnd);
      // Whole words, because a `$` inside one opens no dollar quote.
      const wordEnd = Math.max(at(systemRole), at(word));
      if (wordEnd !== -1) return token('word', wordEnd);
      const end = Math.max(at(number), start + 1);
      return token('other', end);
    }
  }
}

function after(text: string, closing: string, from: number): number {
  const index = text.indexOf(closing, from);
  return index === -1 ? -1 : index + closing.length;
}

function endOfString(text: string, start: number): number {
  stringEdge.lastIndex = start + 1;
  for (let edge = stringEdge.exec(text); edge; edge = stringEdge.exec(text)) {
    if (edge[0] === "'" && text[edge.index + 1] !== "'") return edge.index + 1;
    stringEdge.lastIndex = edge.index + 2;
  }
  return -1;
}

function endOfComment(text: string, start: number): number {
  let depth = 0;
  commentEdge.lastIndex = start;
  for (let edge = commentEdge.exec(text); edge; edge = commentEdge.exec(text)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return commentEdge.lastIndex;
  }
  return -1;
}
