import assert from 'node:assert/strict';
import * as openid from 'openid-client';
import { decodeProtectedHeader } from 'jose';
import { oktaClients, people } from '../../../src/sandbox/directory.ts';
import { startOkta } from '../../../src/sandbox/okta/okta.ts';
import type { RunningOkta } from '../../../src/sandbox/okta/okta.ts';
import { RequestLog } from '../../../src/sandbox/requestLog.ts';
import { Browser } from './browser.ts';
import { authorize, discover, redeem, refusal, scope, signIn } from './signIn.ts';

const ming = 'ming@example.com';

describe("tokens of the sandbox's Okta", () => {
  let okta: RunningOkta;
  let client: openid.Configuration;
  let clock: number;

  beforeEach(async () => {
    clock = Date.now();
    okta = await startOkta({ port: 0, log: new RequestLog(), now: () => clock });
    client = await discover(okta);
  });
  afterEach(() => okta.stop());

  it('are given at the paths of Okta', () => {
    const metadata = client.serverMetadata();
    const endpoints = Object.entries(metadata)
      .filter(([name]) => /_endpoint$|^jwks_uri$/.test(name))
      .map(([name, value]) => [name, String(value).replace(okta.issuer, '')]);
    assert.deepEqual(
      {
        ...Object.fromEntries(endpoints),
        issuer: metadata.issuer,
        methods: metadata.code_challenge_methods_supported,
        responseTypes: metadata.response_types_supported,
        scopes: metadata.scopes_supported?.join(' '),
      },
      {
        authorization_endpoint: '/oauth2/v1/authorize',
        token_endpoint: '/oauth2/v1/token',
        jwks_uri: '/oauth2/v1/keys',
        userinfo_endpoint: '/oauth2/v1/userinfo',
        introspection_endpoint: '/oauth2/v1/introspect',
        revocation_endpoint: '/oauth2/v1/revoke',
        end_session_endpoint: '/oauth2/v1/logout',
        issuer: okta.issuer,
        methods: ['S256'],
        responseTypes: ['code'],
        scopes: scope,
      },
    );
  });

  for (const person of people) {
    it(`carry the e-mail and groups of ${person.login}`, async () => {
      const tokens = await signIn(client, new Browser(), person.login);
      const { jti, iat, exp, auth_time: authTime, nonce, ...claims } = { ...tokens.claims()! };
      const { alg, kid } = decodeProtectedHeader(tokens.id_token!);
      const [givenName, familyName] = person.name.split(' ');
      assert.deepEqual(
        {
          claims,
          jti: typeof jti === 'string' && jti.startsWith('ID.'),
          lifetime: exp - iat,
          authTime: Number(authTime) <= iat && Number(authTime) > iat - 60,
          nonce: typeof nonce,
          alg,
          kid: typeof kid,
          scope: tokens.scope,
          refreshable: tokens.refresh_token !== undefined,
        },
        {
          claims: {
            iss: okta.issuer,
            aud: oktaClients.native.clientId,
            sub: person.oktaId,
            email: person.login,
            email_verified: true,
            groups: [...person.groups],
            name: person.name,
            given_name: givenName,
            family_name: familyName,
            preferred_username: person.login,
            ver: 1,
            idp: '00osandbox000000d7',
            amr: ['pwd'],
          },
          jti: true,
          lifetime: 3600,
          authTime: true,
          nonce: 'string',
          alg: 'RS256',
          kid: 'string',
          scope,
          refreshable: true,
        },
      );
    });
  }

  it('carry what their scopes ask for, and no refresh token without offline_access', async () => {
    const tokens = await signIn(client, new Browser(), ming, { scope: 'openid email' });
    const { email, groups, name } = { ...tokens.claims()! };
    assert.deepEqual(
      { email, groups, name, refresh: tokens.refresh_token },
      {
        email: ming,
        groups: undefined,
        name: undefined,
        refresh: undefined,
      },
    );
  });

  it('are refreshed to a fresh ID token and another refresh token each time', async () => {
    const first = await signIn(client, new Browser(), ming);
    const second = await openid.refreshTokenGrant(client, first.refresh_token!);
    const third = await openid.refreshTokenGrant(client, second.refresh_token!);
    const all = [first, second, third];
    assert.deepEqual(
      {
        ids: new Set(all.map((tokens) => tokens.claims()?.jti)).size,
        refreshTokens: new Set(all.map((tokens) => tokens.refresh_token)).size,
        groups: all.map((tokens) => tokens.claims()?.['groups']),
        email: all.map((tokens) => tokens.claims()?.['email']),
        authTimes: new Set(all.map((tokens) => tokens.claims()?.auth_time)).size,
      },
      {
        ids: 3,
        refreshTokens: 3,
        groups: [['apac-sales'], ['apac-sales'], ['apac-sales']],
        email: [ming, ming, ming],
        authTimes: 1,
      },
    );
  });

  const reuses = [
    {
      label: 'within the grace period works',
      grace: 30,
      after: 29,
      again: 'accepted',
      successor: 'accepted',
    },
    {
      label: 'after the grace period ends the family',
      grace: 30,
      after: 30,
      again: 'invalid_grant',
      successor: 'invalid_grant',
    },
    {
      label: 'without a grace period ends the family',
      grace: 0,
      after: 0,
      again: 'invalid_grant',
      successor: 'invalid_grant',
    },
  ];
  for (const { label, grace, after, again, successor } of reuses) {
    it(`that are used twice: ${label}`, async () => {
      const strict = await startOkta({
        port: 0,
        log: new RequestLog(),
        refreshTokenGraceSeconds: grace,
        now: () => clock,
      });
      try {
        const strictClient = await discover(strict);
        const first = await signIn(strictClient, new Browser(), ming);
        const second = await openid.refreshTokenGrant(strictClient, first.refresh_token!);
        clock += after * 1000;
        assert.deepEqual(
          [
            await refusal(openid.refreshTokenGrant(strictClient, first.refresh_token!)),
            await refusal(openid.refreshTokenGrant(strictClient, second.refresh_token!)),
          ],
          [again, successor],
        );
      } finally {
        await strict.stop();
      }
    });
  }

  it('do not get a longer grace period by being used in it', async () => {
    const { refresh_token: token = '' } = await signIn(client, new Browser(), ming);
    const results: string[] = [];
    for (const seconds of [0, 20, 20]) {
      clock += seconds * 1000;
      results.push(await refusal(openid.refreshTokenGrant(client, token)));
    }
    assert.deepEqual(results, ['accepted', 'accepted', 'invalid_grant']);
  });

  it('end as a family when a refresh token is revoked, and leave other sign-ins alone', async () => {
    const browser = new Browser();
    const first = await signIn(client, browser, ming);
    const authorization = await authorize(client, browser);
    const other = await redeem(client, authorization, authorization.page.url);
    const second = await openid.refreshTokenGrant(client, first.refresh_token!);
    await openid.tokenRevocation(client, second.refresh_token!);
    assert.deepEqual(
      {
        first: await refusal(openid.refreshTokenGrant(client, first.refresh_token!)),
        second: await refusal(openid.refreshTokenGrant(client, second.refresh_token!)),
        access: (await userinfo(okta, second.access_token)).status,
        other: await refusal(openid.refreshTokenGrant(client, other.refresh_token!)),
        otherAccess: (await userinfo(okta, other.access_token)).status,
      },
      { first: 'invalid_grant', second: 'invalid_grant', access: 401, other: 'accepted', otherAccess: 200 },
    );
  });

  it('stay refreshable when only the access token is revoked', async () => {
    const tokens = await signIn(client, new Browser(), ming);
    await openid.tokenRevocation(client, tokens.access_token);
    assert.deepEqual(
      [
        (await userinfo(okta, tokens.access_token)).status,
        await refusal(openid.refreshTokenGrant(client, tokens.refresh_token!)),
      ],
      [401, 'accepted'],
    );
  });

  it('are introspected and described by userinfo', async () => {
    const tokens = await signIn(client, new Browser(), ming);
    const info = (await (await userinfo(okta, tokens.access_token)).json()) as Record<string, unknown>;
    const { active, client_id: clientId } = await openid.tokenIntrospection(client, tokens.access_token);
    assert.deepEqual(
      { email: info['email'], groups: info['groups'], jti: info['jti'], active, clientId },
      {
        email: ming,
        groups: ['apac-sales'],
        jti: undefined,
        active: true,
        clientId: oktaClients.native.clientId,
      },
    );
  });

  it('are refused for a wrong verifier, and for a code that was used', async () => {
    const browser = new Browser();
    const another = await authorize(client, browser);
    const callback = (await browser.press(another.page, ming)).url;
    const tokens = await redeem(client, another, callback);
    const replay = await refusal(redeem(client, another, callback));
    const afterReplay = await refusal(openid.refreshTokenGrant(client, tokens.refresh_token!));

    const second = new Browser();
    const third = await authorize(client, second);
    const thirdCallback = (await second.press(third.page, ming)).url;
    const verifier = await refusal(redeem(client, { ...third, verifier: another.verifier }, thirdCallback));
    assert.deepEqual(
      { replay, afterReplay, verifier },
      {
        replay: 'invalid_grant',
        afterReplay: 'invalid_grant',
        verifier: 'invalid_grant',
      },
    );
  });

  const { clientId: webClientId, clientSecret, redirectUri: webRedirectUri } = oktaClients.web;
  const inBody = (secret: string) => ({
    body: { client_id: webClientId, client_secret: secret },
    headers: {},
  });
  const inHeader = (secret: string) => ({
    body: {},
    headers: { authorization: `Basic ${Buffer.from(`${webClientId}:${secret}`).toString('base64')}` },
  });
  const secrets = [
    { label: 'in the body', ...inBody(clientSecret), result: [200, undefined] },
    { label: 'in the header', ...inHeader(clientSecret), result: [200, undefined] },
    { label: 'wrong, in the body', ...inBody('wrong'), result: [401, 'invalid_client'] },
    { label: 'wrong, in the header', ...inHeader('wrong'), result: [401, 'invalid_client'] },
    { label: 'left out', body: { client_id: webClientId }, headers: {}, result: [401, 'invalid_client'] },
  ];
  for (const { label, body, headers, result } of secrets) {
    it(`of the web client need its secret: ${label}`, async () => {
      const { response, answer } = await redeemAsWebServer(body, headers);
      assert.deepEqual([response.status, answer['error']], result);
    });
  }

  it('of the web client name it as audience and are refreshed with its secret', async () => {
    const { body, headers } = inBody(clientSecret);
    const { answer } = await redeemAsWebServer(body, headers);
    const web = await discover(okta, webClientId, openid.ClientSecretPost(clientSecret));
    const refreshed = await openid.refreshTokenGrant(web, answer['refresh_token'] ?? '');
    const stolen = await refusal(openid.refreshTokenGrant(client, refreshed.refresh_token!));
    assert.deepEqual([refreshed.claims()?.aud, stolen], [webClientId, 'invalid_grant']);
  });

  // By hand: openid-client takes the redirect URI from the callback's address, which ends with a slash.
  async function redeemAsWebServer(extra: Record<string, string>, headers: Record<string, string>) {
    const browser = new Browser();
    const web = await discover(okta, webClientId);
    const { page, verifier } = await authorize(web, browser, { redirect_uri: webRedirectUri });
    const code = (await browser.press(page, ming)).url.searchParams.get('code') ?? '';
    const grant = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: webRedirectUri,
      code_verifier: verifier,
    };
    const response = await fetch(`${okta.issuer}/oauth2/v1/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ ...grant, ...extra }),
    });
    return { response, answer: (await response.json()) as Record<string, string> };
  }

  it('are not given by a browser page of another origin', async () => {
    const tokens = await signIn(client, new Browser(), ming);
    const headers = { origin: 'http://127.0.0.1:9' };
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: oktaClients.native.clientId,
      refresh_token: tokens.refresh_token!,
    });
    const token = await fetch(`${okta.issuer}/oauth2/v1/token`, { method: 'POST', headers, body });
    const preflight = await fetch(`${okta.issuer}/oauth2/v1/token`, {
      method: 'OPTIONS',
      headers: { ...headers, 'access-control-request-method': 'POST' },
    });
    const keys = await fetch(`${okta.issuer}/oauth2/v1/keys`, { headers });
    assert.deepEqual(
      [token, preflight, keys].map((response) => [
        response.status,
        [...response.headers.keys()].filter((name) => name.startsWith('access-control-')),
      ]),
      [
        [400, []],
        [204, []],
        [200, []],
      ],
    );
  });
});

function userinfo(okta: RunningOkta, accessToken: string): Promise<Response> {
  return fetch(`${okta.issuer}/oauth2/v1/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
}
