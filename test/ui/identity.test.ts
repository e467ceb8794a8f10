import assert from 'node:assert/strict';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { sandboxSettings } from '../vscode/sandboxProfile.ts';
import { openSecretStorage, secretMembers } from '../vscode/secretStorage.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { awsCalls, deny } from './sandboxTalk.ts';
import { outlineOf, TreeView, type TreeRow } from './treeView.ts';
import { openNotebook, signIn, type World } from './world.ts';

const bridgeSession = 'arn:aws:sts::111122223333:assumed-role/IDCBridgeRole/alex@example.com';
const dataSession = 'arn:aws:sts::111122223333:assumed-role/RedshiftDataAPIClientRole/alex@example.com';
const hops = ['Hop 1', 'Hop 2', 'Hop 3', 'Hop 4', 'Hop 5'];

describe('the identity view', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;
  let tree: TreeView;
  let accessKeyId = '';
  /** Values of SecretStorage that nobody may see. */
  let secrets: string[] = [];

  const settings = (ready: SandboxReady) => ({ ...sandboxSettings(ready), 'workbench.hover.delay': 0 });
  openWorldForTests('identity', { settings }, async (open) => {
    ({ sandbox, world, workbench } = open);
    tree = new TreeView(workbench, 'Identity');
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await signIn(world, 'alex@example.com');
    await openNotebook(workbench, 'ethan-global.rsql');
  });

  const outlineBelow = async (hop: string) =>
    outlineOf((await tree.below(hop)).slice(1))
      .replaceAll(/ASIA[A-Z2-7]{16}/g, '<access key ID>')
      .replaceAll(/(Since|Expires): .*/g, '$1: <time>');

  it('shows five hops of which nobody asked, and asks nobody', async () => {
    await workbench.runCommand('Redshift Identity: Show Identity');
    await workbench.closeView('Explorer');
    const rows = await tree.waitForRows((drawn) => drawn.length === hops.length);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['Okta', 'Bridge role', 'Identity Center', 'Identity-enhanced role session', 'Redshift'].map(
        (title, index) => `Hop ${index + 1} of 5, ${title}, not asked yet`,
      ),
    );
    assert.deepEqual(await awsCalls(sandbox.ready), []);
  });

  it('counts down at each hop after a cell ran, all of it to be read in a side bar as narrow as it comes', async () => {
    await workbench.runCell(0);
    await tree.find('Hop 5 of 5, Redshift, ready');
    const rows = await tree.rows();
    assert.deepEqual(
      rows.map(({ text }) => text.replace(/\d+ min/, '…')),
      ['Okta', 'Bridge role', 'Identity Center', 'Role session']
        .map((title) => `${title}ready · …`)
        .concat('Redshiftready'),
    );
    for (const row of rows) assert.equal(await isCut(row), false, `${row.text} is cut`);
  });

  /** Whether a row's text ends in an ellipsis for want of room. */
  const isCut = (row: TreeRow) =>
    tree
      .at(row)
      .locator('.monaco-icon-label-container')
      .evaluate((element) => element.scrollWidth > element.clientWidth);

  it('tells of each hop what the sandbox issued', async () => {
    for (const hop of hops) await tree.open(hop);
    await tree.find('Roles: ');
    await tree.openAll(['Hop 5'], () => true);
    const { okta } = sandbox.ready;
    const times = ['Since: <time>', 'Expires: <time>'];
    const expected = [
      [
        `Issuer: ${okta.issuer}`,
        `Application: ${okta.clientId}`,
        'Signed in as: alex@example.com',
        'Subject: 00u3alex00emea000d7',
        'Email: alex@example.com',
        'Groups: emea-sales',
        'Scopes: openid profile email groups offline_access',
        ...times,
      ],
      [
        'Role: arn:aws:iam::111122223333:role/IDCBridgeRole',
        `Session: ${bridgeSession}`,
        'Session name: alex@example.com',
        `OIDC provider: arn:aws:iam::111122223333:oidc-provider/${new URL(okta.issuer).host}`,
        `Audience: ${okta.clientId}`,
        'Access key ID: <access key ID>',
        ...times,
      ],
      [
        'Application: arn:aws:sso::111122223333:application/ssoins-7223e0b1f5c8a2d4/apl-4c1f5e9b20a7d836',
        'Identity Center user ID: 94482488-3041-7026-18f3-be45837cd0e3',
        'Mapped email: alex@example.com',
        'Identity store: d-9067a1b2c3',
        'Instance: arn:aws:sso:::instance/ssoins-7223e0b1f5c8a2d4',
        'Scopes: redshift:connect openid aws sts:identity_context',
        'Refresh token grant: yes',
        ...times,
      ],
      [
        'Role: arn:aws:iam::111122223333:role/RedshiftDataAPIClientRole',
        `Session: ${dataSession}`,
        'Session name: alex@example.com',
        'Context provider: arn:aws:iam::aws:contextProvider/IdentityCenter',
        'Region: us-east-1',
        'Access key ID: <access key ID>',
        ...times,
      ],
      [
        'current_user: awsidc:alex@example.com',
        'session_user: awsidc:alex@example.com',
        'Namespace: awsidc',
        'Since: <time>',
        'Roles: awsidc:emea-sales',
        '  Role: awsidc:emea-sales',
        '    Role: sales-reader',
        'Groups in namespace awsidc: 1 of 1 groups have a role',
        '  emea-sales: awsidc:emea-sales',
      ],
    ];
    assert.deepEqual(
      await Promise.all(hops.map(outlineBelow)),
      expected.map((lines) => lines.join('\n')),
    );
    await workbench.screenshot('identity-dark');
  });

  it('tells what the calls were made with', async () => {
    const calls = await awsCalls(sandbox.ready);
    const principals = (name: string) =>
      new Set(calls.filter(({ operation }) => operation === name).map(({ principal }) => principal));
    assert.deepEqual(
      [principals('CreateTokenWithIAM'), principals('AssumeRole'), principals('ExecuteStatement')],
      [new Set([bridgeSession]), new Set([bridgeSession]), new Set([dataSession])],
    );
    const stored = await openSecretStorage(workbench.page, world.server.userDataFolder);
    const ours = Object.entries(stored).filter(([key]) => key.includes('redshift-identity'));
    secrets = ours.flatMap(([, value]) => secretMembers(JSON.parse(value)));
    assert.ok(secrets.length >= 5, `SecretStorage holds ${secrets.length} secrets only`);
    const { label } = await tree.find('Hop 4', 'Access key ID: ');
    accessKeyId = label.replace('Access key ID: ', '');
    assert.ok(ours.some(([, value]) => value.includes(`"${accessKeyId}"`)));
  });

  it('shows no secret in its rows and tooltips', async () => {
    const rows = await tree.rows();
    const shown = rows.flatMap(({ label, text }) => [label, text]);
    for (const row of rows.filter(({ level }) => level > 1)) {
      shown.push(await workbench.hoverText(tree.at(row), row.label.replace(/:.*/, '')));
    }
    assert.deepEqual(shown.filter(holdsSecret), []);
  });

  const holdsSecret = (text: string) => /eyJ/.test(text) || secrets.some((secret) => text.includes(secret));

  it('copies a value by the button in its row', async () => {
    const row = await tree.find('Hop 4', 'Session: ');
    await workbench.pressOn(tree.at(row), '.action-label[aria-label="Copy Value"]');
    await workbench.waitForClipboard(dataSession);
  });

  it('reports as Markdown, without secrets and with short access key IDs', async () => {
    await workbench.runCommand('Redshift Identity: Show Identity as Markdown Report');
    const report = await workbench.waitForPreview('Identity of alex@example.com in us-east-1');
    for (const told of [dataSession, 'awsidc:alex@example.com', 'sales-reader', '5. Redshift user: ready']) {
      assert.ok(report.includes(told), `${told} is missing in:\n${report}`);
    }
    assert.deepEqual([holdsSecret(report), report.includes(accessKeyId)], [false, false]);
    assert.ok(report.includes(`ASIA…${accessKeyId.slice(-4)}`));
    await workbench.screenshot('identity-report-dark');
    await workbench.runCommand('View: Close Editor');
  });

  it('shows a hop that fails, with the remedy, wherever the session shows', async () => {
    await workbench.openFile('regions.rsql');
    await workbench.waitForSpokenStatus(status('not begun'));
    await workbench.openView('Redshift Identity');
    await deny(sandbox.ready, ['sso-oauth:CreateTokenWithIAM']);
    const row = await tree.find('Hop 1');
    await workbench.pressOn(tree.at(row), '.action-label[aria-label^="Refresh"]');
    await tree.find('Hop 3 of 5, Identity Center, failed');
    await workbench.waitForSpokenStatus(status('failed'));
    const below = await tree.below('Hop 3');
    assert.deepEqual(
      [below[0]?.text, ...below.slice(1, 4).map(({ label }) => label.replace(/:.*/, ''))],
      ['Identity Centerfailed · AccessDeniedException', 'Error', 'Remedy', 'Retry'],
    );
    await workbench.editCell(0);
    await workbench.waitForLanguageStatus('Redshift: session failed: AccessDeniedException');
    const lines = await workbench.languageStatusLines();
    assert.deepEqual(lines, [
      'Session failed: AccessDeniedExceptionShow Identity',
      'alex@example.com · us-west-2by the notebook’s headerSwitch',
      'redshift-tip-enabledworkgroup, database devSwitch',
    ]);
    await workbench.screenshot('identity-failed-hop-dark');
  });

  it('ends the failure by Retry, once the denial ended', async () => {
    await deny(sandbox.ready, []);
    await tree.at(await tree.find('Hop 3', 'Retry')).click();
    await tree.find('Hop 4 of 5, Identity-enhanced role session, ready');
    await workbench.waitForSpokenStatus(status('ready'));
    const below = await tree.below('Hop 3');
    assert.match(below[1]?.label ?? '', /^Application: .*444455556666/);
    await workbench.waitForLanguageStatus('Redshift: session ready until');
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.waitForTheme('light');
    await workbench.screenshot('identity-light');
  });
});

const status = (state: string) =>
  `Redshift: alex@example.com, Region us-west-2, workgroup redshift-tip-enabled, by the notebook’s header, session ${state}`;
