import { beginsSection, findHeader, findSection, type HeaderEntry } from './headerSection.ts';
import { isBlank, join, lineEnd, lineText, splitLines, type Eol } from './lines.ts';
import { RsqlFormatError } from './rsqlBytes.ts';
import type { RsqlHeader } from './rsqlDocument.ts';
import { readScalar, splitComment, writeScalar } from './yamlScalar.ts';

export type RsqlHeaderKey = Exclude<keyof RsqlHeader, 'parameters' | 'problem'>;

/** Values to write; `null` takes a key or a parameter out, an absent one stays as it is. */
export type RsqlHeaderValues = { readonly [key in RsqlHeaderKey]?: string | null } & {
  readonly parameters?: Readonly<Record<string, string | null>>;
};

/** A header's values while they are gathered. */
type Draft = { -readonly [key in keyof RsqlHeader]: RsqlHeader[key] };
type Report = (line: number, what: string) => void;

const headerKeys: readonly RsqlHeaderKey[] = ['profile', 'region', 'workgroup', 'cluster', 'database'];

/** Reads the header that a file (or its preamble) without byte order mark begins with. Only the part `redshift:` is looked at. */
export function readHeader(lines: readonly string[]): RsqlHeader | undefined {
  const block = findHeader(lines);
  if (!block) return unclosedHeader(lines);
  const section = findSection(lines, block);
  if (!section) return {};
  const header: Draft = {};
  const report: Report = (line, what) => (header.problem ??= `Header, line ${line + 1}: ${what}`);
  if (section.inline !== '') report(section.at, 'write each key in a line of its own below "redshift:".');
  for (const entry of readable(section.entries, report)) {
    if (entry.name === 'parameters') readParameters(header, entry, report);
    else if (isHeaderKey(entry.name)) readEntry(header, entry.name, entry, report);
  }
  if (header.workgroup !== undefined && header.cluster !== undefined) {
    report(section.at, 'name a workgroup or a cluster, not both.');
  }
  return header;
}

/**
 * Changes values of a document's or notebook's header, and makes a header where there is none. Other lines keep every
 * byte. Naming a workgroup takes the cluster out, and the other way round.
 *
 * @throws RsqlFormatError `InvalidHeader`, where the header as it stands has to be put right by hand first
 */
export function setHeader<T extends { readonly preamble: string; readonly eol: Eol }>(
  document: T,
  values: RsqlHeaderValues,
): T & { readonly header: RsqlHeader } {
  const mark = /^\uFEFF?/.exec(document.preamble)?.[0] ?? '';
  const lines = splitLines(document.preamble.slice(mark.length));
  const written = writeHeader(lines, withRivalRemoved(values), document.eol);
  const header = readHeader(splitLines(written)) ?? {};
  if (header.problem !== undefined) {
    throw new RsqlFormatError(`The notebook's header could not be changed. ${header.problem}`, {
      code: 'InvalidHeader',
      remedy: 'Open the file with "Reopen Editor With… > Text Editor" and put that line right.',
    });
  }
  return { ...document, preamble: mark + written, header };
}

/** The lines that are `key: value` in one depth; the others are told of. */
function readable(entries: readonly HeaderEntry[], report: Report): HeaderEntry[] {
  const depth = entries[0]?.indent.length ?? 0;
  return entries.filter(({ at, indent, name }) => {
    if (indent.includes('\t')) report(at, 'indent with spaces, not tabs.');
    else if (indent.length < depth) report(at, 'indent it as the lines above.');
    else if (name === '') report(at, 'write "key: value".');
    else return true;
    return false;
  });
}

function readEntry(
  header: Draft,
  name: RsqlHeaderKey,
  { at, value, children }: HeaderEntry,
  report: Report,
): void {
  const [nested] = children;
  const scalar = readScalar(value);
  if (nested) report(nested.at, `"${name}" takes plain text.`);
  if (scalar === undefined)
    report(at, `"${name}" takes plain text; put quotes around it if it has special characters.`);
  else if (header[name] !== undefined) report(at, `"${name}" is there twice.`);
  else if (scalar !== '') header[name] = scalar;
}

