import type { AwsClientFactories, AwsClientOptions, ChainAccount } from './identityChain.ts';
import type { HopDetail } from './hopState.ts';
import type { Profile, Site } from './profile.ts';

/** What each hop needs to know. */
export interface HopContext {
  readonly profile: Profile;
  readonly site: Site;
  readonly account: ChainAccount;
  readonly clients: AwsClientFactories;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What a hop gave, and what an identity view shows of it. */
export interface HopResult<T> {
  readonly value: T;
  readonly expires?: Date | undefined;
  readonly details: readonly HopDetail[];
}

/** Every client of a site is in the site's Region, at its endpoint. */
export function clientOptions(
  { site }: HopContext,
  credentials: AwsClientOptions['credentials'],
  maxAttempts: number,
): AwsClientOptions {
  return { region: site.region, endpoint: site.endpoint, credentials, maxAttempts };
}

/** Details in the order given, without those that are not known. */
export function details(entries: Readonly<Record<string, string | undefined>>): HopDetail[] {
  return Object.entries(entries).flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
