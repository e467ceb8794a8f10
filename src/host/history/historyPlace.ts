import { RedshiftIdentityError } from '../../core/errors.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Profiles } from '../profiles.ts';
import type { CompleteTarget, Target } from '../target.ts';
import type { HistoryEntry } from './historyEntry.ts';

export interface PlaceServices {
  readonly profiles: Profiles;
  readonly accounts: Accounts;
}

/** Where a statement ran, whoever ran it; undefined where the settings don't have it any more. */
export function siteOf(
  { profile: name, region, kind, warehouse, database }: HistoryEntry,
  profiles: Profiles,
): Omit<CompleteTarget, 'account'> | undefined {
  const profile = profiles.byName(name);
  const site = profile?.sites.find((candidate) => candidate.region === region);
  if (!profile || !site) return undefined;
  const listed = site.warehouses.find((one) => one.kind === kind && one.name === warehouse);
  const known = database ?? (listed ?? site.warehouses[0])?.database ?? 'dev';
  return { profile, site, warehouse: { kind, name: warehouse, database: known } };
}

/**
 * Where a statement ran and as whom.
 * @throws RedshiftIdentityError that says what is missing: the account signed out, or the settings have changed
 */
export function placeOf(entry: HistoryEntry, { profiles, accounts }: PlaceServices): CompleteTarget {
  const where = siteOf(entry, profiles);
  if (!where) {
    throw new RedshiftIdentityError(
      `It ran in ${entry.region} of the profile “${entry.profile}”, which is not there any more.`,
      { code: 'UnknownTarget', remedy: 'Look at the setting redshiftIdentity.profiles.' },
    );
  }
  const account = accounts.byId(entry.accountId);
  if (!account) {
    throw new RedshiftIdentityError(`It ran as ${entry.login}, who is signed out.`, {
      code: 'SignInRequired',
      remedy: `Run Redshift Identity: Sign In as ${entry.login}, then try again.`,
    });
  }
  return { ...where, account };
}

/** Whether a statement would run now exactly where and as whom it ran. Where its database is unknown, no. */
export function isSamePlace(entry: HistoryEntry, now: Target): boolean {
  const { profile, account, site, warehouse, problem } = now;
  return (
    !problem &&
    profile?.name === entry.profile &&
    account?.id === entry.accountId &&
    site?.region === entry.region &&
    warehouse?.kind === entry.kind &&
    warehouse.name === entry.warehouse &&
    warehouse.database === entry.database
  );
}

/** `as ming@example.com in us-west-2, workgroup redshift-tip-enabled, database dev` */
export function ranWhere({ login, region, kind, warehouse, database }: HistoryEntry): string {
  return whereText(login, region, kind, warehouse, database);
}

/** Likewise of where cells run now; undefined where they can't. */
export function runsWhere({ account, site, warehouse, problem }: Target): string | undefined {
  if (problem || !site || !warehouse) return undefined;
  const { kind, name, database } = warehouse;
  return whereText(account?.login ?? 'whoever signs in', site.region, kind, name, database);
}

function whereText(who: string, region: string, kind: string, name: string, database?: string): string {
  const parts = [`as ${who} in ${region}`, `${kind} ${name}`, ...(database ? [`database ${database}`] : [])];
  return parts.join(', ');
}
