import * as openid from 'openid-client';
import { readOktaClaims, type OktaClaims } from './claims.ts';
import { isUnclear, oktaFailure, oktaProblem, type OktaCall } from './oktaFailure.ts';
import type { OktaApplication } from './profile.ts';
import { isLoopback } from './profileValues.ts';

export interface OktaTokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** After a refresh: the one to use from now on, where Okta rotates them. */
  readonly refreshToken?: string;
  readonly claims: OktaClaims;
}

export interface SignInRequest {
  /** As registered in Okta, with the port that is listened on. */
  readonly redirectUri: string;
  /** Asks for the person again, although Okta has a session. */
  readonly prompt?: 'login';
  readonly loginHint?: string;
  readonly fetch?: Fetch;
}

export interface StartedSignIn {
  /** For the browser. Its values are base64url, since `openExternal` encodes queries anew. */
  readonly url: string;
  /** What the answer must carry. */
  readonly state: string;
  /**
   * Exchanges the code in the address that the browser was sent back to.
   * @throws HopError for an error from Okta, a wrong state, a missing token
   */
  finish(callback: URL, signal?: AbortSignal): Promise<OktaTokens>;
}

export interface OktaRequestOptions {
  readonly fetch?: Fetch;
  /** Who was signed in: a refresh that gives somebody else is an error. */
  readonly subject?: string;
  /** Waits before another attempt; a test passes its own. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Seconds. People's clocks are off, and AWS itself allows five minutes. */
const clockToleranceSeconds = 120;

/** Discovery documents by issuer, for the life of the process. */
const discovered = new Map<string, Promise<openid.ServerMetadata>>();

/** Begins an authorization code flow with PKCE (RFC 7636, S256). */
export async function startSignIn(
  application: OktaApplication,
  request: SignInRequest,
): Promise<StartedSignIn> {
  const { redirectUri, prompt, loginHint } = request;
  const call: OktaCall = { application, redirectUri, login: loginHint, secrets: [] };
  const configuration = await configure(call, request.fetch);
  const codeVerifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const url = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: application.scopes.join(' '),
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(prompt === undefined ? {} : { prompt }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
  });

  const finish = async (callback: URL, signal?: AbortSignal): Promise<OktaTokens> => {
    const answer = new URL(redirectUri);
    // The token request repeats the redirect URI: ours, not what a browser or proxy made of it.
    answer.search = callback.search;
    const secrets = [codeVerifier, answer.searchParams.get('code') ?? undefined, nonce];
    const finishing: OktaCall = { ...call, signal, secrets };
    if (answer.searchParams.get('state') !== state) {
      throw oktaProblem('WrongState', 'The answer does not belong to this sign-in.', finishing);
    }
    try {
      const tokens = await openid.authorizationCodeGrant(
        await configure(call, request.fetch, signal),
        answer,
        {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          expectedNonce: nonce,
        },
      );
      return readTokens(tokens, finishing, true);
    } catch (error) {
      throw oktaFailure(error, finishing);
    }
  };
  return { url: url.href, state, finish };
}

/**
 * Takes fresh tokens for a refresh token. An answer that got lost is asked for again at once,
 * within the grace that Okta gives to a refresh token already used.
 * @param signal looked at before the request alone: an aborted refresh would lose the new refresh token
 * @throws HopError with code `SignInRequired` when Okta ended the session
 */
export async function refreshTokens(
  application: OktaApplication,
  refreshToken: string,
  signal?: AbortSignal,
  options: OktaRequestOptions = {},
): Promise<OktaTokens> {
  const call: OktaCall = { application, signal, secrets: [refreshToken] };
  const sent: OktaCall = { application, secrets: [refreshToken] };
  const configuration = await configure(call, options.fetch);
  if (signal?.aborted) throw oktaFailure(signal.reason, call);
  const pause = options.pause ?? wait;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await openid.refreshTokenGrant(configuration, refreshToken, {
        scope: application.scopes.join(' '),
      });
      const tokens = readTokens(answer, sent, false);
      if (options.subject !== undefined && tokens.claims.subject !== options.subject) {
        throw oktaProblem('WrongPerson', 'Okta gave a token of another person.', sent);
      }
      return tokens;
    } catch (error) {
      if (attempt === 3 || !isUnclear(error)) throw oktaFailure(error, sent);
      await pause(500 * attempt);
    }
  }
}

