// `npm test`: type-check, format, build, then the tests in Node, in an extension host and in a browser.
// With the name of one suite, unit, host, ui or desktop: only what that needs. Further arguments name its files.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countsVariable, type Counts } from './countingReporter.ts';
import { installSystemPackages } from './systemPackages.ts';
import { installVsCode } from './vscode/install.ts';
import { run } from './vscode/processes.ts';
import { repository } from './vscode/repository.ts';

const suites = ['unit', 'host', 'ui', 'desktop'] as const;
type Suite = (typeof suites)[number];

const [named, ...files] = process.argv.slice(2);
const only = suites.find((suite) => suite === named);
if (named !== undefined && only === undefined) {
  console.error(`There is no suite ${named}, only ${suites.join(', ')}.`);
  process.exit(2);
}

const node = process.execPath;
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const results = await mkdtemp(path.join(tmpdir(), 'redshift-identity-results-'));

function count({ passed, failed, skipped, failures }: Counts): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures);
}

/** Counts of what failed as a whole. */
const failed = (why: string): Counts => ({ passed: 0, failed: 1, skipped: 0, failures: [why] });

function heading(text: string): void {
  console.log(`\n== ${text}`);
}

/** A check that passes or fails as a whole counts as one test. */
async function check(name: string, program: string, args: readonly string[]): Promise<boolean> {
  heading(name);
  const { code } = await run(program, args, { cwd: repository, inherit: true });
  count(
    code === 0 ? { passed: 1, failed: 0, skipped: 0, failures: [] } : failed(`${name} ended with ${code}.`),
  );
  return code === 0;
}

/** Runs a program that writes its counts; one that ends badly without having failed a test counts as one failure. */
async function countsOf(name: string, args: readonly string[]): Promise<Counts> {
  heading(name);
  const file = path.join(results, 'counts.json');
  await rm(file, { force: true });
  const { code } = await run(node, args, {
    cwd: repository,
    inherit: true,
    env: { ...process.env, [countsVariable]: file },
  });
  const counts = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Counts,
    () => ({ passed: 0, failed: 0, skipped: 0, failures: [] }),
  );
  if (counts.failed > 0) return counts;
  if (code === 0 && counts.passed > 0) return counts;
  const why = code === 0 ? `${name} ran nothing.` : `${name} ended with ${code} without a failing test.`;
  return { ...failed(why), passed: counts.passed, skipped: counts.skipped };
}

const runSuite = async (name: Suite, args: readonly string[]) => count(await countsOf(`${name} tests`, args));

/**
 * Each file in a process of its own, so that one that fails leaves the others alone. A file that fails is run once
 * more, since a whole VS Code on a busy computer can be late; one that passes only then is named at the end.
 */
async function runBrowserTests(files: readonly string[]): Promise<void> {
  const late: string[] = [];
  for (const file of files) {
    // A browser or a bundler that lingers must not keep the run.
    const args = mocha([file], '--timeout', '240000', '--exit');
    const first = await countsOf(file, args);
    if (first.failed === 0) {
      count(first);
      continue;
    }
    const second = await countsOf(`${file}, once more`, args);
    if (second.failed === 0) late.push(`${file}: ${first.failures.join('\n\n')}`);
    count(second);
  }
  if (late.length > 0) console.log(`\nPassed only when run once more:\n\n${late.join('\n\n')}`);
}

async function browserTests(): Promise<string[]> {
  const found = await readdir(path.join(repository, 'test', 'ui'), { recursive: true });
  return found
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.posix.join('test/ui', ...name.split(path.sep)));
}

const mocha = (specs: readonly string[], ...more: string[]) => [
  'node_modules/mocha/bin/mocha.js',
  ...['--reporter', './test/countingReporter.ts', ...more],
  ...specs,
];

const runs: Record<Suite, () => Promise<void>> = {
  unit: () =>
    runSuite('unit', [
      ...mocha(files.length > 0 ? files : ['test/**/*.test.ts']),
      ...(files.length > 0
        ? []
        : ['--ignore', 'test/host/**', '--ignore', 'test/ui/**', '--ignore', 'test/vscode/node_modules/**']),
    ]),
  host: () => runSuite('host', ['--import', 'tsx', 'test/host/inServer.ts']),
  ui: async () => runBrowserTests(files.length > 0 ? files : await browserTests()),
  desktop: () => runSuite('desktop', ['--import', 'tsx', 'test/host/onDesktop.ts']),
};

try {
  await installSystemPackages(only);
  if (only === undefined) {
    await check('types', node, ['node_modules/typescript/bin/tsc', '-p', '.']);
    await check('format', node, [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level',
      'warn',
      '.',
    ]);
  }
  // The browser tests run what people install; the others need its parts only.
  const whole = only === undefined || only === 'ui';
  const built = whole
    ? await check('build and package', 'npm', ['run', '--silent', 'package'])
    : await check('build', node, ['esbuild.mjs', ...(only === 'unit' ? ['sandbox'] : [])]);
  if (built) {
    if (whole || only === 'host') await installVsCode();
    for (const suite of only === undefined ? (['unit', 'host', 'ui'] as const) : [only]) await runs[suite]();
  }
} catch (error) {
  count(failed(error instanceof Error ? error.message : String(error)));
} finally {
  await rm(results, { recursive: true, force: true });
}
if (total.failures.length > 0) console.log(`\nFailed:\n\n${total.failures.join('\n\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
