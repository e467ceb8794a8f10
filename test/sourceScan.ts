export interface Scan {
  /** The text with comments and the insides of strings, templates and regular expressions blanked; positions stay. */
  code: string;
  /** Texts of the string literals by the position of their opening quote. */
  literals: ReadonlyMap<number, string>;
}

export interface Import {
  /** As written; undefined for an `import(…)` of something that isn't a literal. */
  specifier: string | undefined;
  kind: 'static' | 'type' | 'bare' | 'dynamic' | 'require';
}

/** Words after which a slash begins a regular expression. */
const beforeRegExp =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|await|yield))\s*$/;

/** Tells code from comments, strings, templates and regular expressions in TypeScript. */
export function scanSource(text: string): Scan {
  const literals = new Map<number, string>();
  let code = '';
  let at = 0;
  const keep = (count: number) => {
    code += text.slice(at, at + count);
    at += count;
  };
  const blankTo = (end: number) => {
    code += text.slice(at, end).replace(/[^\n]/g, ' ');
    at = end;
  };
  /** Position of an unescaped `end` character from `from` on. */
  const closing = (from: number, end: string): number => {
    let position = from;
    while (position < text.length && text[position] !== end) position += text[position] === '\\' ? 2 : 1;
    return position;
  };
  const regExpEnd = (from: number): number => {
    let inClass = false;
    let position = from;
    while (position < text.length && text[position] !== '\n') {
      const character = text[position];
      if (character === '[') inClass = true;
      if (character === ']') inClass = false;
      if (character === '/' && !inClass) return position;
      position += character === '\\' ? 2 : 1;
    }
    return position;
  };
  const template = () => {
    const start = at;
    keep(1);
    while (at < text.length && text[at] !== '`') {
      if (text.startsWith('${', at)) {
        keep(2);
        program(true);
      } else {
        blankTo(at + (text[at] === '\\' ? 2 : 1));
      }
    }
    literals.set(start, text.slice(start + 1, at));
    keep(1);
  };
  /** Reads code to the end, or past the brace that closes a template's expression. */
  const program = (insideTemplate: boolean) => {
    let depth = 0;
    while (at < text.length) {
      const character = text[at];
      if (text.startsWith('//', at)) {
        const end = text.indexOf('\n', at);
        blankTo(end < 0 ? text.length : end);
      } else if (text.startsWith('/*', at)) {
        const end = text.indexOf('*/', at);
        blankTo(end < 0 ? text.length : end + 2);
      } else if (character === "'" || character === '"') {
        const end = closing(at + 1, character);
        literals.set(at, text.slice(at + 1, end));
        keep(1);
        blankTo(end);
        keep(1);
      } else if (character === '`') {
        template();
      } else if (character === '/' && beforeRegExp.test(code.slice(-40))) {
        keep(1);
        blankTo(regExpEnd(at));
        keep(1);
      } else {
        if (character === '{') depth += 1;
        if (character === '}' && depth-- === 0 && insideTemplate) return keep(1);
        keep(1);
      }
    }
  };
  program(false);
  return { code, literals };
}

/** Everything that a module asks other modules for, in whatever form. */
export function importsOf(text: string): Import[] {
  const { code, literals } = scanSource(text);
  const found: Import[] = [];
  const collect = (pattern: RegExp, kind: (match: RegExpMatchArray) => Import['kind']) => {
    for (const match of code.matchAll(pattern)) {
      const specifier = literals.get(match.index + match[0].length - 1);
      found.push({ specifier, kind: kind(match) });
    }
  };
  collect(/(?<![.\w$])(?:import|export)(\s+type\b)?[^'"`;=()]*?\bfrom\s*['"]/g, (match) =>
    match[1] ? 'type' : 'static',
  );
  collect(/(?<![.\w$])import\s*['"]/g, () => 'bare');
  collect(/(?<![.\w$])import\s*\(\s*(?:['"`]|.)/gs, () => 'dynamic');
  collect(/(?<![.\w$])require\s*\(\s*(?:['"`]|.)/gs, () => 'require');
  return found;
}
