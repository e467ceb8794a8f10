import { startSandboxChild, type SandboxChild } from '../../src/node/sandboxChild.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorld, type World } from './world.ts';

type Settings = Record<string, unknown>;

/** What tests differ in; further steps are their own. */
export interface TestNeeds {
  /** Further arguments of the sandbox. */
  readonly sandboxArgs?: readonly string[];
  /** Those that know the sandbox, and nothing else, where absent. */
  readonly settings?: (ready: SandboxReady) => Settings | Promise<Settings>;
  readonly workspace?: 'trusted' | 'untrusted';
  /** Further notebooks, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface TestWorld {
  readonly sandbox: SandboxChild;
  readonly world: World;
  readonly workbench: Workbench;
}

/**
 * Gives the tests of the `describe` around it a sandbox and a VS Code that knows it, and ends both after the last one.
 * @param name of the picture that is taken where a test fails
 * @param opened takes over what is there, and does what comes before the first test
 */
export function openWorldForTests(
  name: string,
  needs: TestNeeds,
  opened: (open: TestWorld) => void | Promise<void>,
): void {
  let sandbox: SandboxChild | undefined;
  let world: World | undefined;

  before(async () => {
    const { sandboxArgs, settings = sandboxSettings, workspace, files } = needs;
    sandbox = await startSandboxChild(sandboxProgram, undefined, sandboxArgs);
    world = await openWorld(await settings(sandbox.ready), workspace, files);
    await opened({ sandbox, world, workbench: world.workbench });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await world?.workbench.screenshot(`${name}-failed`);
  });

  after(async () => {
    await world?.stop();
    await sandbox?.stop();
  });
}
