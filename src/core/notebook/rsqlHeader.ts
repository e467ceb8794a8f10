import { isBlank, join, lineEnd, lineText, splitLines, withLf, type Eol } from './lines.ts';
import { RsqlFormatError } from './rsqlBytes.ts';
import type { RsqlHeader } from './rsqlDocument.ts';
import { isMarker } from './rsqlMarker.ts';
import { readScalar, splitComment, writeScalar } from './yamlScalar.ts';

export type RsqlHeaderKey = Exclude<keyof RsqlHeader, 'problem'>;

/** Values to write; `null` takes a key out, an absent one stays as it is. */
export type RsqlHeaderValues = { readonly [key in RsqlHeaderKey]?: string | null };

/** A header's values while they are gathered. */
type Draft = { -readonly [key in keyof RsqlHeader]: RsqlHeader[key] };

const headerKeys: readonly RsqlHeaderKey[] = ['profile', 'region', 'workgroup', 'cluster', 'database'];
const fence = /^--[ \t]*---[ \t]*$/;
const sectionStart = /^redshift[ \t]*:/;
const keyLine = /^([\w.-]+|"[^"]*"|'[^']*')[ \t]*:(?:[ \t]+(.*))?$/;

/** Where a header block stands: line numbers of its two fences, from 0. Undefined where the text begins with none. */
export function findHeader(lines: readonly string[]): { open: number; close: number } | undefined {
  const open = lines.findIndex((line) => !isBlank(line));
  if (!isFence(lines[open])) return undefined;
  for (let index = open + 1; index < lines.length; index++) {
    const line = lineText(lines[index] ?? '');
    if (fence.test(line)) return { open, close: index };
    if (!line.startsWith('--') || isMarker(line)) return undefined;
  }
  return undefined;
}

