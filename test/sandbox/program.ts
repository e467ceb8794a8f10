import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';

/** The built sandbox. */
export const programFile = fileURLToPath(new URL('../../dist/sandbox/main.js', import.meta.url));

/** The sandbox as people and the extension start it: a process of its own. */
export class SandboxProgram {
  readonly child: ChildProcessWithoutNullStreams;
  standardOutput = '';
  standardError = '';
  readonly #closed: Promise<unknown>;

  constructor(...args: string[]) {
    if (!existsSync(programFile))
      throw new Error('dist/sandbox/main.js is missing: run node esbuild.mjs sandbox');
    this.child = spawn(process.execPath, [programFile, ...args]);
    this.#closed = once(this.child, 'close');
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => (this.standardOutput += text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.standardError += text));
    // A program that has ended takes no more input.
    this.child.stdin.on('error', () => undefined);
  }

  /** Resolves at the first line on standard output. @throws Error with what the program said, where it ended before. */
  async firstLine(): Promise<string> {
    while (!this.standardOutput.includes('\n')) {
      const ended = await Promise.race([this.#closed.then(() => true), once(this.child.stdout, 'data')]);
      if (ended === true) throw new Error(`The sandbox ended: ${this.standardError}`);
    }
    return this.standardOutput.slice(0, this.standardOutput.indexOf('\n'));
  }

  async ready(): Promise<SandboxReady> {
    return JSON.parse(await this.firstLine()) as SandboxReady;
  }

  /** Exit code, and the signal where one ended it. */
  async ended(): Promise<[code: number | null, signal: string | null]> {
    await this.#closed;
    return [this.child.exitCode, this.child.signalCode];
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.#closed;
  }
}
