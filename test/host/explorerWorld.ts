import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { isStoredAccount } from '../../src/host/auth/account.ts';
import { Accounts } from '../../src/host/auth/accounts.ts';
import { secretList } from '../../src/host/auth/secretList.ts';
import { ExplorerTree } from '../../src/host/explorer/explorerTree.ts';
import { Favourites } from '../../src/host/explorer/favourites.ts';
import type { LevelServices } from '../../src/host/explorer/levels.ts';
import type { ExplorerNode } from '../../src/host/explorer/nodes.ts';
import { Profiles } from '../../src/host/profiles.ts';
import { Sites } from '../../src/host/sites.ts';
import { Targets } from '../../src/host/target.ts';

/** SecretStorage in memory, as one window sees it. */
class Secrets implements vscode.SecretStorage {
  readonly #values = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.#changed.event;
  async keys(): Promise<string[]> {
    return [...this.#values.keys()];
  }
  async get(key: string): Promise<string | undefined> {
    return this.#values.get(key);
  }
  async store(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
    this.#changed.fire({ key });
  }
  async delete(key: string): Promise<void> {
    this.#values.delete(key);
    this.#changed.fire({ key });
  }
}

/** State in memory. */
export function memento(values: Record<string, unknown> = {}): vscode.Memento {
  return {
    keys: () => Object.keys(values),
    get: <T>(key: string, otherwise?: T) => (values[key] ?? otherwise) as T,
    update: async (key, value: unknown) => void (values[key] = value),
  };
}

/** An explorer beside the extension's own: with accounts, state and, if given, sites of its own. */
export class ExplorerWorld {
  readonly profiles = new Profiles();
  readonly favourites = new Favourites(memento());
  readonly log = vscode.window.createOutputChannel('Explorer test', { log: true });
  readonly accounts: Accounts;
  readonly targets: Targets;
  readonly tree: ExplorerTree;
  /** Nodes that the tree asked VS Code to draw anew; undefined is all of it. */
  readonly drawn: (ExplorerNode | undefined)[] = [];
  readonly #folder: string;
  readonly #sites: Sites;

  constructor(folder: string, sites?: LevelServices['sites']) {
    const context = {
      secrets: new Secrets(),
      globalStorageUri: vscode.Uri.file(folder),
    } as Partial<vscode.ExtensionContext> as vscode.ExtensionContext;
    this.#folder = folder;
    this.accounts = new Accounts(secretList(context, 'accounts', isStoredAccount));
    this.targets = new Targets(memento(), this.profiles, this.accounts);
    this.#sites = new Sites(context, this.profiles, this.accounts, this.log);
    const { profiles, targets, favourites } = this;
    const report = () => undefined;
    const services = { profiles, targets, favourites, sites: sites ?? this.#sites, report };
    this.tree = new ExplorerTree(services);
    this.tree.onDidChangeTreeData((node) => this.drawn.push(node));
  }

  static async make(sites?: LevelServices['sites']): Promise<ExplorerWorld> {
    return new ExplorerWorld(await mkdtemp(path.join(tmpdir(), 'explorer-')), sites);
  }

  get profile() {
    return this.profiles.all[0] ?? assert.fail('There is no profile.');
  }

  /** Puts somebody in, without Okta. */
  async add(login: string): Promise<void> {
    const now = new Date();
    const { issuer } = this.profile.okta;
    const claims = {
      subject: login,
      login,
      groups: ['amer-sales'],
      issuer,
      audience: [],
      issued: now,
      expires: now,
    };
    await this.accounts.add(this.profile.okta, {
      idToken: 'id',
      accessToken: 'access',
      refreshToken: 'r',
      claims,
    });
  }

  /** The node that the labels lead to from the root, each level opened on the way. */
  async open(...labels: readonly string[]): Promise<ExplorerNode> {
    let node: ExplorerNode | undefined;
    for (const label of labels) {
      const children = await this.tree.getChildren(node);
      node = children.find((child) => this.label(child) === label);
      assert.ok(node, `no “${label}” among ${children.map((child) => this.label(child)).join(', ')}`);
    }
    return node ?? assert.fail('No label was given.');
  }

  /** Labels of what is below a node. */
  async below(...labels: readonly string[]): Promise<string[]> {
    const node = labels.length > 0 ? await this.open(...labels) : undefined;
    return (await this.tree.getChildren(node)).map((child) => this.label(child));
  }

  label(node: ExplorerNode): string {
    return String(this.tree.getTreeItem(node).label);
  }

  async close(): Promise<void> {
    for (const one of [this.tree, this.targets, this.#sites, this.accounts, this.profiles, this.favourites])
      one.dispose();
    this.log.dispose();
    await rm(this.#folder, { recursive: true });
  }
}
