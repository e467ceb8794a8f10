import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Cancelled, HopError, RedshiftIdentityError } from '../../../src/core/errors.ts';
import {
  refreshTokens,
  revokeToken,
  signOutUrl,
  startSignIn,
  type SignInRequest,
} from '../../../src/core/identity/okta.ts';
import { OktaServer, type OktaAnswer } from './oktaServer.ts';
import { everythingIn } from './tokens.ts';

const redirectUri = 'http://127.0.0.1:51234/callback';
const refused = (status: number, error: string, error_description: string): OktaAnswer => ({
  status,
  body: { error, error_description },
});

async function failureOf(work: Promise<unknown>): Promise<HopError> {
  const error: unknown = await work.then(
    () => assert.fail('It did not fail.'),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof HopError, `not a HopError: ${everythingIn(error)}`);
  assert.equal(error.hop, 'okta');
  assert.doesNotMatch(everythingIn(error), /marker-|eyJ/);
  return error;
}

describe('Okta', () => {
  let okta: OktaServer;
  beforeEach(async () => {
    okta = await OktaServer.start();
  });
  afterEach(() => okta.stop());

  /** The browser's way back, with the nonce taken over into the next ID token as an issuer does. */
  async function start(request: Partial<SignInRequest> = {}) {
    const signIn = await startSignIn(okta.application, { redirectUri, ...request });
    const asked = new URL(signIn.url);
    okta.claims = { nonce: asked.searchParams.get('nonce'), ...okta.claims };
    const answer = (parameters: Record<string, string>) => {
      const callback = new URL(redirectUri);
      callback.search = new URLSearchParams({ state: signIn.state, ...parameters }).toString();
      return callback;
    };
    return { signIn, asked, answer };
  }

  describe('sign-in', () => {
    it('asks with PKCE, and with values that survive being encoded anew', async () => {
      const { asked, signIn } = await start({ prompt: 'login', loginHint: 'ming@example.com' });
      const { state, nonce, code_challenge, ...rest } = Object.fromEntries(asked.searchParams);
      assert.deepEqual(
        [asked.origin + asked.pathname, rest, state],
        [
          `${okta.issuer}/oauth2/v1/authorize`,
          {
            client_id: '0oa1',
            redirect_uri: redirectUri,
            response_type: 'code',
            scope: 'openid profile offline_access',
            code_challenge_method: 'S256',
            prompt: 'login',
            login_hint: 'ming@example.com',
          },
          signIn.state,
        ],
      );
      for (const value of [state, nonce, code_challenge]) assert.match(value ?? '', /^[\w-]{43}$/);
    });

    it('exchanges the code with the verifier, and reads the claims', async () => {
      const { signIn, asked, answer } = await start();
      const tokens = await signIn.finish(answer({ code: 'marker-code' }));
      const { form } = okta.calls.at(-1) ?? assert.fail();
      const { code_verifier: verifier = '', ...sent } = form;
      assert.deepEqual(
        [sent, createHash('sha256').update(verifier).digest('base64url')],
        [
          {
            grant_type: 'authorization_code',
            code: 'marker-code',
            redirect_uri: redirectUri,
            client_id: '0oa1',
          },
          asked.searchParams.get('code_challenge'),
        ],
      );
      assert.deepEqual(
        [tokens.accessToken, tokens.refreshToken, tokens.claims.login, tokens.claims.subject],
        ['marker-access-1', 'marker-refresh-1', 'ming@example.com', '00u4ming'],
      );
    });

    it('repeats the redirect URI as registered, whatever the browser made of the address', async () => {
      const { signIn, answer } = await start();
      const callback = answer({ code: 'marker-code' });
      await signIn.finish(new URL(`http://localhost:51234/other${callback.search}`));
      assert.equal(okta.calls.at(-1)?.form['redirect_uri'], redirectUri);
    });

    it('discovers an issuer once', async () => {
      await start();
      await start();
      assert.equal(okta.calls.length, 1);
    });

    it('uses the fetch that it is given', async () => {
      const asked: string[] = [];
      await start({ fetch: (url, init) => (asked.push(url), fetch(url, init)) });
      assert.deepEqual(asked, [`${okta.issuer}/.well-known/openid-configuration`]);
    });

    const answers: readonly [
      label: string,
      parameters: Record<string, string>,
      expected: { awsCode: string; description?: string },
      remedy: RegExp,
    ][] = [
      [
        'the person is not assigned',
        { error: 'access_denied', error_description: 'User is not assigned to the client application.' },
        { awsCode: 'access_denied', description: 'User is not assigned to the client application.' },
        /^Assign ming@example\.com to the application 0oa1/,
      ],
      [
        'a scope is not known',
        { error: 'invalid_scope', error_description: 'One or more scopes are not configured.' },
        { awsCode: 'invalid_scope', description: 'One or more scopes are not configured.' },
        /okta\.scopes/,
      ],
      [
        'the redirect URI is not registered',
        {
          error: 'invalid_request',
          error_description: "The 'redirect_uri' parameter must be a Login redirect URI",
        },
        {
          awsCode: 'invalid_request',
          description: "The 'redirect_uri' parameter must be a Login redirect URI",
        },
        /^Add http:\/\/127\.0\.0\.1:51234\/callback to the sign-in redirect URIs/,
      ],
      [
        'the answer is of another sign-in',
        { state: 'other', code: 'marker-code' },
        { awsCode: 'WrongState' },
        /sign in again/,
      ],
      ['the answer has no code', {}, { awsCode: 'OAUTH_INVALID_RESPONSE' }, /okta\.issuer/],
    ];
    for (const [label, parameters, expected, remedy] of answers) {
      it(`says what to change when ${label}`, async () => {
        const { signIn, answer } = await start({ loginHint: 'ming@example.com' });
        const error = await failureOf(signIn.finish(answer(parameters)));
        const { awsCode, description } = error;
        assert.deepEqual(
          expected.description === undefined ? { awsCode } : { awsCode, description },
          expected,
        );
        assert.match(error.remedy ?? '', remedy);
        assert.equal(
          okta.calls.some(({ path }) => path.endsWith('/token')),
          false,
        );
      });
    }

    const exchanges: readonly [
      label: string,
      prepare: (okta: OktaServer) => void,
      expected: object,
      remedy: RegExp,
    ][] = [
      [
        'the code was used',
        (server) => server.queue(refused(400, 'invalid_grant', 'The code marker-code is invalid')),
        { awsCode: 'invalid_grant', code: 'SignInRequired', description: 'The code [redacted] is invalid' },
        /Sign in again/,
      ],
      [
        'the client is a web application',
        (server) => server.queue(refused(401, 'invalid_client', 'Client authentication failed.')),
        { awsCode: 'invalid_client', code: 'HopFailed', description: 'Client authentication failed.' },
        /native one/,
      ],
      [
        'a challenge comes in the place of JSON',
        (server) =>
          server.queue({ status: 401, body: '', headers: { 'www-authenticate': 'Basic realm="okta"' } }),
        { awsCode: 'invalid_client', code: 'HopFailed' },
        /native one/,
      ],
      [
        'there is no refresh token',
        (server) => (server.tokens = { refresh_token: undefined }),
        { awsCode: 'NoRefreshToken', code: 'HopFailed', description: 'Okta gave no refresh token.' },
        /offline_access/,
      ],
      [
        'the nonce is another',
        (server) => (server.claims = { ...server.claims, nonce: 'other' }),
        { awsCode: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
        /Sign in again/,
      ],
      [
        'the audience is another',
        (server) => (server.claims = { ...server.claims, aud: 'other' }),
        { awsCode: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
        /Sign in again/,
      ],
      [
        'the issuer is another',
        (server) => (server.claims = { ...server.claims, iss: 'https://other.okta.com' }),
        { code: 'HopFailed' },
        /okta\.issuer/,
      ],
      [
        'the token ran out long ago',
        (server) => (server.claims = { ...server.claims, iat: 1_000_000_000, exp: 1_000_003_600 }),
        { awsCode: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' },
        /clock/,
      ],
      [
        'a proxy answers',
        (server) => server.queue({ status: 200, body: '<html>marker-page</html>' }),
        { awsCode: 'OAUTH_RESPONSE_IS_NOT_JSON' },
        /proxy/,
      ],
      [
        'nobody answers',
        (server) => server.queue('drop'),
        { code: 'NetworkFailure', awsCode: undefined },
        /http\.proxy/,
      ],
    ];
    for (const [label, prepare, expected, remedy] of exchanges) {
      it(`says what to change when at the exchange ${label}`, async () => {
        const { signIn, answer } = await start();
        prepare(okta);
        const error = await failureOf(signIn.finish(answer({ code: 'marker-code' })));
        assert.deepEqual(
          Object.fromEntries(Object.keys(expected).map((key) => [key, Reflect.get(error, key) as unknown])),
          expected,
        );
        assert.match(error.remedy ?? '', remedy);
      });
    }

    it('takes a clock that is a minute off', async () => {
      const { signIn, answer } = await start();
      const now = Math.floor(Date.now() / 1000);
      okta.claims = { ...okta.claims, iat: now + 60, exp: now - 60 };
      assert.equal((await signIn.finish(answer({ code: 'marker-code' }))).claims.login, 'ming@example.com');
    });

    it('is cancelled by its signal, with the reason where that is for people', async () => {
      const { signIn, answer } = await start();
      const timedOut = new RedshiftIdentityError('Too late.', { code: 'SignInTimedOut' });
      await assert.rejects(signIn.finish(answer({ code: 'c' }), AbortSignal.abort()), Cancelled);
      await assert.rejects(signIn.finish(answer({ code: 'c' }), AbortSignal.abort(timedOut)), timedOut);
    });
  });

  describe('discovery', () => {
    const failing: readonly [label: string, metadata: Record<string, unknown>, expected: object][] = [
      ['names another issuer', { issuer: 'https://other.okta.com' }, { awsCode: 'WrongIssuer' }],
      ['names none', { issuer: undefined }, {}],
    ];
    for (const [label, metadata, expected] of failing) {
      it(`that ${label} is refused, and not remembered`, async () => {
        okta.metadata = metadata;
        const error = await failureOf(startSignIn(okta.application, { redirectUri }));
        assert.deepEqual(
          { ...expected, ...(error.awsCode === 'WrongIssuer' && { awsCode: error.awsCode }) },
          expected,
        );
        assert.match(error.remedy ?? '', /okta\.issuer/);
        okta.metadata = {};
        await startSignIn(okta.application, { redirectUri });
      });
    }

    it('says so when nobody answers', async () => {
      const { application } = okta;
      await okta.stop();
      const error = await failureOf(startSignIn(application, { redirectUri }));
      assert.deepEqual([error.code, error.message.includes(application.issuer)], ['NetworkFailure', true]);
      okta = await OktaServer.start();
    });

    it('speaks plain http to loopback alone', async () => {
      const application = { ...okta.application, issuer: 'http://example.okta.com' };
      const asked: string[] = [];
      const error = await failureOf(
        startSignIn(application, {
          redirectUri,
          fetch: (url) => (asked.push(url), Promise.reject(new Error())),
        }),
      );
      assert.deepEqual([error.awsCode, asked], ['OAUTH_HTTP_REQUEST_FORBIDDEN', []]);
    });

    it('that sends tokens to plain http elsewhere is not followed', async () => {
      const issuer = 'https://example.okta.com';
      const asked: string[] = [];
      const metadata = { issuer, token_endpoint: 'http://example.okta.com/token' };
      const answer = (url: string) => (asked.push(url), Promise.resolve(Response.json(metadata)));
      const work = refreshTokens({ ...okta.application, issuer }, 'marker-refresh-0', undefined, {
        fetch: answer,
      });
      assert.equal((await failureOf(work)).awsCode, 'OAUTH_HTTP_REQUEST_FORBIDDEN');
      assert.deepEqual(asked, [`${issuer}/.well-known/openid-configuration`]);
    });
  });

  describe('refresh', () => {
    const pauses: number[] = [];
    const options = { pause: (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds)) };
    const refresh = (signal?: AbortSignal) =>
      refreshTokens(okta.application, 'marker-refresh-0', signal, options);
    const sent = () => okta.calls.filter(({ path }) => path.endsWith('/token')).map(({ form }) => form);
    beforeEach(() => pauses.splice(0));

    it('gives fresh tokens for the refresh token', async () => {
      const tokens = await refresh();
      assert.deepEqual(
        [sent(), tokens.refreshToken, tokens.claims.tokenId],
        [
          [
            {
              grant_type: 'refresh_token',
              refresh_token: 'marker-refresh-0',
              scope: 'openid profile offline_access',
              client_id: '0oa1',
            },
          ],
          'marker-refresh-1',
          'ID.1',
        ],
      );
    });

    it('needs no new refresh token where Okta keeps the old one', async () => {
      okta.tokens = { refresh_token: undefined };
      assert.equal((await refresh()).refreshToken, undefined);
    });

    const lost: readonly [label: string, answers: OktaAnswer[]][] = [
      ['was lost', ['drop', 'drop']],
      [
        'was an error of the server',
        [refused(500, 'server_error', 'x'), { status: 503, body: '<html>busy</html>' }],
      ],
    ];
    for (const [label, answers] of lost) {
      it(`asks again at once when the answer ${label}`, async () => {
        okta.queue(...answers);
        await refresh();
        assert.deepEqual([sent().length, pauses], [3, [500, 1000]]);
      });
    }

    it('gives up after the third lost answer', async () => {
      okta.queue('drop', 'drop', 'drop');
      const error = await failureOf(refresh());
      assert.deepEqual([error.code, sent().length], ['NetworkFailure', 3]);
    });

    it('asks for a sign-in when Okta ended the session, and tries no more', async () => {
      okta.queue(refused(400, 'invalid_grant', 'The refresh token marker-refresh-0 is invalid or expired.'));
      const error = await failureOf(refresh());
      assert.deepEqual(
        [error.code, error.awsCode, error.description, sent().length],
        ['SignInRequired', 'invalid_grant', 'The refresh token [redacted] is invalid or expired.', 1],
      );
    });

    it('refuses a token of another person', async () => {
      const work = refreshTokens(okta.application, 'marker-refresh-0', undefined, {
        ...options,
        subject: '00u1ethan',
      });
      assert.deepEqual((await failureOf(work)).code, 'SignInRequired');
    });

    it('says so when there is no ID token', async () => {
      okta.tokens = { id_token: undefined };
      assert.equal((await failureOf(refresh())).awsCode, 'NoIdToken');
    });

    it('is not begun after an abort, and not left halfway by one', async () => {
      await assert.rejects(refresh(AbortSignal.abort()), Cancelled);
      assert.equal(sent().length, 0);
      const abort = new AbortController();
      const work = refreshTokens(okta.application, 'marker-refresh-0', abort.signal, {
        fetch: (url, init) => (abort.abort(), fetch(url, init)),
      });
      assert.equal((await work).refreshToken, 'marker-refresh-1');
    });
  });

  describe('sign-out', () => {
    it('revokes the refresh token', async () => {
      await revokeToken(okta.application, 'marker-refresh-0');
      assert.deepEqual(okta.calls.at(-1), {
        path: '/oauth2/v1/revoke',
        form: { token: 'marker-refresh-0', token_type_hint: 'refresh_token', client_id: '0oa1' },
      });
    });

    it('says so when that is refused', async () => {
      okta.queue(refused(401, 'invalid_client', 'no'));
      assert.equal(
        (await failureOf(revokeToken(okta.application, 'marker-refresh-0'))).awsCode,
        'invalid_client',
      );
    });

    it('gives the page that ends the session', async () => {
      const url = new URL((await signOutUrl(okta.application, 'the-id-token')) ?? assert.fail());
      assert.deepEqual(
        [url.origin + url.pathname, Object.fromEntries(url.searchParams)],
        [`${okta.issuer}/oauth2/v1/logout`, { id_token_hint: 'the-id-token', client_id: '0oa1' }],
      );
    });

    it('has no page where the issuer has none', async () => {
      okta.metadata = { end_session_endpoint: undefined };
      assert.equal(await signOutUrl(okta.application, 'the-id-token'), undefined);
    });
  });
});
