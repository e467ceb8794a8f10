import { createIdentityChain } from '../../../src/core/identity/chain.ts';
import { decodeClaims } from '../../../src/core/identity/claims.ts';
import type {
  ChainStore,
  IdentityChain,
  IdentityChainOptions,
  StoredSession,
} from '../../../src/core/identity/identityChain.ts';
import type { Profile, Site } from '../../../src/core/identity/profile.ts';
import type { AwsCall, AwsServer } from './awsServer.ts';
import { unsignedToken } from './tokens.ts';

export const account = { login: 'ming@example.com', subject: '00u4ming' };

export const bridgeRoleArn = 'arn:aws:iam::111122223333:role/Bridge';

export function siteAt(aws: AwsServer, fields: Partial<Site> = {}): Site {
  return {
    region: 'us-west-2',
    applicationArn: 'arn:aws:sso::111122223333:application/ssoins-7223e0b1f5c8a2d4/apl-4c1f5e9b20a7d836',
    bridge: { kind: 'role', roleArn: bridgeRoleArn },
    dataRoleArn: 'arn:aws:iam::111122223333:role/Data',
    warehouses: [{ kind: 'workgroup', name: 'wg', database: 'dev' }],
    endpoint: aws.endpoint,
    contextProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
    ...fields,
  };
}

export function profileOf(site: Site): Profile {
  return {
    name: 'Acme',
    okta: {
      issuer: 'https://example.okta.com',
      clientId: '0oa1',
      redirectUri: 'http://127.0.0.1/callback',
      ports: [0],
      scopes: ['openid', 'offline_access'],
    },
    sites: [site],
  };
}

/** A word that stands in every ID token, and must stand in no error. */
export const tokenMarker = 'c2lnbmF0dXJlLW9mLW1pbmc';

let tokens = 0;

/** An ID token of ming with a `jti` that no other has. */
export function freshToken(claims: object = {}): string {
  return unsignedToken(
    {
      iss: 'https://example.okta.com',
      aud: '0oa1',
      sub: account.subject,
      preferred_username: account.login,
      groups: ['apac-sales'],
      iat: Date.parse('2030-01-01T00:00:00Z') / 1000,
      exp: Date.parse('2030-01-01T01:00:00Z') / 1000,
      jti: `ID.${++tokens}`,
      ...claims,
    },
    tokenMarker,
  );
}

export interface ChainUnderTest {
  readonly chain: IdentityChain;
  /** Milliseconds of each wait between attempts. */
  readonly pauses: number[];
}

/** A chain with the real SDK clients, the server's clock and no waiting. */
export function chainAt(aws: AwsServer, options: Partial<IdentityChainOptions> = {}): ChainUnderTest {
  const site = options.site ?? siteAt(aws);
  const pauses: number[] = [];
  const chain = createIdentityChain({
    profile: profileOf(site),
    site,
    account,
    freshIdToken: () => Promise.resolve(freshToken()),
    now: () => aws.now,
    pause: (milliseconds) => Promise.resolve(void pauses.push(milliseconds)),
    ...options,
  });
  return { chain, pauses };
}

/** The `jti` of the ID token that a call carried. */
export function tokenIdOf({ input }: AwsCall): unknown {
  const token = input['assertion'] ?? input['WebIdentityToken'];
  return token === undefined ? undefined : decodeClaims(token)['jti'];
}

/** A store in memory with the lock of several windows. */
export class MemoryStore implements ChainStore {
  session: StoredSession | undefined;
  #last: Promise<unknown> = Promise.resolve();

  read(): Promise<StoredSession | undefined> {
    return Promise.resolve(this.session);
  }

  write(session: StoredSession | undefined): Promise<void> {
    // What is stored is text, so nothing but plain JSON comes back.
    this.session = session && (JSON.parse(JSON.stringify(session)) as StoredSession);
    return Promise.resolve();
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Lets everything that is under way go on until this is true; the test's own time limit ends a vain wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
