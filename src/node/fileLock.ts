import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Milliseconds after which a lock whose owner died is taken over. */
const staleAfter = 5_000;

/**
 * Runs `work` while no other window of this computer holds the lock on `file`.
 * The lock of a window that died is taken over after five seconds.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  // A CommonJS package: only its default export survives a bundler.
  const { default: lockfile } = await import('proper-lockfile');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const release = await lockfile.lock(file, {
    realpath: false,
    stale: staleAfter,
    update: staleAfter / 4,
    retries: { retries: 600, factor: 1, minTimeout: 50, maxTimeout: 200, randomize: true },
    // A lock lost to a sleeping computer must not end the extension host; the work itself still completes.
    onCompromised: () => undefined,
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}
