import { readdir } from 'node:fs/promises';
import { build } from 'esbuild';
import { inRepository, repository } from '../vscode/repository.ts';

/** The name of the variable that carries the running sandbox's `SandboxReady` into the extension host. */
export const readyVariable = 'REDSHIFT_IDENTITY_TEST_READY';

/** Bundles every test of this folder into one file, which an extension host can load, and returns its path. */
export async function bundleHostTests(): Promise<string> {
  const files = (await readdir(inRepository('test', 'host'), { recursive: true }))
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  // The host decides by the extension of the name whether it is an ES module.
  const outfile = inRepository('dist', 'test', 'host', 'index.cjs');
  await build({
    absWorkingDir: repository,
    stdin: {
      contents: [
        "import { runInHost } from './runInHost.ts';",
        `export const run = () => runInHost([${files.map((name) => `() => import(${JSON.stringify(`./${name}`)})`).join(', ')}]);`,
      ].join('\n'),
      resolveDir: inRepository('test', 'host'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}
