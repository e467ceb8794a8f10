// Builds dist/. `node esbuild.mjs [extension] [renderer] [sandbox] [--production] [--watch] [--run]`, no part named: all.
// --run starts the sandbox after its build, in this process, and hands the arguments after it over.
// Everything it says goes to standard error: the sandbox's standard output is read by programs.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const parts = ['extension', 'renderer', 'sandbox'];
const flags = ['--production', '--watch', '--run'];
const runAt = process.argv.indexOf('--run');
const words = process.argv.slice(2, runAt < 0 ? undefined : runAt + 1);
const handedOver = runAt < 0 ? [] : process.argv.slice(runAt + 1);
const unknown = words.filter((word) => !parts.includes(word) && !flags.includes(word));
if (unknown.length > 0) {
  console.error(
    `esbuild.mjs: unknown argument ${unknown.join(', ')}; it takes ${[...parts, ...flags].join(', ')}`,
  );
  process.exit(2);
}
const production = words.includes('--production');
const watching = words.includes('--watch');
const named = parts.filter((part) => words.includes(part));
const wanted = named.length > 0 ? named : parts;

/** Bytes, minified, that VS Code reads before the extension has done anything. */
const activationBudget = 150 * 1024;
/** Loaded on first use only, so that a window without a notebook pays nothing for them. */
const notAtActivation =
  /(^|\/)(node_modules\/(@aws-sdk|@smithy|@aws-crypto|openid-client|oauth4webapi|oidc-provider|@electric-sql|hyparquet[^/]*|exceljs)\/|src\/sandbox\/)/;

// Bundled CommonJS asks for Node's own modules with require, which an ES module doesn't have.
const requireBanner = {
  js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/**
 * VS Code's proxy settings work on modules that come by `require`; an ES module's own imports of http and https
 * would go past a company's proxy.
 */
const httpByRequire = {
  name: 'http-by-require',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?https?$/ }, ({ path: name, namespace, importer }) =>
      namespace === 'http-by-require' || !importer.includes('node_modules')
        ? { path: name, external: true }
        : { path: name.replace('node:', ''), namespace: 'http-by-require' },
    );
    onLoad({ filter: /.*/, namespace: 'http-by-require' }, ({ path: name }) => ({
      contents: `module.exports = require(${JSON.stringify(name)})`,
    }));
  },
};

const extension = {
  ...shared,
  plugins: [httpByRequire],
  entryPoints: {
    extension: 'src/extension.ts',
    resultWorker: 'src/node/resultWorker/main.ts',
    exportWorker: 'src/node/exportWorker/main.ts',
  },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  platform: 'node',
  // The AWS SDK's ES modules shake to a fraction of its CommonJS.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  banner: requireBanner,
};

const renderer = {
  ...shared,
  entryPoints: { renderer: 'src/renderer/index.ts' },
  outdir: 'dist',
  // Charts and maps come when somebody looks at one.
  splitting: true,
  chunkNames: 'rendererChunks/[name]-[hash]',
  platform: 'browser',
};

const sandbox = {
  ...shared,
  entryPoints: { main: 'src/sandbox/main.ts', warehouseWorker: 'src/sandbox/warehouse/worker.ts' },
  outdir: 'dist/sandbox',
  platform: 'node',
  // oidc-provider tells its models apart by the names of their classes.
  keepNames: true,
  banner: requireBanner,
};

const say = (text) => console.error(text);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
/** What the sources have to change; said without a stack. */
class Refused extends Error {}

/** Outputs that the entry imports statically, itself included. */
function staticClosure(metafile, entry) {
  const closure = new Set([entry]);
  for (const output of closure) {
    for (const { path: imported, kind, external } of metafile.outputs[output].imports) {
      if (!external && kind === 'import-statement') closure.add(imported);
    }
  }
  return [...closure];
}

/** Says what activation loads; throws where it is too much. */
function checkActivation(metafile) {
  const outputs = staticClosure(metafile, 'dist/extension.js').map((name) => metafile.outputs[name]);
  const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
  say(
    `activation loads ${kilobytes(bytes)}${production ? `, budget ${kilobytes(activationBudget)}` : ', not minified'}`,
  );
  const heavy = [
    ...new Set(
      outputs.flatMap((output) => Object.keys(output.inputs)).filter((input) => notAtActivation.test(input)),
    ),
  ];
  if (heavy.length > 0) {
    throw new Refused(
      `activation would load ${heavy.slice(0, 5).join(', ')}: import it where it is first used, with import()`,
    );
  }
  if (production && bytes > activationBudget) {
    throw new Refused(
      `activation loads ${kilobytes(bytes)}, more than ${kilobytes(activationBudget)}: load the rest with import()`,
    );
  }
}

/** Folders of the packages whose code a bundle holds. */
function packagesIn({ inputs }) {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
  return Object.keys(inputs).flatMap((input) => folder.exec(input.replace(/^[\w-]+:/, '')) ?? []);
}

