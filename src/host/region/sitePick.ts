import * as vscode from 'vscode';
import type { Profile, Site } from '../../core/identity/profile.ts';
import type { StoredAccount } from '../auth/account.ts';
import {
  currentItem,
  siteItems,
  type Keeper,
  type SiteItem,
  type SiteItemsRequest,
  type SiteSeen,
} from './sitePickItems.ts';
import type { Reach, SiteReach } from './siteReach.ts';
import type { Sites } from '../sites.ts';
import type { Target } from '../target.ts';

/** Milliseconds in which several news make one redraw. */
const settle = 50;

export interface SitePickRequest {
  readonly title: string;
  readonly placeholder: string;
  readonly profile: Profile;
  readonly account: StoredAccount | undefined;
  readonly namedBy: SiteItemsRequest['namedBy'];
  /** Which sites to offer. */
  readonly offered: readonly Site[];
  readonly target: Target;
  readonly inNotebook: boolean;
}

export interface SitePicked {
  readonly item: SiteItem;
  readonly keeper: Keeper;
}

/** Shows sites and fills in state and latency while it is open. Asks no Region for anything but a sign of life. */
export function pickSite(
  request: SitePickRequest,
  { sites, reach }: { readonly sites: Sites; readonly reach: SiteReach },
): Promise<SitePicked | undefined> {
  const { profile, account, offered, target, inNotebook, namedBy } = request;
  const picker = vscode.window.createQuickPick<SiteItem>();
  const measured = new Map<string, Reach>();
  const open = offered.map((site) => ({ site, at: account && sites.get(profile, site, account) }));
  let keeper: Keeper = inNotebook ? 'notebook' : 'window';
  let redrawing: NodeJS.Timeout | undefined;
  let closed = false;

  const draw = () => {
    const seen = open.map(({ site, at }): SiteSeen => ({ site, at, reach: measured.get(site.region) }));
    const items = siteItems({ seen, current: target, namedBy, keeper, inNotebook, now: Date.now() });
    const active = picker.activeItems[0]?.key;
    picker.title = `${request.title}: ${keeper === 'notebook' ? 'this notebook’s header' : 'the window’s default'}`;
    picker.items = items;
    const item = items.find(({ key }) => key === active) ?? currentItem(items);
    if (item) picker.activeItems = [item];
  };
  const redraw = () => {
    if (closed) return;
    redrawing ??= setTimeout(() => {
      redrawing = undefined;
      draw();
    }, settle);
  };

  picker.placeholder = request.placeholder;
  picker.matchOnDescription = true;
  picker.keepScrollPosition = true;
  draw();
  const watched = open.flatMap(({ at }) => (at ? [at.onDidChangeHops(redraw)] : []));
  for (const { site, at } of open) {
    void reach.measure(site).then((found) => {
      measured.set(site.region, found);
      redraw();
    });
    // A session that another window stored is one of this account too.
    at?.takeUp().then(redraw, redraw);
  }

  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item?.action === 'keepInWindow' || item?.action === 'keepInNotebook') {
        keeper = item.action === 'keepInWindow' ? 'window' : 'notebook';
        picker.value = '';
        draw();
        const first = currentItem(picker.items);
        if (first) picker.activeItems = [first];
        return;
      }
      resolve(item && { item, keeper });
      picker.hide();
    });
    picker.onDidHide(() => {
      closed = true;
      clearTimeout(redrawing);
      for (const one of watched) one.dispose();
      picker.dispose();
      resolve(undefined);
    });
    picker.show();
  });
}
