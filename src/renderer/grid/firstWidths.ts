import type { ResultColumn } from '../../protocol/resultPayload.ts';

/** Pixels. */
export const leastWidth = 48;
export const mostWidth = 2_000;
const mostFirstWidth = 320;
/** Room beside a value, and beside a name for the menu's button. */
const cellPadding = 22;
const headerPadding = 40;
/** Values that are looked at. */
const sample = 50;

/**
 * Widths, in pixels, in which names and the first values can be read.
 * @param rows the first ones; they may have fewer columns
 */
export function firstWidths(
  columns: readonly ResultColumn[],
  rows: readonly (readonly (string | null)[])[],
): number[] {
  return columns.map(({ name, typeName }, column) => {
    const header = Math.max(textWidth(name) * 1.08, textWidth(typeName) * 0.85) + headerPadding;
    let widest = header;
    for (const row of rows.slice(0, sample)) {
      widest = Math.max(widest, textWidth(row[column] ?? 'NULL') + cellPadding);
      if (widest >= mostFirstWidth) break;
    }
    return Math.round(Math.min(Math.max(widest, leastWidth), mostFirstWidth));
  });
}

/** About as wide as an interface font of 13 pixels draws it. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text.slice(0, 120)) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x1100) width += 13.5;
    else if (/[ijlt.,:;'|!()[\] ]/.test(character)) width += 4.2;
    else width += /[A-Zmw@%—]/.test(character) ? 9.6 : 7.3;
  }
  return width;
}
