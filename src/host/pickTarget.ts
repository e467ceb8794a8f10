import * as vscode from 'vscode';
import { Cancelled, RedshiftIdentityError } from '../core/errors.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { StoredAccount } from './auth/account.ts';
import { noProfile } from './noProfile.ts';
import { changeHeader } from './notebook/notebookHeader.ts';
import type { Profiles } from './profiles.ts';
import { pickSite, type SitePickRequest } from './region/sitePick.ts';
import type { SiteReach } from './region/siteReach.ts';
import type { Sites } from './sites.ts';
import { activeNotebook, type Target, type Targets } from './target.ts';

interface Row<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** @throws Cancelled when the person picked nothing */
async function pick<T>(title: string, items: readonly Row<T>[], placeHolder: string): Promise<T> {
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (!chosen) throw new Cancelled();
  return chosen.value;
}

const check = (active: boolean): string => (active ? '$(check) ' : '');

/** The profile to sign in to: the only one, or the one that the person picks. */
export async function pickProfile(profiles: Profiles, current?: Profile): Promise<Profile | undefined> {
  if (profiles.all.length <= 1) return profiles.all[0];
  return pick(
    'Profile',
    profiles.all.map((profile) => ({
      label: check(profile === current) + profile.name,
      description: profile.okta.issuer,
      detail: profile.sites.map(({ region }) => region).join(', '),
      value: profile,
    })),
    'Pick an organization',
  );
}

/** One of the signed-in accounts, or `undefined` for another one. */
export async function pickAccount(
  accounts: readonly StoredAccount[],
  current: StoredAccount | undefined,
  other?: string,
  placeHolder = 'Pick an account',
): Promise<StoredAccount | undefined> {
  return pick<StoredAccount | undefined>(
    'Account',
    [
      ...accounts.map((account) => ({
        label: `${check(account.id === current?.id)}${account.login}`,
        description: account.name,
        detail: account.groups.join(', '),
        value: account,
      })),
      ...(other ? [{ label: `$(add) ${other}`, value: undefined }] : []),
    ],
    placeHolder,
  );
}

export interface SwitchServices {
  readonly targets: Targets;
  readonly sites: Sites;
  readonly reach: SiteReach;
}

/** For key bindings and other extensions: with a Region nothing is asked. */
export interface SwitchArguments {
  readonly region?: unknown;
  readonly workgroup?: unknown;
  readonly cluster?: unknown;
}

/** Switches Region and warehouse of the notebook in front, in its header, or else of the window. */
export async function pickRegion(services: SwitchServices, where: SwitchArguments = {}): Promise<void> {
  const { targets } = services;
  const { profile } = chosenProfile(targets);
  // From a toolbar or a menu the argument is VS Code's own context.
  if (typeof where.region === 'string') return switchTo(services, profile, where.region, where);
  await pickFrom(services, profile.sites, {
    title: 'Region',
    namedBy: 'region',
    placeholder: 'Pick the Region and the workgroup or cluster that the next cell runs in',
  });
}

/** Switches the workgroup or cluster within the Region, likewise. */
export async function pickWarehouse(services: SwitchServices): Promise<void> {
  const { profile, site } = chosenProfile(services.targets);
  await pickFrom(services, site ? [site] : profile.sites, {
    title: 'Workgroup or Cluster',
    namedBy: 'warehouse',
    placeholder: `Pick a workgroup or cluster${site ? ` in ${site.region}` : ''}`,
  });
}

async function pickFrom(
  services: SwitchServices,
  offered: readonly Site[],
  texts: Pick<SitePickRequest, 'title' | 'placeholder' | 'namedBy'>,
): Promise<void> {
  const { targets } = services;
  const target = targets.active;
  const { profile } = chosenProfile(targets);
  const notebook = activeNotebook();
  const inNotebook = notebook !== undefined;
  const picked = await pickSite(
    { ...texts, profile, account: target.account, offered, target, inNotebook },
    services,
  );
  if (!picked) return;
  const { item, keeper } = picked;
  if (item.action === 'selectAccount') {
    await vscode.commands.executeCommand('redshiftIdentity.selectAccount');
  } else if (item.choice) {
    const { site, warehouse } = item.choice;
    await keep(targets, profile, site, warehouse, keeper === 'notebook' ? notebook : undefined);
  }
}

async function switchTo(
  { targets }: SwitchServices,
  profile: Profile,
  region: string,
  { workgroup, cluster }: SwitchArguments,
): Promise<void> {
  const site = profile.sites.find((candidate) => candidate.region === region);
  const name = workgroup ?? cluster ?? targets.active.warehouse?.name;
  const wanted = workgroup !== undefined ? 'workgroup' : cluster !== undefined ? 'cluster' : undefined;
  // A workgroup that the other Region doesn't have would only fail there.
  const warehouse =
    site?.warehouses.find(
      (candidate) => candidate.name === name && candidate.kind === (wanted ?? candidate.kind),
    ) ?? (workgroup === undefined && cluster === undefined ? site?.warehouses[0] : undefined);
  if (!site || !warehouse) {
    throw new RedshiftIdentityError(
      `${profile.name} has no ${site ? 'such workgroup or cluster' : 'site'} in ${region}.`,
      { code: 'UnknownTarget', remedy: 'Add it in the setting redshiftIdentity.profiles.' },
    );
  }
  await keep(targets, profile, site, warehouse, activeNotebook());
}

/** Writes a choice into a notebook's header; without a notebook, makes it the window's default. */
async function keep(
  targets: Targets,
  profile: Profile,
  { region }: Site,
  { kind, name, database }: Warehouse,
  notebook: vscode.NotebookDocument | undefined,
): Promise<void> {
  if (notebook) return changeHeader(notebook, { region, [kind]: name, database });
  const { account } = targets.active;
  // Another profile than the window's is one that only a header named: its account comes with it.
  const other = targets.of().profile !== profile && account ? { accountId: account.id } : {};
  await targets.choose({ profile: profile.name, ...other, region, warehouse: name, kind, database });
  if (!targets.active.fromHeader) return;
  void vscode.window.showInformationMessage(
    `The window’s default is ${region}, ${name}. The header of the notebook in front still decides for that notebook.`,
  );
}

/** @throws RedshiftIdentityError where the header can't be read, or there is no profile */
function chosenProfile({ active }: Targets): Target & { readonly profile: Profile } {
  const { profile, problem } = active;
  if (profile) return { ...active, profile };
  throw problem ?? noProfile();
}
