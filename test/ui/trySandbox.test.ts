import assert from 'node:assert/strict';
import { chooseOnOktaPage, openWorld, regionsOfSales, type World } from './world.ts';

describe('the sandbox of the installed extension', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let world: World;
  let issuer: string;

  // Nobody has set anything up.
  before(async () => (world = await openWorld({})));
  after(async () => world?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await world.workbench.screenshot('sandbox-failed');
  });

  it('starts from the welcome view, and opens a sample', async () => {
    const { workbench } = world;
    await workbench.openView('Redshift Identity');
    await workbench.pressInWelcomeView('Try the Sandbox');
    await workbench.waitForCells();
    await workbench.screenshot('sandbox-started');
  });

  it('signs in from the notification, and runs the sample', async () => {
    const { workbench } = world;
    const okta = await world.pageOpenedBy(() =>
      workbench.pressInNotification('The sandbox is running', 'Sign In'),
    );
    await okta.locator('button[name="login"]').first().waitFor();
    issuer = new URL(okta.url()).origin;
    await chooseOnOktaPage(okta, 'frank@example.com');
    await workbench.waitForStatus(/frank@example\.com.*us-east-1/s);
    assert.deepEqual(await regionsOfSales(workbench), ['AMER']);
  });

  it('stops by its command, with every listener', async () => {
    const { workbench } = world;
    await workbench.runCommand('Redshift Identity: Stop Sandbox');
    await workbench.waitForStatus('Redshift: Sign In');
    await assert.rejects(fetch(`${issuer}/.well-known/openid-configuration`), /fetch failed/);
  });
});
