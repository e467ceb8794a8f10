import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Profile, Warehouse } from '../../src/core/identity/profile.ts';
import type { AccountAtSite } from '../../src/host/accountAtSite.ts';
import { isStoredAccount, type StoredAccount } from '../../src/host/auth/account.ts';
import { Accounts } from '../../src/host/auth/accounts.ts';
import { loopbackFlow } from '../../src/host/auth/loopbackFlow.ts';
import { secretList } from '../../src/host/auth/secretList.ts';
import { Profiles } from '../../src/host/profiles.ts';
import { Sites } from '../../src/host/sites.ts';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { Browser } from '../sandbox/okta/browser.ts';
import { timed } from './measurement.ts';
import { EventEmitter } from './vscode.ts';

const sql = 'SELECT region, count(*) FROM sales GROUP BY region';

/** Every call that the sandbox was sent. */
export async function requestLog(ready: SandboxReady): Promise<RequestLogEntry[]> {
  const text = await (await fetch(`${ready.aws.endpoint}/sandbox/requests`)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RequestLogEntry);
}

/** The parts of a window that make an account at a site, as the extension puts them together. */
export class Window {
  readonly #context: ExtensionContext;
  readonly #profile: Profile;
  readonly #profiles = new Profiles();
  readonly #accounts: Accounts;
  #sites: Sites;
  #account: StoredAccount | undefined;

  constructor(folder: string, profile: Profile) {
    this.#context = contextIn(folder);
    this.#profile = profile;
    this.#profiles.setSandbox(profile);
    this.#accounts = new Accounts(secretList(this.#context, 'accounts', isStoredAccount));
    this.#sites = new Sites(this.#context, this.#profiles, this.#accounts, silentLog);
  }

  async signIn(login: string): Promise<void> {
    const { okta } = this.#profile;
    const openBrowser = async (url: string): Promise<boolean> => {
      const browser = new Browser();
      void fetch((await browser.press(await browser.open(url), login)).url);
      return true;
    };
    const tokens = await loopbackFlow.run({
      application: okta,
      signal: new AbortController().signal,
      openBrowser,
    });
    this.#account = (await this.#accounts.add(okta, tokens)).account;
  }

  /** Milliseconds from the end of the sign-in to the first row. */
  async firstRow(login: string): Promise<number> {
    await this.signIn(login);
    return timed(() => this.run(0));
  }

  /** Whoever signed in, at a site with its first warehouse. */
  at(siteIndex: number): { account: AccountAtSite; warehouse: Warehouse } {
    const site = this.#profile.sites[siteIndex];
    const warehouse = site?.warehouses[0];
    if (!site || !warehouse || !this.#account) throw new Error(`Nobody is signed in at site ${siteIndex}.`);
    return { account: this.#sites.get(this.#profile, site, this.#account), warehouse };
  }

  async run(siteIndex: number): Promise<void> {
    const { account, warehouse } = this.at(siteIndex);
    const { page } = await account.run({ sql, warehouse }, {});
    if (!page || page.values.rowCount === 0) throw new Error('The statement gave no row.');
  }

  reload(): void {
    this.#sites.dispose();
    this.#sites = new Sites(this.#context, this.#profiles, this.#accounts, silentLog);
  }
}

const silentLog = { info: () => {}, warn: () => {}, debug: () => {} } as unknown as LogOutputChannel;

/** SecretStorage in memory, and a folder for its locks. */
function contextIn(folder: string): ExtensionContext {
  const secrets = new Map<string, string>();
  const changed = new EventEmitter<{ key: string }>();
  return {
    globalStorageUri: { fsPath: folder },
    secrets: {
      get: async (key: string) => secrets.get(key),
      store: async (key: string, value: string) => {
        secrets.set(key, value);
        changed.fire({ key });
      },
      delete: async (key: string) => {
        secrets.delete(key);
        changed.fire({ key });
      },
      onDidChange: changed.event,
    },
  } as unknown as ExtensionContext;
}
