// `npm start`: VS Code in the browser with this extension, a local sandbox and the sample notebooks.
// `-- --desktop`: the desktop VS Code instead. `-- --no-browser`: only print the address.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandboxChild } from '../../src/node/sandboxChild.ts';
import { installVsCode } from './install.ts';
import { findProgram, runOrThrow, startGroup, stopGroup } from './processes.ts';
import { inRepository, repository } from './repository.ts';
import { sandboxProgram, sandboxSettings } from './sandboxProfile.ts';
import { quietSettings, startVsCodeServer } from './server.ts';
import { packageExtension } from './vsix.ts';

const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--desktop', '--no-browser'].includes(option));
if (unknown.length > 0) {
  console.error(
    `Unknown option ${unknown.join(' ')}. There are --desktop and --no-browser: npm start -- --desktop`,
  );
  process.exit(2);
}

/** Undone last first, once, when a signal comes or the start fails. */
const undo: (() => Promise<void>)[] = [];
let ending: Promise<void> | undefined;

function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const step of undo.reverse()) {
      await step().catch((error: unknown) => console.error(String(error)));
    }
    process.exit(code);
  })();
  return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  await (options.includes('--desktop') ? startDesktop() : startInBrowser());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}

async function startInBrowser(): Promise<void> {
  await installVsCode();
  console.error('Building and packaging the extension …');
  const vsix = await packageExtension();
  const { state, settings } = await startWorld();
  const notebooks = await copySamples(state);
  const server = await startVsCodeServer({
    stateFolder: state,
    vsix,
    settings,
    // The samples are ours: no question whether to trust them.
    extraArgs: ['--disable-workspace-trust'],
  });
  undo.push(server.stop);
  const address = `${server.url}/?folder=${encodeURIComponent(notebooks)}`;
  console.log(`\nVS Code with Redshift Identity Notebooks: ${address}\n`);
  console.log('Open ming-apac.rsql, run a cell and sign in as ming@example.com. Ctrl+C here ends it all.');
  if (!options.includes('--no-browser')) await openBrowser(address);
}

async function startDesktop(): Promise<void> {
  const code = await findProgram('code', 'code-insiders', 'codium');
  if (code === undefined) {
    throw new Error(
      'There is no `code` on the PATH. In VS Code run "Shell Command: Install \'code\' command in PATH", or use npm start without --desktop.',
    );
  }
  console.error('Building the extension …');
  await runOrThrow(process.execPath, ['esbuild.mjs'], { cwd: repository });
  const { state, settings } = await startWorld();
  const userData = path.join(state, 'user-data');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(
    path.join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, undefined, 2),
  );
  const window = startGroup(
    code,
    [
      ...['--user-data-dir', userData, '--extensions-dir', path.join(state, 'extensions')],
      `--extensionDevelopmentPath=${repository}`,
      ...['--disable-workspace-trust', '--new-window', '--wait', await copySamples(state)],
    ],
    { stdio: 'ignore', shell: process.platform === 'win32' },
  );
  undo.push(() => stopGroup(window));
  window.once('exit', () => void end(0));
  console.log('VS Code opens. Closing its window, or Ctrl+C here, ends it all.');
}

/** A folder for this run alone, and the sandbox. */
async function startWorld(): Promise<{ state: string; settings: Record<string, unknown> }> {
  const state = await mkdtemp(path.join(tmpdir(), 'redshift-identity-'));
  undo.push(() => rm(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  console.error('Starting the sandbox …');
  const sandbox = await startSandboxChild(sandboxProgram);
  undo.push(() => sandbox.stop());
  void sandbox.ended.then((words) => {
    if (ending !== undefined) return;
    console.error(`The sandbox ended by itself: ${words}`);
    void end(1);
  });
  return { state, settings: sandboxSettings(sandbox.ready) };
}

/** Copies of the samples, to be changed at will. */
async function copySamples(state: string): Promise<string> {
  const folder = path.join(state, 'notebooks');
  await cp(inRepository('media', 'samples'), folder, { recursive: true });
  return folder;
}

/** BROWSER as a program name wins, `none` opens nothing; a machine without a browser is fine. */
async function openBrowser(address: string): Promise<void> {
  const chosen = process.env['BROWSER'];
  if (chosen === 'none') return;
  const opener = chosen || (await findProgram('xdg-open', 'open', 'explorer'));
  if (opener === undefined) return;
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.once('error', () => console.error('No browser could be started: open the address yourself.'));
  child.unref();
}
