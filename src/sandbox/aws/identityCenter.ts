import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT, errors, generateKeyPair, jwtVerify } from 'jose';
import type { CryptoKey } from 'jose';
import { identityCenter as instance, people } from '../directory.ts';
import type { Person, SandboxSiteDefinition } from '../directory.ts';
import { AwsError } from './awsError.ts';
import type { IdentityContext } from './issuedSessions.ts';
import { TokenRefused } from './trustedIssuer.ts';
import type { TrustedIssuer, VerifiedToken } from './trustedIssuer.ts';

export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
export const refreshTokenGrant = 'refresh_token';

/** A customer managed application of Identity Center. It lives in one Region. */
export interface Application {
  arn: string;
  region: string;
  /** Authorized audiences of its trusted token issuer. */
  audiences: readonly string[];
  grants: readonly string[];
  scopes: readonly string[];
  /** Application policy: roles that may call CreateTokenWithIAM for it. */
  actors: readonly string[];
  /** Groups assigned to it, or nothing where it does not require assignments. */
  assignedGroups: readonly string[] | undefined;
}

export interface IssuedTokens {
  login: string;
  accessToken: string;
  refreshToken: string | undefined;
  idToken: string;
  /** Seconds. */
  expiresIn: number;
  /** Context assertion for AssumeRole; absent where the scopes do not include it. */
  identityContext: string | undefined;
}

/** The scope, and the claim, of the context assertion. */
const contextScope = 'sts:identity_context';
/** Scopes that an application has besides its own. */
export const identityScopes = ['openid', 'aws', contextScope];

const tokenSeconds = 3600;
/** An assertion is for the AssumeRole that follows at once. */
const contextSeconds = 300;
const sessionSeconds = 8 * 3600;

interface CenterSession {
  region: string;
  applicationArn: string;
  person: Person;
  expiresAt: number;
}

/** The customer managed application of each site: its bridge role alone may call, everybody's groups are assigned. */
export function applicationsOfSites(
  sites: readonly SandboxSiteDefinition[],
  audiences: readonly string[],
): Application[] {
  return sites.map((site) => ({
    arn: site.applicationArn,
    region: site.region,
    audiences,
    grants: [jwtBearerGrant, refreshTokenGrant],
    scopes: ['redshift:connect'],
    actors: [site.bridgeRoleArn],
    assignedGroups: [...new Set(people.flatMap((person) => person.groups))],
  }));
}

/** IAM Identity Center: one instance for all Regions. */
export class IdentityCenter {
  readonly #issuer: TrustedIssuer;
  readonly #applications: ReadonlyMap<string, Application>;
  readonly #now: () => Date;
  readonly #signingKey: CryptoKey;
  readonly #verifyingKey: CryptoKey;
  readonly #longestSeconds: number;
  /** Tokens that were exchanged, with their expiry in seconds. One cache for every Region. */
  readonly #exchanged = new Map<string, number>();
  readonly #sessions = new Map<string, CenterSession>();

  private constructor(
    issuer: TrustedIssuer,
    applications: readonly Application[],
    now: () => Date,
    keys: { privateKey: CryptoKey; publicKey: CryptoKey },
    longestSeconds: number,
  ) {
    this.#issuer = issuer;
    this.#applications = new Map(applications.map((application) => [application.arn, application]));
    this.#now = now;
    this.#signingKey = keys.privateKey;
    this.#verifyingKey = keys.publicKey;
    this.#longestSeconds = longestSeconds;
  }

  /** @param longestSeconds that a token or an assertion lives. Identity Center's own session stays. */
  static async create(
    issuer: TrustedIssuer,
    applications: readonly Application[],
    now: () => Date,
    longestSeconds = Number.POSITIVE_INFINITY,
  ): Promise<IdentityCenter> {
    return new IdentityCenter(issuer, applications, now, await generateKeyPair('RS256'), longestSeconds);
  }

  /**
   * The application as its Region knows it.
   * @throws AwsError InvalidClientException in every other Region.
   */
  application(arn: string, region: string): Application {
    const application = this.#applications.get(arn);
    if (!application || application.region !== region) {
      const description = 'The client is not known in this Region.';
      throw oidcError('InvalidClientException', 'invalid_client', description, 401);
    }
    return application;
  }

  /** Exchanges a token of the trusted token issuer. A token can be exchanged once. */
  async exchange(
    application: Application,
    assertion: string,
    scope: readonly string[],
  ): Promise<IssuedTokens> {
    checkGrant(application, jwtBearerGrant);
    const token = await this.#verifyAssertion(application, assertion);
    const login = token['email'];
    const person = people.find((candidate) => candidate.login === login);
    if (!person) {
      throw invalidGrant('No user matches the mapped attribute of the assertion.');
    }
    const { assignedGroups } = application;
    if (assignedGroups && !person.groups.some((group) => assignedGroups.includes(group))) {
      throw oidcError('AccessDeniedException', 'access_denied', 'Access denied');
    }
    this.#markExchanged(token, assertion);
    const refreshToken = application.grants.includes(refreshTokenGrant)
      ? this.#openSession(application, person)
      : undefined;
    return await this.#issue(application, person, scope, refreshToken);
  }

