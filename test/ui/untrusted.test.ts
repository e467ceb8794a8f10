import assert from 'node:assert/strict';
import { startSandboxChild, type SandboxChild } from '../../src/node/sandboxChild.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import { openWorld, type World } from './world.ts';

describe('a workspace that is not trusted', () => {
  let sandbox: SandboxChild;
  let world: World;

  before(async () => {
    sandbox = await startSandboxChild(sandboxProgram);
    const settings = { ...sandboxSettings(sandbox.ready), 'security.workspace.trust.startupPrompt': 'never' };
    world = await openWorld(settings, 'untrusted');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await world.workbench.screenshot('untrusted-failed');
  });
  after(async () => {
    await world?.stop();
    await sandbox?.stop();
  });

  it('opens a notebook, and runs nothing in it', async () => {
    const { workbench } = world;
    await workbench.openFile('ming-apac.rsql');
    await workbench.waitForCells();
    await workbench.runAllCells();
    // VS Code itself asks first; whoever says no has run nothing and has signed in nowhere.
    await workbench.answerDialog('Cancel');
    const log = await fetch(`${sandbox.ready.aws.endpoint}/sandbox/requests`);
    assert.equal(await log.text(), '');
    assert.deepEqual(await workbench.resultTables(), []);
  });
});
