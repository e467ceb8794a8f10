import * as vscode from 'vscode';
import { Cancelled } from '../core/errors.ts';
import type { Profile } from '../core/identity/profile.ts';
import type { StoredAccount } from './auth/account.ts';
import type { Profiles } from './profiles.ts';
import { activeNotebook, type Targets } from './target.ts';
import { changeHeader } from './notebook/notebookHeader.ts';

interface Pick<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** @throws Cancelled when the person picked nothing */
async function pick<T>(title: string, items: readonly Pick<T>[], placeHolder: string): Promise<T> {
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
    'Pick an account',
  );
}

/** Switches the Region of the notebook in front, if its header says where it runs, else of the window. */
export async function pickRegion(targets: Targets): Promise<void> {
  const { profile, site, warehouse } = targets.active;
  if (!profile) return;
  const region = await pick(
    'Region',
    profile.sites.map((candidate) => ({
      label: check(candidate.region === site?.region) + candidate.region,
      description: candidate.warehouses.map(({ name }) => name).join(', '),
      value: candidate.region,
    })),
    'Pick the Region that the next cell runs in',
  );
  const notebook = activeNotebook();
  const next = profile.sites.find((candidate) => candidate.region === region)?.warehouses ?? [];
  // A workgroup that the other Region doesn't have would only fail there.
  const [first] = next.some(({ name }) => name === warehouse?.name) ? [] : next;
  const values = { region, ...(first ? { [first.kind]: first.name, database: first.database } : {}) };
  if (notebook && (await changeHeader(notebook, values))) return;
  await targets.choose({ region });
}

/** Switches the workgroup or cluster, likewise. */
export async function pickWarehouse(targets: Targets): Promise<void> {
  const { site, warehouse } = targets.active;
  if (!site) return;
  const chosen = await pick(
    'Workgroup or Cluster',
    site.warehouses.map((candidate) => ({
      label: check(candidate.name === warehouse?.name) + candidate.name,
      description: `${candidate.kind}, database ${candidate.database}`,
      value: candidate,
    })),
    `Pick a workgroup or cluster in ${site.region}`,
  );
  const notebook = activeNotebook();
  if (notebook && (await changeHeader(notebook, { [chosen.kind]: chosen.name, database: chosen.database })))
    return;
  await targets.choose({ region: site.region, warehouse: chosen.name });
}
