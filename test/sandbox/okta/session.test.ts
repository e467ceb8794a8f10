import assert from 'node:assert/strict';
import * as openid from 'openid-client';
import { oktaClients } from '../../../src/sandbox/directory.ts';
import { startOkta } from '../../../src/sandbox/okta/okta.ts';
import type { RunningOkta } from '../../../src/sandbox/okta/okta.ts';
import { RequestLog } from '../../../src/sandbox/requestLog.ts';
import { Browser } from './browser.ts';
import type { Page } from './browser.ts';
import { authorize, discover, redeem, redirectUri, refusal, signIn } from './signIn.ts';

const ming = 'ming@example.com';
const ethan = 'ethan@example.com';

describe("the browser's session at the sandbox's Okta", () => {
  let okta: RunningOkta;
  let client: openid.Configuration;
  let browser: Browser;

  beforeEach(async () => {
    okta = await startOkta({ port: 0, log: new RequestLog() });
    client = await discover(okta);
    browser = new Browser();
  });
  afterEach(() => okta.stop());

  /** Where an authorization request ends: on the sign-in page, at the client, or on a page that says no. */
  function ending({ url, text, status }: Page): string {
    if (url.href.startsWith(redirectUri)) return /[?#&]error=(\w+)/.exec(url.href)?.[1] ?? 'code';
    return text.includes('name="login"') ? 'sign-in page' : `page ${status}`;
  }

  const requests = [
    { label: 'without a session', signedIn: false, parameters: {}, ends: 'sign-in page' },
    { label: 'with a session', signedIn: true, parameters: {}, ends: 'code' },
    {
      label: 'prompt=login, with a session',
      signedIn: true,
      parameters: { prompt: 'login' },
      ends: 'sign-in page',
    },
    {
      label: 'prompt=consent, with a session',
      signedIn: true,
      parameters: { prompt: 'consent' },
      ends: 'code',
    },
    { label: 'prompt=none, with a session', signedIn: true, parameters: { prompt: 'none' }, ends: 'code' },
    {
      label: 'prompt=none, without a session',
      signedIn: false,
      parameters: { prompt: 'none' },
      ends: 'login_required',
    },
    {
      label: 'an unknown scope beside',
      signedIn: true,
      parameters: { scope: 'openid custom' },
      ends: 'invalid_scope',
    },
    {
      label: 'an unknown scope beside, without a session',
      signedIn: false,
      parameters: { scope: 'openid custom' },
      ends: 'invalid_scope',
    },
    {
      label: 'every scope',
      signedIn: true,
      parameters: { scope: 'openid profile email groups offline_access' },
      ends: 'code',
    },
    {
      label: 'plain PKCE',
      signedIn: true,
      parameters: { code_challenge_method: 'plain' },
      ends: 'invalid_request',
    },
    {
      label: 'another response type',
      signedIn: true,
      parameters: { response_type: 'token' },
      ends: 'unsupported_response_type',
    },
    {
      label: 'any other port',
      signedIn: true,
      parameters: { redirect_uri: 'http://127.0.0.1:9/callback' },
      ends: 'page 303',
    },
  ];
  for (const { label, signedIn, parameters, ends } of requests) {
    it(`answers a request ${label}: ${ends}`, async () => {
      if (signedIn) await signIn(client, browser, ming);
      assert.equal(ending((await authorize(client, browser, parameters)).page), ends);
    });
  }

  it('needs PKCE of the native client', async () => {
    const url = openid.buildAuthorizationUrl(client, { redirect_uri: redirectUri, scope: 'openid' });
    assert.equal(ending(await browser.open(url)), 'invalid_request');
  });

  it('gives the tokens of the person who signed in, without a second question', async () => {
    await signIn(client, browser, ming);
    const authorization = await authorize(client, browser);
    const tokens = await redeem(client, authorization, authorization.page.url);
    assert.deepEqual([tokens.claims()?.['email'], tokens.refresh_token !== undefined], [ming, true]);
  });

  it('changes to another person, whose tokens stand beside those of the first', async () => {
    const first = await signIn(client, browser, ming);
    const second = await signIn(client, browser, ethan, { prompt: 'login' });
    const authorization = await authorize(client, browser);
    const third = await redeem(client, authorization, authorization.page.url);
    assert.deepEqual(
      {
        second: second.claims()?.['email'],
        third: third.claims()?.['email'],
        first: await refusal(openid.refreshTokenGrant(client, first.refresh_token!)),
      },
      { second: ethan, third: ethan, first: 'accepted' },
    );
  });

  it('is renewed by prompt=login for the same person', async () => {
    const first = await signIn(client, browser, ming);
    const second = await signIn(client, browser, ming, { prompt: 'login' });
    const both = [first, second].map((tokens) =>
      refusal(openid.refreshTokenGrant(client, tokens.refresh_token!)),
    );
    assert.deepEqual(await Promise.all(both), ['accepted', 'accepted']);
  });

  it('preselects the person of login_hint', async () => {
    const { page } = await authorize(client, browser, { login_hint: ethan });
    const autofocused = /value="([^"]+)"\s+autofocus/.exec(page.text)?.[1];
    assert.equal(autofocused, ethan);
  });

  describe('at logout', () => {
    const logout = (parameters: Record<string, string>, body?: Record<string, string>) =>
      browser.open(
        `${okta.issuer}/oauth2/v1/logout?${new URLSearchParams(parameters)}`,
        body && new URLSearchParams(body),
      );
    const isSignedIn = async () => ending((await authorize(client, browser)).page) === 'code';

    const redirect = 'http://127.0.0.1:51234/signed-out';
    const cases: {
      label: string;
      hint?: 'own' | 'other' | 'forged' | 'tampered';
      parameters?: Record<string, string>;
      body?: Record<string, string>;
      status: number;
      shows?: string;
      redirect?: string;
      signedIn: boolean;
    }[] = [
      {
        label: 'a hint ends the session at once',
        hint: 'own',
        status: 200,
        shows: 'You are signed out',
        signedIn: false,
      },
      {
        label: 'a hint and a redirect end at the client, with its state',
        hint: 'own',
        parameters: { post_logout_redirect_uri: redirect, state: 'a b' },
        status: 303,
        redirect: `${redirect}?state=a+b`,
        signedIn: false,
      },
      {
        label: 'an unregistered redirect is refused',
        hint: 'own',
        parameters: { post_logout_redirect_uri: 'http://127.0.0.1:1/elsewhere' },
        status: 400,
        shows: 'not registered',
        signedIn: true,
      },
      {
        label: 'a redirect of another client is refused',
        hint: 'own',
        parameters: { post_logout_redirect_uri: oktaClients.web.redirectUri },
        status: 400,
        shows: 'not registered',
        signedIn: true,
      },
      {
        label: "another person's hint leaves this session",
        hint: 'other',
        status: 200,
        shows: 'You are signed out',
        signedIn: true,
      },
      {
        label: 'a forged hint is refused',
        hint: 'forged',
        status: 400,
        shows: 'not an ID token',
        signedIn: true,
      },
      {
        label: 'a tampered hint is refused',
        hint: 'tampered',
        status: 400,
        shows: 'not an ID token',
        signedIn: true,
      },
      { label: 'without a hint it asks', status: 200, shows: 'Sign out?', signedIn: true },
      {
        label: 'an answer to the question ends it',
        body: { confirm: 'yes' },
        status: 200,
        shows: 'You are signed out',
        signedIn: false,
      },
    ];
    for (const row of cases) {
      it(row.label, async () => {
        const own = (await signIn(client, browser, ming)).id_token!;
        const hints: Record<string, () => Promise<string>> = {
          own: async () => own,
          other: async () => (await signIn(client, new Browser(), ethan)).id_token!,
          forged: async () => {
            const elsewhere = await startOkta({ port: 0, log: new RequestLog() });
            const token = (await signIn(await discover(elsewhere), new Browser(), ming)).id_token!;
            await elsewhere.stop();
            return token;
          },
          tampered: async () => {
            const [header, payload = '', signature] = own.split('.');
            const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), jti: 'other' };
            return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
          },
        };
        const hint = row.hint && { id_token_hint: (await hints[row.hint]?.()) ?? '' };
        const page = await logout({ ...hint, ...row.parameters }, row.body);
        assert.deepEqual(
          {
            status: page.status,
            shows: row.shows === undefined || page.text.includes(row.shows),
            redirect: row.redirect === undefined ? undefined : page.url.href,
            signedIn: await isSignedIn(),
          },
          { status: row.status, shows: true, redirect: row.redirect, signedIn: row.signedIn },
        );
      });
    }

    it('leaves refresh tokens alone, which are revoked by their own call', async () => {
      const tokens = await signIn(client, browser, ming);
      await logout({ id_token_hint: tokens.id_token! });
      assert.equal(await refusal(openid.refreshTokenGrant(client, tokens.refresh_token!)), 'accepted');
    });

    it('says the same to a browser that has no session', async () => {
      const tokens = await signIn(client, new Browser(), ming);
      const page = await logout({ id_token_hint: tokens.id_token! });
      assert.deepEqual([page.status, page.text.includes('You are signed out')], [200, true]);
    });
  });
});
