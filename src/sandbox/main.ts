import { Console } from 'node:console';
import { fstatSync } from 'node:fs';
import type { SandboxReady } from '../protocol/sandboxReady.ts';
import { parseCommandLine, usage } from './commandLine.ts';
import { SandboxStartError, startSandbox } from './sandbox.ts';
import type { SandboxOptions } from './sandbox.ts';

// Standard output holds what the caller asked for and nothing else: libraries that talk do it on standard error.
globalThis.console = new Console(process.stderr);
// A caller that stopped reading has not stopped the sandbox.
process.stdout.on('error', () => undefined);

const commandLine = parseCommandLine(process.argv.slice(2));
if (commandLine.kind === 'help') process.stdout.write(usage);
else if (commandLine.kind === 'wrong') end(2, commandLine.message);
else await run(commandLine.json, commandLine.options);

async function run(json: boolean, options: Omit<SandboxOptions, 'assets'>): Promise<void> {
  const stopAsked = whenAskedToStop();
  const assets = new URL('.', import.meta.url);
  const starting = startSandbox({ assets, ...options });
  try {
    const sandbox = await Promise.race([starting, stopAsked]);
    if (sandbox === undefined) return process.exit(0);
    process.stdout.write(json ? `${JSON.stringify(sandbox.ready)}\n` : summarize(sandbox.ready));
    await stopAsked;
    // Whatever does not end by itself ends with the process.
    setTimeout(() => process.exit(0), 1500).unref();
    await sandbox.stop();
    process.exit(0);
  } catch (error) {
    if (error instanceof SandboxStartError) end(1, error.message);
    else throw error;
  }
}

/** Resolves at a signal, or when the program that started this one ends or closes its standard input. */
function whenAskedToStop(): Promise<undefined> {
  return new Promise((resolve) => {
    const stop = () => resolve(undefined);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
    // A shell starts a program in the background on the null device: nobody is behind it who could end it.
    if (fstatSync(0).isCharacterDevice() && !process.stdin.isTTY) return;
    process.stdin.once('end', stop).once('close', stop).once('error', stop).resume();
  });
}

function end(code: number, message: string): void {
  process.stderr.write(`sandbox: ${message}\n`, () => process.exit(code));
}

function summarize({ okta, aws, sites, people }: SandboxReady): string {
  const width = Math.max(...people.map(({ login }) => login.length)) + 2;
  return [
    'The sandbox is running, on this machine only.',
    '',
    `  Okta         ${okta.issuer}   client ID ${okta.clientId}`,
    `  AWS          ${aws.endpoint}   Regions ${sites.map(({ region }) => region).join(', ')}`,
    `  Request log  ${aws.endpoint}/sandbox/requests`,
    `  Denials      ${aws.endpoint}/sandbox/denials   GET, or POST {"actions": ["redshift-data:ListTables"]}`,
    `  Faults       ${aws.endpoint}/sandbox/faults   --help explains them`,
    '',
    '  People, without passwords:',
    ...people.map(({ login, groups }) => `    ${login.padEnd(width)}${groups.join(', ')}`),
    '',
    'Ctrl+C stops it.',
    '',
  ].join('\n');
}