/** The licences of everything that is shipped inside of our files, as they ask for. */
async function writeNotices(packages) {
  const notices = [...new Set(packages)].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(
      await readFile(path.join(root, folder, 'package.json'), 'utf8'),
    );
    const files = (await readdir(path.join(root, folder))).filter((file) =>
      /^(licen[cs]e|notice|copying)/i.test(file),
    );
    const texts = await Promise.all(files.map((file) => readFile(path.join(root, folder, file), 'utf8')));
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  const text = ['This extension holds code of these packages.', ...(await Promise.all(notices))].join(rule);
  await replaceFile(path.join(root, 'dist/ThirdPartyNotices.txt'), Buffer.from(`${text}\n`));
}

async function buildExtension() {
  // The names of chunks hold a hash, so old ones would pile up.
  await rm(path.join(root, 'dist/chunks'), { recursive: true, force: true });
  const { metafile } = await esbuild.build(extension);
  checkActivation(metafile);
  return packagesIn(metafile);
}

async function buildRenderer() {
  await rm(path.join(root, 'dist/rendererChunks'), { recursive: true, force: true });
  return packagesIn((await esbuild.build(renderer)).metafile);
}

/** Writes a file whole or not at all, and not when it is the same: a running test may be reading it. */
async function replaceFile(file, contents) {
  const before = await readFile(file).catch(() => undefined);
  if (before?.equals(contents)) return;
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, contents);
  await rename(fresh, file);
}

async function buildSandbox() {
  const folder = path.join(root, 'dist/sandbox');
  await mkdir(folder, { recursive: true });
  const programs = await esbuild.build({ ...sandbox, write: false });
  const builder = await esbuild.build({
    ...sandbox,
    entryPoints: undefined,
    stdin: {
      contents:
        "import { buildSnapshots } from './src/sandbox/warehouse/snapshot.ts'; await buildSnapshots(new URL('.', import.meta.url));",
      resolveDir: root,
      loader: 'ts',
    },
    outdir: undefined,
    outfile: 'dist/sandbox/buildSnapshots.js',
    write: false,
  });
  for (const { path: file, contents } of [...programs.outputFiles, ...builder.outputFiles]) {
    await replaceFile(file, Buffer.from(contents));
  }
  const pglite = path.dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const assets = ['pglite.wasm', 'pglite.data', 'initdb.wasm'];
  for (const asset of assets)
    await replaceFile(path.join(folder, asset), await readFile(path.join(pglite, asset)));
  await buildSnapshots(folder, {
    ...builder.metafile.inputs,
    ...programs.metafile.outputs['dist/sandbox/warehouseWorker.js'].inputs,
  });
  return packagesIn(programs.metafile);
}

/** Databases as they are after their set-up scripts, so that a sandbox starts in a second or two. Made again when what makes them changed. */
async function buildSnapshots(folder, inputs) {
  const scripts = (await readdir(path.join(root, 'media/sandbox'))).map((name) => `media/sandbox/${name}`);
  const hash = createHash('sha256');
  for (const input of [...Object.keys(inputs), ...scripts].filter((name) => name !== '<stdin>').sort()) {
    hash.update(`${input}\n`).update(await readFile(path.join(root, input)));
  }
  const digest = hash.digest('hex');
  const stamp = path.join(folder, 'snapshots.sha256');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return;
  const started = performance.now();
  await rm(stamp, { force: true });
  await import(pathToFileURL(path.join(folder, 'buildSnapshots.js')).href);
  await writeFile(stamp, digest);
  say(`built the sandbox's warehouses in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** VS Code's task waits for these two lines. */
const watchMessages = {
  name: 'watch-messages',
  setup(build) {
    build.onStart(() => say('[watch] build started'));
    build.onEnd(() => say('[watch] build finished'));
  },
};

async function watch(options) {
  const context = await esbuild.context({ ...options, plugins: [...(options.plugins ?? []), watchMessages] });
  await context.watch();
}

const builds = {
  extension: watching ? () => watch(extension) : buildExtension,
  renderer: watching ? () => watch(renderer) : buildRenderer,
  sandbox: buildSandbox,
};

try {
  // The sandbox first: its children are done before a watch prints that all is ready.
  const packages = wanted.includes('sandbox') ? await builds.sandbox() : [];
  const others = await Promise.all(wanted.filter((part) => part !== 'sandbox').map((part) => builds[part]()));
  if (production) await writeNotices([...packages, ...others.flat()]);
} catch (error) {
  // esbuild has already shown its own errors, with the place.
  if (!('errors' in error))
    say(`esbuild.mjs: ${error instanceof Refused ? error.message : (error.stack ?? error)}`);
  process.exitCode = 1;
}
if (words.includes('--run') && process.exitCode === undefined) {
  await esbuild.stop();
  const program = path.join(root, 'dist/sandbox/main.js');
  process.argv = [process.argv[0], program, ...handedOver];
  await import(pathToFileURL(program).href);
}
