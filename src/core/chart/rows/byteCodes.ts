import type { TextColumn } from '../../redshift/results/page/column.ts';

/** A value where it first stands, with its code. */
interface Place {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly length: number;
  readonly hash: number;
  readonly code: number;
}

/** Numbers the different values of text columns by their bytes, so that only new ones are decoded. */
export class ByteCodes {
  readonly #codeOfText: (text: string | null) => number;
  readonly #places: Place[] = [];
  /** Open addressing: places, counted from 1; its length is a power of two, at least twice the places. */
  #slots = new Uint32Array(1024);

  /** @param codeOfText gives a text its code, always the same */
  constructor(codeOfText: (text: string | null) => number) {
    this.#codeOfText = codeOfText;
  }

  codeOf(column: TextColumn, row: number): number {
    if (column.isNull(row)) return this.#codeOfText(null);
    const { bytes } = column;
    const start = column.start(row);
    const length = column.start(row + 1) - start;
    const hash = hashOf(bytes, start, length);
    const last = this.#slots.length - 1;
    let slot = hash & last;
    for (let at = this.#slots[slot] as number; at !== 0; at = this.#slots[slot] as number) {
      const place = this.#places[at - 1] as Place;
      if (place.hash === hash && place.length === length && isSame(place, bytes, start)) return place.code;
      slot = (slot + 1) & last;
    }
    const code = this.#codeOfText(column.text(row));
    this.#slots[slot] = this.#places.push({ bytes, start, length, hash, code });
    if (this.#places.length * 2 > this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 4);
    const last = this.#slots.length - 1;
    this.#places.forEach(({ hash }, at) => {
      let slot = hash & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#slots[slot] = at + 1;
    });
  }
}

/** FNV-1a, its upper half folded into the lower one, which picks the slot. */
function hashOf(bytes: Uint8Array, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < start + length; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

function isSame(place: Place, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < place.length; at++) {
    if (place.bytes[place.start + at] !== bytes[start + at]) return false;
  }
  return true;
}
