import type { SqlToken, Unterminated } from './sqlTokens.ts';

/** Where in the text something stands, in UTF-16 code units. */
export interface SqlRange {
  readonly start: number;
  readonly end: number;
}

/** A `:name` that a statement uses. */
export interface ParameterUse extends SqlRange {
  readonly name: string;
}

/** A statement while its end is looked for. As in psql, a `;` in parentheses or in the body of a routine is not it. */
export class OpenStatement {
  readonly start: number;
  readonly startLine: number;
  readonly uses: ParameterUse[] = [];
  /** End of the last token that is neither blank nor comment. */
  end: number;
  #open: { readonly what: Unterminated; readonly at: SqlRange } | undefined;
  readonly #text: string;
  /** The first words, as far as they may be `CREATE OR REPLACE PROCEDURE`. */
  readonly #words: string[] = [];
  readonly #parentheses: SqlRange[] = [];
  /** `BEGIN`, and `CASE` within, which ends in `END` too. */
  readonly #blocks: SqlRange[] = [];
  #brackets = 0;

  constructor(text: string, start: number, startLine: number) {
    this.#text = text;
    this.start = start;
    this.startLine = startLine;
    this.end = start;
  }

  /** Whether a `;` here ends the statement. */
  get mayEnd(): boolean {
    return this.#parentheses.length === 0 && this.#blocks.length === 0;
  }

  /** What would be open if the text ended here, and where it was opened. */
  get open(): { readonly what: Unterminated; readonly at: SqlRange } | undefined {
    const [parenthesis] = this.#parentheses;
    const [block] = this.#blocks;
    if (this.#open) return this.#open;
    if (parenthesis) return { what: 'parenthesis', at: parenthesis };
    return block && { what: 'BEGIN block', at: block };
  }

  add(token: SqlToken): void {
    const { start, end } = token;
    const text = this.#text.slice(start, end);
    if (token.kind === 'word') this.#addWord(text.toLowerCase(), { start, end });
    else if (text === '(') this.#parentheses.push({ start, end });
    else if (text === ')') this.#parentheses.pop();
    else if (text === '[') this.#brackets++;
    else if (text === ']') this.#brackets--;
    else if (token.kind === 'parameter' && !this.#isSlice()) {
      this.uses.push({ name: text.slice(1), start, end });
    }
    if (token.unterminated) this.#open = { what: token.unterminated, at: { start, end: start + 1 } };
    this.end = end;
  }

  #addWord(word: string, at: SqlRange): void {
    if (this.#words.length < 4) this.#words.push(word);
    if (!/^(begin|case|end)$/.test(word) || this.#parentheses.length > 0 || !this.#isRoutine()) return;
    if (word === 'begin' || (word === 'case' && this.#blocks.length > 0)) this.#blocks.push(at);
    if (word === 'end') this.#blocks.pop();
  }

  #isRoutine(): boolean {
    return /^create (or replace )?(function|procedure)\b/.test(this.#words.join(' '));
  }

  /** Whether a colon is that of `items[1:n]` and not of a parameter: in brackets, after an operand. */
  #isSlice(): boolean {
    return this.#brackets > 0 && /[\w$)\]"'\u0080-\uFFFF]/.test(this.#text[this.end - 1] ?? '');
  }
}
