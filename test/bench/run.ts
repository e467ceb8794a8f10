// `npm run bench [-- [--json] subject …]`: what the product's budgets allow, and what it takes, each against a baseline of the
// same run. A missed budget is said and fails nothing: a busy computer must not turn a build red.
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inRepository, repository } from '../vscode/repository.ts';
import { formatJson, formatTable, type Measurement } from './measurement.ts';

const subjects = [
  'waiting',
  'results',
  'views',
  'windows',
  'grid',
  'export',
  'sandbox',
  'signIn',
  'catalogue',
  'activation',
  'largeNotebook',
] as const;
export type Subject = (typeof subjects)[number];

/** As the extension is shipped: what runs TypeScript directly slows some of it down several times. */
async function bundle(): Promise<void> {
  await build({
    absWorkingDir: repository,
    entryPoints: ['subject', 'pageServer', 'resultRun', 'exportRun'].map((name) => `test/bench/${name}.ts`),
    // As deep as test/bench, so that paths to the repository's top hold.
    outdir: 'dist/bench',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // Keeps the types of imported JSON.
    target: 'node20.10',
    packages: 'external',
    alias: { vscode: './test/bench/vscode.ts' },
    logLevel: 'warning',
    // Of `vscode` there is what the measured paths use.
    logOverride: { 'import-is-undefined': 'silent' },
  });
}

/** In a process of its own, so that no subject runs in what another one left behind. */
async function measure(subject: Subject): Promise<readonly Measurement[]> {
  const child = fork(inRepository('dist', 'bench', 'subject.js'), [subject], {
    // To weigh what is in memory, not what is still to be collected.
    execArgv: ['--expose-gc'],
    // Standard output is for what was measured.
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  let measurements: readonly Measurement[] = [];
  child.on('message', (message) => (measurements = message as readonly Measurement[]));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${subject} ended with ${code}`);
  return measurements;
}

const words = process.argv.slice(2);
const asJson = words.includes('--json');
const named = words.filter((word) => word !== '--json');
const unknown = named.filter((name) => !subjects.some((subject) => subject === name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}, only --json and ${subjects.join(', ')}.`);
  process.exitCode = 2;
} else {
  await bundle();
  const measured: { subject: Subject; measurements: readonly Measurement[] }[] = [];
  for (const subject of subjects.filter((name) => named.length === 0 || named.includes(name))) {
    const startedAt = performance.now();
    const measurements = await measure(subject);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    measured.push({ subject, measurements });
    // Standard output is the object's alone.
    const print = asJson ? console.error : console.log;
    print(`\n== ${subject} (${seconds} s)\n${formatTable(measurements)}`);
  }
  if (asJson) console.log(formatJson(measured));
}
