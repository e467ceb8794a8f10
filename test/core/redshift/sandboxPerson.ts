import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import assert from 'node:assert/strict';
import { createIdentityChain } from '../../../src/core/identity/chain.ts';
import { refreshTokens, startSignIn } from '../../../src/core/identity/okta.ts';
import { redirectUriAt } from '../../../src/core/identity/profile.ts';
import { profileFromSandbox } from '../../../src/core/identity/sandboxProfile.ts';
import { startSandbox, type RunningSandbox } from '../../../src/sandbox/sandbox.ts';
import { Browser } from '../../sandbox/okta/browser.ts';

/** A sandbox of its own, for `stop` to end. */
export function ownSandbox(): Promise<RunningSandbox> {
  return startSandbox({ assets: new URL('../../../dist/sandbox/', import.meta.url) });
}

/** A Data API client of the first site, signed in through Okta's page as this person; the chain is walked. */
export async function clientOf(sandbox: RunningSandbox, login: string): Promise<RedshiftDataClient> {
  const profile = profileFromSandbox(sandbox.ready);
  const site = profile.sites[0] ?? assert.fail();
  const started = await startSignIn(profile.okta, { redirectUri: redirectUriAt(profile.okta, 51234) });
  const browser = new Browser();
  const page = await browser.open(started.url);
  const tokens = await started.finish((await browser.press(page, login)).url);
  const chain = createIdentityChain({
    profile,
    site,
    account: tokens.claims,
    now: Date.now,
    freshIdToken: async (signal) =>
      (await refreshTokens(profile.okta, tokens.refreshToken ?? '', signal, tokens.claims)).idToken,
  });
  await chain.credentials();
  return new RedshiftDataClient({
    region: site.region,
    endpoint: sandbox.ready.aws.endpoint,
    credentials: () => chain.credentials(),
  });
}