  /**
   * Refresh tokens belong to the Region that issued them.
   * @throws AwsError InvalidRequestRegionException, naming that Region.
   */
  checkRegion(refreshToken: string, region: string): void {
    const session = this.#sessions.get(refreshToken);
    if (session && session.region !== region) {
      throw oidcError(
        'InvalidRequestRegionException',
        'invalid_request',
        'The token is only usable in the Region that issued it.',
        400,
        { region: session.region, endpoint: `https://oidc.${session.region}.amazonaws.com` },
      );
    }
  }

  /** New tokens for a session of Identity Center, until the session ends. The refresh token stays. */
  async refresh(
    application: Application,
    refreshToken: string,
    scope: readonly string[],
  ): Promise<IssuedTokens> {
    checkGrant(application, refreshTokenGrant);
    const session = this.#sessions.get(refreshToken);
    if (!session || session.applicationArn !== application.arn || session.expiresAt <= this.#seconds()) {
      throw invalidGrant('The refresh token is not valid or has expired.');
    }
    return await this.#issue(application, session.person, scope, refreshToken);
  }

  /**
   * The person in a context assertion.
   * @returns undefined where this instance did not sign it for this Region; `expired` after its time.
   */
  async readContext(assertion: string, region: string): Promise<IdentityContext | 'expired' | undefined> {
    try {
      const { payload } = await jwtVerify(assertion, this.#verifyingKey, {
        issuer: instance.instanceArn,
        audience: `sts.${region}`,
        currentDate: this.#now(),
      });
      const person = people.find((candidate) => candidate.userId === payload.sub);
      return person && { userId: person.userId, login: person.login };
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : undefined;
    }
  }

  async #verifyAssertion(application: Application, assertion: string): Promise<VerifiedToken> {
    try {
      // Identity Center takes RS256 alone from a trusted token issuer.
      return await this.#issuer.verify(assertion, application.audiences, ['RS256']);
    } catch (error) {
      if (error instanceof TokenRefused) throw invalidGrant(error.message);
      throw error;
    }
  }

  #markExchanged(token: VerifiedToken, assertion: string): void {
    const now = this.#seconds();
    for (const [key, expiry] of this.#exchanged) {
      if (expiry <= now) this.#exchanged.delete(key);
    }
    const key = token.jti ?? createHash('sha256').update(assertion).digest('base64');
    if (this.#exchanged.has(key)) {
      throw invalidGrant('The assertion has already been exchanged.');
    }
    this.#exchanged.set(key, token.exp);
  }

  #openSession(application: Application, person: Person): string {
    const refreshToken = `aor${randomBytes(96).toString('base64url')}`;
    this.#sessions.set(refreshToken, {
      region: application.region,
      applicationArn: application.arn,
      person,
      expiresAt: this.#seconds() + sessionSeconds,
    });
    return refreshToken;
  }

  async #issue(
    application: Application,
    person: Person,
    scope: readonly string[],
    refreshToken: string | undefined,
  ): Promise<IssuedTokens> {
    const issuedAt = this.#seconds();
    const expiresIn = Math.min(tokenSeconds, this.#longestSeconds);
    const identityContext = scope.includes(contextScope)
      ? await this.#signContext(application, person, issuedAt)
      : undefined;
    const idToken = await new SignJWT({
      'aws:identity_store_id': instance.identityStoreId,
      'aws:identity_store_arn': instance.identityStoreArn,
      'aws:instance_arn': instance.instanceArn,
      'aws:instance_account': instance.instanceAccount,
      'aws:credential_id': randomBytes(48).toString('base64url'),
      ...(identityContext !== undefined && { [contextScope]: identityContext }),
      'sts:audit_context': randomBytes(48).toString('base64url'),
      act: { sub: instance.trustedTokenIssuerArn },
      auth_time: issuedAt,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'identity-center' })
      .setIssuer(instance.issuer)
      .setSubject(person.userId)
      .setAudience(application.arn)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + expiresIn)
      .sign(this.#signingKey);
    return {
      login: person.login,
      accessToken: `aoa${randomBytes(96).toString('base64url')}`,
      refreshToken,
      idToken,
      expiresIn,
      identityContext,
    };
  }

  async #signContext(application: Application, person: Person, issuedAt: number): Promise<string> {
    return await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(instance.instanceArn)
      .setSubject(person.userId)
      .setAudience(`sts.${application.region}`)
      .setJti(randomUUID())
      .setExpirationTime(issuedAt + Math.min(contextSeconds, this.#longestSeconds))
      .sign(this.#signingKey);
  }

  #seconds(): number {
    return Math.floor(this.#now().getTime() / 1000);
  }
}

/** An error of SSO-OIDC, which carries RFC 6749's `error` and `error_description`. */
export function oidcError(
  code: string,
  error: string,
  description: string,
  status = 400,
  members: Readonly<Record<string, string>> = {},
): AwsError {
  return new AwsError(code, description, status, { error, error_description: description, ...members });
}

function checkGrant(application: Application, grant: string): void {
  if (application.grants.includes(grant)) return;
  const description = 'The application does not have this grant enabled.';
  throw oidcError('UnauthorizedClientException', 'unauthorized_client', description);
}

function invalidGrant(description: string): AwsError {
  return oidcError('InvalidGrantException', 'invalid_grant', description);
}
