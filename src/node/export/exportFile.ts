import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';

/** Characters of the file's name in that of the unfinished one: of three bytes each, they leave room for the rest. */
const longestName = 40;

/** Files that are being written now. */
const allUnfinished = new Set<string>();

/** Takes away at once what is being written: this process ends. */
export function removeUnfinished(): void {
  for (const file of allUnfinished) rmSync(file, { force: true });
}

/**
 * Writes a file whole or not at all: beside its place under another name, which it changes at the end. Whatever
 * ends it before leaves what was there. It may be read by those who might read the one that was there.
 * @returns bytes written
 * @throws Cancelled; RedshiftIdentityError where the file can't be written; what `pieces` throws
 */
export async function exportFile(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  // A link stays one.
  const target = await realpath(file).catch(() => file);
  const mode = await modeOf(target, file);
  const name = path.basename(target).slice(0, longestName);
  const unfinished = path.join(path.dirname(target), `.${name}.${randomUUID()}.part`);
  allUnfinished.add(unfinished);
  try {
    const handle = await opened(unfinished, mode, file);
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        if (signal?.aborted) throw new Cancelled();
        await written(handle, piece, file);
        bytes += piece.length;
      }
      if (signal?.aborted) throw new Cancelled();
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target).catch((error: unknown) => {
      throw notWritten(error, file);
    });
    return bytes;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    allUnfinished.delete(unfinished);
  }
}

/**
 * Permissions of what is there; undefined where nothing is.
 * @throws RedshiftIdentityError where it must not be replaced, before anything is read for it
 */
async function modeOf(target: string, file: string): Promise<number | undefined> {
  const there = await stat(target).catch(() => undefined);
  if (there === undefined) return undefined;
  const problem = there.isDirectory() ? 'EISDIR' : !there.isFile() ? 'ENXIO' : undefined;
  if (problem !== undefined) throw notWritten({ code: problem }, file);
  const mode = there.mode & 0o777;
  if ((mode & 0o222) === 0) throw notWritten({ code: 'EROFS' }, file);
  return mode;
}

async function opened(unfinished: string, mode: number | undefined, file: string): Promise<FileHandle> {
  try {
    const handle = await open(unfinished, 'wx', mode);
    // What the process takes from each new file was not taken from that one.
    if (mode !== undefined) await handle.chmod(mode).catch(() => {});
    return handle;
  } catch (error) {
    throw notWritten(error, file);
  }
}

/** All of it: one write may take a part only. */
async function written(handle: FileHandle, piece: Uint8Array, file: string): Promise<void> {
  try {
    for (let at = 0; at < piece.length;) at += (await handle.write(piece, at)).bytesWritten;
  } catch (error) {
    throw notWritten(error, file);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk is full.',
  EACCES: 'You may not write there.',
  EPERM: 'You may not write there.',
  EROFS: 'It may only be read.',
  ENOENT: 'The folder does not exist.',
  EISDIR: 'There is a folder of that name.',
  EBUSY: 'Another program has the file open.',
  ENXIO: 'What has that name is no file.',
};

function notWritten(error: unknown, file: string): RedshiftIdentityError {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
  return new RedshiftIdentityError(
    `${path.basename(file)} could not be written. ${reasons[code] ?? `The system said ${code}.`}`,
    {
      code: 'ExportNotWritten',
      remedy: 'Choose another place, or close what has the file open.',
      cause: error,
    },
  );
}
