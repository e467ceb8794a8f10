const encoder = new TextEncoder();

/** UTF-8 text that grows at its end. */
export class ByteText {
  #bytes = new Uint8Array(65_536);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** Characters below 128 only. */
  ascii(text: string): void {
    const { length } = text;
    this.#grow(length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < length; index++) bytes[at++] = text.charCodeAt(index);
    this.#length = at;
  }

  text(text: string): void {
    // Three bytes are the most that one of UTF-16's units takes.
    this.#grow(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** Bytes `start` up to and without `end`. */
  bytes(source: Uint8Array, start: number, end: number): void {
    this.#grow(end - start);
    const target = this.#bytes;
    let at = this.#length;
    // A short loop is faster than a copy by `set`.
    if (end - start < 48) for (let from = start; from < end; from++) target[at++] = source[from] as number;
    else target.set(source.subarray(start, end), at);
    this.#length += end - start;
  }

  /** What there is, which is gone from here then. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
