import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';

/** Why a token of an OpenID Connect issuer was not accepted. */
export type TokenFault =
  | 'malformed'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'missingClaim'
  | 'signature'
  | 'unknownKey'
  | 'unreachable';

export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly fault: TokenFault;
  constructor(fault: TokenFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.fault = fault;
  }
}

export interface VerifiedToken extends JWTPayload {
  iss: string;
  sub: string;
  exp: number;
}

/** An OpenID Connect issuer whose keys are read from its discovery document. */
export class TrustedIssuer {
  readonly url: string;
  readonly #now: () => Date;
  readonly #fetch: typeof fetch;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(url: string, now: () => Date, fetchDocument: typeof fetch = fetch) {
    this.url = url;
    this.#now = now;
    this.#fetch = fetchDocument;
  }

  /**
   * Verifies signature, issuer, audience and expiry of a token.
   * @throws TokenRefused
   */
  async verify(token: string, audiences: readonly string[], algorithms: string[]): Promise<VerifiedToken> {
    // Another issuer's key must not be looked up here, so the issuer is compared before the signature.
    if (unverifiedClaims(token).iss !== this.url) {
      throw new TokenRefused('issuer', 'The token was issued by another issuer.');
    }
    const keys = await this.#keySet();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: this.url,
        audience: [...audiences],
        algorithms,
        currentDate: this.#now(),
        requiredClaims: ['iss', 'sub', 'aud', 'exp'],
      });
      const { iss = '', sub = '', exp = 0 } = payload;
      return { ...payload, iss, sub, exp };
    } catch (error) {
      throw refusal(error);
    }
  }

  async #keySet(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover();
    try {
      return await this.#keys;
    } catch (error) {
      this.#keys = undefined;
      throw new TokenRefused('unreachable', `No keys could be read from ${this.url}.`, error);
    }
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const response = await this.#fetch(`${this.url}/.well-known/openid-configuration`);
    const document: unknown = await response.json();
    const { issuer, jwks_uri } = document as { issuer?: unknown; jwks_uri?: unknown };
    if (!response.ok || issuer !== this.url || typeof jwks_uri !== 'string') {
      throw new Error('The discovery document does not name this issuer and its keys.');
    }
    // No cool-down: an issuer that was restarted has new keys at once.
    return createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: 0 });
  }
}

/** Claims of a token that nobody has verified yet. */
export function unverifiedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch (error) {
    throw new TokenRefused('malformed', 'The token is not a JSON Web Token.', error);
  }
}

function refusal(error: unknown): TokenRefused {
  if (error instanceof errors.JWTExpired) return new TokenRefused('expired', 'The token has expired.', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') {
      return new TokenRefused('missingClaim', `The token has no claim ${error.claim}.`, error);
    }
    return error.claim === 'aud'
      ? new TokenRefused('audience', 'The token was issued for another audience.', error)
      : new TokenRefused('malformed', `The claim ${error.claim} of the token is not valid.`, error);
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return new TokenRefused('unknownKey', 'The issuer does not publish the key of the token.', error);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenRefused('signature', 'The signature of the token is not valid.', error);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new TokenRefused('signature', 'The signature algorithm of the token is not accepted.', error);
  }
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return new TokenRefused('malformed', 'The token is not a signed JSON Web Token.', error);
  }
  return new TokenRefused('unreachable', 'The keys of the issuer could not be read.', error);
}
