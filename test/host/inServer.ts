// Runs the host tests in the extension host of VS Code's server edition, with a sandbox beside it.
import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { startSandboxChild } from '../../src/node/sandboxChild.ts';
import { countsVariable } from '../countingReporter.ts';
import { launchBrowser } from '../vscode/browser.ts';
import { answerOkta } from '../vscode/oktaPerson.ts';
import { exitOnSignals } from '../vscode/processes.ts';
import { inRepository, repository } from '../vscode/repository.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import { startVsCodeServer } from '../vscode/server.ts';
import { bundleHostTests, readyVariable } from './bundle.ts';
import { reportMark } from './runInHost.ts';

/** Milliseconds for all host tests together, the start of VS Code included. */
const limit = 10 * 60_000;

exitOnSignals();
await mkdir(inRepository('artifacts'), { recursive: true });
/** Everything else that the extension host says. */
const hostLog = createWriteStream(inRepository('artifacts', 'extension-host.log'));
const tests = await bundleHostTests();
const state = await mkdtemp(path.join(tmpdir(), 'redshift-identity-host-'));
const undo: (() => Promise<unknown>)[] = [
  () => rm(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
];
try {
  process.exitCode = await runTests();
} finally {
  for (const step of undo.reverse()) await step();
}

async function runTests(): Promise<number> {
  const workspace = path.join(state, 'workspace');
  await cp(inRepository('media', 'samples'), workspace, { recursive: true });
  const sandbox = await startSandboxChild(sandboxProgram);
  undo.push(() => sandbox.stop());
  const server = await startVsCodeServer({
    stateFolder: state,
    settings: sandboxSettings(sandbox.ready),
    extraArgs: ['--disable-workspace-trust', '--vscode-option', 'enable-smoke-test-driver'],
    env: {
      [readyVariable]: JSON.stringify(sandbox.ready),
      [countsVariable]: process.env[countsVariable] ?? path.join(state, 'counts.json'),
    },
  });
  undo.push(() => server.stop());
  const browser = await launchBrowser();
  undo.push(() => browser.close());

  const page = await browser.context.newPage();
  answerOkta(browser.context, sandbox.ready.okta.issuer);
  const exitCode = new Promise<number>((resolve, reject) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
    page.on('crash', () => reject(new Error('The browser page crashed.')));
    setTimeout(
      () => reject(new Error(`The host tests did not end within ${limit / 60_000} minutes.`)),
      limit,
    ).unref();
  });
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith(reportMark)) console.log(text.slice(reportMark.length));
    else hostLog.write(`${text}\n`);
  });
  const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(repository)],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  await page.goto(
    `${server.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
  );
  return exitCode;
}
