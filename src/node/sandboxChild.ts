import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { SandboxReady } from '../protocol/sandboxReady.ts';

export interface SandboxChild {
  readonly ready: SandboxReady;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason, with its last words. */
  readonly ended: Promise<string>;
  /** Asks the process to end, and waits until it has. */
  stop(): Promise<void>;
}

/**
 * Starts the sandbox as a process of its own and waits until every part of it answers.
 * It ends with this process: its standard input is a pipe from here.
 * @param program path of the bundled sandbox
 * @param args further arguments, such as `--session-seconds 90`
 * @throws {Error} with the sandbox's own words where it doesn't start
 */
export async function startSandboxChild(
  program: string,
  signal?: AbortSignal,
  args: readonly string[] = [],
): Promise<SandboxChild> {
  const child = spawn(process.execPath, [program, '--json', ...args], {
    // VS Code's own Node runs it, so that nothing else need be on the computer.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(words.trim() || `It ended with code ${code}.`));
  });
  const stop = async () => {
    child.stdin.end();
    child.kill('SIGTERM');
    await ended;
  };
  const abort = () => void stop();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const line = await Promise.race([
      new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
      ended.then((text) => Promise.reject(new Error(text))),
    ]);
    return { ready: JSON.parse(line) as SandboxReady, pid: child.pid ?? 0, ended, stop };
  } catch (error) {
    await stop();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
