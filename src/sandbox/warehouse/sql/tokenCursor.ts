import { SqlError } from '../contract.ts';
import { quoteName } from './sqlTokens.ts';
import type { Token } from './sqlTokens.ts';

/** A name of one to three parts, as PostgreSQL gets it and for messages. */
export interface QualifiedName {
  /** Quoted, with its schema where one was given. */
  text: string;
  parts: readonly string[];
  start: number;
}

export function unsupported(what: string, at?: Token): SqlError {
  return new SqlError(
    `ERROR: ${what} is not supported by the sandbox`,
    '0A000',
    at === undefined ? undefined : at.start + 1,
  );
}

/** Reads a statement's tokens from left to right; every `expect` throws SqlError where the statement says otherwise. */
export class TokenCursor {
  readonly tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get next(): Token | undefined {
    return this.tokens[this.#at];
  }

  get done(): boolean {
    return this.#at >= this.tokens.length;
  }

  /** Tokens not read yet. */
  rest(): readonly Token[] {
    return this.tokens.slice(this.#at);
  }

  /** True where the next tokens are these words or punctuation marks. */
  sees(...words: string[]): boolean {
    return words.every((word, offset) => isWord(this.tokens[this.#at + offset], word));
  }

  /** Passes over the words where they come next. */
  takes(...words: string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#at += words.length;
    return true;
  }

  /** The one of these words that comes next, passed over. */
  takesOneOf<Word extends string>(...words: Word[]): Word | undefined {
    const found = words.find((word) => this.sees(word));
    if (found !== undefined) this.#at += 1;
    return found;
  }

  expect(...words: string[]): void {
    for (const word of words) {
      if (!this.takes(word)) throw this.syntaxError();
    }
  }

  take(): Token {
    const token = this.next;
    if (!token) throw this.syntaxError();
    this.#at += 1;
    return token;
  }

  name(): string {
    const token = this.next;
    if (token?.kind !== 'word' && token?.kind !== 'quoted') throw this.syntaxError();
    this.#at += 1;
    return token.value;
  }

  /** The name of a role: those of the system are written `sys:secadmin`, without quotes. */
  roleName(): string {
    const name = this.name();
    const rest = this.next;
    if (name !== 'sys' || rest?.kind !== 'parameter') return name;
    this.#at += 1;
    return `sys:${rest.value.toLowerCase()}`;
  }

  string(): string {
    const token = this.next;
    if (token?.kind !== 'string') throw this.syntaxError();
    this.#at += 1;
    return token.value;
  }

  qualifiedName(): QualifiedName {
    const start = this.next?.start ?? 0;
    const parts = [this.name()];
    while (this.takes('.')) parts.push(this.name());
    if (parts.length > 3) throw this.syntaxError();
    return { text: parts.map(quoteName).join('.'), parts, start };
  }

  /** Names separated by commas. */
  names(): string[] {
    const names = [this.name()];
    while (this.takes(',')) names.push(this.name());
    return names;
  }

  qualifiedNames(): QualifiedName[] {
    const names = [this.qualifiedName()];
    while (this.takes(',')) names.push(this.qualifiedName());
    return names;
  }

  /** What stands between the parenthesis that comes next and its partner. */
  parenthesised(): readonly Token[] {
    if (!this.sees('(')) throw this.syntaxError();
    const from = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.tokens.length; this.#at += 1) {
      if (this.sees('(')) depth += 1;
      else if (this.sees(')')) depth -= 1;
      if (depth === 0) {
        this.#at += 1;
        return this.tokens.slice(from, this.#at - 1);
      }
    }
    throw this.syntaxError();
  }

  /** Throws where anything is left. */
  end(): void {
    if (!this.done) throw this.syntaxError();
  }

  syntaxError(): SqlError {
    const token = this.next;
    if (token) {
      return new SqlError(`ERROR: syntax error at or near "${token.value}"`, '42601', token.start + 1);
    }
    return new SqlError('ERROR: syntax error at end of input', '42601', (this.tokens.at(-1)?.end ?? 0) + 1);
  }
}

export function isWord(token: Token | undefined, word: string): boolean {
  return (
    token !== undefined && (token.kind === 'word' || token.kind === 'punctuation') && token.value === word
  );
}

/** Splits at the commas that stand outside of parentheses and brackets. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isWord(token, '(') || isWord(token, '[')) depth += 1;
    if (isWord(token, ')') || isWord(token, ']')) depth -= 1;
    if (depth === 0 && isWord(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Parentheses within parentheses that the translator follows. */
const deepestNesting = 200;

/** Throws unless every parenthesis and bracket has its partner, in order. */
export function checkBrackets(tokens: readonly Token[]): void {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'punctuation') continue;
    if (token.text === '(' || token.text === '[') open.push(token);
    if (open.length > deepestNesting) {
      throw new SqlError('ERROR: the statement is nested too deeply', '54001', token.start + 1);
    }
    if (token.text === ')' || token.text === ']') {
      const partner = open.pop();
      if (partner?.text !== (token.text === ')' ? '(' : '[')) {
        throw new SqlError(`ERROR: syntax error at or near "${token.text}"`, '42601', token.start + 1);
      }
    }
  }
  if (open.length > 0) {
    throw new SqlError('ERROR: syntax error at end of input', '42601', (tokens.at(-1)?.end ?? 0) + 1);
  }
}
