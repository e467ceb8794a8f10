import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { ResultColumn } from '../../protocol/resultPayload.ts';
import type { TextWidth } from './textWidth.ts';

/** Pixels. */
export const leastWidth = 48;
export const mostWidth = 2_000;
const mostFirstWidth = 320;
/** Room beside a value, and beside a name for the menu's button, an arrow and its number. */
const cellPadding = 20;
const headerPadding = 56;
/** Values that are looked at. */
const sample = 40;
/** Characters that are wider than the first width for sure. */
const surelyWide = 120;

/**
 * Widths, in pixels, in which names and the first values can be read.
 * @param rows the first ones; they may have fewer columns
 */
export function firstWidths(
  columns: readonly ResultColumn[],
  rows: readonly (readonly (string | null)[])[],
  textWidth: TextWidth,
): number[] {
  return columns.map(({ name, typeName }, column) => {
    const header = Math.max(textWidth(visibleText(name), 'bold'), textWidth(typeName) * 0.85) + headerPadding;
    const value = longestOf(rows, column);
    const widest = Math.max(header, ...value.map((text) => textWidth(text) + cellPadding));
    return Math.round(Math.min(Math.max(widest, leastWidth), mostFirstWidth));
  });
}

/** The longest ones of the first values: those with the most characters are the widest, or nearly. */
function longestOf(rows: readonly (readonly (string | null)[])[], column: number): string[] {
  const texts = rows
    .slice(0, sample)
    .map((row) => row[column] ?? 'NULL')
    .sort((one, other) => other.length - one.length)
    .slice(0, 3);
  return texts.map((text) => visibleText(text.slice(0, surelyWide)));
}
