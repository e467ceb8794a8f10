// Runs the host tests in a desktop VS Code, which @vscode/test-electron downloads.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { startSandboxChild } from '../../src/node/sandboxChild.ts';
import { inRepository, repository } from '../vscode/repository.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import { quietSettings } from '../vscode/server.ts';
import { bundleHostTests, readyVariable } from './bundle.ts';

const tests = await bundleHostTests();
const state = await mkdtemp(path.join(tmpdir(), 'redshift-identity-desktop-'));
const sandbox = await startSandboxChild(sandboxProgram);
try {
  const workspace = path.join(state, 'workspace');
  await cp(inRepository('media', 'samples'), workspace, { recursive: true });
  const user = path.join(state, 'user-data', 'User');
  await mkdir(user, { recursive: true });
  await writeFile(
    path.join(user, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...sandboxSettings(sandbox.ready) }),
  );
  process.exitCode = await runTests({
    extensionDevelopmentPath: repository,
    extensionTestsPath: tests,
    launchArgs: [
      workspace,
      ...[
        '--user-data-dir',
        path.join(state, 'user-data'),
        '--extensions-dir',
        path.join(state, 'extensions'),
      ],
      '--disable-workspace-trust',
    ],
    extensionTestsEnv: { [readyVariable]: JSON.stringify(sandbox.ready) },
  });
} finally {
  await sandbox.stop();
  await rm(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
