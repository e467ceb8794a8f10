import { RedshiftIdentityError } from '../errors.ts';

/** What an ID token of Okta says of a person (OpenID Connect Core, section 2). */
export interface OktaClaims {
  /** Okta user ID. */
  readonly subject: string;
  /** `preferred_username`, else the email address, else the subject. */
  readonly login: string;
  readonly email?: string;
  readonly name?: string;
  readonly groups: readonly string[];
  readonly issuer: string;
  readonly audience: readonly string[];
  /** `jti`: what Identity Center remembers of an exchanged token. */
  readonly tokenId?: string;
  readonly issued: Date;
  readonly expires: Date;
}

/** What an ID token of IAM Identity Center says. */
export interface IdentityCenterClaims {
  /** Identity Center user ID. */
  readonly userId?: string;
  readonly identityStoreId?: string;
  readonly instanceArn?: string;
  /** `sts:identity_context`: a secret, for AssumeRole alone. */
  readonly identityContext?: string;
  readonly expires?: Date;
}

/**
 * Reads the claims of a JSON Web Token that came from its issuer directly; nothing is verified.
 * @throws RedshiftIdentityError `InvalidToken`, without the token
 */
export function decodeClaims(token: string): Readonly<Record<string, unknown>> {
  const payload = token.split('.')[1];
  if (payload !== undefined) {
    try {
      const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
      const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
      const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
        return claims as Readonly<Record<string, unknown>>;
      }
    } catch {
      // The parser's error would quote the token.
    }
  }
  throw new RedshiftIdentityError('A token is not a JSON Web Token.', {
    code: 'InvalidToken',
    remedy: 'Check okta.issuer in the profile, then sign in again.',
  });
}

/** @throws RedshiftIdentityError `InvalidToken` */
export function readOktaClaims(idToken: string): OktaClaims {
  const claims = decodeClaims(idToken);
  const subject = text(claims['sub']);
  const issued = date(claims['iat']);
  const expires = date(claims['exp']);
  if (subject === undefined || issued === undefined || expires === undefined) {
    throw new RedshiftIdentityError('The ID token has no sub, iat or exp.', {
      code: 'InvalidToken',
      remedy: 'Check in Okta that the application is an OpenID Connect one.',
    });
  }
  const email = text(claims['email']);
  const name = text(claims['name']);
  const tokenId = text(claims['jti']);
  return {
    subject,
    login: text(claims['preferred_username']) ?? email ?? subject,
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    groups: texts(claims['groups']),
    issuer: text(claims['iss']) ?? '',
    audience: texts(claims['aud']),
    ...(tokenId === undefined ? {} : { tokenId }),
    issued,
    expires,
  };
}

/** An ID token that can't be read gives no claims: the exchange's answer has other fields to go by. */
export function readIdentityCenterClaims(idToken: string | undefined): IdentityCenterClaims {
  if (idToken === undefined) return {};
  let claims: Readonly<Record<string, unknown>>;
  try {
    claims = decodeClaims(idToken);
  } catch {
    return {};
  }
  const userId = text(claims['sub']);
  const identityStoreId = text(claims['aws:identity_store_id']);
  const instanceArn = text(claims['aws:instance_arn']);
  const identityContext = text(claims['sts:identity_context']);
  const expires = date(claims['exp']);
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(identityStoreId === undefined ? {} : { identityStoreId }),
    ...(instanceArn === undefined ? {} : { instanceArn }),
    ...(identityContext === undefined ? {} : { identityContext }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}

/** `aud` and group claims may be one text or a list. */
function texts(claim: unknown): string[] {
  return (Array.isArray(claim) ? claim : [claim]).filter(
    (entry: unknown): entry is string => typeof entry === 'string' && entry !== '',
  );
}

/** NumericDate: seconds since the epoch. */
function date(claim: unknown): Date | undefined {
  return typeof claim === 'number' && Number.isFinite(claim) ? new Date(claim * 1000) : undefined;
}
