import type { RsqlCellKind, RsqlKeys } from './rsqlDocument.ts';

/** What a marker line says: `-- %% title [type] key="value"`. */
export interface RsqlMarker {
  readonly kind: RsqlCellKind;
  readonly title: string;
  readonly keys: RsqlKeys;
}

/** Characters. Reading takes time by the square of the length, and a file may come from anywhere. */
const longestMarker = 20_000;
const markerStart = /^-- *%%(?=$|[ \t[])/;
const typeNames: Readonly<Record<string, RsqlCellKind>> = {
  markdown: 'markdown',
  md: 'markdown',
  sql: 'sql',
};
const typePattern = /(?<=^|[ \t])\[(markdown|md|sql)\](?=$|[ \t])/gi;
const quoted = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const keyName = String.raw`[A-Za-z][\w.-]*`;
const quotedKeyPattern = new RegExp(String.raw`(${keyName})=(${quoted})(?=$|[ \t])[ \t]*`, 'y');
const looseKeyPattern = new RegExp(
  String.raw`(${keyName})(?:=(${quoted}|[^\s"'[\]]*))?(?=$|[ \t])[ \t]*`,
  'y',
);
const keyStartPattern = new RegExp(String.raw`(?<=^|[ \t])${keyName}=["']`, 'g');
const keyNamePattern = new RegExp(`^${keyName}$`);

export function isMarker(line: string): boolean {
  return markerStart.test(line);
}

/** Reads a marker line, without its line end. What is neither a type nor keys is the title, so nothing gets lost. */
export function parseMarker(line: string): RsqlMarker {
  const rest = line.replace(markerStart, '').trim();
  if (rest.length > longestMarker) return { kind: 'sql', title: rest, keys: {} };
  for (const match of rest.matchAll(typePattern)) {
    const keys = parseKeys(rest.slice(match.index + match[0].length).trim(), looseKeyPattern);
    const kind = typeNames[(match[1] ?? '').toLowerCase()];
    if (keys && kind) return { kind, title: rest.slice(0, match.index).trim(), keys };
  }
  for (const match of rest.matchAll(keyStartPattern)) {
    // Without a type in between, only quoted values count: a title may well hold `a = b`.
    const keys = parseKeys(rest.slice(match.index), quotedKeyPattern);
    if (keys) return { kind: 'sql', title: rest.slice(0, match.index).trim(), keys };
  }
  return { kind: 'sql', title: rest, keys: {} };
}

/** Writes a marker line, without a line end, that {@link parseMarker} reads back as given. */
export function formatMarker({ kind, title, keys }: RsqlMarker): string {
  const shortTitle = title.replace(/[\r\n]+/g, ' ').trim();
  const attributes = Object.entries(keys)
    .filter(([key]) => keyNamePattern.test(key))
    .map(([key, value]) => `${key}="${escape(value)}"`);
  const write = (type: string) =>
    ['-- %%', shortTitle, type, ...attributes].filter((part) => part !== '').join(' ');
  if (kind === 'markdown') return write('[markdown]');
  const plain = write('');
  const read = parseMarker(plain);
  // A title that looks like a type or a key is told apart by naming the type.
  const same =
    read.kind === kind && read.title === shortTitle && Object.keys(read.keys).length === attributes.length;
  return same ? plain : write('[sql]');
}

function parseKeys(text: string, pattern: RegExp): RsqlKeys | undefined {
  const entries: [string, string][] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    entries.push([match[1] ?? '', unescape(match[2] ?? '')]);
  }
  const keys = Object.fromEntries(entries);
  return Object.keys(keys).length === entries.length ? keys : undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescape(value: string): string {
  if (!/^["']/.test(value)) return value;
  return value.slice(1, -1).replace(/\\(.)/g, (_, char: string) => escapes[char] ?? char);
}

function escape(value: string): string {
  const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return value.replace(/["\\\n\r\t]/g, (char) => names[char] ?? `\\${char}`);
}
