import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { SandboxChild } from '../../src/node/sandboxChild.ts';
import { inRepository } from '../vscode/repository.ts';
import { openSecretStorage, secretMembers } from '../vscode/secretStorage.ts';
import type { Workbench } from '../vscode/workbench.ts';
import { openWorldForTests } from './openWorldForTests.ts';
import { requests } from './sandboxTalk.ts';
import { openNotebook, regionsOfSales, signIn, type World } from './world.ts';

/** A JSON web token. Real values from SecretStorage are looked for besides. */
const looksSecret = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}/;

describe('the story of Ming and Ethan', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let sandbox: SandboxChild;
  let world: World;
  let workbench: Workbench;
  const secrets = new Set<string>();

  openWorldForTests('story', {}, (open) => {
    ({ sandbox, world, workbench } = open);
  });

  /** Calls that signed somebody in, renewed a token or exchanged one, as the sandbox logged them. */
  async function identityCalls(): Promise<string[]> {
    return (await requests(sandbox.ready))
      .filter(({ service, operation }) => /^(sts|sso-oauth)$/.test(service) || operation.startsWith('token'))
      .map(({ operation, onBehalfOf, result }) => `${operation} ${onBehalfOf} ${result}`);
  }

  it('opens a .rsql file as a notebook, with nobody signed in', async () => {
    await openNotebook(workbench, 'ming-apac.rsql');
    await workbench.waitForStatus('Redshift: Sign In');
  });

  it('shows Ming Asia-Pacific and nothing else', async () => {
    await signIn(world, 'ming@example.com');
    await workbench.waitForStatus(/ming@example\.com.*us-east-1/s);
    assert.deepEqual(await regionsOfSales(workbench), ['APAC']);
    await workbench.screenshot('story-ming-dark');
    assert.deepEqual(await identityCalls(), chainOf('ming@example.com'));
    await rememberSecrets();
  });

  it('keeps the session over a reload of the window, and exchanges nothing anew', async () => {
    await workbench.reload();
    await workbench.waitForStatus(/ming@example\.com.*us-east-1/s);
    assert.deepEqual(await regionsOfSales(workbench), ['APAC']);
    assert.deepEqual(await identityCalls(), chainOf('ming@example.com'));
  });

  it('shows Ethan every region after Ming signed out', async () => {
    const okta = await world.pageOpenedBy(() => workbench.runCommand('Redshift Identity: Sign Out…'));
    await okta.getByText('signed out').first().waitFor();
    await okta.close();
    await workbench.waitForStatus('Redshift: Sign In');
    await workbench.runCommand('View: Close All Editors');
    await signIn(world, 'ethan@example.com');
    await workbench.openFile('ethan-global.rsql');
    await workbench.waitForStatus(/ethan@example\.com.*us-east-1/s);
    assert.deepEqual(await regionsOfSales(workbench), ['AMER', 'APAC', 'EMEA']);
    await workbench.screenshot('story-ethan-dark');
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.waitForTheme('light');
    await workbench.screenshot('story-ethan-light');
    assert.deepEqual(await identityCalls(), [
      ...chainOf('ming@example.com'),
      ...chainOf('ethan@example.com'),
    ]);
    await rememberSecrets();
  });

  it('leaves no token or credential in logs, settings, notebooks or states', async () => {
    const places = [...(await filesUnder(world.state)), ...(await browserStates(workbench.page))];
    const names = places.map(({ name }) => name);
    // Where the check has to look at all; a place that is missing would hide whatever is in it.
    for (const place of [
      /Redshift Identity\.log$/,
      /remoteexthost\.log$/,
      /Machine.settings\.json$/,
      /ming-apac\.rsql$/,
      /^IndexedDB/,
    ]) {
      assert.ok(
        names.some((name) => place.test(name)),
        `nothing to look at matches ${place}`,
      );
    }
    const holds = (text: string) =>
      looksSecret.test(text) || [...secrets].some((secret) => text.includes(secret));
    assert.deepEqual(
      places.filter(({ text }) => holds(text)).map(({ name }) => name),
      [],
    );
  });

  it('leaves the notebooks as they were', async () => {
    for (const name of ['ming-apac.rsql', 'ethan-global.rsql']) {
      const [sample, used] = await Promise.all(
        [inRepository('media', 'samples'), world.notebooks].map((folder) =>
          readFile(path.join(folder, name), 'utf8'),
        ),
      );
      assert.equal(used, sample);
    }
  });

  /** Takes note of every token and secret key that SecretStorage holds now, to look for them elsewhere. */
  async function rememberSecrets(): Promise<void> {
    const stored = await openSecretStorage(workbench.page, world.server.userDataFolder);
    const ours = Object.entries(stored).filter(([key]) => key.includes('redshift-identity'));
    const fresh = ours.flatMap(([, value]) => secretMembers(JSON.parse(value)));
    // Okta's three tokens, and at least the secret key and the session token of one Region.
    assert.ok(fresh.length >= 5, `SecretStorage holds ${fresh.length} secrets only`);
    for (const secret of fresh) secrets.add(secret);
  }
});

/** The whole chain, once: what a sign-in and the first statement may call. */
const chainOf = (login: string) => [
  `token authorization_code ${login} OK`,
  `AssumeRoleWithWebIdentity ${login} OK`,
  `CreateTokenWithIAM ${login} OK`,
  `AssumeRole ${login} OK`,
];

async function filesUnder(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // The installed extension itself holds no state.
  const files = entries.filter(
    (entry) => entry.isFile() && !entry.parentPath.startsWith(path.join(folder, 'extensions')),
  );
  return Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return { name: path.relative(folder, file), text: await readFile(file, 'latin1') };
    }),
  );
}

/** All else that the browser keeps for VS Code: states of windows, workspaces and extensions, and unsaved files. */
async function browserStates(page: Page): Promise<{ name: string; text: string }[]> {
  // tsx wraps functions that have a name in a call to this one, which a page doesn't have.
  await page.evaluate('globalThis.__name = (named) => named');
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
      });
    const decode = (value: unknown) =>
      value instanceof Uint8Array
        ? new TextDecoder().decode(value)
        : typeof value === 'string'
          ? value
          : JSON.stringify(value);
    const states = Object.entries(localStorage)
      .filter(([name]) => name !== 'secrets.provider')
      .map(([name, text]) => ({ name: `localStorage ${name}`, text: String(text) }));
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values: unknown[] = await settled(database.transaction(store).objectStore(store).getAll());
        states.push(
          ...values.map((value) => ({ name: `IndexedDB ${name} ${store}`, text: decode(value) ?? '' })),
        );
      }
      database.close();
    }
    return states;
  });
}
