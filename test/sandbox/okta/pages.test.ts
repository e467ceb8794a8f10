import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { JSDOM } from 'jsdom';
import * as openid from 'openid-client';
import { oktaClients, people } from '../../../src/sandbox/directory.ts';
import { startOkta } from '../../../src/sandbox/okta/okta.ts';
import type { RunningOkta } from '../../../src/sandbox/okta/okta.ts';
import { RequestLog } from '../../../src/sandbox/requestLog.ts';
import { Browser } from './browser.ts';
import type { Page } from './browser.ts';
import { authorize, discover, signIn } from './signIn.ts';

const hostile = '"><script src="http://attacker.example/x.js"></script>&lt;';

describe("pages of the sandbox's Okta", () => {
  let okta: RunningOkta;
  let client: openid.Configuration;
  let browser: Browser;

  beforeEach(async () => {
    okta = await startOkta({ port: 0, log: new RequestLog() });
    client = await discover(okta);
    browser = new Browser();
  });
  afterEach(() => okta.stop());

  it('offer one form with a submit button a person', async () => {
    const { page } = await authorize(client, browser);
    const { document } = new JSDOM(page.text).window;
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('form button')];
    assert.deepEqual(
      {
        forms: document.forms.length,
        method: document.forms[0]?.method,
        inputs: document.querySelectorAll('input').length,
        buttons: buttons.map(({ type, name, value }) => [type, name, value]),
        shown: buttons.map((button) => [...button.children].map((child) => child.textContent)),
        stranger: document.body.textContent?.includes('It is not Okta'),
      },
      {
        forms: 1,
        method: 'post',
        inputs: 0,
        buttons: people.map(({ login }) => ['submit', 'login', login]),
        shown: people.map(({ name, login, groups }) => [name, login, groups.join(', ')]),
        stranger: true,
      },
    );
  });

  /** Every page there is, by what leads to it. */
  const pages: { label: string; open: () => Promise<Page>; status: number; says: string }[] = [
    {
      label: 'sign-in',
      open: async () => (await authorize(client, browser, { login_hint: hostile })).page,
      status: 200,
      says: 'Sign in',
    },
    {
      label: 'sign-in, with a session',
      open: async () => {
        await signIn(client, browser, 'ming@example.com');
        return (await authorize(client, browser, { prompt: 'login' })).page;
      },
      status: 200,
      says: 'This browser is signed in as ming@example.com',
    },
    {
      label: 'unknown client',
      open: async () => (await authorize(client, browser, { client_id: hostile })).page,
      status: 400,
      says: 'The client ID is not registered',
    },
    {
      label: 'unknown redirect URI',
      open: async () =>
        (await authorize(client, browser, { redirect_uri: `http://x.example/${hostile}` })).page,
      status: 400,
      says: 'The redirect URI is not registered',
    },
    {
      label: "another client's redirect URI",
      open: async () =>
        (await authorize(client, browser, { redirect_uri: oktaClients.web.redirectUri })).page,
      status: 400,
      says: 'The redirect URI is not registered',
    },
    {
      label: 'nothing asked at all',
      open: () => browser.open(`${okta.issuer}/oauth2/v1/authorize?${hostile}=${hostile}`),
      status: 400,
      says: 'Sign-in failed',
    },
    {
      label: 'a person who is not there',
      open: async () => browser.press((await authorize(client, browser)).page, hostile),
      status: 400,
      says: 'Nobody of that name',
    },
    {
      label: 'a sign-in of another browser',
      open: async () => new Browser().press((await authorize(client, browser)).page, 'ming@example.com'),
      status: 400,
      says: 'This sign-in page has expired',
    },
    {
      label: 'a sign-in that is over',
      open: async () => {
        const { page } = await authorize(client, browser);
        await browser.press(page, 'ming@example.com');
        return browser.press(page, 'ethan@example.com');
      },
      status: 400,
      says: 'This sign-in page has expired',
    },
    {
      label: 'a sign-in that never was',
      open: () => browser.open(`${okta.issuer}/signin/${encodeURIComponent(hostile)}`),
      status: 400,
      says: 'This sign-in page has expired',
    },
    {
      label: 'a resumed sign-in that never was',
      open: () => browser.open(`${okta.issuer}/oauth2/v1/authorize/${encodeURIComponent(hostile)}`),
      status: 400,
      says: 'Sign-in failed',
    },
    {
      label: 'logout with a session',
      open: async () => {
        await signIn(client, browser, 'ming@example.com');
        return browser.open(`${okta.issuer}/oauth2/v1/logout?state=${hostile}`);
      },
      status: 200,
      says: 'Sign out?',
    },
    {
      label: 'logout with a bad hint',
      open: () => browser.open(`${okta.issuer}/oauth2/v1/logout?id_token_hint=${hostile}`),
      status: 400,
      says: 'Sign-out failed',
    },
    {
      label: 'logout without a session',
      open: () => browser.open(`${okta.issuer}/oauth2/v1/logout`),
      status: 200,
      says: 'You are signed out',
    },
  ];
  for (const { label, open, status, says } of pages) {
    it(`hold nothing foreign and need no script: ${label}`, async () => {
      const page = await open();
      const { document } = new JSDOM(page.text).window;
      const style = document.querySelector('style')?.textContent ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      const addresses = [...document.querySelectorAll('[src], [href], [action], [srcset], [data]')].map(
        (element) => element.getAttribute('action') ?? element.getAttribute('href') ?? element.outerHTML,
      );
      assert.deepEqual(
        {
          status: page.status,
          type: page.headers.get('content-type'),
          says: document.body.textContent?.replace(/\s+/g, ' ').includes(says) || document.body.textContent,
          scripts: document.querySelectorAll('script, [onload], [onclick], iframe, object').length,
          foreign: addresses.filter((address) => address !== 'data:,' && !address.startsWith('/')),
          imports: /@import|url\(/.test(style),
          policy: page.headers.get('content-security-policy'),
        },
        {
          status,
          type: 'text/html; charset=utf-8',
          says: true,
          scripts: 0,
          foreign: [],
          imports: false,
          policy: `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`,
        },
      );
    });
  }

  it('answer to an address of this machine only', async () => {
    const port = Number(new URL(okta.issuer).port);
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `attacker.example:${port}`, '127.0.0.1'];
    const path = '/.well-known/openid-configuration';
    const statuses = hosts.map(
      (host) =>
        new Promise((resolve, reject) => {
          const call = request({ port, host: '127.0.0.1', path, headers: { host } }, (response) => {
            response.resume();
            resolve(response.statusCode);
          });
          call.on('error', reject).end();
        }),
    );
    assert.deepEqual(await Promise.all(statuses), [200, 200, 403, 403]);
  });

  it('refuse a form that is too long', async () => {
    const { page } = await authorize(client, browser);
    const long = await browser.press(page, 'x'.repeat(70_000));
    assert.equal(long.status, 413);
  });

  it('say which client and which person each call was for, and never a token', async () => {
    await okta.stop();
    const log = new RequestLog();
    okta = await startOkta({ port: 0, log });
    client = await discover(okta);
    await authorize(client, browser, { redirect_uri: 'http://x.example/' });
    const tokens = await signIn(client, browser, 'ming@example.com');
    const refreshed = await openid.refreshTokenGrant(client, tokens.refresh_token!);
    await openid.tokenRevocation(client, refreshed.refresh_token!);
    await openid.refreshTokenGrant(client, refreshed.refresh_token!).catch(() => undefined);
    await fetch(`${okta.issuer}/oauth2/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: tokens.id_token!, client_id: tokens.id_token! }),
    });
    await browser.open(`${okta.issuer}/oauth2/v1/logout?id_token_hint=${tokens.id_token}`);
    await browser.press((await authorize(client, browser)).page, 'nobody');

    const { clientId } = oktaClients.native;
    const ming = 'ming@example.com';
    assert.deepEqual(
      log.entries().map((entry) => [entry.operation, entry.principal, entry.onBehalfOf, entry.result]),
      [
        ['authorize', clientId, '', 'invalid_redirect_uri'],
        ['authorize', clientId, '', 'OK'],
        ['sign-in', clientId, ming, 'OK'],
        ['token authorization_code', clientId, ming, 'OK'],
        ['token refresh_token', clientId, ming, 'OK'],
        ['revoke', clientId, ming, 'OK'],
        ['token refresh_token', clientId, '', 'invalid_grant'],
        ['token', '', '', 'invalid_client'],
        ['logout', clientId, ming, 'OK'],
        ['authorize', clientId, '', 'OK'],
        ['sign-in', clientId, '', 'invalid_login'],
      ],
    );
    const written = JSON.stringify(log.entries());
    const secrets = [tokens, refreshed].flatMap((each) => [
      each.id_token!,
      each.access_token,
      each.refresh_token!,
    ]);
    assert.deepEqual(
      secrets.filter((secret) => written.includes(secret)),
      [],
    );
  });
});
