import * as openid from 'openid-client';
import { oktaClients } from '../../../src/sandbox/directory.ts';
import type { RunningOkta } from '../../../src/sandbox/okta/okta.ts';
import type { Browser, Page } from './browser.ts';

export const redirectUri = 'http://127.0.0.1:51234/callback';
export const scope = 'openid profile email groups offline_access';

/** openid-client's view of a client of this Okta, which is plain http on loopback. */
export function discover(
  okta: Pick<RunningOkta, 'issuer'>,
  clientId: string = oktaClients.native.clientId,
  authentication: openid.ClientAuth = openid.None(),
): Promise<openid.Configuration> {
  const execute = [openid.allowInsecureRequests];
  return openid.discovery(new URL(okta.issuer), clientId, undefined, authentication, { execute });
}

/** An authorization request that was sent, and what it takes to redeem its answer. */
export interface Authorization {
  page: Page;
  verifier: string;
  nonce: string;
  state: string;
}

/** Opens the authorize endpoint; `parameters` add to the request or replace parts of it. */
export async function authorize(
  client: openid.Configuration,
  browser: Browser,
  parameters: Record<string, string> = {},
): Promise<Authorization> {
  const verifier = openid.randomPKCECodeVerifier();
  const nonce = openid.randomNonce();
  const state = openid.randomState();
  const url = openid.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
    ...parameters,
  });
  return { page: await browser.open(url), verifier, nonce, state };
}

/** Redeems the code that the callback address holds. */
export function redeem(client: openid.Configuration, authorization: Authorization, callback: URL) {
  return openid.authorizationCodeGrant(client, callback, {
    pkceCodeVerifier: authorization.verifier,
    expectedNonce: authorization.nonce,
    expectedState: authorization.state,
    idTokenExpected: true,
  });
}

/** The whole sign-in of one person. */
export async function signIn(
  client: openid.Configuration,
  browser: Browser,
  login: string,
  parameters: Record<string, string> = {},
) {
  const authorization = await authorize(client, browser, parameters);
  const callback = await browser.press(authorization.page, login);
  return redeem(client, authorization, callback.url);
}

/** The OAuth error code that a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof openid.ResponseBodyError) return error.error;
    if (error instanceof openid.AuthorizationResponseError) return error.error;
    if (error instanceof openid.WWWAuthenticateChallengeError) {
      return error.cause[0]?.parameters.error ?? `status ${error.status}`;
    }
    throw error;
  }
  return 'accepted';
}
