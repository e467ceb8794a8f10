import * as vscode from 'vscode';
import type { Profile, Site, Warehouse } from '../../core/identity/profile.ts';
import type { StoredAccount } from '../auth/account.ts';
import type { Profiles } from '../profiles.ts';
import type { Targets } from '../target.ts';

type Node =
  | { readonly kind: 'account'; readonly profile: Profile; readonly account: StoredAccount }
  | {
      readonly kind: 'site';
      readonly profile: Profile;
      readonly account: StoredAccount;
      readonly site: Site;
    }
  | {
      readonly kind: 'warehouse';
      readonly profile: Profile;
      readonly account: StoredAccount;
      readonly site: Site;
      readonly warehouse: Warehouse;
    };

/** Accounts, their Regions, their workgroups and clusters. Drawn from the profile: opening it calls nobody. */
export class ExplorerTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #profiles: Profiles;
  readonly #targets: Targets;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(profiles: Profiles, targets: Targets) {
    this.#profiles = profiles;
    this.#targets = targets;
    this.#subscriptions = [
      targets.onDidChange(() => this.#changed.fire(undefined)),
      vscode.window.registerTreeDataProvider('redshiftIdentity.explorer', this),
    ];
  }

  getChildren(node?: Node): Node[] {
    if (!node) {
      return this.#profiles.all.flatMap((profile) =>
        this.#targets.accountsOf(profile).map((account) => ({ kind: 'account' as const, profile, account })),
      );
    }
    const { profile, account } = node;
    if (node.kind === 'account') {
      return profile.sites.map((site) => ({ kind: 'site', profile, account, site }));
    }
    if (node.kind === 'site') {
      return node.site.warehouses.map((warehouse) => ({
        kind: 'warehouse',
        profile,
        account,
        site: node.site,
        warehouse,
      }));
    }
    return [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const active = this.#targets.active;
    const { profile, account } = node;
    if (node.kind === 'account') {
      const item = new vscode.TreeItem(account.login, vscode.TreeItemCollapsibleState.Expanded);
      item.id = [profile.name, account.id].join('/');
      item.iconPath = new vscode.ThemeIcon('account');
      item.description = account.groups.join(', ');
      item.tooltip = `${account.name}, signed in to ${profile.name}`;
      item.contextValue = 'account';
      item.accessibilityInformation = {
        label: `Account ${account.login}, groups ${account.groups.join(', ') || 'none'}`,
      };
      return item;
    }
    const here =
      active.profile === profile &&
      active.account?.id === account.id &&
      active.site?.region === node.site.region;
    if (node.kind === 'site') {
      const item = new vscode.TreeItem(node.site.region, vscode.TreeItemCollapsibleState.Expanded);
      item.id = [profile.name, account.id, node.site.region].join('/');
      item.iconPath = new vscode.ThemeIcon('globe');
      item.contextValue = 'site';
      item.accessibilityInformation = { label: `Region ${node.site.region}` };
      return item;
    }
    const { warehouse } = node;
    const inUse = here && active.warehouse?.name === warehouse.name;
    const item = new vscode.TreeItem(warehouse.name);
    item.id = [
      profile.name,
      account.id,
      node.site.region,
      warehouse.kind,
      warehouse.name,
      warehouse.database,
    ].join('/');
    item.iconPath = new vscode.ThemeIcon(
      inUse ? 'pass-filled' : warehouse.kind === 'cluster' ? 'server' : 'database',
    );
    item.description = warehouse.database;
    item.tooltip = inUse ? 'Cells run here' : 'Run cells here';
    item.contextValue = 'warehouse';
    item.command = {
      command: 'redshiftIdentity.switchTarget',
      title: 'Run Cells Here',
      arguments: [
        { profile: profile.name, accountId: account.id, region: node.site.region, warehouse: warehouse.name },
      ],
    };
    item.accessibilityInformation = {
      label: `${warehouse.kind === 'cluster' ? 'Cluster' : 'Workgroup'} ${warehouse.name}, database ${warehouse.database}${inUse ? ', in use' : ''}`,
    };
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
