import { visibleText } from './redshift/results/visibleText.ts';

// Everything that means something anywhere in a line; underscores, dots and colons only where they are not those of plain
// prose, since reports are read as source as well. Parentheses and quotes mean nothing without the brackets before them.
const marks =
  /[&<>|\\`*{}[\]#+~@/$^=]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<![A-Za-z)])[.:]|[.:](?=\S)|^-|(?<=^\d+)\)/g;

/**
 * Untrusted text as one run of Markdown that shows it letter by letter, in a paragraph, heading, list or table cell:
 * no markup, HTML, link (not even of a bare address), image or formula comes of it, and it stays on one line.
 */
export function markdownText(text: string): string {
  return visibleText(text)
    .replaceAll(marks, (mark) =>
      // A pipe behind a backslash ends a table cell for some readers and not for others; an entity never does.
      /[&<>|]/.test(mark) ? `&#${mark.charCodeAt(0)};` : `\\${mark}`,
    )
    .replaceAll(/^ | $/g, '&#32;');
}

/** Untrusted text as a code span where that is safe everywhere, as for most names; else as plain text. */
export function markdownName(text: string): string {
  return /^[^\s`|\\](?:[^`|\\]*[^\s`|\\])?$/.test(text) && visibleText(text) === text
    ? `\`${text}\``
    : markdownText(text);
}

/** A table; its cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Untrusted lines as a fenced block. */
export function markdownBlock(lines: readonly string[]): string {
  const text = lines.map(visibleText).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