function readParameters(header: Draft, { at, value, children }: HeaderEntry, report: Report): void {
  if (header.parameters) return report(at, '"parameters" is there twice.');
  if (splitComment(value).scalar !== '')
    report(at, 'write each parameter in a line of its own below "parameters:".');
  const parameters = new Map<string, string>();
  const depth = children[0]?.indent.length ?? 0;
  for (const entry of readable(children, report)) {
    const scalar = readScalar(entry.value);
    if (entry.indent.length > depth) report(entry.at, 'indent it as the parameter above.');
    else if (!/^[A-Za-z_]\w*$/.test(entry.name))
      report(entry.at, 'the name of a parameter has letters, digits and underscores.');
    else if (scalar === undefined)
      report(
        entry.at,
        `"${entry.name}" takes plain text; put quotes around it if it has special characters.`,
      );
    else if (parameters.has(entry.name)) report(entry.at, `"${entry.name}" is there twice.`);
    else parameters.set(entry.name, scalar);
  }
  header.parameters = Object.fromEntries(parameters);
}

function writeHeader(lines: readonly string[], values: RsqlHeaderValues, eol: Eol): string {
  const block = findHeader(lines);
  const section = block && findSection(lines, block);
  const indent = section?.indent ?? '  ';
  const replaced = new Map<number, string>();
  /** New lines by the line that they follow. */
  const added = new Map<number, string[]>();
  const keys = replaceEntries(section?.entries ?? [], pick(values, headerKeys), indent, lines, replaced);

  const list = section?.entries.find(({ name }) => name === 'parameters');
  const innerIndent = list?.children[0]?.indent ?? `${indent}  `;
  const parameters = new Map(Object.entries(values.parameters ?? {}));
  const newParameters = replaceEntries(list?.children ?? [], parameters, innerIndent, lines, replaced);
  if (list) added.set(list.children.at(-1)?.at ?? list.at, newParameters);
  else if (newParameters.length > 0) keys.push(`-- ${indent}parameters:`, ...newParameters);

  const write = (made: readonly string[]) => made.map((line) => line + eol).join('');
  if (!section && keys.length > 0) keys.unshift('-- redshift:');
  if (!block) {
    return keys.length === 0
      ? lines.join('')
      : join(write(['-- ---', ...keys, '-- ---', '']), lines.join(''));
  }
  const end = section?.end ?? block.close - 1;
  added.set(end, [...(added.get(end) ?? []), ...keys]);
  return lines.map((line, at) => (replaced.get(at) ?? line) + write(added.get(at) ?? [])).join('');
}

/** Notes what becomes of the lines that are there, '' for one that goes, and returns lines for the values that have none. */
function replaceEntries(
  entries: readonly HeaderEntry[],
  values: ReadonlyMap<string, string | null>,
  indent: string,
  lines: readonly string[],
  replaced: Map<number, string>,
): string[] {
  const missing = new Map(values);
  for (const { at, name } of entries) {
    const value = values.get(name);
    if (value === undefined) continue;
    // Behind the first of two lines with the same key the other is in the way.
    const stays = value !== null && missing.has(name);
    replaced.set(at, stays ? replaceValue(lines[at] ?? '', value) : '');
    missing.delete(name);
  }
  return [...missing].flatMap(([name, value]) =>
    value === null ? [] : [`-- ${indent}${name}: ${writeScalar(value)}`],
  );
}

function pick(values: RsqlHeaderValues, keys: readonly RsqlHeaderKey[]): Map<string, string | null> {
  return new Map(
    keys.flatMap((key): [string, string | null][] => {
      const value = values[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function withRivalRemoved(values: RsqlHeaderValues): RsqlHeaderValues {
  if (values.workgroup && values.cluster === undefined) return { ...values, cluster: null };
  if (values.cluster && values.workgroup === undefined) return { ...values, workgroup: null };
  return values;
}

function replaceValue(line: string, value: string): string {
  const [, start = '', old = ''] =
    /^(--[ \t]*(?:[\w.-]+|"[^"]*"|'[^']*')[ \t]*:)(.*)$/.exec(lineText(line)) ?? [];
  return `${start} ${writeScalar(value)}${splitComment(old).comment}${lineEnd(line)}`;
}

/** A block that begins like a header and never ends is told of: its author meant it. */
function unclosedHeader(lines: readonly string[]): RsqlHeader | undefined {
  const open = lines.findIndex((line) => !isBlank(line));
  if (!beginsSection(lines, open)) return undefined;
  return {
    problem: `Header, line ${open + 1}: close it with a line "-- ---", with only lines that begin with "--" between.`,
  };
}

function isHeaderKey(name: string): name is RsqlHeaderKey {
  return (headerKeys as readonly string[]).includes(name);
}