/** Reads the header that a file (or its preamble) without byte order mark begins with. Only the part `redshift:` is looked at. */
export function readHeader(lines: readonly string[]): RsqlHeader | undefined {
  const block = findHeader(lines);
  if (!block) return unclosedHeader(lines);
  const section = findSection(lines, block);
  if (!section) return {};
  const header: Draft = {};
  const report = (line: number, what: string) => (header.problem ??= `Header, line ${line + 1}: ${what}`);
  if (section.inline !== '') report(section.at, 'write each key in a line of its own below "redshift:".');
  for (const { at, indent, text } of section.entries) {
    const [, name = '', value = ''] = keyLine.exec(text) ?? [];
    if (indent.includes('\t')) report(at, 'indent with spaces, not tabs.');
    else if (indent.length < section.indent.length) report(at, 'indent it as the lines above.');
    else if (name === '') report(at, 'write "key: value".');
    else readEntry(header, unquote(name), value, (what) => report(at, what));
  }
  for (const { at, parent } of section.nested)
    if (isHeaderKey(parent)) report(at, `"${parent}" takes plain text.`);
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

interface Entry {
  /** Line number, from 0. */
  readonly at: number;
  readonly indent: string;
  readonly text: string;
}

interface Section {
  readonly at: number;
  /** What stands behind `redshift:` in its own line. */
  readonly inline: string;
  readonly indent: string;
  readonly entries: readonly Entry[];
  /** Lines that belong to a key further out. */
  readonly nested: readonly { readonly at: number; readonly parent: string }[];
}

function findSection(lines: readonly string[], block: { open: number; close: number }): Section | undefined {
  let at = -1;
  let inline = '';
  let indent: string | undefined;
  const entries: Entry[] = [];
  const nested: { at: number; parent: string }[] = [];
  for (let index = block.open + 1; index < block.close; index++) {
    const content = yamlText(lines[index] ?? '');
    const text = content.trim();
    if (text === '' || text.startsWith('#')) continue;
    const spaces = content.slice(0, content.length - content.trimStart().length);
    if (at === -1) {
      if (!sectionStart.test(content)) continue;
      at = index;
      inline = splitComment(text.replace(sectionStart, '')).scalar;
    } else if (spaces === '') {
      break;
    } else {
      indent ??= spaces;
      const parent = entryName(entries.at(-1)?.text ?? '');
      if (spaces.length > indent.length) nested.push({ at: index, parent });
      else entries.push({ at: index, indent: spaces, text });
    }
  }
  return at === -1 ? undefined : { at, inline, indent: indent ?? '  ', entries, nested };
}

function readEntry(header: Draft, name: string, value: string, report: (what: string) => void): void {
  if (!isHeaderKey(name)) return;
  const scalar = readScalar(value);
  if (scalar === undefined)
    report(`"${name}" takes plain text; put quotes around it if it has special characters.`);
  else if (header[name] !== undefined) report(`"${name}" is there twice.`);
  else if (scalar !== '') header[name] = scalar;
}

function writeHeader(lines: readonly string[], values: RsqlHeaderValues, eol: Eol): string {
  const wanted = headerKeys.filter((key) => values[key] !== undefined && values[key] !== null);
  const block = findHeader(lines);
  if (!block) {
    if (wanted.length === 0) return lines.join('');
    const made = [
      '-- ---',
      '-- redshift:',
      ...wanted.map((key) => newLine('  ', key, values[key])),
      '-- ---',
      '',
    ];
    return join(made.map((line) => line + eol).join(''), lines.join(''));
  }
  const section = findSection(lines, block);
  const changed = new Map<number, string[]>();
  const missing = new Set<RsqlHeaderKey>(wanted);
  for (const { at, text } of section?.entries ?? []) {
    const name = entryName(text);
    const value = isHeaderKey(name) ? values[name] : undefined;
    if (!isHeaderKey(name) || value === undefined) continue;
    changed.set(at, missing.delete(name) ? [replaceValue(lines[at] ?? '', value ?? '')] : []);
  }
  const added = [...missing].map((key) => newLine(section?.indent ?? '  ', key, values[key]) + eol);
  if (!section && added.length > 0) added.unshift(`-- redshift:${eol}`);
  const end = section
    ? Math.max(section.at, ...[...section.entries, ...section.nested].map(({ at }) => at))
    : block.close - 1;
  return lines.flatMap((line, at) => [...(changed.get(at) ?? [line]), ...(at === end ? added : [])]).join('');
}

function withRivalRemoved(values: RsqlHeaderValues): RsqlHeaderValues {
  if (values.workgroup && values.cluster === undefined) return { ...values, cluster: null };
  if (values.cluster && values.workgroup === undefined) return { ...values, workgroup: null };
  return values;
}

function newLine(indent: string, key: RsqlHeaderKey, value: string | null | undefined): string {
  return `-- ${indent}${key}: ${writeScalar(value ?? '')}`;
}

function replaceValue(line: string, value: string): string {
  const [, start = '', old = ''] =
    /^(--[ \t]*(?:[\w.-]+|"[^"]*"|'[^']*')[ \t]*:)(.*)$/.exec(lineText(line)) ?? [];
  return `${start} ${writeScalar(value)}${splitComment(old).comment}${lineEnd(line)}`;
}

/** A block that begins like a header and never ends is told of: its author meant it. */
function unclosedHeader(lines: readonly string[]): RsqlHeader | undefined {
  const open = lines.findIndex((line) => !isBlank(line));
  if (!isFence(lines[open]) || !sectionStart.test(yamlText(lines[open + 1] ?? ''))) return undefined;
  return {
    problem: `Header, line ${open + 1}: close it with a line "-- ---", with only lines that begin with "--" between.`,
  };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && fence.test(lineText(line));
}

function yamlText(line: string): string {
  return withLf(lineText(line)).replace(/^-- ?/, '');
}

function entryName(text: string): string {
  return unquote(keyLine.exec(text)?.[1] ?? '');
}

function unquote(name: string): string {
  return name.replace(/^(["'])(.*)\1$/, '$2');
}

function isHeaderKey(name: string): name is RsqlHeaderKey {
  return (headerKeys as readonly string[]).includes(name);
}
