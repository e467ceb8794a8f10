/** A JSON value; numbers keep the digits that they were written with. */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly text: string }
  /** `12.50`, `true`, `null`. */
  | { readonly kind: 'number' | 'boolean' | 'null'; readonly text: string };

/** Levels that are read: a value nested more deeply is shown as text. */
const deepest = 500;

const token = new RegExp(
  [
    /([{}[\],:])/,
    // Unrolled, so that a text that never ends is given up on at once.
    /("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")/,
    /(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/,
    /(true|false)/,
    /(null)/,
  ]
    .map(({ source }) => `\\s*${source}\\s*`)
    .join('|'),
  'y',
);

/** Reads a value of RFC 8259. @returns undefined for what is none, or is nested too deeply */
export function parseJson(text: string): JsonNode | undefined {
  const reader = new Reader(text);
  try {
    const node = reader.value(0);
    return reader.isAtEnd ? node : undefined;
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
}

class NoJson extends Error {
  override readonly name = 'NoJson';
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  value(depth: number): JsonNode {
    const [sign, string, number, boolean, nothing] = this.#next();
    if (string !== undefined) return { kind: 'string', text: unquoted(string) };
    if (number !== undefined) return { kind: 'number', text: number };
    if (boolean !== undefined) return { kind: 'boolean', text: boolean };
    if (nothing !== undefined) return { kind: 'null', text: nothing };
    if (depth >= deepest) throw new NoJson();
    if (sign === '{') return { kind: 'object', entries: this.#list('}', () => this.#entry(depth)) };
    if (sign === '[') return { kind: 'array', items: this.#list(']', () => this.value(depth + 1)) };
    throw new NoJson();
  }

  #entry(depth: number): readonly [string, JsonNode] {
    const [, key] = this.#next();
    if (key === undefined || this.#next()[0] !== ':') throw new NoJson();
    return [unquoted(key), this.value(depth + 1)];
  }

  #list<Item>(end: '}' | ']', read: () => Item): Item[] {
    const items: Item[] = [];
    const start = this.#at;
    if (this.#next()[0] === end) return items;
    this.#at = start;
    for (;;) {
      items.push(read());
      const [sign] = this.#next();
      if (sign === end) return items;
      if (sign !== ',') throw new NoJson();
    }
  }

  #next(): (string | undefined)[] {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text);
    if (!found) throw new NoJson();
    this.#at = token.lastIndex;
    return found.slice(1);
  }
}

function unquoted(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}
