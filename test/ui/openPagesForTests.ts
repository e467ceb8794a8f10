import assert from 'node:assert/strict';
import { openGridPage, type GridPage, type GridPageOptions } from '../renderer/browser/gridPage.ts';
import { launchBrowser, type Browser } from '../vscode/browser.ts';

/**
 * Gives the tests of the `describe` around it one browser. A page is closed after its test, which fails where the page complained.
 * @returns what opens the page of a test
 */
export function openPagesForTests(): (options: GridPageOptions) => Promise<GridPage> {
  let browser: Browser | undefined;
  let shown: GridPage | undefined;

  before(async () => {
    browser = await launchBrowser();
  });

  afterEach(async () => {
    await shown?.close();
    assert.deepEqual(shown?.complaints, []);
  });

  after(() => browser?.close());

  return async (options) => {
    shown = await openGridPage({ ...(browser && { browser }), ...options });
    return shown;
  };
}