/** Ends a refresh token, and the access tokens that came of it (RFC 7009). */
export async function revokeToken(
  application: OktaApplication,
  refreshToken: string,
  signal?: AbortSignal,
  options: OktaRequestOptions = {},
): Promise<void> {
  const call: OktaCall = { application, signal, secrets: [refreshToken] };
  const configuration = await configure(call, options.fetch, signal);
  try {
    await openid.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
  } catch (error) {
    throw oktaFailure(error, call);
  }
}

/**
 * The page that ends the browser's session at Okta; undefined where the issuer has none.
 * The address holds the ID token, as Okta demands: for the browser alone, never for a log.
 */
export async function signOutUrl(
  application: OktaApplication,
  idToken: string,
  options: OktaRequestOptions = {},
): Promise<string | undefined> {
  const configuration = await configure({ application, secrets: [idToken] }, options.fetch);
  if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
  return openid.buildEndSessionUrl(configuration, { id_token_hint: idToken }).href;
}

/** A configuration of its own for each call, so that each has its own signal; discovery is shared. */
async function configure(
  call: OktaCall,
  fetcher?: Fetch,
  signal?: AbortSignal,
): Promise<openid.Configuration> {
  const { issuer, clientId } = call.application;
  let metadata = discovered.get(issuer);
  if (metadata === undefined) {
    metadata = discover(issuer, clientId, fetcher);
    discovered.set(issuer, metadata);
    // A failed discovery is not remembered.
    metadata.catch(() => discovered.delete(issuer));
  }
  try {
    const server = await metadata;
    signal?.throwIfAborted();
    const client = { token_endpoint_auth_method: 'none', [openid.clockTolerance]: clockToleranceSeconds };
    const configuration = new openid.Configuration(server, clientId, client, openid.None());
    if (isLoopbackIssuer(issuer)) openid.allowInsecureRequests(configuration);
    configuration[openid.customFetch] = (url, init) => send(url, init as RequestInit, fetcher, signal);
    return configuration;
  } catch (error) {
    throw oktaFailure(error, call);
  }
}

async function discover(issuer: string, clientId: string, fetcher?: Fetch): Promise<openid.ServerMetadata> {
  const configuration = await openid.discovery(new URL(issuer), clientId, undefined, openid.None(), {
    execute: isLoopbackIssuer(issuer) ? [openid.allowInsecureRequests] : [],
    [openid.customFetch]: (url, init) => send(url, init as RequestInit, fetcher),
  });
  return configuration.serverMetadata();
}

function send(
  url: string,
  init: RequestInit,
  fetcher: Fetch = fetch,
  signal?: AbortSignal,
): Promise<Response> {
  const signals = [init.signal, signal].filter((entry) => entry !== undefined && entry !== null);
  return fetcher(url, { ...init, ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }) });
}

function isLoopbackIssuer(issuer: string): boolean {
  return isLoopback(new URL(issuer).hostname);
}

function readTokens(answer: openid.TokenEndpointResponse, call: OktaCall, signIn: boolean): OktaTokens {
  const { id_token: idToken, access_token: accessToken, refresh_token: refreshToken } = answer;
  if (idToken === undefined) throw oktaProblem('NoIdToken', 'Okta gave no ID token.', call);
  if (signIn && refreshToken === undefined) {
    throw oktaProblem('NoRefreshToken', 'Okta gave no refresh token.', call);
  }
  const claims = readOktaClaims(idToken);
  return { idToken, accessToken, ...(refreshToken === undefined ? {} : { refreshToken }), claims };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
