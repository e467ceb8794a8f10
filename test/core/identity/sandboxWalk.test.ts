import assert from 'node:assert/strict';
import { createIdentityChain } from '../../../src/core/identity/chain.ts';
import type { IdentityChain } from '../../../src/core/identity/identityChain.ts';
import {
  refreshTokens,
  revokeToken,
  signOutUrl,
  startSignIn,
  type OktaTokens,
} from '../../../src/core/identity/okta.ts';
import { redirectUriAt, type Profile } from '../../../src/core/identity/profile.ts';
import { profileFromSandbox } from '../../../src/core/identity/sandboxProfile.ts';
import { startAws, type RunningAws } from '../../../src/sandbox/aws/server.ts';
import { identityCenter, oktaClients, people, sites } from '../../../src/sandbox/directory.ts';
import { startOkta, type RunningOkta } from '../../../src/sandbox/okta/okta.ts';
import { RequestLog } from '../../../src/sandbox/requestLog.ts';
import { Browser } from '../../sandbox/okta/browser.ts';

/** The chain against the sandbox's Okta, STS and Identity Center, which share no line with it. */
describe('the identity chain against the sandbox', () => {
  let log: RequestLog;
  let okta: RunningOkta;
  let aws: RunningAws;
  let profile: Profile;
  before(async () => {
    log = new RequestLog();
    okta = await startOkta({ port: 0, log });
    const audiences = [oktaClients.native.clientId];
    aws = await startAws({ port: 0, log, issuer: okta.issuer, audiences, warehouses: new Map() });
    profile = profileFromSandbox({
      okta: {
        issuer: okta.issuer,
        clientId: oktaClients.native.clientId,
        webClientId: '',
        webClientSecret: '',
      },
      aws: { endpoint: aws.endpoint },
      identityCenter,
      sites: [...sites],
      people: [],
    });
  });
  after(async () => {
    await aws.stop();
    await okta.stop();
  });

  async function signIn(login: string): Promise<OktaTokens> {
    const started = await startSignIn(profile.okta, { redirectUri: redirectUriAt(profile.okta, 51234) });
    const browser = new Browser();
    const page = await browser.open(started.url);
    return started.finish((await browser.press(page, login)).url);
  }

  /** ID tokens of one person, each from a refresh of its own. */
  function freshIdTokens(tokens: OktaTokens): (signal?: AbortSignal) => Promise<string> {
    let { refreshToken = '' } = tokens;
    const { subject } = tokens.claims;
    return async (signal) => {
      const fresh = await refreshTokens(profile.okta, refreshToken, signal, { subject });
      refreshToken = fresh.refreshToken ?? refreshToken;
      return fresh.idToken;
    };
  }

  function chainsOf(tokens: OktaTokens): IdentityChain[] {
    const freshIdToken = freshIdTokens(tokens);
    return profile.sites.map((site) =>
      createIdentityChain({ profile, site, account: tokens.claims, now: Date.now, freshIdToken }),
    );
  }

  for (const { login, oktaId, groups } of people) {
    it(`carries ${login} into both Regions, by four calls each`, async () => {
      const tokens = await signIn(login);
      assert.deepEqual(
        [tokens.claims.login, tokens.claims.subject, tokens.claims.groups],
        [login, oktaId, groups],
      );
      const before = log.entries().length;
      const sessions: unknown[] = [];
      for (const chain of chainsOf(tokens)) {
        await chain.credentials();
        sessions.push(chain.hops[3]?.details.find(({ label }) => label === 'Session')?.value);
      }
      const calls = log.entries(before);
      assert.deepEqual(
        {
          calls: calls.map(
            ({ operation, region, onBehalfOf, result }) => `${operation} ${region} ${onBehalfOf} ${result}`,
          ),
          sessions,
        },
        {
          calls: sites.flatMap(({ region }) => [
            `token refresh_token  ${login} OK`,
            `AssumeRoleWithWebIdentity  ${login} OK`,
            `CreateTokenWithIAM ${region} ${login} OK`,
            `AssumeRole ${region} ${login} OK`,
          ]),
          sessions: sites.map(
            ({ account }) => `arn:aws:sts::${account}:assumed-role/RedshiftDataAPIClientRole/${login}`,
          ),
        },
      );
    });
  }

  it('renews from each hop without an error', async () => {
    const chain = chainsOf(await signIn('ming@example.com'))[0] ?? assert.fail();
    const before = log.entries().length;
    const keys = new Set([(await chain.credentials()).accessKeyId]);
    for (const hop of ['okta', 'bridgeRole', 'identityCenter', 'identityEnhancedSession'] as const) {
      keys.add((await chain.refresh(hop)).accessKeyId);
    }
    assert.deepEqual([keys.size, log.entries(before).filter(({ result }) => result !== 'OK')], [5, []]);
  });

  it('is refused by name when an ID token is exchanged twice', async () => {
    const tokens = await signIn('ming@example.com');
    const site = profile.sites[0] ?? assert.fail();
    const freshIdToken = () => Promise.resolve(tokens.idToken);
    const options = { profile, site, account: tokens.claims, now: Date.now, freshIdToken };
    await createIdentityChain(options).credentials();
    await assert.rejects(createIdentityChain(options).credentials(), {
      hop: 'identityCenter',
      awsCode: 'InvalidGrantException',
    });
  });

  it('asks for a sign-in after the session was revoked', async () => {
    const tokens = await signIn('ming@example.com');
    await revokeToken(profile.okta, tokens.refreshToken ?? '');
    await assert.rejects(chainsOf(tokens)[0]?.credentials() ?? assert.fail(), {
      hop: 'okta',
      code: 'SignInRequired',
    });
  });

  it('has a page that ends the session', async () => {
    const tokens = await signIn('ming@example.com');
    const page = await new Browser().open((await signOutUrl(profile.okta, tokens.idToken)) ?? '');
    assert.equal(page.status, 200);
  });
});
