// C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, line and paragraph separators, byte order mark.
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/;
// Joiners stay where scripts and emoji need them: behind an emoji, a mark or an Arabic letter.
const needsJoiner = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}\p{Script=Arabic}]$/u;

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export interface TextPart {
  readonly text: string;
  /** Stands for a character that would not be seen, or would reorder its neighbours. */
  readonly escape: boolean;
}

/** Splits a value from the warehouse into what can be drawn as it is and escapes for what cannot. */
export function visibleParts(value: string): TextPart[] {
  if (!hidden.test(value)) return value === '' ? [] : [{ text: value, escape: false }];
  const parts: TextPart[] = [];
  let plain = '';
  for (const character of value) {
    const joiner = character === '\u200c' || character === '\u200d';
    if (!hidden.test(character) || (joiner && needsJoiner.test(plain))) {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, escape: false });
    plain = '';
    parts.push({ text: escapeOf(character), escape: true });
  }
  if (plain !== '') parts.push({ text: plain, escape: false });
  return parts;
}

/** The value on one line of plain text, hidden characters as escapes. */
export function visibleText(value: string): string {
  return visibleParts(value)
    .map(({ text }) => text)
    .join('');
}

function escapeOf(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return names[character] ?? `\\u${code}`;
}
