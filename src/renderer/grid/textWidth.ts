/** How wide a text is, in pixels. */
export type TextWidth = (text: string, weight?: 'bold') => number;

/** Characters of a text that are measured: more don't fit anyway. */
const mostMeasured = 120;
const size = 13;

/** By the fonts of the page; where nothing is drawn, about as wide as fonts of interfaces are. */
export function textWidthIn(document: Document): TextWidth {
  const { defaultView: window } = document;
  // Asking for a canvas where there is none is an error by itself.
  if (!window || !('CanvasRenderingContext2D' in window)) return assumedWidth;
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return assumedWidth;
  const { fontFamily } = window.getComputedStyle(document.body);
  let current = '';
  return (text, weight) => {
    const font = `${weight === 'bold' ? '600 ' : ''}${size}px ${fontFamily}`;
    // A font is looked for each time it is set.
    if (current !== font) context.font = current = font;
    return context.measureText(text.slice(0, mostMeasured)).width;
  };
}

/** @returns pixels, for a font of 13 */
export const assumedWidth: TextWidth = (text, weight) => {
  let width = 0;
  for (const character of text.slice(0, mostMeasured)) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x1100) width += 13.5;
    else if (/[ijlt.,:;'|!()[\] ]/.test(character)) width += 4.2;
    else width += /[A-Zmw@%—]/.test(character) ? 9.6 : 7.3;
  }
  return weight === 'bold' ? width * 1.08 : width;
};
