import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startSandboxChild, type SandboxChild } from '../../src/node/sandboxChild.ts';
import { launchBrowser, type Browser } from '../vscode/browser.ts';
import { inRepository } from '../vscode/repository.ts';
import { sandboxProgram, sandboxSettings } from '../vscode/sandboxProfile.ts';
import { startVsCodeServer, type VsCodeServer } from '../vscode/server.ts';
import { Workbench } from '../vscode/workbench.ts';

/** A JSON web token, and access key IDs of temporary credentials. Real values from the secret storage are looked for besides. */
const looksSecret = [/eyJ[\w-]{8,}\.eyJ[\w-]{8,}/, /\bASIA[A-Z0-9]{12,}\b/];

describe('the story of Ming and Ethan', function () {
  // Each step goes on from the one before.
  this.bail(true);

  let state: string;
  let notebooks: string;
  let sandbox: SandboxChild;
  let server: VsCodeServer;
  let browser: Browser;
  let workbench: Workbench;

  before(async () => {
    state = await mkdtemp(path.join(tmpdir(), 'redshift-identity-story-'));
    notebooks = path.join(state, 'notebooks');
    await cp(inRepository('media', 'samples'), notebooks, { recursive: true });
    sandbox = await startSandboxChild(sandboxProgram);
    server = await startVsCodeServer({
      stateFolder: state,
      vsix: inRepository('redshift-identity-notebooks.vsix'),
      settings: { ...sandboxSettings(sandbox.ready), 'workbench.colorTheme': 'Default Dark Modern' },
      extraArgs: ['--disable-workspace-trust'],
    });
    browser = await launchBrowser();
    workbench = await Workbench.open(browser.context, server.url, notebooks);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot('story-failed');
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await sandbox?.stop();
    await rm(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  /** Signs in by the command and the page that it opens, as a person does. */
  async function signIn(login: string): Promise<void> {
    const opened = browser.context.waitForEvent('page');
    await workbench.runCommand('Redshift Identity: Sign In…');
    const okta = await opened;
    await chooseOnOktaPage(okta, login);
    await workbench.waitForStatus(login);
  }

  async function regionsByRunning(notebook: string): Promise<string[]> {
    await workbench.openFile(notebook);
    await workbench.runAllCells();
    const tables = await workbench.waitForTables((drawn) => drawn.some(isRegionTable));
    return regionsIn(tables);
  }

  it('opens a .rsql file as a notebook, with nobody signed in', async () => {
    await workbench.waitForActivityBar('Redshift Identity');
    await workbench.openFile('ming-apac.rsql');
    await workbench.waitForCells();
    await workbench.waitForStatus('Redshift: Sign In');
  });

  it('shows Ming Asia-Pacific and nothing else', async () => {
    await signIn('ming@example.com');
    await workbench.waitForStatus(/ming@example\.com.*us-east-1/);
    assert.deepEqual(await regionsByRunning('ming-apac.rsql'), ['APAC']);
    await workbench.screenshot('story-ming-dark');
  });

  it('keeps the session over a reload of the window', async () => {
    await workbench.reload();
    await workbench.waitForStatus(/ming@example\.com.*us-east-1/);
  });

  it('shows Ethan every region after Ming signed out', async () => {
    const goodbye = browser.context.waitForEvent('page');
    await workbench.runCommand('Redshift Identity: Sign Out…');
    await (await goodbye).close();
    await workbench.waitForStatus('Redshift: Sign In');
    await signIn('ethan@example.com');
    assert.deepEqual(await regionsByRunning('ethan-global.rsql'), ['AMER', 'APAC', 'EMEA']);
    await workbench.screenshot('story-ethan-dark');
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await workbench.screenshot('story-ethan-light');
  });

  it('leaves no token or credential in logs, settings, notebooks or states', async () => {
    const secrets = await storedSecrets(workbench.page);
    assert.ok(secrets.length > 0, 'no token was found in the secret storage, so nothing would be looked for');
    const found: string[] = [];
    const places = [...(await filesUnder(state)), ...(await browserStates(workbench.page))];
    for (const { name, text } of places) {
      for (const secret of [...looksSecret, ...secrets]) {
        if (typeof secret === 'string' ? text.includes(secret) : secret.test(text)) found.push(name);
      }
    }
    assert.deepEqual(found, []);
  });
});

/** Presses a person's button on the sign-in page, and closes the page that says it worked. */
async function chooseOnOktaPage(okta: Page, login: string): Promise<void> {
  await okta.locator(`button[name="login"][value="${login}"]`).click();
  await okta.waitForURL((url) => url.pathname === '/callback');
  await okta.close();
}

/** The answer of the cell "Sales by region": a region, two counts and an amount. */
const isRegionTable = (table: string[][]) =>
  table.length > 0 &&
  table.every(
    (row) => row.length === 4 && /^(AMER|EMEA|APAC)$/.test(row[0] ?? '') && /^\d+$/.test(row[1] ?? ''),
  );

function regionsIn(tables: string[][][]): string[] {
  return (tables.find(isRegionTable) ?? []).map(([region]) => region ?? '').sort();
}

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

/** What the secret storage of VS Code in a browser holds, token by token. */
async function storedSecrets(page: Page): Promise<string[]> {
  const stored = await page.evaluate(() => localStorage.getItem('secrets.provider') ?? '{}');
  // JSON inside of JSON inside of JSON: whatever looks like a long token, at whatever depth.
  return [...new Set(stored.match(/[\w.-]{40,}/g) ?? [])];
}

/** All else that the browser keeps for VS Code: states of windows, workspaces and extensions, and unsaved files. */
async function browserStates(page: Page): Promise<{ name: string; text: string }[]> {
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
