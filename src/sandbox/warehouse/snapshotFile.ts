import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const blockSize = 512;

/** Unpacks a snapshot (a gzipped tar of a PostgreSQL data directory, as PGlite dumps it) into a folder. */
export function unpackSnapshot(snapshot: Uint8Array, folder: string): void {
  const tar = gunzipSync(snapshot);
  for (let at = 0; at + blockSize <= tar.length && tar[at] !== 0;) {
    const field = (from: number, length: number): string =>
      tar.toString('latin1', at + from, at + from + length).replace(/\0[\s\S]*$/, '');
    const prefix = field(345, 155);
    const name = prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`;
    const size = Number.parseInt(field(124, 12).trim() || '0', 8);
    const target = path.join(folder, name);
    if (!target.startsWith(folder)) throw new Error('the snapshot names a file outside of its folder');
    if (field(156, 1) === '5') mkdirSync(target, { recursive: true, mode: 0o700 });
    else {
      mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      writeFileSync(target, tar.subarray(at + blockSize, at + blockSize + size), { mode: 0o600 });
    }
    at += blockSize + Math.ceil(size / blockSize) * blockSize;
  }
}
