import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { requests } from './sandboxTalk.ts';
import { openNotebook, reloadNotebook, signIn, type World } from './world.ts';

describe('a window that is reloaded while the chain is walked', () => {
  let sandbox: SandboxChild;
  let world: World;

  openWorldForTests('reload', {}, (open) => {
    ({ sandbox, world } = open);
  });

  async function untilLogged(operation: string, since: number): Promise<void> {
    while (!(await requests(sandbox.ready, since)).some((entry) => entry.operation === operation)) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  it('is signed in', async () => {
    await signIn(world, 'ming@example.com');
  });

  // The second one is in the other Region, where nothing is stored yet.
  const cases = [
    { notebook: 'ming-apac.rsql', operation: 'AssumeRoleWithWebIdentity' },
    { notebook: 'regions.rsql', operation: 'CreateTokenWithIAM' },
  ];
  for (const { notebook, operation } of cases) {
    it(`loses no session after ${operation}, and exchanges no ID token twice`, async () => {
      const { workbench } = world;
      await openNotebook(workbench, notebook);
      const since = (await requests(sandbox.ready)).at(-1)?.sequence ?? 0;
      await Promise.all([untilLogged(operation, since), workbench.runAllCells()]);
      await reloadNotebook(workbench, notebook);
      await workbench.waitForStatus('ming@example.com');
      await workbench.runAllCells();
      await workbench.waitForTables((tables) => tables.flat(2).includes('APAC'));
      const refused = (await requests(sandbox.ready, since)).filter(({ result }) => result !== 'OK');
      assert.deepEqual(refused, []);
    });
  }
});
