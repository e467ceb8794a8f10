import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Profile } from '../../src/core/identity/profile.ts';
import { profileFromSandbox } from '../../src/core/identity/sandboxProfile.ts';
import { isStoredAccount, type StoredAccount } from '../../src/host/auth/account.ts';
import { Accounts } from '../../src/host/auth/accounts.ts';
import { loopbackFlow } from '../../src/host/auth/loopbackFlow.ts';
import { secretList } from '../../src/host/auth/secretList.ts';
import { Profiles } from '../../src/host/profiles.ts';
import { Sites } from '../../src/host/sites.ts';
import type { RequestLogEntry } from '../../src/protocol/requestLog.ts';
import type { SandboxReady } from '../../src/protocol/sandboxReady.ts';
import { Browser } from '../sandbox/okta/browser.ts';
import { SandboxProgram } from '../sandbox/program.ts';
import { startDelay } from './delay.ts';
import { timed, type Measurement } from './measurement.ts';
import { EventEmitter } from './vscode.ts';

/** Milliseconds that every AWS call takes longer, in half of the sign-ins. */
const delay = 400;
const rounds = 2;
const sql = 'SELECT region, count(*) FROM sales GROUP BY region';

/** The calls from the browser's answer to the first row, and those of a return to a Region. */
export async function measureSignIn(): Promise<Measurement[]> {
  const sandbox = new SandboxProgram('--json');
  const folder = await mkdtemp(path.join(tmpdir(), 'redshift-identity-bench-'));
  try {
    const ready = await sandbox.ready();
    const log = async (): Promise<RequestLogEntry[]> => {
      const text = await (await fetch(`${ready.aws.endpoint}/sandbox/requests`)).text();
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as RequestLogEntry);
    };
    const signIn = () => new Window(folder, profileFromSandbox(ready));
    // The first window loads the code, and the first statement wakes the warehouse.
    await signIn().firstRow('ming@example.com');
    const before = (await log()).length;
    await signIn().firstRow('ming@example.com');
    const calls = afterBrowser((await log()).slice(before));
    return [await inSequence(ready, folder, calls), ...(await returns(signIn(), log))];
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What every call's delay adds to the whole, counted in delays: calls side by side add it once. */
async function inSequence(
  ready: SandboxReady,
  folder: string,
  calls: readonly RequestLogEntry[],
): Promise<Measurement> {
  const quickest = async (ms: number): Promise<number> => {
    const { endpoint, stop } = await startDelay(ready.aws.endpoint, ms);
    const profile = profileFromSandbox({ ...ready, aws: { endpoint } });
    const times: number[] = [];
    try {
      for (let round = 0; round < rounds; round++)
        times.push(await new Window(folder, profile).firstRow('ming@example.com'));
    } finally {
      await stop();
    }
    return Math.min(...times);
  };
  const atAws = Math.round(((await quickest(delay)) - (await quickest(0))) / delay);
  const atOkta = calls.filter(({ service }) => service === 'okta').length;
  return {
    what: 'from the browser to the first row, in sequence',
    value: atOkta + atAws,
    unit: 'calls',
    baseline: { what: 'sent in all', value: calls.length },
    budget: { of: 'value', atMost: 6 },
  };
}

async function returns(window: Window, log: () => Promise<RequestLogEntry[]>): Promise<Measurement[]> {
  const identityCalls = async (work: () => Promise<unknown>): Promise<number> => {
    const before = (await log()).length;
    await work();
    const calls = afterBrowser((await log()).slice(before));
    return calls.filter(({ service }) => service !== 'redshift-data').length;
  };
  const first = await identityCalls(() => window.firstRow('ethan@example.com'));
  const other = await identityCalls(() => window.run(1));
  const back = await identityCalls(() => window.run(0));
  window.reload();
  const reloaded = await identityCalls(async () => [await window.run(0), await window.run(1)]);
  const row = (what: string, value: number, visits: number): Measurement => ({
    what,
    value,
    unit: 'calls',
    baseline: { what: 'first visit', value: visits },
    budget: { of: 'value', atMost: 0 },
  });
  return [
    row('back to a Region of the last hour, identity', back, first),
    row('both Regions in a reloaded window, identity', reloaded, first + other),
  ];
}

function afterBrowser(entries: readonly RequestLogEntry[]): RequestLogEntry[] {
  return entries.filter(({ service, operation }) => service !== 'okta' || operation.startsWith('token'));
}

/** The parts of a window between the browser and the first row, as the extension puts them together. */
class Window {
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

  /** Milliseconds from the end of the sign-in to the first row. */
  async firstRow(login: string): Promise<number> {
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
    return timed(() => this.run(0));
  }

  async run(siteIndex: number): Promise<void> {
    const site = this.#profile.sites[siteIndex];
    const warehouse = site?.warehouses[0];
    if (!site || !warehouse || !this.#account) throw new Error(`Nobody is signed in at site ${siteIndex}.`);
    const { page } = await this.#sites.get(this.#profile, site, this.#account).run({ sql, warehouse }, {});
    if (!page || page.rows.length === 0) throw new Error('The statement gave no row.');
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
