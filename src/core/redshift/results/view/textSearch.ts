import { foldCase } from './foldCase.ts';

type TextPlace = 'contains' | 'startsWith' | 'endsWith';

const encoder = new TextEncoder();

/** The bytes as they are, and ASCII letters in small. */
const sameBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const smallBytes = sameBytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

/** A text that is looked for, in texts and in UTF-8. */
export class TextSearch {
  readonly place: TextPlace;
  /** With small letters where case does not matter. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** What a byte of a value counts as when it is compared with `bytes`. */
  readonly fold: Uint8Array;
  readonly #matchCase: boolean;

  constructor(place: TextPlace, text: string, matchCase: boolean) {
    this.place = place;
    this.text = matchCase ? text : foldCase(text);
    this.bytes = encoder.encode(this.text);
    this.fold = matchCase ? sameBytes : smallBytes;
    this.#matchCase = matchCase;
  }

  matches(value: string): boolean {
    const text = this.#matchCase ? value : foldCase(value);
    if (this.place === 'contains') return text.includes(this.text);
    return this.place === 'startsWith' ? text.startsWith(this.text) : text.endsWith(this.text);
  }

  /** Whether comparing bytes finds in these values what `matches` finds in their texts. */
  canCompareBytes(values: Uint8Array): boolean {
    if (this.#matchCase || this.bytes.length === 0) return true;
    // All other letters with case are more than one byte, and so are all that they turn into.
    if (!hasNoCaseButAscii(this.text)) return isAscii(values);
    return !/[ik\u0307]/.test(this.text) || !turnsIntoAscii(values);
  }
}

function hasNoCaseButAscii(text: string): boolean {
  for (const character of text) {
    if (character <= '\u007f') continue;
    if (character.toLowerCase() !== character || character.toUpperCase() !== character) return false;
  }
  return true;
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] as number) > 0x7f) return false;
  return true;
}

/** Whether there is one of the two letters whose small forms are, or begin with, an ASCII letter: İ and the kelvin sign. */
function turnsIntoAscii(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xc4); at >= 0; at = bytes.indexOf(0xc4, at + 1)) {
    if (bytes[at + 1] === 0xb0) return true;
  }
  for (let at = bytes.indexOf(0xe2); at >= 0; at = bytes.indexOf(0xe2, at + 1)) {
    if (bytes[at + 1] === 0x84 && bytes[at + 2] === 0xaa) return true;
  }
  return false;
}
