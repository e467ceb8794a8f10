import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser.ts';
import { inRepository } from '../vscode/repository.ts';
import { startVsCodeServer, type VsCodeServer } from '../vscode/server.ts';
import { Workbench } from '../vscode/workbench.ts';

/** VS Code with the packaged extension in it, on a folder with the samples, as a person has it in front. */
export interface World {
  /** Everything that it writes on the disk is below here. */
  state: string;
  notebooks: string;
  server: VsCodeServer;
  workbench: Workbench;
  /** Does what opens a page of Okta, and returns the page. */
  pageOpenedBy(action: () => Promise<unknown>): Promise<Page>;
  stop(): Promise<void>;
}

/** A new server, a new browser and a new profile. @param files further notebooks, by name. @throws what went wrong, with nothing left running */
export async function openWorld(
  settings: Record<string, unknown>,
  workspace: 'trusted' | 'untrusted' = 'trusted',
  files: Readonly<Record<string, string>> = {},
): Promise<World> {
  const state = await mkdtemp(path.join(tmpdir(), 'redshift-identity-ui-'));
  const undo = [() => rm(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const notebooks = path.join(state, 'notebooks');
    await cp(inRepository('media', 'samples'), notebooks, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(notebooks, name), text);
    const server = await startVsCodeServer({
      stateFolder: state,
      vsix: inRepository('redshift-identity-notebooks.vsix'),
      settings: { 'workbench.colorTheme': 'Dark Modern', ...settings },
      extraArgs: workspace === 'trusted' ? ['--disable-workspace-trust'] : [],
    });
    undo.push(server.stop);
    const browser = await launchBrowser();
    undo.push(browser.close);
    const workbench = await Workbench.open(browser.context, server.url, notebooks);
    await workbench.waitForActivityBar('Redshift Identity');
    const pageOpenedBy = async (action: () => Promise<unknown>) => {
      const [page] = await Promise.all([browser.context.waitForEvent('page'), action()]);
      return page;
    };
    return { state, notebooks, server, workbench, pageOpenedBy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Presses a person's button on the sign-in page, and closes the page that says it worked. */
export async function chooseOnOktaPage(okta: Page, login: string): Promise<void> {
  await okta.locator(`button[name="login"][value="${login}"]`).click();
  await okta.waitForURL((url) => url.pathname === '/callback');
  await okta.close();
}

/** Signs in by the command and the page that it opens, as a person does. */
export async function signIn({ workbench, pageOpenedBy }: World, login: string): Promise<void> {
  const okta = await pageOpenedBy(() => workbench.runCommand('Redshift Identity: Sign In…'));
  await chooseOnOktaPage(okta, login);
  await workbench.waitForStatus(login);
}

export async function openNotebook(workbench: Workbench, name: string): Promise<void> {
  await workbench.openFile(name);
  await workbench.waitForCells();
}

/** Loads the window anew. */
export async function reloadNotebook(workbench: Workbench, name: string): Promise<void> {
  await workbench.reload();
  // The window may have gone before it had stored which editors it showed.
  await openNotebook(workbench, name);
}

/** Lets a new window ask Redshift, once, for whom it takes the session, so that a fault doesn't meet that statement. */
export async function askWhoTheyAre(workbench: Workbench, cell: number): Promise<void> {
  await workbench.runCell(cell);
  await workbench.waitForRun(cell, 1);
}

/** Each begins a table. */
export async function waitForValues(workbench: Workbench, ...values: string[]): Promise<void> {
  await workbench.waitForTables((tables) =>
    values.every((value) => tables.some((table) => table[0]?.[0] === value)),
  );
}

/** Runs the notebook in front, and gives the regions in the answer of its cell "Sales by region". */
export async function regionsOfSales(workbench: Workbench): Promise<string[]> {
  await workbench.waitForCells();
  await workbench.runAllCells();
  const tables = await workbench.waitForTables((drawn) => drawn.some(isRegionTable));
  return (tables.find(isRegionTable) ?? []).map(([region]) => region ?? '').sort();
}

/** A region, two counts and an amount. */
const isRegionTable = (table: string[][]) =>
  table.length > 0 &&
  table.every(
    (row) => row.length === 4 && /^(AMER|EMEA|APAC)$/.test(row[0] ?? '') && /^\d+$/.test(row[1] ?? ''),
  );

/** Text of a notebook's file once it is as wanted, or after ten seconds. */
export async function savedAs(
  { notebooks, workbench }: World,
  name: string,
  wanted: string,
): Promise<string> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const text = await readFile(path.join(notebooks, name), 'utf8');
    if (text === wanted || Date.now() > deadline) return text;
    await workbench.page.waitForTimeout(100);
  }
}

/** Answers the file dialog with the path of a file beside the notebooks. @returns the path */
export async function saveAs({ workbench, notebooks }: World, name: string): Promise<string> {
  const file = path.join(notebooks, name);
  await workbench.waitForQuickInput((text) => text.startsWith(notebooks));
  await workbench.typeInQuickInput(file);
  await workbench.page.keyboard.press('Enter');
  return file;
}
