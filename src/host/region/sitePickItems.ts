import * as vscode from 'vscode';
import type { Site, Warehouse } from '../../core/identity/profile.ts';
import type { AccountAtSite } from '../accountAtSite.ts';
import { sessionText } from '../identity/sessionText.ts';
import type { Reach } from './siteReach.ts';
import { withoutIcons } from '../withoutIcons.ts';

/** Where a choice is kept. */
export type Keeper = 'notebook' | 'window';

/** A row of the pick; `key` is the same for the same thing each time the rows are made anew. */
export interface SiteItem extends vscode.QuickPickItem {
  readonly key: string;
  /** Whether cells run there now. */
  readonly here?: boolean;
  readonly choice?: { readonly site: Site; readonly warehouse: Warehouse };
  readonly action?: 'keepInNotebook' | 'keepInWindow' | 'selectAccount';
}

/** What is known of a site while the pick is open. */
export interface SiteSeen {
  readonly site: Site;
  /** Absent while nobody is signed in. */
  readonly at: Pick<AccountAtSite, 'hops' | 'discovered'> | undefined;
  /** Undefined until measured. */
  readonly reach: Reach | undefined;
}

export interface SiteItemsRequest {
  readonly seen: readonly SiteSeen[];
  /** What a row is named by; VS Code sorts rows that match equally well by name. */
  readonly namedBy: 'region' | 'warehouse';
  readonly current: { readonly site?: Site; readonly warehouse?: Warehouse };
  readonly keeper: Keeper;
  /** Whether a notebook of ours is in front, so that there are two places to keep the choice. */
  readonly inNotebook: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Every workgroup and cluster of every site, with the state of the session there and the Region's reach. */
export function siteItems(request: SiteItemsRequest): SiteItem[] {
  const { seen, current, namedBy, keeper, inNotebook, now } = request;
  const rows = seen.flatMap(({ site, at, reach }): SiteItem[] => {
    const session = sessionText(at?.hops ?? [], now);
    const state = `$(${session.icon}) ${withoutIcons(session.text)} · ${reachText(reach)}`;
    const warehouses = [...(at?.discovered.warehouses ?? site.warehouses)];
    // Whoever goes to another Region most often wants what has the same name there.
    warehouses.sort((one, other) => sameName(other, current.warehouse) - sameName(one, current.warehouse));
    return [
      { key: `region ${site.region}`, label: '', kind: vscode.QuickPickItemKind.Separator },
      ...warehouses.map((warehouse): SiteItem => {
        const { kind, name, database } = warehouse;
        const here = site.region === current.site?.region && sameWarehouse(warehouse, current.warehouse);
        const status = 'status' in warehouse && warehouse.status ? `, ${warehouse.status}` : '';
        const use = here ? ', in use' : '';
        const what = withoutIcons(`${kind}, database ${database}${status}${use}`);
        const shown = withoutIcons(name);
        return {
          key: JSON.stringify([site.region, kind, name, database]),
          label: namedBy === 'region' ? site.region : shown,
          // Not in the label, where a screen reader would read the icon's name.
          iconPath: new vscode.ThemeIcon(here ? 'check' : 'blank'),
          here,
          description: namedBy === 'region' ? `${shown} · ${what}` : what,
          detail: state,
          choice: { site, warehouse: { kind, name, database } },
        };
      }),
    ];
  });
  const others: SiteItem[] = [
    { key: 'others', label: '', kind: vscode.QuickPickItemKind.Separator },
    ...(inNotebook ? [otherKeeper(keeper)] : []),
    {
      key: 'account',
      label: 'Switch account…',
      iconPath: new vscode.ThemeIcon('account'),
      action: 'selectAccount',
      alwaysShow: true,
    },
  ];
  return [...rows, ...others];
}

/** The row of the warehouse that cells run in now, else the first. */
export function currentItem(items: readonly SiteItem[]): SiteItem | undefined {
  return items.find(({ here }) => here === true) ?? items.find(({ choice }) => choice !== undefined);
}

function otherKeeper(keeper: Keeper): SiteItem {
  return keeper === 'notebook'
    ? {
        key: 'keeper',
        label: 'Set as the window’s default…',
        iconPath: new vscode.ThemeIcon('window'),
        description: 'the notebook’s header stays as it is',
        action: 'keepInWindow',
        alwaysShow: true,
      }
    : {
        key: 'keeper',
        label: 'Write into the notebook’s header…',
        iconPath: new vscode.ThemeIcon('notebook'),
        description: 'the window’s default stays as it is',
        action: 'keepInNotebook',
        alwaysShow: true,
      };
}

function reachText(reach: Reach | undefined): string {
  if (!reach) return '$(loading~spin) measuring';
  return reach.reachable ? `$(pulse) ${reach.latency} ms` : '$(debug-disconnect) unreachable';
}

/** 1 or 0, to sort by. */
function sameName(one: Warehouse, other: Warehouse | undefined): number {
  return Number(one.kind === other?.kind && one.name === other.name);
}

function sameWarehouse(one: Warehouse, other: Warehouse | undefined): boolean {
  return one.kind === other?.kind && one.name === other.name && one.database === other.database;
}
