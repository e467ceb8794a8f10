import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findProgram } from './processes.ts';

export interface Browser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** Chromium, or Chrome, of this machine. */
export async function findChromium(): Promise<string | undefined> {
  return findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** A browser with a profile of its own and no traffic of its own. @throws when the machine has no Chromium */
export async function launchBrowser(options: { colorScheme?: 'dark' | 'light' } = {}): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium on the PATH. Debian and Ubuntu: apt-get install chromium fonts-dejavu-core');
  }
  const profile = await mkdtemp(path.join(tmpdir(), 'redshift-identity-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'dark',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
