import { RedshiftIdentityError } from '../../errors.ts';

export interface SetCommand {
  readonly name: string;
  readonly value: string;
}

const blank = /[ \t\f\v]+/y;
const singleQuoted = /'((?:[^'\\]|\\.|'')*)'/y;
// psql keeps these quotes in the value, for names of tables and columns.
const doubleQuoted = /"[^"]*"/y;
const plain = /[^ \t\f\v'"`\\:]+|:/y;
const variable = /:(?:(\w+)|'(\w+)'|"(\w+)")/y;

/**
 * Reads what follows `\set`, as psql does: the first word names the variable, the others joined without blanks are the
 * value; `'…'` with C escapes, `:name`, `:'name'` and `:"name"` give the value of a variable set before.
 *
 * @throws RedshiftIdentityError `InvalidSetCommand`; its texts hold no part of the value
 */
export function parseSetCommand(
  args: string,
  variables: ReadonlyMap<string, string> = new Map(),
): SetCommand {
  const words: string[] = [];
  let joined = false;
  let offset = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    const match = pattern.exec(args);
    if (match) offset = pattern.lastIndex;
    return match;
  };
  while (offset < args.length) {
    if (take(blank)) {
      joined = false;
      continue;
    }
    const part = readPart(take, variables);
    if (part === undefined) throw notReadable(args[offset]);
    if (joined) words.push((words.pop() ?? '') + part);
    else words.push(part);
    joined = true;
  }
  const [name = '', ...value] = words;
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw invalid(
      name === '' ? '\\set names no parameter.' : '\\set names a parameter that Redshift can’t take.',
      'Write \\set name value; a name has letters, digits and underscores, and begins with no digit.',
    );
  }
  return { name, value: value.join('') };
}

function readPart(
  take: (pattern: RegExp) => RegExpExecArray | null,
  variables: ReadonlyMap<string, string>,
): string | undefined {
  const quoted = take(singleQuoted);
  if (quoted) return unescape(quoted[1] ?? '');
  const used = take(variable);
  if (used) {
    const value = variables.get(used[1] ?? used[2] ?? used[3] ?? '');
    if (value === undefined) return used[0];
    if (used[2] !== undefined) return `'${value.replaceAll("'", "''")}'`;
    return used[3] !== undefined ? `"${value.replaceAll('"', '""')}"` : value;
  }
  return take(doubleQuoted)?.[0] ?? take(plain)?.[0];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', r: '\r', f: '\f' };

function unescape(text: string): string {
  return text.replace(
    /''|\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))/g,
    (_, hex?: string, octal?: string, char?: string) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      return char === undefined ? "'" : (escapes[char] ?? char);
    },
  );
}

function notReadable(char: string | undefined): RedshiftIdentityError {
  if (char === '`') return invalid('\\set with backquotes would start a program.', 'Write the value itself.');
  if (char === '\\')
    return invalid('\\set has a backslash outside quotes.', "Put the value in '…' and double the backslash.");
  return invalid(
    '\\set has a quote that is not closed.',
    'Close it, or double a quote that belongs to the value.',
  );
}

function invalid(message: string, remedy: string): RedshiftIdentityError {
  return new RedshiftIdentityError(message, { code: 'InvalidSetCommand', remedy });
}
