import {
  CreateTokenWithIAMCommand,
  type CreateTokenWithIAMRequest,
  type CreateTokenWithIAMResponse,
} from '@aws-sdk/client-sso-oidc';
import { Cancelled } from '../errors.ts';
import { awsFailure, hopProblem } from './awsFailure.ts';
import { readIdentityCenterClaims } from './claims.ts';
import { clientOptions, details, type HopContext, type HopResult } from './hopContext.ts';
import type { AwsProfileCredentials } from './identityChain.ts';

export interface IdentityCenterToken {
  /** For AssumeRole; a secret. */
  readonly identityContext: string;
  readonly expires: Date;
  /** Where the application has the refresh token grant. Good in this Region alone. */
  readonly refreshToken?: string;
}

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * SSO OIDC CreateTokenWithIAM with the JWT bearer grant (RFC 7523).
 * @param idToken from Okta, never exchanged before: Identity Center remembers each `jti`
 * @throws HopError of hop `identityCenter`
 */
export function exchangeIdToken(
  context: HopContext,
  bridge: AwsProfileCredentials,
  idToken: string,
  signal: AbortSignal,
): Promise<HopResult<IdentityCenterToken>> {
  return createToken(context, bridge, { grantType: jwtBearer, assertion: idToken }, signal);
}

/**
 * SSO OIDC CreateTokenWithIAM with Identity Center's own refresh token.
 * @throws HopError of hop `identityCenter`
 */
export function renewIdentityCenterToken(
  context: HopContext,
  bridge: AwsProfileCredentials,
  refreshToken: string,
  signal: AbortSignal,
): Promise<HopResult<IdentityCenterToken>> {
  return createToken(context, bridge, { grantType: 'refresh_token', refreshToken }, signal);
}

async function createToken(
  context: HopContext,
  bridge: AwsProfileCredentials,
  grant: Pick<CreateTokenWithIAMRequest, 'grantType' | 'assertion' | 'refreshToken'>,
  signal: AbortSignal,
): Promise<HopResult<IdentityCenterToken>> {
  // The SDK's own retry would send the same ID token twice.
  const client = context.clients.ssoOidc(clientOptions(context, bridge, 1));
  const { applicationArn } = context.site;
  let answer: CreateTokenWithIAMResponse;
  try {
    const command = new CreateTokenWithIAMCommand({ clientId: applicationArn, ...grant });
    answer = await client.send(command, { abortSignal: signal });
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    const secrets = [grant.assertion, grant.refreshToken, bridge.secretAccessKey, bridge.sessionToken];
    throw awsFailure('identityCenter', error, context, secrets);
  }
  return readAnswer(context, answer);
}

function readAnswer(context: HopContext, answer: CreateTokenWithIAMResponse): HopResult<IdentityCenterToken> {
  const claims = readIdentityCenterClaims(answer.idToken);
  const identityContext = answer.awsAdditionalDetails?.identityContext ?? claims.identityContext;
  if (!identityContext) {
    throw hopProblem(
      'identityCenter',
      'NoIdentityContext',
      'The token carries no identity context.',
      context,
    );
  }
  const expires = claims.expires ?? new Date(expiryOf(answer.expiresIn, context.now()));
  return {
    value: {
      identityContext,
      expires,
      ...(answer.refreshToken ? { refreshToken: answer.refreshToken } : {}),
    },
    expires,
    details: details({
      Application: context.site.applicationArn,
      'Identity Center user ID': claims.userId,
      // What a trusted token issuer maps by, unless it was set up with another claim.
      'Mapped email': context.account.email,
      'Identity store': claims.identityStoreId,
      Instance: claims.instanceArn,
      Scopes: answer.scope?.join(' '),
      'Refresh token grant': answer.refreshToken ? 'yes' : 'no',
    }),
  };
}

/** Milliseconds since the epoch. AWS documents seconds to live, and its own examples show a point in time. */
function expiryOf(expiresIn: number | undefined, now: number): number {
  if (expiresIn === undefined) return now + 3_600_000;
  return expiresIn > 1e9 ? expiresIn * 1000 : now + expiresIn * 1000;
}
