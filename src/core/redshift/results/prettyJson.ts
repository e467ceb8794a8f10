import { isJson } from './jsonOf.ts';

/** A string, a mark, or a number or word, of a text that is JSON. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON with a line for each member; numbers keep all of their digits. Another text stays as it is. */
export function prettyJson(text: string): string {
  if (!isJson(text)) return text;
  const parts: string[] = [];
  let depth = 0;
  let opened = false;
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [mark] of text.matchAll(token)) {
    const closes = mark === '}' || mark === ']';
    if (closes) depth--;
    if (closes ? !opened : opened) parts.push(newLine());
    opened = mark === '{' || mark === '[';
    if (opened) depth++;
    parts.push(mark === ':' ? ': ' : mark);
    if (mark === ',') parts.push(newLine());
  }
  return parts.join('');
}
