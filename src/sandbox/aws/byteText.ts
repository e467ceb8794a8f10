/** UTF-8 text that is written in pieces of bytes. */
export class ByteText {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #length = 0;

  /** Adds text without any character above U+007F. */
  ascii(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let to = this.#length;
    for (let at = 0; at < text.length; at++) bytes[to++] = text.charCodeAt(at);
    this.#length = to;
  }

  bytes(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    const bytes = this.#bytes;
    let to = this.#length;
    for (let at = start; at < end; at++) bytes[to++] = source[at] ?? 0;
    this.#length = to;
  }

  toString(): string {
    return this.#bytes.toString('utf8', 0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length + bytes);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
