/** How lines end: LF, CRLF, or the lone CR of very old files. */
export type Eol = '\n' | '\r\n' | '\r';

/** Lines with their ends, so that joining them gives the text back. No text, no lines. */
export function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/** A line without its end. */
export function lineText(line: string): string {
  const end = line.endsWith('\n') ? line.length - 1 : line.length;
  return line.slice(0, line[end - 1] === '\r' ? end - 1 : end);
}

/** The end of a line; empty where the file stops without one. */
export function lineEnd(line: string): string {
  return line.slice(lineText(line).length);
}

export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(lineText(line));
}

/** The line end most lines have; LF where there is none to go by. */
export function usualEol(lines: readonly string[]): Eol {
  const counts = { '\n': 0, '\r\n': 0, '\r': 0 };
  for (const line of lines) {
    const end = lineEnd(line);
    if (end !== '') counts[end as Eol]++;
  }
  if (counts['\r'] > counts['\n'] && counts['\r'] > counts['\r\n']) return '\r';
  return counts['\r\n'] > counts['\n'] ? '\r\n' : '\n';
}

/** Text as an editor holds it: lines end in LF. */
export function withLf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Joins two texts without a CR and an LF of different lines melting into one line end. */
export function join(first: string, second: string): string {
  return first.endsWith('\r') && second.startsWith('\n') ? `${first}\n${second}` : first + second;
}
