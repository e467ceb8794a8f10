import type { BrowserContext, Page } from 'playwright-core';

/**
 * The person at the browser: on every sign-in page of this Okta that opens, presses the button of whom the client
 * suggests, and closes the page when the answer has come.
 */
export function answerOkta(context: BrowserContext, issuer: string): void {
  context.on('page', (page) => {
    // A page that closes by itself while it is being answered needs no answer.
    void answer(page, issuer).catch(() => undefined);
  });
}

async function answer(page: Page, issuer: string): Promise<void> {
  await page.waitForURL((url) => url.href !== 'about:blank');
  const suggested = page.locator('form button[autofocus]');
  if (page.url().startsWith(issuer) && (await suggested.count()) > 0) {
    await suggested.click();
    await page.waitForURL((url) => !url.href.startsWith(issuer));
  }
  await page.waitForLoadState();
  if (page.url().includes('?folder=')) return;
  await page.close();
}
