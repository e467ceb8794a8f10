import { build } from 'esbuild';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSources } from '../readSources.ts';
import { runOrThrow } from '../vscode/processes.ts';
import { inRepository, repository } from '../vscode/repository.ts';
import { lowerQuartile, type Measurement } from './measurement.ts';

const rounds = 9;
const entry = 'dist/extension.js';

/** What VS Code reads before the extension has done anything, in a production build. */
export async function measureActivation(): Promise<Measurement[]> {
  const { atActivation, all } = await bundleBytes();
  const times = await importTimes();
  return [
    {
      name: 'bundle.size',
      what: 'bytes at activation',
      value: atActivation / 1024,
      unit: 'KB',
      baseline: { what: 'with all that is loaded later', value: all / 1024 },
      budget: { of: 'value', atMost: 150 },
    },
    {
      name: 'import.time',
      what: 'importing them',
      value: lowerQuartile(times.map(({ extension }) => extension)),
      unit: 'ms',
      baseline: { what: 'an empty module', value: lowerQuartile(times.map(({ empty }) => empty)) },
    },
  ];
}

/** Follows the imports of the built entry: the static ones, and all of them. */
async function bundleBytes(): Promise<{ atActivation: number; all: number }> {
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    outdir: 'dist',
    external: ['vscode'],
    logLevel: 'error',
  });
  const { inputs } = metafile;
  const bytesFrom = (isFollowed: (kind: string) => boolean): number => {
    const closure = new Set([entry]);
    for (const file of closure) {
      for (const { path: target, kind } of inputs[file]?.imports ?? [])
        if (target in inputs && isFollowed(kind)) closure.add(target);
    }
    return [...closure].reduce((sum, file) => sum + (inputs[file]?.bytes ?? NaN), 0);
  };
  return { atActivation: bytesFrom((kind) => kind === 'import-statement'), all: bytesFrom(() => true) };
}

interface ImportTimes {
  /** Milliseconds, each in a process that has imported `vscode` already. */
  readonly empty: number;
  readonly extension: number;
}

async function importTimes(): Promise<ImportTimes[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const vscode = path.join(folder, 'node_modules', 'vscode');
    await mkdir(vscode, { recursive: true });
    await cp(inRepository('dist', 'chunks'), path.join(folder, 'dist', 'chunks'), { recursive: true });
    await cp(inRepository(entry), path.join(folder, entry));
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(path.join(vscode, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
    await writeFile(path.join(vscode, 'index.js'), await vscodeStub());
    await writeFile(path.join(folder, 'empty.js'), 'export {};');
    const times: ImportTimes[] = [];
    for (let round = 0; round < rounds; round++) {
      const output = await runOrThrow(process.execPath, ['--input-type=module', '--eval', timeImports], {
        cwd: folder,
      });
      times.push(JSON.parse(output) as ImportTimes);
    }
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const timeImports = `
  const timed = async (file) => {
    const startedAt = performance.now();
    await import(file);
    return performance.now() - startedAt;
  };
  await import('vscode');
  const empty = await timed('./empty.js');
  console.log(JSON.stringify({ empty, extension: await timed('./${entry}') }));
`;

/** Every name that the sources take from `vscode`, each something that can be called, extended and read from. */
async function vscodeStub(): Promise<string> {
  const sources = [...(await readSources('src')).values()];
  const names = new Set(
    sources.flatMap((text) => [...text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name = '']) => name)),
  );
  return [
    'const anything = new Proxy(class {}, { get: (target, key) => (key in target ? target[key] : anything), apply: () => anything });',
    ...[...names].map((name) => `export const ${name} = anything;`),
  ].join('\n');
}
