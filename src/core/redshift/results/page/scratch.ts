/** Bytes that are kept for the next page at most; larger ones are rare. */
const keptBytes = 8_000_000;
/** A page is read while the next one comes. */
const keptBuffers = 2;

const spare: Scratch[] = [];

/** Buffers that a page is read in. Used again for the next page: new ones for each keep the garbage collector busy. */
export class Scratch {
  #bytes = new Uint8Array(0);
  #places = new Int32Array(0);

  /** Takes buffers that nobody uses. */
  static take(): Scratch {
    return spare.pop() ?? new Scratch();
  }

  /** So many bytes, with anything in them. */
  bytes(length: number): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(Math.ceil(length * 1.1));
    return this.#bytes.subarray(0, length);
  }

  /** So many places at least, with those from before, if any. */
  places(length: number): Int32Array {
    if (this.#places.length < length) {
      const places = new Int32Array(length);
      places.set(this.#places);
      this.#places = places;
    }
    return this.#places;
  }

  /** For others to take; whatever was read is overwritten then. */
  giveBack(): void {
    const size = this.#bytes.byteLength + this.#places.byteLength;
    if (spare.length < keptBuffers && size <= keptBytes) spare.push(this);
  }
}
