import { isBlank, lineText, withLf } from './lines.ts';
import { isMarker } from './rsqlMarker.ts';
import { splitComment } from './yamlScalar.ts';

/** A line of the part `redshift:`. */
export interface HeaderEntry {
  /** Line number, from 0. */
  readonly at: number;
  readonly indent: string;
  readonly text: string;
  /** '' where the line is not `key: value`. */
  readonly name: string;
  /** What stands behind the colon, comment included. */
  readonly value: string;
  /** Lines further in. */
  readonly children: readonly HeaderEntry[];
}

export interface HeaderSection {
  readonly at: number;
  /** What stands behind `redshift:` in its own line. */
  readonly inline: string;
  readonly indent: string;
  readonly entries: readonly HeaderEntry[];
  /** Line number of the last of its lines that says something. */
  readonly end: number;
}

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

/** The lines of `redshift:` in a header block. */
export function findSection(
  lines: readonly string[],
  block: { open: number; close: number },
): HeaderSection | undefined {
  let section: { at: number; inline: string } | undefined;
  let end = 0;
  const entries: (HeaderEntry & { children: HeaderEntry[] })[] = [];
  for (let index = block.open + 1; index < block.close; index++) {
    const content = yamlText(lines[index] ?? '');
    const text = content.trim();
    if (text === '' || text.startsWith('#')) continue;
    const indent = content.slice(0, content.length - content.trimStart().length);
    if (!section) {
      if (!sectionStart.test(content)) continue;
      section = { at: index, inline: splitComment(text.replace(sectionStart, '')).scalar };
    } else if (indent === '') {
      break;
    } else {
      const parent = entries.at(-1);
      const entry = readLine(index, indent, text);
      if (parent && indent.length > (entries[0]?.indent.length ?? 0)) parent.children.push(entry);
      else entries.push(entry);
    }
    end = index;
  }
  return section && { ...section, indent: entries[0]?.indent ?? '  ', entries, end };
}

/** Whether a block begins here like a header for Redshift. */
export function beginsSection(lines: readonly string[], open: number): boolean {
  return isFence(lines[open]) && sectionStart.test(yamlText(lines[open + 1] ?? ''));
}

function readLine(at: number, indent: string, text: string): HeaderEntry & { children: HeaderEntry[] } {
  const [, name = '', value = ''] = keyLine.exec(text) ?? [];
  return { at, indent, text, name: name.replace(/^(["'])(.*)\1$/, '$2'), value, children: [] };
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && fence.test(lineText(line));
}

function yamlText(line: string): string {
  return withLf(lineText(line)).replace(/^-- ?/, '');
}
