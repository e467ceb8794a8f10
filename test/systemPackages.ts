import { access } from 'node:fs/promises';
import { findChromium } from './vscode/browser.ts';
import { findProgram, run } from './vscode/processes.ts';

interface SystemPackage {
  /** Debian's name. */
  name: string;
  /** Suites that need it. */
  suites: readonly string[];
  present(): Promise<boolean>;
}

const packages: readonly SystemPackage[] = [
  { name: 'chromium', suites: ['host', 'ui'], present: async () => (await findChromium()) !== undefined },
  {
    // Chromium draws no letter without a font.
    name: 'fonts-dejavu-core',
    suites: ['host', 'ui'],
    present: async () =>
      (await findProgram('apt-get')) === undefined || exists('/usr/share/fonts/truetype/dejavu'),
  },
  {
    // A client that this project didn't write, for the walk through the sandbox.
    name: 'python3-boto3',
    suites: ['unit'],
    present: async () =>
      (await exists('/usr/bin/python3')) &&
      (await run('/usr/bin/python3', ['-c', 'import boto3'])).code === 0,
  },
  {
    // psql, with which the statements found in a script are compared.
    name: 'postgresql-client',
    suites: ['unit'],
    present: async () => (await findProgram('psql')) !== undefined,
  },
];

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Installs what the tests need of the system where it can, and says what is missing where it can't. */
export async function installSystemPackages(suite: string | undefined): Promise<void> {
  const missing: string[] = [];
  for (const { name, suites, present } of packages) {
    if ((suite === undefined || suites.includes(suite)) && !(await present())) missing.push(name);
  }
  if (missing.length === 0) return;
  if ((await findProgram('apt-get')) === undefined || process.getuid?.() !== 0) {
    console.log(
      `The tests need ${missing.join(', ')}: on Debian or Ubuntu, sudo apt-get install ${missing.join(' ')}`,
    );
    return;
  }
  console.log(`Installing ${missing.join(', ')} by apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  const { code, output } = await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    { env },
  );
  if (code !== 0) console.log(`apt-get could not install them:\n${output}`);
}
