/**
 * What a spreadsheet takes for the beginning of a formula, or passes over at one: `=`, `+`, `-`, `@`, also in full width,
 * tab, line feed, carriage return.
 */
const starts = '=+-@\t\n\r＝＋－＠';

const byOneByte: ReadonlySet<number> = new Set([...starts].map((character) => character.charCodeAt(0)));
const longest = 3;
const decoder = new TextDecoder();

export function startsFormula(text: string): boolean {
  return text !== '' && starts.includes(text.charAt(0));
}

/** The same of UTF-8. */
export function bytesStartFormula(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  if (end <= start || first === 0) return false;
  if (first < 0x80) return byOneByte.has(first);
  return (
    first === 0xef && startsFormula(decoder.decode(bytes.subarray(start, Math.min(end, start + longest))))
  );
}
