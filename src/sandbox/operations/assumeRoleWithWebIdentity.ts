import { AssumeRoleWithWebIdentityRequest$ } from '@aws-sdk/client-sts';
import type { AssumeRoleWithWebIdentityRequest } from '@aws-sdk/client-sts';
import { AwsError, CommonError } from '../aws/awsError.ts';
import type { UnsignedOperation, Validated } from '../aws/operation.ts';
import { TokenRefused, unverifiedClaims } from '../aws/trustedIssuer.ts';
import type { TokenFault, VerifiedToken } from '../aws/trustedIssuer.ts';
import type { Cloud } from '../aws/operation.ts';
import { assumedRoleOutput, refuseSessionPolicies, roleConstraints } from './assumeRole.ts';

type Input = Validated<AssumeRoleWithWebIdentityRequest, 'RoleArn' | 'RoleSessionName' | 'WebIdentityToken'>;

/** STS AssumeRoleWithWebIdentity: an ID token for the credentials of a role that trusts its issuer. */
export const assumeRoleWithWebIdentity: UnsignedOperation<Input> = {
  name: 'AssumeRoleWithWebIdentity',
  signed: false,
  input: AssumeRoleWithWebIdentityRequest$,
  constraints: {
    ...roleConstraints,
    WebIdentityToken: { length: [4, 20000] },
    ProviderId: { length: [4, 2048] },
  },
  async run(input, call) {
    const { cloud } = call;
    refuseSessionPolicies(input);
    const role = cloud.iam.role(input.RoleArn);
    const trust = role?.webIdentity;
    // Nobody signed this call, so that the role's trust policy alone can deny it.
    const denied = cloud.iam.denied.includes('sts:AssumeRoleWithWebIdentity');
    if (!role || denied || trust?.issuer !== cloud.issuer.url) {
      throw new CommonError('accessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    }
    const token = await verifyIdToken(cloud, input.WebIdentityToken, trust.audiences);
    const audience = [token.aud ?? []].flat().find((aud) => trust.audiences.includes(aud)) ?? '';
    call.record.principal = audience;
    call.record.onBehalfOf = typeof token['email'] === 'string' ? token['email'] : token.sub;
    const duration = input.DurationSeconds ?? 3600;
    if (duration > role.maxSessionDuration) {
      throw new CommonError(
        'validation',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }
    const session = cloud.sessions.issue({
      roleArn: role.arn,
      sessionName: input.RoleSessionName,
      durationSeconds: duration,
    });
    const account = role.arn.split(':')[4] ?? '';
    return {
      ...assumedRoleOutput(session),
      SubjectFromWebIdentityToken: token.sub,
      Audience: audience,
      Provider: `arn:aws:iam::${account}:oidc-provider/${token.iss.replace(/^https?:\/\//, '')}`,
    };
  },
};

/** Algorithms that IAM takes from an OpenID Connect provider. */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

async function verifyIdToken(
  cloud: Cloud,
  token: string,
  audiences: readonly string[],
): Promise<VerifiedToken> {
  try {
    return await cloud.issuer.verify(token, audiences, algorithms);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    if (error.fault === 'issuer') {
      throw new AwsError(
        'InvalidIdentityToken',
        `No OpenIDConnect provider found in your account for ${String(unverifiedClaims(token).iss)}`,
      );
    }
    const [code, message] = stsErrors[error.fault];
    throw new AwsError(code, message);
  }
}

const unverifiable =
  "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements";

const stsErrors: Readonly<Record<Exclude<TokenFault, 'issuer'>, readonly [code: string, message: string]>> = {
  malformed: ['InvalidIdentityToken', 'The ID Token provided is not a valid JWT.'],
  audience: ['InvalidIdentityToken', 'Incorrect token audience'],
  expired: ['ExpiredTokenException', 'Token expired: the current time must be before the expiration time'],
  missingClaim: ['InvalidIdentityToken', 'Missing a required claim'],
  signature: ['InvalidIdentityToken', 'The signature of the ID Token is not valid'],
  unknownKey: ['InvalidIdentityToken', unverifiable],
  unreachable: ['IDPCommunicationError', unverifiable],
};
