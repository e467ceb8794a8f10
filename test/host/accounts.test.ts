import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { OktaTokens } from '../../src/core/identity/okta.ts';
import type { StoredSession } from '../../src/core/identity/identityChain.ts';
import { isStoredAccount } from '../../src/host/auth/account.ts';
import { Accounts } from '../../src/host/auth/accounts.ts';
import { chainStore } from '../../src/host/auth/chainStore.ts';
import { secretList } from '../../src/host/auth/secretList.ts';
import { Profiles } from '../../src/host/profiles.ts';
import { withoutLinks } from '../../src/host/showError.ts';
import { Sites } from '../../src/host/sites.ts';
import { signIn, signOut, until } from './world.ts';

/** SecretStorage in memory, as one window sees it. */
class Secrets implements vscode.SecretStorage {
  readonly values = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;
  async keys(): Promise<string[]> {
    return [...this.values.keys()];
  }
  async get(key: string): Promise<string | undefined> {
    return this.values.get(key);
  }
  async store(key: string, value: string): Promise<void> {
    this.values.set(key, value);
    this.#changed.fire({ key });
  }
  async delete(key: string): Promise<void> {
    this.values.delete(key);
    this.#changed.fire({ key });
  }
}

describe('accounts', () => {
  let folder: string;
  let secrets: Secrets;
  let context: vscode.ExtensionContext;
  let profiles: Profiles;
  let accounts: Accounts;
  let log: vscode.LogOutputChannel;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'accounts-'));
    secrets = new Secrets();
    context = {
      secrets,
      globalStorageUri: vscode.Uri.file(folder),
    } as Partial<vscode.ExtensionContext> as vscode.ExtensionContext;
    profiles = new Profiles();
    accounts = new Accounts(secretList(context, 'accounts', isStoredAccount));
    log = vscode.window.createOutputChannel('Accounts test', { log: true });
  });
  afterEach(async () => {
    for (const one of [accounts, profiles, log]) one.dispose();
    await rm(folder, { recursive: true });
  });

  const profile = () => profiles.all[0] ?? assert.fail('There is no profile.');
  const logins = () => accounts.all.map(({ login }) => login);
  const add = (login: string, refreshToken = `refresh token of ${login}`) => {
    const now = new Date();
    const { issuer } = profile().okta;
    const claims = { subject: login, login, groups: [], issuer, audience: [], issued: now, expires: now };
    const tokens: OktaTokens = { idToken: 'id', accessToken: 'access', refreshToken, claims };
    return accounts.add(profile().okta, tokens);
  };

  const damaged: readonly { label: string; text: string }[] = [
    { label: 'no JSON', text: '[{"id":' },
    { label: 'no list', text: '{"version":2,"accounts":[]}' },
    { label: 'null', text: 'null' },
    { label: 'entries of another shape', text: '[null,7,{"id":"a","login":"x@example.com"}]' },
  ];
  for (const { label, text } of damaged) {
    it(`takes stored content that is ${label} for nobody, and the next sign-in mends it`, async () => {
      secrets.values.set('accounts', text);
      await accounts.loadLiving();
      assert.deepEqual(logins(), []);
      await add('ming@example.com');
      assert.deepEqual(logins(), ['ming@example.com']);
    });
  }

  it('a second sign-in stays in its place, so that no other window turns to another person', async () => {
    await add('ming@example.com');
    await add('frank@example.com');
    const { replaced } = await add('ming@example.com', 'newer');
    assert.deepEqual(
      [logins(), accounts.all[0]?.refreshToken, replaced?.refreshToken],
      [['ming@example.com', 'frank@example.com'], 'newer', 'refresh token of ming@example.com'],
    );
  });

  it('signing out forgets credentials that an earlier window stored', async () => {
    const sites = new Sites(context, profiles, accounts, log);
    const { account } = await add('ming@example.com');
    const other = await add('frank@example.com');
    const session = { version: 1 } as Partial<StoredSession> as StoredSession;
    for (const site of profile().sites) {
      await chainStore(context, account.id, site).write(session);
      await chainStore(context, other.account.id, site).write(session);
    }
    await accounts.remove(account.id);
    const left = async () => (await secrets.keys()).filter((key) => key.startsWith('credentials.'));
    await until(async () => (await left()).length === profile().sites.length, 'credentials are forgotten');
    assert.ok((await left()).every((key) => key.includes(other.account.id)));
    sites.dispose();
  });

  it('signing out of an account that is not there signs nobody else out', async () => {
    await signIn('ming@example.com');
    await vscode.commands.executeCommand('redshiftIdentity.signOut', { login: 'frank@example.com' });
    const labels = (await vscode.authentication.getAccounts('redshiftIdentity')).map(({ label }) => label);
    assert.deepEqual(labels, ['ming@example.com']);
    const session = (scope: string) =>
      vscode.authentication.getSession('redshiftIdentity', [scope], { silent: true });
    assert.equal(await session('profile:Nowhere'), undefined);
    assert.equal(await session('okta.users.manage'), undefined);
    await signOut('ming@example.com');
  });

  it('what a service says makes no link in a notification', () => {
    assert.equal(
      withoutLinks('Okta: [press here](command:workbench.action.quit)'),
      'Okta: [press here] (command:workbench.action.quit)',
    );
  });
});
