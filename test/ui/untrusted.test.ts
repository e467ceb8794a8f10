import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { sandboxSettings } from '../vscode/sandboxProfile.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { openNotebook, type World } from './world.ts';

describe('a workspace that is not trusted', () => {
  let sandbox: SandboxChild;
  let world: World;

  const settings = (ready: SandboxReady) => ({
    ...sandboxSettings(ready),
    'security.workspace.trust.startupPrompt': 'never',
  });
  openWorldForTests('untrusted', { workspace: 'untrusted', settings }, (open) => {
    ({ sandbox, world } = open);
  });

  it('opens a notebook, and runs nothing in it', async () => {
    const { workbench } = world;
    await openNotebook(workbench, 'ming-apac.rsql');
    await workbench.runAllCells();
    // VS Code itself asks first; whoever says no has run nothing and has signed in nowhere.
    await workbench.answerDialog('Cancel');
    const log = await fetch(`${sandbox.ready.aws.endpoint}/sandbox/requests`);
    assert.equal(await log.text(), '');
    assert.deepEqual(await workbench.resultTables(), []);
  });
});
