import type { RunRecord, StatementRecord } from '../../../core/notebook/runRecord.ts';
import type { Accounts } from '../../auth/accounts.ts';
import { sameApplication, type Profiles } from '../../profiles.ts';
import type { Sites } from '../../sites.ts';
import type { RunPlace } from '../cellStatement.ts';

export interface PlaceServices {
  readonly profiles: Pick<Profiles, 'byName'>;
  readonly accounts: Pick<Accounts, 'byId'>;
  readonly sites: Pick<Sites, 'get'>;
}

/** A statement of an earlier run, with the account and the site that it ran at. */
export interface PlacedStatement {
  readonly record: StatementRecord;
  readonly place: RunPlace;
}

/** What a place is remembered by. */
export type PlaceNames = Pick<StatementRecord, 'profile' | 'accountId' | 'region' | 'warehouse'>;

/** Where the statements of a run ran; undefined unless everybody who ran one is signed in and every site is known. */
export function recordedPlaces(
  { statements }: RunRecord,
  services: PlaceServices,
): readonly PlacedStatement[] | undefined {
  const placed = statements.flatMap((record) => {
    const place = placeOf(record, services);
    return place ? [{ record, place }] : [];
  });
  return placed.length === statements.length ? placed : undefined;
}

/** A place by its names; undefined where its account is signed out or the settings don't have it. */
export function placeOf(
  { profile: name, accountId, region, warehouse }: PlaceNames,
  { profiles, accounts, sites }: PlaceServices,
): RunPlace | undefined {
  const profile = profiles.byName(name);
  const account = accounts.byId(accountId);
  const site = profile?.sites.find((candidate) => candidate.region === region);
  if (!profile || !account || !site || !sameApplication(account, profile.okta)) return undefined;
  return { site: sites.get(profile, site, account), warehouse };
}
