import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Cancelled, RedshiftIdentityError } from '../../core/errors.ts';

/**
 * Writes a file whole or not at all: beside its place under another name, which it changes at the end. Whatever
 * ends it before leaves what was there.
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
  const name = path.basename(target).slice(0, 100);
  const unfinished = path.join(path.dirname(target), `.${name}.${randomUUID()}.part`);
  try {
    const handle = await opened(unfinished, file);
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
  }
}

async function opened(unfinished: string, file: string): Promise<FileHandle> {
  try {
    return await open(unfinished, 'wx');
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
  EROFS: 'You may not write there.',
  ENOENT: 'The folder does not exist.',
  EISDIR: 'There is a folder of that name.',
  EBUSY: 'Another program has the file open.',
};

function notWritten(error: unknown, file: string): RedshiftIdentityError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new RedshiftIdentityError(
    `${path.basename(file)} could not be written. ${reasons[code] ?? `The system said ${code}.`}`,
    {
      code: 'ExportNotWritten',
      remedy: 'Choose another place, or close what has the file open.',
      cause: error,
    },
  );
}
