import assert from 'node:assert/strict';
import { startSandboxChild, type SandboxChild } from '../../src/node/sandboxChild.ts';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import { chooseOnOktaPage, openWorld, type World } from './world.ts';

describe('a window that is reloaded while the chain is walked', () => {
  let sandbox: SandboxChild;
  let world: World;

  before(async () => {
    sandbox = await startSandboxChild(sandboxProgram);
    world = await openWorld(sandboxSettings(sandbox.ready));
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await world.workbench.screenshot('reload-failed');
  });
  after(async () => {
    await world?.stop();
    await sandbox?.stop();
  });

  async function requestsSince(sequence: number): Promise<RequestLogEntry[]> {
    const text = await (
      await fetch(`${sandbox.ready.aws.endpoint}/sandbox/requests?after=${sequence}`)
    ).text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as RequestLogEntry);
  }

  async function untilLogged(operation: string, since: number): Promise<void> {
    while (!(await requestsSince(since)).some((entry) => entry.operation === operation)) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  it('is signed in', async () => {
    const { workbench } = world;
    const okta = await world.pageOpenedBy(() => workbench.runCommand('Redshift Identity: Sign In…'));
    await chooseOnOktaPage(okta, 'ming@example.com');
    await workbench.waitForStatus('ming@example.com');
  });

  // The second one is in the other Region, where nothing is stored yet.
  const cases = [
    { notebook: 'ming-apac.rsql', operation: 'AssumeRoleWithWebIdentity' },
    { notebook: 'regions.rsql', operation: 'CreateTokenWithIAM' },
  ];
  for (const { notebook, operation } of cases) {
    it(`loses no session after ${operation}, and exchanges no ID token twice`, async () => {
      const { workbench } = world;
      await workbench.openFile(notebook);
      await workbench.waitForCells();
      const since = (await requestsSince(0)).at(-1)?.sequence ?? 0;
      await Promise.all([untilLogged(operation, since), workbench.runAllCells()]);
      await workbench.reload();
      // The window went before it had stored which editors it showed.
      await workbench.openFile(notebook);
      await workbench.waitForCells();
      await workbench.waitForStatus('ming@example.com');
      await workbench.runAllCells();
      await workbench.waitForTables((tables) => tables.flat(2).includes('APAC'));
      const refused = (await requestsSince(since)).filter(({ result }) => result !== 'OK');
      assert.deepEqual(refused, []);
    });
  }
});
