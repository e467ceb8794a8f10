import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { withFileLock } from './fileLock.ts';

export interface HistoryLimits {
  readonly entries: number;
  /** Of the file. */
  readonly bytes: number;
}

const newline = 0x0a;
/** What stays of a limit when the file is made smaller, so that this does not happen at each entry. */
const keptShare = 0.9;

/**
 * A list of JSON values in a file, one a line, oldest first, which all windows of this computer append to.
 * Only its owner may read it. Beyond the limits the oldest lines are dropped.
 */
export class HistoryFile<T> {
  readonly #file: string;
  readonly #parse: (value: unknown) => T | undefined;
  readonly #limits: HistoryLimits;
  /** Lines of the file as this window last saw it. Of another birth, or with fewer bytes, it was written anew. */
  #counted = { birth: '', bytes: 0, lines: 0 };

  /** @param parse gives undefined for what another version, or an accident, wrote: it is passed over */
  constructor(
    file: string,
    parse: (value: unknown) => T | undefined,
    limits: HistoryLimits = { entries: 5_000, bytes: 10 * 1024 * 1024 },
  ) {
    this.#file = file;
    this.#parse = parse;
    this.#limits = limits;
  }

  /** Adds values behind those of all windows. */
  async append(values: readonly T[]): Promise<void> {
    if (values.length === 0) return;
    await withFileLock(this.#file, async () => {
      const { bytes, lines } = await this.#write(values);
      if (lines > this.#limits.entries || bytes > this.#limits.bytes) await this.#shorten();
    });
  }

  /** Oldest first. A line that is torn, or of another version, is left out. */
  async read(): Promise<T[]> {
    const values: T[] = [];
    for (const line of linesOf(await this.#text())) {
      const value = this.#parse(parseJson(line));
      if (value !== undefined) values.push(value);
    }
    return values.slice(-this.#limits.entries);
  }

  /** Puts these values in the place of all others. */
  async replace(values: readonly T[]): Promise<void> {
    await withFileLock(this.#file, () => this.#rewrite(values.map((value) => JSON.stringify(value))));
  }

  async #write(values: readonly T[]): Promise<{ readonly bytes: number; readonly lines: number }> {
    const handle = await open(this.#file, 'a+', 0o600);
    try {
      await handle.chmod(0o600);
      const before = await this.#count(handle);
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      // Behind a line that a dying window left torn.
      const torn = before.bytes > 0 && (await lastByte(handle, before.bytes)) !== newline;
      await handle.appendFile(torn ? `\n${text}` : text);
      return await this.#count(handle);
    } finally {
      await handle.close();
    }
  }

  /** Reads only what was added since the last time. */
  async #count(handle: FileHandle): Promise<{ readonly bytes: number; readonly lines: number }> {
    const { ino, birthtimeMs, size: bytes } = await handle.stat();
    // A new file may get the inode of the one whose place it takes.
    const birth = `${ino} ${birthtimeMs}`;
    const known = this.#counted;
    const goesOn = known.birth === birth && known.bytes <= bytes;
    let lines = goesOn ? known.lines : 0;
    const chunk = Buffer.alloc(64 * 1024);
    for (let at = goesOn ? known.bytes : 0; at < bytes;) {
      const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, bytes - at), at);
      if (bytesRead === 0) break;
      for (let index = 0; index < bytesRead; index++) if (chunk[index] === newline) lines++;
      at += bytesRead;
    }
    this.#counted = { birth, bytes, lines };
    return this.#counted;
  }

  /** Lines of other versions age as all others do. */
  async #shorten(): Promise<void> {
    const kept: string[] = [];
    let bytes = 0;
    for (const line of linesOf(await this.#text()).reverse()) {
      bytes += Buffer.byteLength(line) + 1;
      const room = kept.length < this.#limits.entries * keptShare && bytes <= this.#limits.bytes * keptShare;
      if (!room && kept.length > 0) break;
      kept.push(line);
    }
    await this.#rewrite(kept.reverse());
  }

  /** By another file that takes its place, so that nobody ever reads the half of it. */
  async #rewrite(lines: readonly string[]): Promise<void> {
    const fresh = `${this.#file}.new`;
    await rm(fresh, { force: true });
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.appendFile(lines.map((line) => `${line}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, this.#file);
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.#file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function lastByte(handle: FileHandle, bytes: number): Promise<number | undefined> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, bytes - 1);
  return buffer[0];
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
